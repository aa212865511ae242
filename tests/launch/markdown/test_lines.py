"""Where lines end: every part counts them as git and Hugo do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launch.contracts.page_plan import FrontMatterValue
from launch.markdown.front_matter import FrontMatterError, emit, lines_of_head, split
from launch.markdown.lines import line_end, normal, split_lines
from launch.markdown.nodes import code_blocks, headings, read_body
from launch.markdown.sections import read_page
from launch.patching.front_matter_keys import set_keys

_MARKS = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_ALPHABET = [*"ab#-+`:{} \n\ufeff", *_MARKS, "---\n", "+++\n", "\r\n", "# A\n", "{\n}\n"]
_TEXT = st.lists(st.sampled_from(_ALPHABET), max_size=60).map("".join)


@given(_TEXT)
def test_lines_joined_are_the_text(text: str) -> None:
    assert "".join(split_lines(text)) == text
    assert len(split_lines(text)) == text.count("\n") + (not text.endswith("\n") and text != "")


@pytest.mark.parametrize("mark", _MARKS, ids=lambda mark: f"U+{ord(mark):04X}")
def test_a_mark_that_is_no_line_feed_ends_no_line(mark: str) -> None:
    text = f"a{mark}# b\n\n# c{mark}d\n\n```\ne{mark}f\n```\n"
    assert [heading.line for heading in headings(text)] == [3]
    assert [block.line for block in code_blocks(text)] == [5]
    assert [section.first for section in read_page(text).sections] == [0, 2]


@given(_TEXT)
def test_sections_cover_what_follows_the_front_matter(text: str) -> None:
    page = read_page(text)
    ends = [page.front_matter_end, *(section.end for section in page.sections)]
    assert [section.first for section in page.sections] == ends[:-1]
    assert ends[-1] == len(page.lines)


@given(_TEXT)
def test_the_body_starts_where_the_front_matter_ends(text: str) -> None:
    try:
        front = split(text)
    except FrontMatterError:
        return
    head = lines_of_head(text)
    shared = front.body_line == head  # Text right after the closing delimiter is of the body.
    assert front.body_line == head + 1 or (shared and front.format != "none")
    assert all(node.line <= len(split_lines(text)) for node in read_body(front.body).nodes)


@given(_TEXT, st.text(alphabet=[*"ab :#'\"\n", *_MARKS], max_size=12))
def test_a_key_that_is_set_is_read_back(text: str, value: str) -> None:
    wanted = FrontMatterValue(key="k", value=value)
    head = split_lines(text)[: lines_of_head(text)]
    try:
        before = split(text)
        after = split(set_keys(head, (wanted,), ()))
    except (FrontMatterError, ValueError, StopIteration):
        return
    assert {**before.values, "k": value} == after.values


@given(st.text(alphabet=[*"ab :#'\"\n-", *_MARKS], max_size=12))
def test_whatever_a_value_holds_it_is_read_back(value: str) -> None:
    for style in ("plain", "quoted", "date"):
        wanted = FrontMatterValue.model_validate({"key": "k", "value": value, "style": style})
        for fmt in ("yaml", "toml", "json"):
            assert split(emit(fmt, (wanted,))).values == {"k": value}


def test_a_key_that_shares_its_line_is_not_removed() -> None:
    with pytest.raises(ValueError, match="shares its line"):
        set_keys(["---\n", "a: 1\rb: 2\n", "---\n"], (), ["a"])


def test_an_error_names_the_line_that_an_editor_shows() -> None:
    with pytest.raises(FrontMatterError) as caught:
        split("---\na: b\u2028c\na: d\n---\n")
    assert caught.value.line == 3


def test_front_matter_after_blank_lines_is_front_matter() -> None:
    page = read_page("\n\n---\ntitle: A\n---\n# B\n")
    assert (page.front_matter_end, [section.path for section in page.sections]) == (5, [("B",)])


@pytest.mark.parametrize(
    ("text", "expected"), [("a\r\nb\r\n", "\r\n"), ("a\nb\r\nc\n", "\n"), ("", "\n")]
)
def test_a_file_keeps_the_line_end_that_most_lines_have(text: str, expected: str) -> None:
    assert line_end(text) == expected


def test_a_lone_carriage_return_is_a_blank_to_readers() -> None:
    assert normal("a\rb\r\nc") == "a b\nc"
