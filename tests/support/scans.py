"""Inventories of small product trees that are written in the test."""

from collections.abc import Mapping

from launch.contracts.product_facts import Symbol
from launch.contracts.repo_inventory import Manifest, RepoInventory
from launch.contracts.tree import RepoPin, TagRef
from launch.intake.product.scan import scan
from launch.knowledge.surface.read import Surface, read_surface
from tests.support.memory_tree import MemoryTree

PIN = RepoPin(
    url="https://github.com/example/tool.git",
    ref="main",
    commit="a" * 40,
    tree="b" * 40,
    time=2_000_000_000,
)


def tree_of(files: Mapping[str, str | bytes]) -> MemoryTree:
    return MemoryTree(
        {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
    )


def inventory_of(
    files: Mapping[str, str | bytes], *tags: str, subdir: str | None = None
) -> RepoInventory:
    refs = tuple(TagRef(name=name, commit="c" * 40, time=1_900_000_000) for name in tags)
    return scan(tree_of(files), PIN, refs, subdir)


def manifest_of(path: str, text: str, **others: str) -> Manifest:
    """Return the manifest that is read from one file, beside others (``__`` is a slash)."""
    files = {path: text, **{name.replace("__", "/"): body for name, body in others.items()}}
    found = inventory_of(files).manifests
    return next(manifest for manifest in found if manifest.path == path)


def surface_of(files: Mapping[str, str | bytes], subdir: str | None = None) -> Surface:
    tree = tree_of(files)
    return read_surface(scan(tree, PIN, (), subdir), tree)


def symbols_of(files: Mapping[str, str | bytes]) -> dict[str, Symbol]:
    """Return the surface by name; of several with one name, the last."""
    return {symbol.name: symbol for symbol in surface_of(files).symbols}
