"""Ecosystem recipes: commands filled from claims, never from a product's prose."""

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files

_DATA = files("launch.wording").joinpath("recipes.toml").read_text(encoding="utf-8")
RECIPES: dict[str, str] = {
    f"{ecosystem}.{purpose}": template
    for ecosystem, table in tomllib.loads(_DATA).items()
    for purpose, template in table.items()
}
"""Template by id, such as ``pypi.install``."""

_SAFE = re.compile(r"[\w@./:+~^=<>,\[\] -]+")


class RecipeError(ValueError):
    """A recipe does not exist, or a value is missing or could not stand in a command."""


def placeholders(recipe_id: str) -> tuple[str, ...]:
    """Return the names that a recipe needs, in order; RecipeError for an unknown id."""
    return tuple(re.findall(r"\{(\w+)\}", _template(recipe_id)))


def fill(recipe_id: str, values: Mapping[str, str]) -> str:
    """Return the recipe's command with its placeholders filled.

    RecipeError where the id is unknown, a value is missing, or holds what a shell would act on.
    """
    template = _template(recipe_id)
    for name in placeholders(recipe_id):
        value = values.get(name, "")
        if not _SAFE.fullmatch(value) or value.startswith("-"):
            raise RecipeError(f"{recipe_id}: {name} is missing or not a plain word")
        template = template.replace("{" + name + "}", value)
    return template


def language(recipe_id: str) -> str:
    """Return the fence language of a recipe's output."""
    return {"maven.install": "xml", "gradle.install": "kotlin"}.get(recipe_id, "bash")


def _template(recipe_id: str) -> str:
    template = RECIPES.get(recipe_id)
    if template is None:
        raise RecipeError(f"no recipe is called {recipe_id!r}")
    return template
