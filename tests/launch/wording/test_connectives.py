import re

import pytest

from launch.contracts.draft_content import ConnectiveUse
from launch.wording.connectives import CATALOGUE, say, text_of


def test_every_placeholder_has_an_argument_and_every_argument_a_placeholder() -> None:
    for entry in CATALOGUE.values():
        assert set(re.findall(r"\{(\w+)\}", entry.text)) == set(entry.arguments)


def test_what_is_said_is_found_again() -> None:
    sentence = say("title_install", subject="HTTPX", case="title")
    assert sentence.text == "Install HTTPX"
    assert isinstance(sentence.source, ConnectiveUse)
    assert text_of(sentence.source) == sentence.text


def test_title_case_leaves_small_words_and_arguments_alone() -> None:
    assert say("install_from_source".replace("source", "source"), subject="x").text.endswith("run:")
    assert say("next_steps", case="title").text == "Next Steps"
    assert say("title_cli", subject="rg", case="title").text == "rg Command-Line Reference"


@pytest.mark.parametrize(
    ("connective", "arguments"),
    [
        ("nothing", ()),
        ("title_install", ()),
        ("title_install", (("subject", "a"), ("more", "b"))),
        ("title_install", (("subject", "a"), ("subject", "b"))),
        ("title_install", (("subject", "a\nb"),)),
        ("title_install", (("subject", "{{< x >}}"),)),
        ("title_install", (("subject", " "),)),
        ("title_install", (("case", "upper"), ("subject", "a"))),
        ("run_program", (("case", "title"),)),
        ("link", (("target", "a b"), ("title", "t"))),
    ],
)
def test_what_is_not_in_the_catalogue_has_no_text(
    connective: str, arguments: tuple[tuple[str, str], ...]
) -> None:
    assert text_of(ConnectiveUse(connective=connective, arguments=arguments)) is None
