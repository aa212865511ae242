"""A rendering says what its claim and its evidence say, and nothing more."""

import pytest

from launch.checks.rendered import rendering_problem
from launch.contracts.product_facts import Claim
from tests.support.gate_world import FACTS


def _claim(kind: str, attribute: str, value: str, subject: str = "Sprocket") -> Claim:
    return Claim.model_validate(
        {
            "id": "c-0123456789abcdef", "kind": kind, "subject": subject, "attribute": attribute,
            "value": value, "renderings": (),
        }
    )  # fmt: skip


RUNTIME = _claim("requirement", "runtime", ">=3.11")
RAISES = _claim("raises", "raises:GearError", "no teeth", "sprocket.draw")
FLAG = _claim("flag", "flag:--out", "file to write to", "sprocket")


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        (RUNTIME, "Sprocket requires Python 3.11 or later."),
        (RUNTIME, "Python 3.11 or later"),
        (RAISES, "`sprocket.draw` raises `GearError` with the message `no teeth`."),
        (FLAG, "`--out`: File to write to."),
    ],
)
def test_what_the_claim_says_passes(claim: Claim, text: str) -> None:
    assert rendering_problem(claim, text, FACTS.identity, ()) is None


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        (RUNTIME, "Sprocket requires Python 3.10 or later."),
        (RUNTIME, "Sprocket requires Python 3.11 or later on every platform."),
        (RAISES, "`sprocket.draw` raises `OtherError` with the message `no teeth`."),
        (RAISES, "`sprocket.turn` raises `GearError` with the message `no teeth`."),
        (FLAG, "`--output`: File to write to."),
        (FLAG, "`--out`: File to write to, if it is safe."),
    ],
)
def test_what_neither_claim_nor_evidence_says_is_named(claim: Claim, text: str) -> None:
    assert rendering_problem(claim, text, FACTS.identity, ("def draw(path): ...",)) is not None


def test_a_summary_names_the_product_and_no_other() -> None:
    identity = FACTS.identity.model_copy(update={"name": "Sprocket Tool"})
    summary = _claim("summary", "summary", "A tool for gears", "Sprocket Tool")
    for name, fine in (("Sprocket Tool", True), ("Cog", False), ("Sprocket Tool Pro", False)):
        text = f"{name} is a tool for gears."
        assert (rendering_problem(summary, text, identity, ()) is None) == fine


def test_a_summary_may_come_from_the_evidence() -> None:
    symbol = _claim("symbol", "exists", "function", "sprocket.draw")
    spans = ('def draw():\n    """Draw the gear\n    of a file."""',)
    assert rendering_problem(symbol, "Draw the gear of a file.", FACTS.identity, spans) is None
    assert rendering_problem(symbol, "Draw every gear of a file.", FACTS.identity, spans)
