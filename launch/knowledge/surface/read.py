"""Read the public API surface of the product, whatever its languages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from launch.contracts.product_facts import Symbol
from launch.contracts.repo_inventory import Ecosystem, RepoInventory
from launch.knowledge.surface.compiled import table_surface
from launch.knowledge.surface.grammars.registry import TABLES
from launch.knowledge.surface.grammars.typescript import SCRIPT
from launch.knowledge.surface.javascript.surface import script_surface
from launch.knowledge.surface.python.surface import python_surface
from launch.knowledge.surface.rust.surface import rust_surface
from launch.ports import Readings, Tree
from launch.readings import UNKEPT


@dataclass(frozen=True)
class Surface:
    """The API surface, and what could not be read of it."""

    symbols: tuple[Symbol, ...]
    """Public symbols by import path."""
    notes: tuple[str, ...]
    """What could not be read statically, one sentence each."""


def read_surface(inventory: RepoInventory, tree: Tree, readings: Readings = UNKEPT) -> Surface:
    """Return every public symbol of the product's own source, sorted by import path."""
    symbols: list[Symbol] = []
    notes: list[str] = []
    languages = _product_languages(inventory)
    if "Python" in languages:
        found, said = python_surface(inventory, tree, readings)
        symbols += found
        notes += said
    if "Rust" in languages:
        found, said = rust_surface(inventory, tree)
        symbols += found
        notes += said
    if languages & set(SCRIPT.grammars):
        found, said = script_surface(inventory, tree, readings)
        symbols += found
        notes += said
    for table in TABLES:
        for language in sorted(languages & set(table.grammars)):
            found, said = table_surface(table, language, inventory, tree, readings)
            symbols += found
            notes += said
    notes += _unread(inventory, languages)
    ordered = sorted(symbols, key=lambda s: (s.name, s.path, s.first_line, s.kind))
    return Surface(tuple(ordered), tuple(dict.fromkeys(notes)))


def _unread(inventory: RepoInventory, languages: frozenset[str]) -> Iterator[str]:
    """Say which languages of the product have no reader, where they hold a good part of it."""
    whole = sum(share.bytes for share in inventory.languages if share.language in languages)
    for share in inventory.languages:
        unread = share.language in languages and share.language in _UNREAD
        if unread and share.bytes * _GOOD_PART > whole:
            yield f"{share.language} is not read: {share.files} files are not in the API surface"


_UNREAD = frozenset({
    "Clojure", "Crystal", "D", "Dart", "Elixir", "Erlang", "F#", "Groovy", "Haskell", "Julia",
    "Kotlin", "Lua", "Nim", "OCaml", "Objective-C", "Perl", "R", "Scala", "Swift",
    "Visual Basic .NET", "Zig",
})  # fmt: skip
"""Languages that libraries are written in and that have no table yet."""
_GOOD_PART = 10
"""A language counts from this part of the product's source: below it, it is scripts."""
_PACKAGED: Mapping[Ecosystem, frozenset[str]] = {
    "pypi": frozenset({"Python"}),
    "npm": frozenset({"JavaScript", "TypeScript", "TSX"}),
    "go": frozenset({"Go"}),
    "cargo": frozenset({"Rust"}),
    "maven": frozenset({"Java", "Kotlin", "Scala", "Groovy"}),
    "gradle": frozenset({"Java", "Kotlin", "Scala", "Groovy"}),
    "nuget": frozenset({"C#"}),
    "rubygems": frozenset({"Ruby"}),
    "packagist": frozenset({"PHP"}),
    "cmake": frozenset({"C", "C++"}),
    "autotools": frozenset({"C", "C++"}),
    "meson": frozenset({"C", "C++"}),
}


def _product_languages(inventory: RepoInventory) -> frozenset[str]:
    """Return the languages that the product is used from: its package's, else all of its source."""
    present = frozenset(share.language for share in inventory.languages)
    packaged = [_PACKAGED[m.ecosystem] for m in inventory.manifests if m.is_product]
    wanted = frozenset[str]().union(*packaged) if packaged else present
    return (present & wanted) or present
