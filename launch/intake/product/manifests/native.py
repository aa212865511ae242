"""CMakeLists.txt, configure.ac and meson.build: the project's own line, and what it finds."""

import re
from collections.abc import Iterable

from launch.contracts.repo_inventory import (
    Ecosystem,
    Manifest,
    ManifestDependency,
    ManifestValue,
)
from launch.intake.product.manifests.reading import ManifestFile, origin_of

_CMAKE = re.compile(r"(?im)^\s*project\s*\(\s*\"?([\w.+-]+)\"?([^)]*)\)")
_AUTOCONF = re.compile(r"AC_INIT\s*\(\s*\[?([^\],)]+?)\]?\s*,\s*\[?([^\],)]*)\]?", re.DOTALL)
_MESON = re.compile(r"(?m)^\s*project\s*\(\s*'([^']+)'((?:'[^']*'|[^')])*)\)")


def read_cmake(file: ManifestFile) -> Manifest | None:
    """Read a CMakeLists.txt; None where it is only part of another project."""
    match = _CMAKE.search(re.sub(r"#[^\n]*", lambda m: " " * len(m[0]), file.text))
    if match is None or "$" in match[1]:
        return None
    found: dict[str, ManifestValue | None] = {}
    for key in ("VERSION", "DESCRIPTION", "HOMEPAGE_URL"):
        inner = re.search(rf"\b{key}\s+(?:\"([^\"]*)\"|([^\s\"$)]+))", match[2])
        if inner is not None:
            start = match.start(2) + inner.start()
            text = inner[1] or inner[2]
            found[key] = None if "$" in text else _value(
                file, text, start, ("project", key.lower())
            )  # fmt: skip
    version = found.get("VERSION")
    return Manifest(
        path=file.path,
        ecosystem="cmake",
        is_product=False,
        name=_value(file, match[1], match.start(1), ("project", "name")),
        version=version,
        description=found.get("DESCRIPTION"),
        homepage=found.get("HOMEPAGE_URL"),
        runtime=_standard(file),
        dependencies=tuple(_packages(file)),
    )


def _value(file: ManifestFile, text: str, start: int, pointer: tuple[str, ...]) -> ManifestValue:
    line = file.text.count("\n", 0, start) + 1
    return ManifestValue(value=text.strip(), pointer=pointer, line=line,
                         origin=origin_of(text.strip()))  # fmt: skip


def _standard(file: ManifestFile) -> ManifestValue | None:
    match = re.search(r"(?i)\b(?:CMAKE_)?CXX_STANDARD\s+(\d+)|\b(cxx_std_\d+)", file.text)
    if match is None:
        return None
    text = match[1] or match[2].removeprefix("cxx_std_")
    return _value(file, f"C++{text}", match.start(), ("CXX_STANDARD",)).model_copy(
        update={"origin": "dynamic"}
    )


def _packages(file: ManifestFile) -> Iterable[ManifestDependency]:
    seen: set[str] = set()
    for match in re.finditer(r"(?im)^\s*find_package\s*\(\s*([\w.+-]+)(?:\s+([\d.]+))?", file.text):
        if match[1] not in seen:
            seen.add(match[1])
            yield ManifestDependency(
                name=match[1], requirement=match[2] or "", scope="build",
                line=file.text.count("\n", 0, match.start(1)) + 1,
            )  # fmt: skip


def read_autoconf(file: ManifestFile) -> Manifest | None:
    """Read a configure.ac; None where AC_INIT names nothing that stands in the text."""
    match = _AUTOCONF.search(file.text)
    if match is None or re.search(r"[$\[(]", match[1]):
        return None
    version = match[2].strip()
    plain = re.match(r"\d", version) is not None and not re.search(r"[$(\[]|m4_", version)
    return _plain(file, "autotools", match, version if plain else "")


def read_meson(file: ManifestFile) -> Manifest | None:
    """Read a meson.build; None where it is only part of another project."""
    match = _MESON.search(file.text)
    if match is None:
        return None
    version = re.search(r"\bversion\s*:\s*'([^']+)'", match[2])
    licence = re.search(r"\blicense\s*:\s*\[?\s*'([^']+)'", match[2])
    manifest = _plain(file, "meson", match, version[1] if version else "")
    if licence is None:
        return manifest
    stated = _value(file, licence[1], match.start(2) + licence.start(), ("project", "license"))
    return manifest.model_copy(update={"licence": stated})


def _plain(
    file: ManifestFile, ecosystem: Ecosystem, match: re.Match[str], version: str
) -> Manifest:
    at = file.text.find(version, match.start()) if version else 0
    return Manifest(
        path=file.path,
        ecosystem=ecosystem,
        is_product=False,
        name=_value(file, match[1], match.start(1), ("project", "name")),
        version=_value(file, version, at, ("project", "version")) if version else None,
    )
