"""Of a list or a table only the items and rows go that findings are in."""

import pytest

from launch.contracts.draft_content import Block, ListBlock, Paragraph, Table
from launch.contracts.validation_report import Finding
from launch.fixing.parts import without_parts
from tests.support.gate_world import NOTES, VERSION, proved, quoted

ITEMS = (quoted(NOTES, 0), proved(VERSION), quoted(NOTES, 1))
LIST = ListBlock(ordered=False, items=ITEMS)
NESTED = LIST.model_copy(update={"depths": (0, 1, 0)})
TABLE = Table(header=ITEMS[:2], rows=((ITEMS[0], ITEMS[2]), (ITEMS[1], ITEMS[2])))


def found(offset: int | None, text: str = "x") -> Finding:
    return Finding(
        gate="g", severity="error", path="a.md", line=9, found=text, expected="y", block=0,
        offset=offset,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("block", "finding", "left"),
    [
        (LIST, found(1), LIST.model_copy(update={"items": (ITEMS[0], ITEMS[2])})),
        (LIST, found(None, f"{VERSION.claim.id}: gone"),
         LIST.model_copy(update={"items": (ITEMS[0], ITEMS[2])})),
        (NESTED, found(0), NESTED.model_copy(update={"items": ITEMS[2:], "depths": (0,)})),
        (TABLE, found(3), TABLE.model_copy(update={"rows": TABLE.rows[:1]})),
        (TABLE, found(0), None),
        (LIST, found(7), None),
        (LIST, found(None), None),
        (LIST.model_copy(update={"items": ITEMS[:1]}), found(0), None),
        (Paragraph(sentences=ITEMS), found(0), None),
    ],
)  # fmt: skip
def test_what_the_finding_is_in_goes_and_nothing_else(
    block: Block, finding: Finding, left: Block | None
) -> None:
    assert without_parts(block, (finding,)) == left


def test_a_finding_that_is_in_no_item_takes_the_whole_block() -> None:
    assert without_parts(LIST, (found(1), found(None))) is None
