"""composer.json."""

import json
from collections.abc import Iterable, Mapping

from launch.contracts.repo_inventory import EntryPoint, Manifest, ManifestDependency
from launch.intake.product.manifests.places import json_lines
from launch.intake.product.manifests.reading import Lines, ManifestFile, line_of, stated


def read_composer(file: ManifestFile) -> Manifest | None:
    """Read a composer.json; None where it names no package and needs none."""
    try:
        data = json.loads(file.text)
    except (ValueError, RecursionError) as error:
        return Manifest(path=file.path, ecosystem="packagist", is_product=False,
                        problem=f"not valid JSON: {error}")  # fmt: skip
    if not isinstance(data, dict) or not ({"name", "require"} & set(data)):
        return None
    lines = json_lines(file.text)
    commands = data.get("bin")
    listed = commands if isinstance(commands, list) else [commands]
    return Manifest(
        path=file.path,
        ecosystem="packagist",
        is_product=False,
        private=data.get("type") == "project",
        name=stated(data, lines, ("name",)),
        version=stated(data, lines, ("version",)),
        description=stated(data, lines, ("description",)),
        licence=stated(data, lines, ("license",), ("license", "0")),
        runtime=stated(data, lines, ("require", "php")),
        homepage=stated(data, lines, ("homepage",)),
        documentation=stated(data, lines, ("support", "docs")),
        repository=stated(data, lines, ("support", "source")),
        entry_points=tuple(
            EntryPoint(command=path.rpartition("/")[2], target=path, line=line_of(lines, ("bin",)))
            for path in listed
            if isinstance(path, str)
        ),
        dependencies=tuple(_dependencies(data, lines)),
    )


def _dependencies(data: Mapping[str, object], lines: Lines) -> Iterable[ManifestDependency]:
    for key, scope in (("require", "runtime"), ("require-dev", "development")):
        table = data.get(key)
        for name, wanted in table.items() if isinstance(table, Mapping) else ():
            if "/" in name:
                yield ManifestDependency.model_validate(
                    {
                        "name": name,
                        "requirement": str(wanted),
                        "scope": scope,
                        "line": line_of(lines, (key, str(name))),
                    }
                )
