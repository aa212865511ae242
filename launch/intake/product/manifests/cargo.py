"""Cargo.toml; what a member inherits is read from its workspace."""

import tomllib
from collections.abc import Iterable, Mapping
from typing import Literal

from launch.contracts.repo_inventory import (
    EntryPoint,
    Manifest,
    ManifestDependency,
    ManifestValue,
)
from launch.intake.product.manifests.places import toml_lines
from launch.intake.product.manifests.reading import (
    Lines,
    ManifestFile,
    Pointer,
    dig,
    line_of,
    stated,
)

type Scope = Literal["runtime", "optional", "development", "build"]

_SCOPES: tuple[tuple[str, Scope], ...] = (
    ("dependencies", "runtime"),
    ("dev-dependencies", "development"),
    ("build-dependencies", "build"),
)


def read_cargo(file: ManifestFile) -> Manifest | None:
    """Read a Cargo.toml; None where it is only a workspace."""
    try:
        data = tomllib.loads(file.text)
    except tomllib.TOMLDecodeError as error:
        return Manifest(path=file.path, ecosystem="cargo", is_product=False,
                        problem=f"not valid TOML: {error}")  # fmt: skip
    if not isinstance(data.get("package"), Mapping):
        return None
    lines = toml_lines(file.text)

    def of(key: str) -> ManifestValue | None:
        if dig(data, ("package", key, "workspace")) is True:
            return _inherited(file, key)
        return stated(data, lines, ("package", key))

    return Manifest(
        path=file.path,
        ecosystem="cargo",
        is_product=False,
        private=dig(data, ("package", "publish")) in (False, []),
        name=of("name"),
        version=of("version"),
        description=of("description"),
        licence=of("license"),
        runtime=of("rust-version"),
        homepage=of("homepage"),
        documentation=of("documentation"),
        repository=of("repository"),
        entry_points=tuple(_binaries(file, data, lines)),
        dependencies=tuple(_dependencies(data, lines)),
    )


def _inherited(file: ManifestFile, key: str) -> ManifestValue | None:
    folder = file.folder
    while True:
        folder, _, _ = folder.rpartition("/")
        path = f"{folder}/Cargo.toml" if folder else "Cargo.toml"
        text = file.text_of(path)
        pointer: Pointer = ("workspace", "package", key)
        if text is not None:
            try:
                found = stated(tomllib.loads(text), toml_lines(text), pointer)
            except tomllib.TOMLDecodeError:
                return None
            if found is not None:
                return found.model_copy(update={"path": path})
        if not folder:
            return None


def _binaries(file: ManifestFile, data: Mapping[str, object], lines: Lines) -> Iterable[EntryPoint]:
    listed = data.get("bin")
    named = False
    for index, table in enumerate(listed if isinstance(listed, list) else []):
        name, target = dig(table, ("name",)), dig(table, ("path",))
        if isinstance(name, str):
            named = True
            place = line_of(lines, ("bin", str(index), "name"))
            yield EntryPoint(command=name, target=str(target or f"src/bin/{name}.rs"), line=place)
    package = dig(data, ("package", "name"))
    if not named and file.text_of(file.beside("src/main.rs")) is not None:
        place = line_of(lines, ("package", "name"))
        yield EntryPoint(command=str(package), target="src/main.rs", line=place)


def _dependencies(data: Mapping[str, object], lines: Lines) -> Iterable[ManifestDependency]:
    for key, scope in _SCOPES:
        table = data.get(key)
        for name, wanted in table.items() if isinstance(table, Mapping) else ():
            version = wanted if isinstance(wanted, str) else dig(wanted, ("version",))
            optional = dig(wanted, ("optional",)) is True
            yield ManifestDependency(
                name=str(dig(wanted, ("package",)) or name),
                requirement=str(version or ""),
                scope="optional" if optional else scope,
                group=str(name) if optional else "",
                line=line_of(lines, (key, str(name))),
            )
