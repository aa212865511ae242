"""How much source of its own kind stands below each manifest: an empty shell is no product."""

from collections import Counter
from collections.abc import Iterable, Mapping

from launch.contracts.repo_inventory import Ecosystem, FileEntry, Manifest

_PACKAGED: Mapping[Ecosystem, frozenset[str]] = {
    "pypi": frozenset({"Python", "Cython", "Rust", "C", "C++"}),
    "npm": frozenset({"JavaScript", "TypeScript", "TSX", "CoffeeScript", "Vue", "Svelte"}),
    "go": frozenset({"Go"}),
    "cargo": frozenset({"Rust"}),
    "maven": frozenset({"Java", "Kotlin", "Scala", "Groovy"}),
    "gradle": frozenset({"Java", "Kotlin", "Scala", "Groovy"}),
    "nuget": frozenset({"C#", "F#", "Visual Basic .NET"}),
    "rubygems": frozenset({"Ruby", "C"}),
    "packagist": frozenset({"PHP"}),
    "cmake": frozenset({"C", "C++", "Cuda", "Fortran"}),
    "autotools": frozenset({"C", "C++", "Fortran"}),
    "meson": frozenset({"C", "C++", "Vala", "Rust", "D"}),
}


def source_bytes(manifests: tuple[Manifest, ...], files: Iterable[FileEntry]) -> Mapping[str, int]:
    """Return the bytes of source below each manifest's folder, by the manifest's path."""
    sizes: Counter[tuple[str, str]] = Counter()
    wanted = {manifest.path.rpartition("/")[0] for manifest in manifests}
    for file in files:
        if file.role != "source" or file.skipped is not None or file.language is None:
            continue
        folder = file.path
        while folder:
            folder = folder.rpartition("/")[0]
            if folder in wanted:
                sizes[folder, file.language] += file.size
    return {
        manifest.path: sum(
            sizes[manifest.path.rpartition("/")[0], language]
            for language in _PACKAGED[manifest.ecosystem]
        )
        for manifest in manifests
    }
