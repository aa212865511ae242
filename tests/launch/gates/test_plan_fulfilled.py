"""The gate `plan_fulfilled`: planned pages, whole, and nothing twice."""

import pytest

from launch.checks.wholeness import copies, long_texts
from launch.contracts.draft_content import Block, DraftContent, Heading, ListBlock, Paragraph
from launch.gates.plan_fulfilled import look
from launch.markdown.nodes import VisibleNode
from launch.wording.connectives import say
from tests.support.gate_world import (
    BLOCKS,
    DRAFT,
    NOTES,
    OVERVIEW,
    PLAN,
    quoted,
    rewritten,
    subject_of,
    with_blocks,
    with_page,
    without,
)


def found(draft: DraftContent) -> str:
    return " ".join(finding.found for finding in look(subject_of(draft)).findings)


def test_a_good_page_passes() -> None:
    assert look(subject_of()).findings == ()


def test_a_page_that_is_missing_is_caught() -> None:
    assert "no page" in found(DraftContent(pages=()))


def test_a_required_claim_that_is_lost_is_caught() -> None:
    assert "required claim" in found(with_blocks(*BLOCKS[:1], *BLOCKS[4:]))


def test_more_than_a_twentieth_of_the_claims_lost_is_caught() -> None:
    assert "planned claims" in found(with_blocks(*BLOCKS[:6]))


def test_a_claim_on_the_ledger_alone_is_not_on_the_page() -> None:
    page = rewritten(lambda text: text.replace("The parameter `teeth`", "The thing `teeth`"))
    assert look(page).findings


@pytest.mark.parametrize(
    "more",
    [
        "## Empty\n",
        "Below are examples:\n",
        "Below are examples:\n\n## Next\n\nText.\n",
        "This page provides comprehensive information.\n",
        "Sprocket turns gears into charts. It never writes to the input file. "
        "The current version of Sprocket is 2.1.0.\n",
    ],
)
def test_empty_sections_filler_and_repetition_are_caught(more: str) -> None:
    assert look(rewritten(lambda text: f"{text}\n{more}")).findings


def test_a_heading_that_is_lost_or_moved_is_caught() -> None:
    assert "no heading" in found(with_blocks(*BLOCKS[:6], *BLOCKS[7:]))
    moved = (*BLOCKS[:1], *BLOCKS[4:6], *BLOCKS[1:4], *BLOCKS[6:])
    assert "another order" in found(with_blocks(*moved))


def test_a_page_of_connectives_alone_is_empty() -> None:
    assert "without content" in found(
        with_blocks(
            Heading(level=2, text=say("install")), Paragraph(sentences=(say("run_program"),))
        )
    )


def test_two_pages_with_the_same_content_are_caught() -> None:
    page = DRAFT.pages[0]
    path = "content/docs/sprocket/copy.md"
    copy = page.model_copy(update={"page_id": "copy", "path": path})
    planned = PLAN.pages[0].model_copy(update={"id": "copy", "path": path})
    plan = PLAN.model_copy(update={"pages": (*PLAN.pages, planned)})
    findings = look(subject_of(DraftContent(pages=(page, copy)), plan=plan)).findings
    assert any("nearly the same" in finding.found for finding in findings)


def test_rows_of_several_names_are_no_copies_although_what_they_say_is() -> None:
    def rows(*names: str) -> tuple[VisibleNode, ...]:
        texts = [(name, f"Draws a gear with {at} round teeth.") for at, name in enumerate(names)]
        return tuple(
            VisibleNode("cell", text, line)
            for line, row in enumerate(texts)
            for text in row
        )  # fmt: skip

    def alike(*names: str) -> bool:
        pages = {"a.md": set(long_texts(rows(*"abcd"))), "b.md": set(long_texts(rows(*names)))}
        return bool(list(copies(pages)))

    assert alike(*"abcd")
    assert not alike(*"wxyz")


def test_a_passage_on_the_page_counts() -> None:
    page = with_blocks(Paragraph(sentences=(quoted(OVERVIEW),)), *BLOCKS[1:])
    assert "planned claims" in found(page)


def test_a_gate_without_its_input_does_not_run() -> None:
    for missing in ("plan", "draft"):
        assert look(without(missing)).could_not_run


def test_an_item_may_stand_twice_where_two_places_of_the_product_say_it() -> None:
    items = (quoted(NOTES, 0), quoted(NOTES, 1))
    twice = ListBlock(ordered=False, items=(items[0], items[0]))
    assert "said twice" in found(with_blocks(*BLOCKS[:1], twice))
    elsewhere = items[1].model_copy(update={"text": items[0].text})
    assert "said twice" not in found(
        with_blocks(*BLOCKS[:1], ListBlock(ordered=False, items=(items[0], elsewhere)))
    )


def test_a_page_that_lost_its_end_is_caught() -> None:
    cut = rewritten(lambda text: text[: text.index("## First program")])
    assert any("of the draft, one of" in one.found for one in look(cut).findings)


def test_a_reference_may_be_names_alone_and_never_headings_alone() -> None:
    def reference(*blocks: Block) -> str:
        return found(with_page(blocks=blocks, type="api_reference"))

    heading = Heading(level=2, text=say("values"))
    names = ListBlock(ordered=False, items=(say("symbol", subject="RED"),))
    assert "without content" not in reference(heading, names)
    assert "empty section" in reference(heading)
