"""The part of the scorecard that is held apart, as a section of the page."""

from collections.abc import Sequence

from tests.scorecard.apart.faults import APART
from tests.scorecard.score import Card, by_class, wilson

_FIRST = (
    "At the first look, before a gate had been changed for them, 33 of 40 classes were caught "
    "without a miss on the bundled product (6 faults a class); missed were `rows_swapped`, "
    "`hidden_comment`, `alias_taken`, `draft_left_on`, `rendering_only` (0 of 6 each), "
    "`check_weakened` (3 of 6) and `page_cut_short` (5 of 6). The gates were mended for the kind. "
    "Then came six products that no gate had been tried on (mux, guzzle, rack, Polly, hiredis, "
    "axios), 20 faults a class, at commit `beed830`: 792 of 800 caught (98.0% to 99.5%), missed "
    "were `value_and_rendering` (15 of 20) and `page_cut_short` (17 of 20); 17 of 120 clean pages "
    "had a finding (9.0% to 21.5%), 11 of them by the spelling of one product's name. The gates "
    "were mended for these kinds as well, so what follows is no longer unseen."
)


def section(card: Card, products: Sequence[str]) -> str:
    """Return the section: its faults were chosen from the requirements, not from the gates."""
    planted = sum(score.planted for score in card.scores.values())
    caught = sum(score.caught for score in card.scores.values())
    low, high = wilson(caught, planted)
    alarms = wilson(card.alarmed, card.clean)
    lines = [
        "",
        "## Held apart",
        "",
        f"{planted} faults of {len(card.scores)} classes, chosen by someone who knew the "
        f"requirements and had not read the gates, on {', '.join(products)}: {caught} caught "
        f"({low:.1%} to {high:.1%}). {_FIRST}",
        "",
        f"Clean pages with a finding: {card.alarmed} of {card.clean} "
        f"({alarms[0]:.1%} to {alarms[1]:.1%}).",
        "",
        *by_class(card, APART),
    ]
    return "\n".join(lines) + "\n"
