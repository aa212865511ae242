"""The closed list of edits: each does one thing, replays, and takes no free text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launch.contracts.claims import Edit
from launch.wording.edits import EDITS, MARKETING, EditError, apply
from launch.wording.sentences import sentences


def _edited(text: str, name: str, *arguments: str) -> str:
    return apply(text, (Edit(name=name, arguments=arguments),))


@pytest.mark.parametrize(
    ("name", "arguments", "before", "after"),
    [
        ("drop_emoji", (), "🚀 Fast start ✅", "Fast start"),
        ("drop_emoji", (), "Press → and `✅`", "Press → and `✅`"),
        ("drop_images", (), "Tool [![CI](a.svg)](b) reads `x()`.", "Tool reads `x()`."),
        ("drop_connective", (), "Additionally, rows are kept.", "Rows are kept."),
        ("drop_connective", (), "However, rows are kept.", "However, rows are kept."),
        ("drop_marketing", ("powerful",), "A powerful editor.", "An editor."),
        ("drop_marketing", ("fully featured",), "A fully featured HTTP client.", "An HTTP client."),
        ("name_product", ("Tool",), "This library reads it.", "Tool reads it."),
        ("name_product", ("Tool",), "We recommend `we use`.", "Tool recommends `we use`."),
        ("name_product", ("Tool",), "Here we go.", "Here we go."),
        ("resolve_roles", (), "See :py:class:`~a.B` and ``c``.", "See `B` and `c`."),
        ("resolve_roles", (), "Read :ref:`the guide <guide>`.", "Read the guide."),
        ("resolve_roles", (), "Call {func}`open`.", "Call `open`."),
        ("inline_reference", ("docs", "https://a.org/d"), "The [docs][] say.", "The [docs](https://a.org/d) say."),
        ("absolute_link", ("a/b.md", "https://h.org/x/a/b.md"), "[B](a/b.md)", "[B](https://h.org/x/a/b.md)"),
        ("unlink", ("#usage",), "See [usage](#usage) now.", "See usage now."),
        ("plain_html", (), "Press <kbd>Esc</kbd><br>twice", "Press `Esc` twice"),
        ("drop_footnotes", (), "True[^1].", "True."),
        ("drop_sentence", ("1",), "One is. Two is. Three is.", "One is. Three is."),
        ("drop_anchor", (), "Usage {#use}", "Usage"),
        ("drop_task_mark", (), "[x] Done", "Done"),
    ],
)  # fmt: skip
def test_an_edit_does_what_its_name_says(
    name: str, arguments: tuple[str, ...], before: str, after: str
) -> None:
    assert _edited(before, name, *arguments) == after


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("replace", ("a", "b")),
        ("drop_emoji", ("a",)),
        ("drop_marketing", ("not",)),
        ("name_product", ("[x](https://a.org)",)),
        ("absolute_link", ("a.md", "https://stranger.io/b.md")),
        ("absolute_link", ("a.md", "javascript:a.md")),
        ("drop_sentence", ("7",)),
    ],
)
def test_what_is_not_on_the_list_is_refused(name: str, arguments: tuple[str, ...]) -> None:
    with pytest.raises(EditError):
        _edited("One is [a](a.md). Two is.", name, *arguments)


_PLAIN = [name for name, (count, _) in EDITS.items() if count == 0 and name != "say_signs"]


@given(st.sampled_from(_PLAIN), st.text(alphabet="ab `*_[]()!<>:.-✅\n", max_size=60))
def test_an_edit_without_arguments_takes_any_text_and_adds_no_word(name: str, text: str) -> None:
    after = _edited(text, name)
    assert len(after.replace("`", "").replace("*", "")) <= len(text) + 1 + text.count("<") * 4


@given(st.sampled_from(MARKETING))
def test_a_marketing_word_goes_and_the_rest_stays(word: str) -> None:
    assert _edited(f"Tool is the {word} reader.", "drop_marketing", word) == "Tool is the reader."


def test_sentences_are_not_split_inside_code_links_or_abbreviations() -> None:
    text = "Use `a. B` or [C. D](e.f), e.g. This. It works! See v1.2 now."
    assert sentences(text) == (
        "Use `a. B` or [C. D](e.f), e.g. This.",
        "It works!",
        "See v1.2 now.",
    )


def test_a_subject_is_put_before_a_bare_description_and_nowhere_else() -> None:
    edit = (Edit(name="put_subject", arguments=("Gearbox",)),)
    assert apply("A reader of gear tables.", edit) == "Gearbox is a reader of gear tables."
    assert apply("The fast Python library by Acme for gears.", edit).startswith("Gearbox is the ")
    for whole in (
        "Reads gear tables.",
        "The Gear Gateway exists to allow jobs to turn.",
        "The server in this example runs.",
        "The gateway exposes a library for gears.",
        "A request is sent to the server.",
        "The CLI is small.",
    ):
        assert apply(whole, edit) == whole
