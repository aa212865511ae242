"""Every public symbol of the product's Python modules, once, by the path a user imports."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from pydantic import TypeAdapter

from launch.contracts.product_facts import Symbol
from launch.contracts.repo_inventory import FileEntry, RepoInventory
from launch.digests import digest_of
from launch.knowledge.surface.python.bindings import Module, read_module
from launch.knowledge.surface.python.modules import python_modules
from launch.knowledge.surface.python.program import Found, Program
from launch.knowledge.surface.python.stubs import stubs_of
from launch.knowledge.surface.python.symbols import class_symbols, module_symbol, plain_symbol
from launch.ports import Readings, Tree
from launch.readings import Reading


@dataclass(frozen=True)
class Place:
    """A public path of a definition, and the file that makes it public."""

    path: str
    exported_by: str
    declared: bool
    """Whether an ``__all__`` names it there."""


type _Told = tuple[tuple[Symbol, ...], tuple[str, ...]]
_PROGRAM: Reading[_Told] = Reading(
    "python program", TypeAdapter(tuple[tuple[Symbol, ...], tuple[str, ...]])
)
"""Names are followed from file to file: a program is kept whole, by the blobs of all its files."""


def python_surface(inventory: RepoInventory, tree: Tree, readings: Readings) -> _Told:
    """Return the public Python symbols, and what could not be read."""
    files = python_modules(inventory)
    blobs = digest_of(*((name, f.path, f.blob, f.encoding) for name, f in files.items()))
    return readings.of(_PROGRAM, inventory.subdir, blobs, lambda: _surface(files, tree))


def _surface(files: Mapping[str, FileEntry], tree: Tree) -> _Told:
    modules, notes = _parsed(files, tree)
    program = Program(modules)
    public = [name for name in modules if is_public(name)]
    places = _places(program, public)
    symbols = [module_symbol(modules[name]) for name in public]
    for found, listed in places.items():
        symbols += _symbols_of(program, found, listed, places)
    for module in modules.values():
        notes += module.notes
    stubs = stubs_of(modules.values())
    shown = tuple(s.model_copy(update={"stub": True}) if (s.path, s.first_line) in stubs else s
                  for s in _once(symbols))  # fmt: skip
    empty = [symbol for symbol in shown if symbol.stub]
    if empty:
        notes.append(
            f"{len(empty)} Python functions only say that they are not implemented "
            f"(first: {empty[0].path}:{empty[0].first_line}): they are listed, and not described"
        )
    return shown, tuple(notes)


def is_public(module: str) -> bool:
    """Return whether no part of a module's name is private."""
    parts = module.split(".")
    return not any(part.startswith("_") for part in parts) and parts[-1] != "conftest"


def _parsed(files: Mapping[str, FileEntry], tree: Tree) -> tuple[dict[str, Module], list[str]]:
    modules: dict[str, Module] = {}
    notes: list[str] = []
    for name, file in files.items():
        data = tree.read(file.path)
        text = None if data is None else data.decode(file.encoding or "utf-8-sig", "replace")
        if text is None:
            continue
        try:
            modules[name] = read_module(name, file.path, text)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            reason = getattr(error, "msg", None) or type(error).__name__
            line = getattr(error, "lineno", None) or 1
            notes.append(f"{file.path}:{line} is not readable as Python 3: {reason}")
    return modules, notes


def _places(program: Program, public: list[str]) -> dict[Found, list[Place]]:
    places: dict[Found, list[Place]] = {}
    for name in public:
        module = program.modules[name]
        for exported in program.exports(name):
            found = program.resolve(name, exported)
            if isinstance(found, Found):
                place = Place(f"{name}.{exported}", module.path, module.exported is not None)
                places.setdefault(found, []).append(place)
    for found, listed in places.items():
        listed.sort(key=partial(_preference, found.name))
    return places


def _preference(own: str, place: Place) -> tuple[object, ...]:
    """The path a user would write: the shallowest, then its own name, then the declared."""
    alias = place.path.rpartition(".")[2] != own
    return place.path.count("."), alias, not place.declared, place.path


def _symbols_of(
    program: Program, found: Found, listed: list[Place], places: Mapping[Found, list[Place]]
) -> Iterator[Symbol]:
    best = listed[0]
    aliases = tuple(place.path for place in listed[1:])
    more = {
        "exported_by": best.exported_by,
        "aliases": aliases,
        "parent": best.path.rpartition(".")[0],
    }
    if isinstance(program.definition(found), ast.ClassDef):
        paths = {other: known[0].path for other, known in places.items()}
        yield from class_symbols(program, found, best.path, more, paths)
    else:
        yield plain_symbol(program, found, best.path, more)


def _once(symbols: list[Symbol]) -> Iterator[Symbol]:
    """Leave out a module that a class or function of the same path hides."""
    named = {symbol.name for symbol in symbols if symbol.kind != "module"}
    for symbol in symbols:
        if symbol.kind != "module" or symbol.name not in named:
            yield symbol
