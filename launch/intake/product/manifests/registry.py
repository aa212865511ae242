"""Which reader reads which file. Another format is a reader and a row here."""

import re
from collections.abc import Callable

from launch.contracts.repo_inventory import Manifest
from launch.intake.product.manifests.cargo import read_cargo
from launch.intake.product.manifests.golang import read_go
from launch.intake.product.manifests.gradle import read_gradle
from launch.intake.product.manifests.maven import read_maven
from launch.intake.product.manifests.native import read_autoconf, read_cmake, read_meson
from launch.intake.product.manifests.npm import read_npm
from launch.intake.product.manifests.nuget import read_nuget
from launch.intake.product.manifests.packagist import read_composer
from launch.intake.product.manifests.python import read_python
from launch.intake.product.manifests.reading import ManifestFile
from launch.intake.product.manifests.rubygems import read_gemspec, read_rakefile

type Reader = Callable[[ManifestFile], Manifest | None]

READERS: tuple[tuple[str, Reader], ...] = (
    (r"pyproject\.toml|setup\.cfg|setup\.py", read_python),
    (r"package\.json", read_npm),
    (r"go\.mod", read_go),
    (r"Cargo\.toml", read_cargo),
    (r"pom\.xml", read_maven),
    (r"build\.gradle(?:\.kts)?", read_gradle),
    (r".+\.(?:csproj|fsproj|vbproj|nuspec)", read_nuget),
    (r".+\.gemspec", read_gemspec),
    (r"Rakefile", read_rakefile),
    (r"composer\.json", read_composer),
    (r"CMakeLists\.txt", read_cmake),
    (r"configure\.(?:ac|in)", read_autoconf),
    (r"meson\.build", read_meson),
)
"""Patterns of file names, with the reader."""

_ROWS = tuple((re.compile(pattern), reader) for pattern, reader in READERS)


def reader_of(path: str) -> Reader | None:
    """Return the reader of a manifest by its name, or None."""
    name = path.rpartition("/")[2]
    return next((reader for pattern, reader in _ROWS if pattern.fullmatch(name)), None)
