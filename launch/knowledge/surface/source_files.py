"""Which source files make the product's public surface, for the languages that have tables."""

import re
from collections.abc import Iterator

from launch.contracts.repo_inventory import FileEntry, RepoInventory

_ASIDE = re.compile(
    r"(?i)(?:^|/)(?:internal|bench(?:marks?)?|tools?|scripts?|hack|ci|fuzz(?:ing)?|"
    r"third_party|vendor|build|playground|integration|perf|metrics|website)/"
)
_PRIVATE_HEADER = re.compile(r"(?i)(?:^|[-_./])(?:internal|private|detail|impl|priv)(?:[-_./]|$)")


def source_files(inventory: RepoInventory, language: str) -> Iterator[FileEntry]:
    """Yield the files of a language below the product's folder that users build upon."""
    prefix = f"{inventory.subdir}/" if inventory.subdir else ""
    others = _other_packages(inventory)
    for file in inventory.files:
        inside = file.path.removeprefix(prefix)
        if (
            file.language == language
            and file.role == "source"
            and file.skipped is None
            and file.path.startswith(prefix)
            and not _ASIDE.search(inside)
            and not file.path.startswith(others)
        ):
            yield file


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


def public_headers(files: list[FileEntry], installed: frozenset[str]) -> list[FileEntry]:
    """Return the headers that users include: those installed, else in ``include/``, else all."""
    headers = [f for f in files if re.search(r"\.(?:h|hh|hpp|hxx|h\+\+|ipp|inl)$", f.path)]
    named = [f for f in headers if f.path.rpartition("/")[2] in installed]
    inside = [f for f in headers if re.search(r"(?:^|/)include/", f.path)]
    open_ones = [f for f in headers if not _PRIVATE_HEADER.search(f.path)]
    return named or inside or open_ones
