"""A crate as it was read, and where the files of its modules and of its neighbours stand."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

from launch.contracts.repo_inventory import FileEntry, RepoInventory
from launch.knowledge.surface.grammars.table import Raw
from launch.ports import Tree

type Way = tuple[str, ...]
"""A module's path below its crate; that of another crate of the workspace begins with ``::``."""


@dataclass
class Module:
    """A module: its items by name, what it re-exports."""

    way: Way
    path: str
    doc: str = ""
    line: int = 1
    feature: str = ""
    """Cargo feature that it is behind, or that what holds it is behind."""
    items: dict[str, list[Raw]] = field(default_factory=dict)
    children: dict[str, bool] = field(default_factory=dict)
    """Modules that it declares, and whether each is public in it."""
    uses: list[tuple[Way, str]] = field(default_factory=list)
    """Public ``use``: the path, and the name given (``*`` for all)."""


@dataclass
class Crate:
    """The product's crate and what it reaches."""

    name: str
    neighbours: Mapping[str, str] = field(default_factory=dict)
    """Root file of every other library of the workspace, by the name that code uses."""
    modules: dict[Way, Module] = field(default_factory=dict)
    members: dict[tuple[Way, str], list[tuple[Way, Raw]]] = field(default_factory=dict)
    """What ``impl`` blocks add to a type, by its crate's root and bare name, with their module."""
    macros: dict[str, str] = field(default_factory=dict)
    """Bodies of macros that take nothing and stand for items, by name."""
    unread: set[str] = field(default_factory=set)
    """Files that the grammar does not get through."""
    defaults: frozenset[str] = frozenset()
    """Features that are on where nobody says otherwise."""
    made: set[str] = field(default_factory=set)
    """Files in which a macro makes items that cannot be seen."""


def home_of(crate: Crate, name: str, way: Way) -> Way:
    """Return the module whose type of this name an ``impl`` in a module is for.

    Its own where it defines one, else the nearest of the crate that does.
    """
    homes = [module.way for module in crate.modules.values()
             if name in module.items and root_of(module.way) == root_of(way)]  # fmt: skip
    return max(homes, key=lambda home: (home == way, _shared(home, way)), default=way)


def _shared(one: Way, other: Way) -> int:
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def root_of(way: Way) -> Way:
    """Return the part of a way that names another crate; empty for the product's own."""
    return way[:1] if way and way[0].startswith("::") else ()


class Sources:
    """The Rust files of the tree, found by path through linked folders too."""

    def __init__(self, inventory: RepoInventory, tree: Tree) -> None:
        self.tree = tree
        self._files = {f.path: f for f in inventory.files if f.language == "Rust"}
        self._links = {
            f.path: (tree.read(f.path) or b"").decode("utf-8", "replace")
            for f in inventory.files
            if f.kind == "symlink"
        }

    def find(self, path: str) -> FileEntry | None:
        """Return the file at a path, or None where there is none that is read."""
        file = self._files.get(_joined("", path)) or self._files.get(self._real(path))
        return file if file is not None and file.skipped in (None, "generated") else None

    def _real(self, path: str) -> str:
        """Follow links to folders inside the tree; a few at most."""
        for _ in range(8):
            parts = path.split("/")
            heads = ("/".join(parts[:n]) for n in range(1, len(parts) + 1))
            link = next((head for head in heads if head in self._links), None)
            if link is None:
                return path
            rest = path[len(link) :]
            path = _joined(link.rpartition("/")[0], self._links[link]) + rest
        return path


def _joined(folder: str, relative: str) -> str:
    parts = [part for part in folder.split("/") if part]
    for part in relative.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def library_of(manifest: str, tree: Tree) -> tuple[str, str]:
    """Return the name that code uses for a crate's library, and its root file's path."""
    try:
        data = tomllib.loads((tree.read(manifest) or b"").decode("utf-8", "replace"))
    except (tomllib.TOMLDecodeError, RecursionError):
        data = {}
    lib, package = _table(data, "lib"), _table(data, "package")
    name = str(lib.get("name") or package.get("name") or "")
    folder = manifest.rpartition("/")[0]
    return re.sub(r"\W", "_", name), _joined(folder, str(lib.get("path") or "src/lib.rs"))


def default_features(manifest: str, tree: Tree) -> frozenset[str]:
    """Return the features of a crate that are on by default, those that they turn on too."""
    try:
        data = tomllib.loads((tree.read(manifest) or b"").decode("utf-8", "replace"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return frozenset()
    features = _table(data, "features")
    found: set[str] = set()
    waiting = ["default"]
    while waiting:
        listed = features.get(waiting.pop())
        more = (
            [str(name) for name in listed if str(name) not in found]
            if isinstance(listed, list)
            else []
        )
        found.update(more)
        waiting += more
    return frozenset(found)


def _table(data: Mapping[str, object], key: str) -> Mapping[str, object]:
    found = data.get(key)
    return found if isinstance(found, Mapping) else {}
