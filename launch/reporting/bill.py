"""What a model cost, for people: by run and by page."""

from launch.contracts.snapshot import Cost
from launch.reporting.previews import Preview, table


def bill(cost: Cost) -> Preview:
    """Return what a model cost, for the run and for each page."""
    rows = (
        (
            one.page_id,
            one.calls,
            one.replayed,
            one.input_tokens,
            one.output_tokens,
            dollars(one.usd),
        )
        for one in cost.pages
    )
    header = ("Page", "Calls", "Replayed", "Tokens in", "Tokens out", "Cost")
    return Preview(
        (
            ("model calls", cost.calls),
            ("answers replayed", cost.replayed),
            ("calls with an unknown outcome", cost.unknown),
            ("tokens in", cost.input_tokens),
            ("tokens out", cost.output_tokens),
            ("cost", dollars(cost.usd)),
        ),
        table(header, rows),
    )


def dollars(usd: float) -> str:
    """Return an amount as people read it."""
    return f"${usd:.4f}" if usd < 1 else f"${usd:.2f}"
