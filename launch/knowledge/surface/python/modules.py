"""Which files are importable modules of the product, and under which names."""

import re
from collections.abc import Mapping

from launch.contracts.repo_inventory import FileEntry, RepoInventory

_ROOTS = ("src", "lib", "python")
_NOT_PACKAGES = frozenset(
    {"setup", "conftest", "noxfile", "tasks", "fabfile", "conf", "versioneer", "benchmarks",
     "benchmark", "scripts", "tools", "docs", "doc", "examples", "tests", "test", "ci", "build",
     "dev", "misc", "contrib", "utils_dev", "docs_src", "bench"}
)  # fmt: skip


def python_modules(inventory: RepoInventory) -> Mapping[str, FileEntry]:
    """Return the product's Python files by dotted module name; packages by their own name.

    A namespace package needs no ``__init__.py`` where the manifest's name or a source folder
    says that it is the product's.
    """
    files = [file for file in inventory.files if _is_code(file, inventory.subdir)]
    paths = {file.path for file in inventory.files}
    wanted = {_folded(m.name.value) for m in inventory.manifests if m.is_product and m.name}
    found: dict[str, FileEntry] = {}
    for file in files:
        name = _module_name(file.path, inventory.subdir, paths, wanted)
        if name is not None and (name not in found or file.path.endswith(".py")):
            found[name] = file
    return dict(sorted(_published(found, wanted).items()))


def _is_code(file: FileEntry, subdir: str) -> bool:
    inside = not subdir or file.path.startswith(f"{subdir}/")
    return (
        inside
        and file.skipped is None
        and file.role == "source"
        and file.path.endswith((".py", ".pyi"))
    )


def _module_name(path: str, subdir: str, paths: set[str], wanted: set[str]) -> str | None:
    parts = path.removeprefix(f"{subdir}/" if subdir else "").split("/")
    parts[-1] = re.sub(r"\.pyi?$", "", parts[-1])
    root = subdir
    in_root = False
    if parts[0] in _ROOTS and len(parts) > 1:
        root = f"{subdir}/{parts[0]}".strip("/")
        parts, in_root = parts[1:], f"{root}/__init__.py" not in paths
        if not in_root:
            root, parts = subdir, [root.rpartition("/")[2], *parts]
    if parts[-1] == "__init__":
        parts = parts[:-1]
    if not parts or not all(part.isidentifier() for part in parts):
        return None
    top = f"{root}/{parts[0]}".strip("/")
    is_package = f"{top}/__init__.py" in paths or f"{top}/__init__.pyi" in paths
    named = _folded(parts[0]) in wanted or any(
        name.startswith(_folded(parts[0])) for name in wanted
    )
    if in_root or is_package or named:
        return ".".join(parts)
    return None


def _published(found: Mapping[str, FileEntry], wanted: set[str]) -> Mapping[str, FileEntry]:
    """Leave out what stands beside the package: tooling, and others where one has its name."""
    tops = {name.partition(".")[0] for name in found}
    named = {
        top for top in tops if any(w == _folded(top) or w.startswith(_folded(top)) for w in wanted)
    }
    kept = named or {top for top in tops if top not in _NOT_PACKAGES}
    private = {f"_{top}" for top in kept}
    return {name: file for name, file in found.items() if name.partition(".")[0] in kept | private}


def _folded(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", name.lower())
