"""Whether a page's opening import lines are true: each name is where it is said to come from."""

import re
from collections.abc import Iterator

from launch.checks.standard_library import is_standard
from launch.contracts.product_facts import ProductFacts
from launch.contracts.snippet_catalog import SnippetCatalog
from launch.wording.imports import Imported, family, import_lines, imports_in, last_name

RECIPE = "imports."
"""How the recipe's name of such lines begins; the language's family follows."""
_SEPARATOR = re.compile(r"::|[./\\]")


def import_problem(
    code: str, recipe: str, facts: ProductFacts, catalogue: SnippetCatalog
) -> str | None:
    """Return what is wrong with lines that a page's examples start with, or None.

    A line imports what the product exports, what the language's library has, or what a whole
    program of the product imports alike; or it is, as it stands, a line of the product's code.
    """
    language = recipe.removeprefix(RECIPE)
    known = set(_imported(catalogue, language))
    exported = _exported(facts)
    lines = {line for one in catalogue.snippets if family(one.language) == language
             for line in one.code.split("\n")}  # fmt: skip
    ones = tuple(imports_in(code, language))
    for one in ones:
        if one not in known and not is_standard(one, language) and not _is_exported(one, exported):
            return f"imports {one.name or one.module} from {one.module}, which nothing proves"
    for line in code.split("\n"):
        if line.strip() and line not in lines and line not in import_lines(ones, language):
            return f"has the line {line!r}, which is neither an import nor the product's"
    return None


def _is_exported(one: Imported, exported: frozenset[str]) -> bool:
    """Return whether the product has what is imported, under the name that the code gives it."""
    module = ".".join(_SEPARATOR.split(one.module))
    if not one.member:
        return module in exported and one.name in {
            "",
            *module.split(".")[:1],
            last_name(one.module),
        }
    member = ".".join(_SEPARATOR.split(one.member))
    return (module if one.member == "*" else f"{module}.{member}") in exported


def _imported(catalogue: SnippetCatalog, language: str) -> Iterator[Imported]:
    for snippet in catalogue.snippets:
        if family(snippet.language) == language and snippet.parses and not snippet.unresolved:
            yield from imports_in(snippet.code, snippet.language)


def _exported(facts: ProductFacts) -> frozenset[str]:
    """Return public names and all that contains them, with one separator; the package as well."""
    found = {".".join(_SEPARATOR.split(facts.identity.import_name))}
    for symbol in facts.symbols:
        if symbol.visibility == "public":
            parts = _SEPARATOR.split(symbol.name)
            found.update(".".join(parts[:end]) for end in range(1, len(parts) + 1))
    return frozenset(found)
