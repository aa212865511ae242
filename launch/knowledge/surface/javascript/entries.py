"""Which source files a package.json's entry points stand for."""

import json
import re
from collections.abc import Iterator, Mapping

from launch.contracts.repo_inventory import RepoInventory
from launch.ports import Tree

_DECLARED = (".d.ts", ".d.mts", ".d.cts")
_SOURCES = (".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".jsx")
_BUILT = re.compile(
    r"^(?:\./)?(?:dist|build|lib|esm|cjs|out|es|umd|types|typings)/(?:esm/|cjs/|src/)?"
)
_ASIDE = re.compile(r"(?:package\.json|\.css)$|/(?:_|unsafe|internals?|private)(?:/|$|[\w-]*$)")
"""Entries that are no code, or whose own name says that users keep off."""


def entry_files(inventory: RepoInventory, tree: Tree) -> Mapping[str, str]:
    """Return the source file of each entry by the name that users import it under."""
    manifest = next((m for m in inventory.manifests if m.is_product and m.ecosystem == "npm"), None)
    if manifest is None or manifest.name is None:
        return {}
    folder = manifest.path.rpartition("/")[0]
    try:
        data = json.loads(tree.read(manifest.path) or b"{}")
    except (ValueError, RecursionError):
        return {}
    paths = {file.path for file in inventory.files if file.kind in ("file", "executable")}
    found: dict[str, str] = {}
    for key, targets in _stated(data).items():
        name = manifest.name.value + key.removeprefix(".")
        source = next((s for t in targets if (s := _source(folder, t, paths))), None)
        if source is not None and "*" not in key and not _ASIDE.search(key):
            found[name] = source
    return found


def _stated(data: Mapping[str, object]) -> Mapping[str, tuple[str, ...]]:
    exports = data.get("exports")
    fallbacks = [data.get(key) for key in ("source", "types", "typings", "module", "main")]
    plain = tuple(item for item in fallbacks if isinstance(item, str))
    if isinstance(exports, Mapping) and any(str(key).startswith(".") for key in exports):
        found = {str(key): tuple(_leaves(value)) for key, value in exports.items()}
        found["."] = (*found.get(".", ()), *plain)
        return found
    return {".": (*_leaves(exports), *plain, "index.js")}


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key in sorted(value, key=_preference):
            yield from _leaves(value[key])
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item)


def _preference(key: object) -> tuple[bool, bool, bool]:
    """Sources before declared types, those before what is built; ``require`` comes last."""
    return "source" not in str(key), str(key) != "types", str(key) == "require"


def _source(folder: str, target: str, paths: set[str]) -> str | None:
    """Return the source that a target is, or is built from."""
    plain = target.removeprefix("./")
    stem = re.sub(r"(?:\.d)?\.[cm]?[jt]sx?$", "", plain)
    inner = _BUILT.sub("", stem)
    stems = (stem, f"src/{inner}", inner, f"source/{inner}", f"lib/{inner}")
    candidates = [plain] if plain.endswith((".ts", ".tsx", ".mts", ".cts")) else []
    candidates += [f"{s}{end}" for s in stems for end in _SOURCES]
    candidates += [f"{s}/index{end}" for s in stems for end in _SOURCES]
    if _BUILT.match(plain) and "/" not in inner:
        # One file that is built and called like the package: its sources begin at an index.
        candidates += [
            f"{root}index{end}" for root in ("src/", "source/", "lib/") for end in _SOURCES
        ]
    if not plain.endswith(_SOURCES):
        candidates.append(plain)
    prefixed = (f"{folder}/{path}".lstrip("/") for path in candidates)
    return next((path for path in prefixed if path in paths and path.endswith(_SOURCES)), None)


type Inner = Mapping[str, tuple[str, ...]]
"""What a package's ``imports`` and its compiler's ``paths`` give to names of its own."""


def inner_names(inventory: RepoInventory, tree: Tree) -> Inner:
    """Return the folders and files that names such as ``#types/*`` stand for in the package."""
    manifest = next((m for m in inventory.manifests if m.is_product and m.ecosystem == "npm"), None)
    if manifest is None:
        return {}
    folder = manifest.path.rpartition("/")[0]
    try:
        stated = json.loads(tree.read(manifest.path) or b"{}").get("imports")
    except (ValueError, AttributeError, RecursionError):
        return {}
    if not isinstance(stated, Mapping):
        return {}
    return {
        str(name): tuple(f"{folder}/{leaf.removeprefix('./')}".lstrip("/") for leaf in _leaves(to))
        for name, to in stated.items()
    }


def resolve_source(path: str, written: str, paths: set[str], inner: Inner) -> str | None:
    """Return the file that an import means, or None where it is another package's."""
    if written.startswith("#"):
        return _resolve_inner(written, paths, inner)
    if not written.startswith("."):
        return None
    parts = path.split("/")[:-1]
    for part in written.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return _file_of("/".join(parts), paths)


def _resolve_inner(written: str, paths: set[str], inner: Inner) -> str | None:
    for name, targets in inner.items():
        before, star, after = name.partition("*")
        if written != name and not (
            star and written.startswith(before) and written.endswith(after)
        ):
            continue
        middle = written[len(before) : len(written) - len(after)] if star else ""
        for target in targets:
            if (found := _file_of(target.replace("*", middle), paths)) is not None:
                return found
    return None


def _file_of(whole: str, paths: set[str]) -> str | None:
    """Return the source that a path without (or with another) ending stands for."""
    stem = re.sub(r"\.[cm]?jsx?$", "", whole)
    endings = (*_SOURCES, *_DECLARED)
    candidates = [whole, *(f"{stem}{end}" for end in endings)]
    candidates += [f"{whole}{end}" for end in endings]
    candidates += [f"{whole}/index{end}" for end in endings]
    return next((c for c in candidates if c in paths and c.endswith(_SOURCES)), None)
