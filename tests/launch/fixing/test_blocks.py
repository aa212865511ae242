"""Blocks taken out of a page: what leads to them goes along, and nothing else does."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from launch.contracts.draft_content import Block, DraftPage, ListBlock, Paragraph, Sentence
from launch.fixing.blocks import without_blocks
from launch.wording.connectives import say
from tests.support.gate_world import BLOCKS, NOTES, PAGE, VERSION, proved, quoted

CODE = BLOCKS[3]
HEADING = BLOCKS[1]
LIST = ListBlock(ordered=False, items=(quoted(NOTES, 0), quoted(NOTES, 1)))
TOLD = proved(VERSION)
LEAD = TOLD.model_copy(update={"text": "Run this:"})


def page(*blocks: Block) -> DraftPage:
    return PAGE.model_copy(update={"blocks": blocks})


def left(*blocks: Block, drop: int) -> tuple[Block, ...]:
    return without_blocks(page(*blocks), {drop}).blocks


def test_an_announcement_goes_with_its_code_and_with_its_list() -> None:
    told = Paragraph(sentences=(TOLD,))
    lead = Paragraph(sentences=(LEAD,))
    assert left(told, lead, CODE, drop=2) == (told,)
    assert left(told, lead, LIST, drop=2) == (told,)


def test_of_a_paragraph_only_the_announcing_sentence_goes() -> None:
    both = Paragraph(sentences=(TOLD, LEAD))
    assert left(both, CODE, drop=1) == (Paragraph(sentences=(TOLD,)),)


def test_what_a_program_needs_goes_with_the_program() -> None:
    told = Paragraph(sentences=(TOLD,))
    needs = Paragraph(sentences=(say("needs_package", subject="sprocket"),))
    install = Paragraph(sentences=(say("install_with", subject="Sprocket"),))
    assert left(told, install, needs, CODE, drop=3) == (told,)
    assert left(told, needs, LIST, drop=2) == (told, needs)


def test_a_heading_left_bare_goes_and_one_with_something_under_it_stays() -> None:
    told = Paragraph(sentences=(TOLD,))
    assert left(told, HEADING, CODE, drop=2) == (told,)
    assert left(HEADING, CODE, told, drop=1) == (HEADING, told)


_BLOCKS: st.SearchStrategy[Block] = st.sampled_from(
    (*BLOCKS, LIST, Paragraph(sentences=(TOLD, LEAD)), Paragraph(sentences=(LEAD,)))
)


def _told(blocks: Iterable[Block]) -> list[Sentence]:
    """Return the sentences of paragraphs that announce nothing and say something."""
    paragraphs = (one for one in blocks if isinstance(one, Paragraph))
    said = (sentence for one in paragraphs for sentence in one.sentences)
    return [one for one in said if one != LEAD and one.source.grade != "connective"]


@given(st.lists(_BLOCKS, min_size=1, max_size=9), st.data())
def test_whatever_goes_every_sentence_that_tells_something_stays(
    blocks: list[Block], data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, len(blocks) - 1))
    kept = left(*blocks, drop=number)
    assert _told(kept) == _told((*blocks[:number], *blocks[number + 1 :]))
    assert len(kept) < len(blocks)
