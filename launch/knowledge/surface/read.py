"""Read the public API surface of the product, whatever its languages."""

from dataclasses import dataclass

from launch.contracts.product_facts import Symbol
from launch.contracts.repo_inventory import RepoInventory
from launch.knowledge.surface.compiled import table_surface
from launch.knowledge.surface.grammars.registry import TABLES
from launch.knowledge.surface.python.surface import python_surface
from launch.ports import Tree


@dataclass(frozen=True)
class Surface:
    """The API surface, and what could not be read of it."""

    symbols: tuple[Symbol, ...]
    """Public symbols by import path."""
    notes: tuple[str, ...]
    """What could not be read statically, one sentence each."""


def read_surface(inventory: RepoInventory, tree: Tree) -> Surface:
    """Return every public symbol of the product's own source, sorted by import path."""
    symbols: list[Symbol] = []
    notes: list[str] = []
    languages = {language.language for language in inventory.languages}
    if "Python" in languages:
        found, said = python_surface(inventory, tree)
        symbols += found
        notes += said
    for table in TABLES:
        for language in sorted(languages & set(table.grammars)):
            found, said = table_surface(table, language, inventory, tree)
            symbols += found
            notes += said
    ordered = sorted(symbols, key=lambda s: (s.name, s.path, s.first_line, s.kind))
    return Surface(tuple(ordered), tuple(dict.fromkeys(notes)))
