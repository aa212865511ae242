"""Quotes found again in their source: whole, with edits that add nothing foreign, in no time."""

import time

import pytest

from launch.checks.quotes import quote_problem, stands_whole
from launch.checks.texts import fold
from launch.contracts.claims import Edit
from launch.contracts.draft_content import QuotedFrom
from launch.wording.edits import apply
from tests.support.grounds import grounds_of, passage_claim


@pytest.mark.parametrize(
    ("source", "span"),
    [
        ("It reads.", "Text before. It reads. More."),
        ("It reads.", "- It reads.\n- It writes."),
        ("It reads", "| `a` | It reads | no |"),
        ("`a | b`", "| `a \\| b` | either |"),
        ("It reads all\nof it.", "> 1. It reads\n>    all of it."),
        ("Reads it", "## Reads it ##\n\nText."),
        ("It reads", '    """It reads"""'),
    ],
)
def test_a_whole_text_stands(source: str, span: str) -> None:
    assert stands_whole(source, span)


@pytest.mark.parametrize(
    ("source", "span"),
    [
        ("reads all of it.", "It reads all of it."),
        ("It reads", "It reads only what is there."),
        ("It reads.", "Nothing"),
        ("", "Nothing"),
    ],
)
def test_a_part_of_a_sentence_does_not_stand(source: str, span: str) -> None:
    assert not stands_whole(source, span)


@pytest.mark.parametrize("mark", ["-", "*", "*-", "- *", "| ", ":a: ", ">", '"""', "1. ", "/// "])
def test_rows_of_marks_cost_no_time(mark: str) -> None:
    span = "\n".join(f"{mark * 2000}x It reads" for _ in range(20))
    before = time.perf_counter()
    assert not stands_whole("It reads and", span)
    stands_whole("It reads", span)
    assert time.perf_counter() - before < 1


_SOURCE = "See [the notes](https://elsewhere.net/a) and [the guide](docs/guide.md)."
_HOME = "https://example.org/x/blob/1/docs/guide.md"


def _problem(*edits: tuple[str, ...]) -> str | None:
    made = tuple(Edit(name=name, arguments=tuple(rest)) for name, *rest in edits)
    text = apply(fold(_SOURCE), made)
    claim, evidence, tree = passage_claim(_SOURCE)
    source = QuotedFrom(claim_id=claim.id, block=0, text=0, edits=made)
    return quote_problem(text, source, grounds_of(claim, evidence, tree, ((_HOME, "../guide/"),)))


_UNLINKED = ("unlink", "https://elsewhere.net/a")
_ABSOLUTE = ("absolute_link", "docs/guide.md", _HOME)


def test_a_link_of_the_product_s_own_host_passes() -> None:
    assert _problem(_UNLINKED, _ABSOLUTE) is None


def test_a_link_that_another_edit_took_away_again_is_nobodys() -> None:
    foreign = ("absolute_link", "docs/guide.md", "https://elsewhere.net/docs/guide.md")
    taken = ("unlink", "https://elsewhere.net/docs/guide.md")
    assert "links to" in (_problem(_UNLINKED, foreign) or "")
    assert _problem(_UNLINKED, foreign, taken) is None


@pytest.mark.parametrize("target", ["../guide/", "../install/", "/elsewhere/"])
def test_a_link_to_a_page_leads_to_the_one_that_tells_it(target: str) -> None:
    problem = _problem(_UNLINKED, _ABSOLUTE, ("page_link", _HOME, target))
    assert problem is None if target == "../guide/" else "where the plan does not" in str(problem)
