"""Names for two that are called the same: Go's packages, C#'s generic types."""

import re
from collections.abc import Iterable, Iterator, Mapping

from launch.contracts.product_facts import Symbol
from launch.contracts.repo_inventory import FileEntry, RepoInventory
from launch.knowledge.surface.doc_text import deprecation_of, summary_of
from launch.knowledge.surface.grammars.table import TYPES


def go_path(inventory: RepoInventory, path: str) -> str:
    """Return the import path of a Go file's package: its module's path and its folder below."""
    modules = [m for m in inventory.manifests if m.ecosystem == "go" and m.name is not None]
    folder = path.rpartition("/")[0]
    holding = [m for m in modules if _is_below(folder, m.path.rpartition("/")[0])]
    best = max(holding, key=lambda m: len(m.path), default=None)
    if best is None or best.name is None:
        return folder
    inner = folder.removeprefix(best.path.rpartition("/")[0]).strip("/")
    return f"{best.name.value}/{inner}".rstrip("/")


def _is_below(folder: str, root: str) -> bool:
    return not root or folder == root or folder.startswith(f"{root}/")


def package(known: Symbol | None, name: str, path: str, file: FileEntry, doc: str) -> Symbol:
    """Return a package as a symbol, with the comment of the file that describes it."""
    if known is not None and (known.doc or not doc.startswith(f"Package {name}")):
        return known
    said = doc if doc.startswith(f"Package {name}") else ""
    return Symbol(
        name=name, kind="module", language="Go", path=file.path, first_line=1, last_line=1,
        signature=f'import "{path}"', summary=summary_of(said), doc=said, aliases=(path,),
        deprecated=deprecation_of(said),
    )  # fmt: skip


def told_apart(symbols: list[Symbol]) -> Iterator[Symbol]:
    """Give a generic type its parameters as part of its name, where another has the bare one."""
    plain = {s.name for s in symbols if s.kind in TYPES and not _generics(s)}
    generic = [(s, _generics(s)) for s in symbols if s.kind in TYPES and s.name in plain]
    homes: dict[str, list[tuple[Symbol, str]]] = {}
    for owner, arguments in generic:
        if arguments:
            homes.setdefault(owner.path, []).append((owner, arguments))
    for symbol in symbols:
        yield _with_arguments(symbol, homes.get(symbol.path, []))


def _generics(symbol: Symbol) -> str:
    last = symbol.qualname.rpartition(".")[2]
    found = re.search(rf"\b{re.escape(last)}(<[^<>()]*>)", symbol.signature)
    return found[1] if found is not None else ""


def _with_arguments(symbol: Symbol, homes: Iterable[tuple[Symbol, str]]) -> Symbol:
    for owner, arguments in homes:
        inside = owner.first_line <= symbol.first_line <= owner.last_line
        rest = symbol.name.removeprefix(owner.name)
        if not inside or not symbol.name.startswith(owner.name) or rest[:1] not in ("", "."):
            continue
        name = f"{owner.name}{arguments}{rest}"
        if not rest:
            qualname = f"{symbol.qualname}{arguments}"
            return symbol.model_copy(update={"name": name, "qualname": qualname})
        parent = f"{owner.name}{arguments}{symbol.parent.removeprefix(owner.name)}"
        return symbol.model_copy(update={"name": name, "parent": parent})
    return symbol


def with_public_parents(symbols: list[Symbol]) -> Iterator[Symbol]:
    """Leave out members of types that are not public themselves (a method of a private type)."""
    types = {symbol.aliases for symbol in symbols if "." not in symbol.qualname}
    for symbol in symbols:
        last = symbol.qualname.rpartition(".")[2]
        owner = tuple(alias.removesuffix(f".{last}") for alias in symbol.aliases)
        if "." not in symbol.qualname or owner in types:
            yield symbol


def apart(symbols: list[Symbol]) -> list[Symbol]:
    """Give packages of one name longer ones: as much of their import paths as tells them apart."""
    paths: dict[str, set[str]] = {}
    for symbol in symbols:
        if symbol.kind == "module":
            paths.setdefault(symbol.name, set()).update(symbol.aliases)
    shown = {path: tail for same in paths.values() if len(same) > 1
             for path, tail in _tails(same).items()}  # fmt: skip
    return [_renamed(symbol, shown) for symbol in symbols]


def _tails(paths: Iterable[str]) -> Mapping[str, str]:
    parts = {path: path.split("/") for path in paths}
    length = 2
    while length < 12:
        tails = {path: "/".join(names[-length:]) for path, names in parts.items()}
        if len(set(tails.values())) == len(tails):
            return tails
        length += 1
    return {path: path for path in parts}


def _renamed(symbol: Symbol, shown: Mapping[str, str]) -> Symbol:
    path = symbol.aliases[0]
    if symbol.qualname:
        path = path.removesuffix(f".{symbol.qualname}")
    tail = shown.get(path)
    if tail is None:
        return symbol
    first, dot, rest = symbol.parent.partition(".")
    del first
    name = f"{tail}.{symbol.qualname}" if symbol.qualname else tail
    parent = f"{tail}{dot}{rest}" if symbol.parent else ""
    return symbol.model_copy(update={"name": name, "parent": parent})
