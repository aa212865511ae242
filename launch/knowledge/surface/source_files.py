"""Which source files make the product's public surface, for the languages that have tables."""

import re
from collections.abc import Iterator

from launch.contracts.repo_inventory import FileEntry, RepoInventory

_ASIDE = re.compile(
    r"(?i)^(?:bench(?:marks?)?|contrib|tools?|scripts?|hack|ci|fuzz(?:ing)?|build|playground|"
    r"integration|perf|website)/|(?:^|/)(?:internal|third_party|vendor|benchmarks?|fuzzing)/"
)
_ASIDE_IN_GO = re.compile(r"(?:^|/)(?:internal|third_party|vendor|testdata|hack|[_.][^/]*)/")
"""What Go's own rules hide, and scripts: any other folder can be imported."""
_PRIVATE_HEADER = re.compile(r"(?i)(?:^|[-_./])(?:internal|private|detail|impl|priv)(?:[-_./]|$)")


def source_files(inventory: RepoInventory, language: str) -> Iterator[FileEntry]:
    """Yield the files of a language below the product's folder that users build upon."""
    prefix = f"{inventory.subdir}/" if inventory.subdir else ""
    others = _other_packages(inventory)
    aside = _ASIDE_IN_GO if language == "Go" else _ASIDE
    for file in inventory.files:
        inside = file.path.removeprefix(prefix)
        if (
            file.language == language
            and file.role == "source"
            and file.skipped is None
            and file.path.startswith(prefix)
            and not aside.search(inside)
            and not file.path.startswith(others)
        ):
            yield file


_LIBRARY = {"Ruby": ("lib/", "app/")}
"""Folders that a package of the language puts on the load path, where it has them."""


def loaded(files: list[FileEntry], inventory: RepoInventory, language: str) -> list[FileEntry]:
    """Return the files that can be loaded: those of the library's folders, else all."""
    prefix = f"{inventory.subdir}/" if inventory.subdir else ""
    folders = tuple(f"{prefix}{folder}" for folder in _LIBRARY.get(language, ()))
    inside = [file for file in files if folders and file.path.startswith(folders)]
    return inside or files


def _other_packages(inventory: RepoInventory) -> tuple[str, ...]:
    """Folders below the product's that are packages of their own: not part of its surface."""
    product = {m.ecosystem for m in inventory.manifests if m.is_product}
    apart = product & {"go", "rubygems", "packagist", "npm", "cargo", "pypi"}
    folders = {m.path.rpartition("/")[0] for m in inventory.manifests
               if not m.is_product and m.name is not None and m.ecosystem in apart}  # fmt: skip
    return tuple(sorted(f"{f}/" for f in folders if f and f != inventory.subdir
                        and not f"{inventory.subdir}/".startswith(f"{f}/")))  # fmt: skip


def is_inner_header(path: str) -> bool:
    """Return whether a header's folder says that only other headers include it."""
    return re.search(r"/(?:detail|details|internal|impl|thirdparty)/", path) is not None


_HEADER = re.compile(r"\.(?:h|hh|hpp|hxx|h\+\+|ipp|inl)$")


def public_headers(
    files: list[FileEntry], names: frozenset[str], folders: tuple[str, ...]
) -> list[FileEntry]:
    """Return the headers that users include: those installed, else in ``include/``, else all."""
    headers = [f for f in files if _HEADER.search(f.path)]
    named = [f for f in headers if f.path.rpartition("/")[2] in names]
    named += [f for f in headers if f not in named and f.path.startswith(folders)]
    inside = [f for f in headers if re.search(r"(?:^|/)include/", f.path)]
    open_ones = [f for f in headers if not _PRIVATE_HEADER.search(f.path)]
    return named or inside or open_ones
