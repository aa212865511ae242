"""The older tables of pyproject.toml: Poetry's and Flit's own."""

from collections.abc import Iterable, Mapping

from launch.contracts.repo_inventory import Manifest, ManifestDependency
from launch.intake.product.manifests.pyproject_tables import scripts_of, urls_of
from launch.intake.product.manifests.python_version import dynamic_version
from launch.intake.product.manifests.reading import (
    Lines,
    ManifestFile,
    Pointer,
    dig,
    line_of,
    stated,
)
from launch.intake.product.manifests.requirements import requirements


def read_poetry(file: ManifestFile, data: Mapping[str, object], lines: Lines) -> Manifest:
    """Read [tool.poetry]."""
    at: Pointer = ("tool", "poetry")
    urls = urls_of(data, lines, (*at, "urls"))
    return Manifest(
        path=file.path,
        ecosystem="pypi",
        is_product=False,
        private=dig(data, (*at, "package-mode")) is False,
        name=stated(data, lines, (*at, "name")),
        version=stated(data, lines, (*at, "version")),
        description=stated(data, lines, (*at, "description")),
        licence=stated(data, lines, (*at, "license")),
        runtime=stated(data, lines, (*at, "dependencies", "python")),
        homepage=stated(data, lines, (*at, "homepage")) or urls["homepage"],
        documentation=stated(data, lines, (*at, "documentation")) or urls["documentation"],
        repository=stated(data, lines, (*at, "repository")) or urls["repository"],
        entry_points=scripts_of(data, lines, (*at, "scripts")),
        dependencies=tuple(_poetry_dependencies(data, lines)),
    )


def _poetry_dependencies(data: object, lines: Lines) -> Iterable[ManifestDependency]:
    at: Pointer = ("tool", "poetry")
    groups = dig(data, (*at, "group"))
    tables: list[tuple[Pointer, str, str]] = [
        ((*at, "dependencies"), "runtime", ""),
        ((*at, "dev-dependencies"), "development", "dev"),
    ]
    tables += [
        ((*at, "group", str(group), "dependencies"), "development", str(group))
        for group in (groups if isinstance(groups, Mapping) else ())
    ]
    for pointer, scope, group in tables:
        table = dig(data, pointer)
        for name, wanted in table.items() if isinstance(table, Mapping) else ():
            if name == "python":
                continue
            version = wanted if isinstance(wanted, str) else dig(wanted, ("version",))
            optional = dig(wanted, ("optional",)) is True
            yield ManifestDependency.model_validate(
                {
                    "name": name,
                    "requirement": "" if version in (None, "*") else str(version),
                    "scope": "optional" if optional else scope,
                    "group": group,
                    "line": line_of(lines, (*pointer, str(name))),
                }
            )


def read_flit(file: ManifestFile, data: Mapping[str, object], lines: Lines) -> Manifest:
    """Read [tool.flit.metadata]; the version stands in the module."""
    at: Pointer = ("tool", "flit", "metadata")
    start = line_of(lines, (*at, "requires"))
    return Manifest(
        path=file.path,
        ecosystem="pypi",
        is_product=False,
        name=stated(data, lines, (*at, "dist-name"), (*at, "module")),
        version=dynamic_version(file, data),
        licence=stated(data, lines, (*at, "license")),
        runtime=stated(data, lines, (*at, "requires-python")),
        homepage=stated(data, lines, (*at, "home-page")),
        entry_points=scripts_of(data, lines, ("tool", "flit", "scripts")),
        dependencies=tuple(requirements(file, dig(data, (*at, "requires")), "runtime", "", start)),
    )
