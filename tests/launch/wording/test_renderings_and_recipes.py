"""Renderings are whole sentences with all their values; recipes take plain words only."""

import pytest

from launch.wording.recipes import RecipeError, fill, placeholders
from launch.wording.renderings import render, runtime_words


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
