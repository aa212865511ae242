"""package.json."""

import json
from collections.abc import Iterable, Mapping
from typing import Literal

from launch.contracts.repo_inventory import EntryPoint, Manifest, ManifestDependency
from launch.intake.product.manifests.places import json_lines
from launch.intake.product.manifests.reading import Lines, ManifestFile, dig, line_of, stated

type Scope = Literal["runtime", "optional", "development", "build"]

_SCOPES: tuple[tuple[str, Scope], ...] = (
    ("dependencies", "runtime"),
    ("peerDependencies", "runtime"),
    ("optionalDependencies", "optional"),
    ("devDependencies", "development"),
)


def read_npm(file: ManifestFile) -> Manifest | None:
    """Read a package.json; None where it only sets a folder's module type."""
    try:
        data = json.loads(file.text)
    except (ValueError, RecursionError) as error:
        return Manifest(path=file.path, ecosystem="npm", is_product=False,
                        problem=f"not valid JSON: {error}")  # fmt: skip
    if not isinstance(data, dict) or not ({"name", "dependencies", "devDependencies"} & set(data)):
        return None
    lines = json_lines(file.text)
    return Manifest(
        path=file.path,
        ecosystem="npm",
        is_product=False,
        private=data.get("private") is True,
        name=stated(data, lines, ("name",)),
        version=stated(data, lines, ("version",)),
        description=stated(data, lines, ("description",)),
        licence=stated(data, lines, ("license",), ("license", "type"), ("licenses", "0", "type")),
        runtime=stated(data, lines, ("engines", "node")),
        homepage=stated(data, lines, ("homepage",)),
        repository=stated(data, lines, ("repository",), ("repository", "url")),
        entry_points=tuple(_commands(data, lines)),
        importable=any(data.get(key) for key in ("exports", "main", "module", "types")),
        dependencies=tuple(_dependencies(data, lines)),
    )


def _commands(data: Mapping[str, object], lines: Lines) -> Iterable[EntryPoint]:
    stated_bin = data.get("bin")
    if isinstance(stated_bin, str) and isinstance(data.get("name"), str):
        command = str(data["name"]).rpartition("/")[2]
        yield EntryPoint(command=command, target=stated_bin, line=line_of(lines, ("bin",)))
    for command, target in stated_bin.items() if isinstance(stated_bin, Mapping) else ():
        place = line_of(lines, ("bin", str(command)))
        yield EntryPoint(command=str(command), target=str(target), line=place)


def _dependencies(data: Mapping[str, object], lines: Lines) -> Iterable[ManifestDependency]:
    for key, scope in _SCOPES:
        table = data.get(key)
        for name, wanted in table.items() if isinstance(table, Mapping) else ():
            optional = dig(data, ("peerDependenciesMeta", name, "optional")) is True
            yield ManifestDependency(
                name=str(name),
                requirement=str(wanted),
                scope="optional" if key == "peerDependencies" and optional else scope,
                group="peer" if key == "peerDependencies" else "",
                line=line_of(lines, (key, str(name))),
            )
