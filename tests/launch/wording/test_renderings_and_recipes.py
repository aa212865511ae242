"""Renderings are whole sentences with all their values; recipes take plain words only."""

import pytest

from launch.wording.recipes import RecipeError, fill, placeholders
from launch.wording.renderings import range_words, render, runtime_words


@pytest.mark.parametrize(
    ("ecosystem", "requirement", "words"),
    [
        ("pypi", ">=3.10", "Python 3.10 or later"),
        ("pypi", ">=3.8,<4", "Python 3.8 or later, before 4"),
        ("pypi", "~=3.8", "Python 3.8 or later, before 4"),
        ("npm", ">= 18", "Node.js 18 or later"),
        ("npm", "^18 || ^20", "Node.js 18.x or 20.x"),
        ("packagist", "^7.4 || ^8.1", ""),
        ("go", "1.21", "Go 1.21 or later"),
        ("packagist", "^8.1", "PHP 8.1 or later, before 9"),
        ("pypi", ">3.8", ""),
    ],
)
def test_a_runtime_requirement_is_said_in_words_or_not_at_all(
    ecosystem: str, requirement: str, words: str
) -> None:
    assert runtime_words(ecosystem, requirement) == words


def test_a_form_is_rendered_only_where_all_its_values_are_there() -> None:
    assert render("symbol", {"symbol": "a.b", "article": "a", "kind": "class", "summary": ""}) == (
        "`a.b` is a class.",
        "`a.b`",
    )


def test_a_recipe_is_filled_from_plain_words() -> None:
    assert fill("pypi.install", {"package": "gearbox"}) == "pip install gearbox"
    assert placeholders("pypi.install_extra") == ("package", "extra")


@pytest.mark.parametrize("package", ["", "a; rm -rf /", "$(x)", "--index-url", "a\nb", "a`b`"])
def test_a_value_that_a_shell_would_act_on_is_refused(package: str) -> None:
    with pytest.raises(RecipeError):
        fill("pypi.install", {"package": package})


@pytest.mark.parametrize(
    ("ecosystem", "requirement", "words"),
    [
        ("cargo", "1.0", ", version 1.0 or later, before 2"),
        ("cargo", "0.5", ", version 0.5 or later, before 0.6"),
        ("npm", "18.2.0", ", version 18.2.0"),
        ("npm", "^4", ", version 4 or later, before 5"),
        ("nuget", "13.0.3", ", version 13.0.3 or later"),
    ],
)
def test_a_bare_version_means_what_its_ecosystem_says(
    ecosystem: str, requirement: str, words: str
) -> None:
    assert range_words(ecosystem, requirement) == words
