"""The gate `no_residue`: leftovers of making a page."""

from dataclasses import replace

import pytest

from launch.contracts.draft_content import Paragraph
from launch.gates.no_residue import look
from tests.support.gate_world import NOTES, quoted, rewritten, subject_of, with_blocks


def test_a_good_page_passes() -> None:
    assert look(subject_of()).findings == ()


@pytest.mark.parametrize(
    "residue",
    [
        "[claim: " + "ab" * 32 + "]",
        "<!-- claim: c-0123456789abcdef -->",
        "See c-0123456789abcdef.",
        "Mandatory docs page: faq",
        "Sure, here is the page.",
        "Here is the rewritten page:",
        "As an AI, I cannot know.",
        "<thinking>two pages</thinking>",
        "Hello {{ product }}.",
        "Run {% if x %}.",
        "TODO: write this",
        "Lorem ipsum dolor",
        "[insert name here]",
        "%PDF-1.7 stream",
        "Bytes \ufffd\ufffd",
        "{{< unknown >}}",
        "Set ${HOME_DIR} first.",
        "[object Object]",
    ],
)
def test_residue_is_caught(residue: str) -> None:
    assert look(rewritten(lambda text: f"{text}\n{residue}\n")).findings


@pytest.mark.parametrize(
    "text",
    [
        "Write `{{ name }}` in the template.",
        "A todo list keeps tasks.",
        "It returns `None`.",
        "None of them is written.",
        "The `TODO` comment is kept.",
        "Let them answer.",
    ],
)
def test_ordinary_text_is_none(text: str) -> None:
    assert look(rewritten(lambda page: f"{page}\n{text}\n")).findings == ()


def test_a_value_of_the_language_is_residue_unless_the_product_names_it() -> None:
    found = look(rewritten(lambda page: f"{page}\n- undefined\n")).findings
    assert [one.found for one in found] == ["an unfilled value: undefined"]
    claim = NOTES.claim
    assert claim.passage is not None
    for text, fine in (("undefined", True), ("Task: draw a gear.", True), ("TODO: draw", False)):
        block = claim.passage.blocks[0].model_copy(update={"source": (text,), "texts": (text,)})
        passage = claim.passage.model_copy(update={"blocks": (block,)})
        told = replace(NOTES, claim=claim.model_copy(update={"passage": passage}))
        page = with_blocks(Paragraph(sentences=(quoted(told),)))
        assert (look(subject_of(page)).findings == ()) == fine


def test_a_page_that_is_one_fence_is_an_answer() -> None:
    assert look(rewritten(lambda text: f"```markdown\n{text}\n```")).findings


def test_a_gate_without_the_pilot_does_not_run() -> None:
    assert look(replace(subject_of(), settings=None)).could_not_run
