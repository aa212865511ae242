"""gemspec files and Hoe's Rakefiles, by their assignments; version constants are followed."""

import re
from collections.abc import Iterable

from launch.contracts.repo_inventory import EntryPoint, Manifest, ManifestDependency, ManifestValue
from launch.intake.product.manifests.reading import ManifestFile, origin_of

_QUOTED = r"""(?:%q?[\[({<]([^\])}>]*)[\])}>]|['"]([^'"\n]*)['"])"""
_DEPENDENCY = re.compile(
    r"""add_(runtime_|development_)?dependency[\s(]*['"]([\w.-]+)['"]((?:\s*,\s*['"][^'"\n]+['"])*)"""
)


def read_gemspec(file: ManifestFile) -> Manifest | None:
    """Read a gemspec; None where it states no name."""
    name = _assigned(file, "name")
    if name is None:
        return None
    return Manifest(
        path=file.path,
        ecosystem="rubygems",
        is_product=False,
        name=name,
        version=_assigned(file, "version") or _version(file, name.value),
        description=_assigned(file, "summary") or _assigned(file, "description"),
        licence=_assigned(file, "license") or _first_of(file, "licenses"),
        runtime=_assigned(file, "required_ruby_version"),
        homepage=_assigned(file, "homepage"),
        documentation=_metadata(file, "documentation_uri"),
        repository=_metadata(file, "source_code_uri"),
        entry_points=tuple(_commands(file)),
        dependencies=tuple(_dependencies(file)),
    )


def read_rakefile(file: ManifestFile) -> Manifest | None:
    """Read a gem that Hoe describes in the Rakefile; None where it describes none."""
    name = _found(file, rf"^\s*Hoe\.spec[\s(]+{_QUOTED}", ("spec",))
    if name is None:
        return None
    return Manifest(
        path=file.path,
        ecosystem="rubygems",
        is_product=False,
        name=name,
        version=_version(file, name.value),
        licence=_found(file, rf"^\s*license[\s(]+{_QUOTED}", ("license",)),
        runtime=_found(
            file, rf"^\s*require_ruby_version[\s(\[]+{_QUOTED}", ("require_ruby_version",)
        ),
    )


def _found(file: ManifestFile, pattern: str, pointer: tuple[str, ...]) -> ManifestValue | None:
    match = re.search(pattern, file.text, re.MULTILINE)
    if match is None:
        return None
    text = next((group for group in match.groups() if group), "").strip()
    if not text or "#{" in text:
        return None
    line = file.text.count("\n", 0, match.start()) + 1
    return ManifestValue(value=text, pointer=pointer, line=line, origin=origin_of(text))


def _assigned(file: ManifestFile, key: str) -> ManifestValue | None:
    constructor = r"(?:Gem::Requirement\.new\s*[\[(]?\s*)?"
    return _found(file, rf"^\s*\w+\.{key}\s*=\s*{constructor}{_QUOTED}", (key,)) or (
        _found(file, rf"Gem::Specification\.new\s*\(?\s*{_QUOTED}", (key,))
        if key == "name"
        else None
    )


def _first_of(file: ManifestFile, key: str) -> ManifestValue | None:
    return _found(file, rf"^\s*\w+\.{key}\s*=\s*\[\s*{_QUOTED}\s*\]", (key,))


def _metadata(file: ManifestFile, key: str) -> ManifestValue | None:
    return _found(file, rf"""['"]{key}['"]\s*(?:\]\s*=|=>)\s*{_QUOTED}""", ("metadata", key))


def _version(file: ManifestFile, name: str) -> ManifestValue | None:
    """Follow ``version = X`` to a VERSION file or constant below ``lib``."""
    stems = (name.replace("-", "/"), name.replace("-", "_"), name)
    paths = ["VERSION", *(f"lib/{stem}/version.rb" for stem in stems),
             *(f"lib/{stem}.rb" for stem in stems)]  # fmt: skip
    for path in (file.beside(path) for path in paths):
        text = file.text_of(path)
        if text is None:
            continue
        if path.endswith("VERSION") and re.fullmatch(r"\s*\d[\w.-]*\s*", text):
            return ManifestValue(value=text.strip(), pointer=(), line=1, origin="dynamic",
                                 path=path)  # fmt: skip
        match = re.search(r"""^\s*VERSION\s*=\s*['"]([^'"\n]+)['"]""", text, re.MULTILINE)
        if match is not None:
            line = text.count("\n", 0, match.start(1)) + 1
            return ManifestValue(value=match[1], pointer=("VERSION",), line=line,
                                 origin="dynamic", path=path)  # fmt: skip
    return None


def _commands(file: ManifestFile) -> Iterable[EntryPoint]:
    match = re.search(r"^\s*\w+\.executables\s*=\s*(.+)$", file.text, re.MULTILINE)
    if match is not None and "`" not in match[1]:
        line = file.text.count("\n", 0, match.start(1)) + 1
        words = re.findall(r"%w[\[({]([^\])}]*)", match[1])
        names = words[0].split() if words else re.findall(r"['\"]([\w.-]+)['\"]", match[1])
        for name in names:
            yield EntryPoint(command=name, target=name, line=line)


def _dependencies(file: ManifestFile) -> Iterable[ManifestDependency]:
    for match in _DEPENDENCY.finditer(file.text):
        yield ManifestDependency(
            name=match[2],
            requirement=", ".join(re.findall(r"['\"]([^'\"]+)['\"]", match[3])),
            scope="development" if match[1] == "development_" else "runtime",
            line=file.text.count("\n", 0, match.start()) + 1,
        )
