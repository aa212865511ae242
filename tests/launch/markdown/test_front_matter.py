import datetime as dt
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launch.contracts.page_plan import FrontMatterValue
from launch.markdown.front_matter import FrontMatterError, emit, split


def test_yaml_is_split_with_its_lines() -> None:
    front = split("---\ntitle: A\ndate: 2026-01-02\nweight: 3\n---\n\nBody\n")
    assert front.values == {"title": "A", "date": dt.date(2026, 1, 2), "weight": 3}
    assert (front.body, front.body_line) == ("\nBody\n", 6)


def test_a_page_without_front_matter_is_all_body() -> None:
    front = split("# Title\n")
    assert (front.format, front.body, front.body_line) == ("none", "# Title\n", 1)


def test_a_shortcode_at_the_start_is_no_json() -> None:
    assert split("{{< toc >}}\n").format == "none"


def test_carriage_returns_and_a_byte_order_mark_are_no_obstacle() -> None:
    assert split("\ufeff---\r\ntitle: A\r\n---\r\nx\r\n").values == {"title": "A"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: A\nx: 1\ntitle: B\n---\n", 4),
        ("---\na:\n  b: 1\n  b: 2\n---\n", 4),
        ("---\ntitle: [\n---\n", 3),
        ("---\ntitle: A\n", 1),
        ("---\n- a\n---\n", 2),
        ("+++\ntitle = 'A'\ntitle = 'B'\n+++\n", 3),
        ("+++\ntitle = A\n+++\n", 2),
        ('{"a": 1,\n "a": 2}\n', 1),
        ('{"a": 1,\n b}\n', 2),
        ("---\n!!python/object:os.system x\n---\n", 2),
    ],
)
def test_what_hugo_refuses_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(FrontMatterError) as caught:
        split(text)
    assert caught.value.line == line


def test_yes_and_times_are_text_as_in_yaml_1_2() -> None:
    assert split("---\na: yes\nb: 12:30\nc: true\n---\n").values == {
        "a": "yes",
        "b": "12:30",
        "c": True,
    }


def test_toml_and_json_are_read() -> None:
    assert split("+++\ntitle = 'A'\n+++\nB").values == {"title": "A"}
    front = split('{\n"title": "A"\n}\nB')
    assert (front.values, front.body, front.body_line) == ({"title": "A"}, "B", 4)


def test_dates_are_written_bare_and_only_where_they_are_dates() -> None:
    values = (
        FrontMatterValue(key="date", value="2026-01-02", style="date"),
        FrontMatterValue(key="title", value="2026-01-02"),
        FrontMatterValue(key="evil", value="a: b\nc", style="date"),
    )
    read = split(emit("yaml", values)).values
    assert read == {"date": dt.date(2026, 1, 2), "title": "2026-01-02", "evil": "a: b\nc"}


_texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40)
_values = st.one_of(
    _texts, st.integers(-(10**6), 10**6), st.booleans(), st.lists(_texts, max_size=3).map(tuple)
)


@given(st.dictionaries(st.from_regex(r"[A-Za-z_][A-Za-z0-9_-]{0,8}", fullmatch=True), _values))
def test_what_is_emitted_is_read_back(
    values: dict[str, str | int | bool | tuple[str, ...]],
) -> None:
    items = tuple(FrontMatterValue(key=key, value=value) for key, value in values.items())
    expected = {k: list(v) if isinstance(v, tuple) else v for k, v in values.items()}
    for fmt in ("yaml", "json"):
        front = split(emit(fmt, items) + "body\n")
        assert dict(front.values) == expected
        assert list(front.values) == list(expected)
        assert front.body == "body\n"
    assert tomllib.loads("\n".join(emit("toml", items).split("\n")[1:-2])) == expected


def test_a_closing_line_with_more_dashes_ends_the_front_matter_as_for_hugo() -> None:
    found = split("---\ntitle: A\n----\n\nText\n")
    assert (found.values, found.body, found.body_line) == ({"title": "A"}, "-\n\nText\n", 3)
