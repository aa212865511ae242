"""pyproject.toml (PEP 621, Poetry, Flit), setup.cfg and setup.py, read without running them."""

import tomllib
from collections.abc import Iterable, Mapping

from launch.contracts.repo_inventory import Manifest, ManifestDependency, ManifestValue
from launch.intake.product.manifests.places import toml_lines
from launch.intake.product.manifests.poetry import read_flit, read_poetry
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
from launch.intake.product.manifests.requirements import requirements, spdx_of_classifier
from launch.intake.product.manifests.setup_config import read_setup_cfg
from launch.intake.product.manifests.setup_script import read_setup_py


def read_python(file: ManifestFile) -> Manifest | None:
    """Read a Python manifest; None where the file describes no package."""
    name = file.path.rpartition("/")[2]
    match name:
        case "pyproject.toml":
            return _read_pyproject(file)
        case "setup.cfg":
            return read_setup_cfg(file)
        case _:
            return read_setup_py(file)


def _read_pyproject(file: ManifestFile) -> Manifest | None:
    try:
        data = tomllib.loads(file.text)
    except tomllib.TOMLDecodeError as error:
        return Manifest(path=file.path, ecosystem="pypi", is_product=False,
                        problem=f"not valid TOML: {error}")  # fmt: skip
    lines = toml_lines(file.text)
    if "project" in data:
        return _read_project(file, data, lines)
    if isinstance(dig(data, ("tool", "poetry")), Mapping):
        return read_poetry(file, data, lines)
    if isinstance(dig(data, ("tool", "flit", "metadata")), Mapping):
        return read_flit(file, data, lines)
    return None


def _read_project(file: ManifestFile, data: Mapping[str, object], lines: Lines) -> Manifest:
    at: Pointer = ("project",)
    urls = urls_of(data, lines, (*at, "urls"))
    dynamic = dig(data, (*at, "dynamic"))
    version = stated(data, lines, (*at, "version"))
    if version is None and isinstance(dynamic, list) and "version" in dynamic:
        version = dynamic_version(file, data)
    return Manifest(
        path=file.path,
        ecosystem="pypi",
        is_product=False,
        private=_is_private(dig(data, (*at, "classifiers"))),
        name=stated(data, lines, (*at, "name")),
        version=version,
        description=stated(data, lines, (*at, "description")),
        licence=stated(data, lines, (*at, "license"), (*at, "license", "text"))
        or _licence_classifier(data, lines),
        runtime=stated(data, lines, (*at, "requires-python")),
        homepage=urls["homepage"],
        documentation=urls["documentation"],
        repository=urls["repository"],
        entry_points=scripts_of(data, lines, (*at, "scripts"), (*at, "gui-scripts")),
        dependencies=tuple(_project_dependencies(file, data, lines)),
    )


def _is_private(classifiers: object) -> bool:
    listed = classifiers if isinstance(classifiers, list) else []
    return any(str(item).startswith("Private ::") for item in listed)


def _licence_classifier(data: Mapping[str, object], lines: Lines) -> ManifestValue | None:
    pointer: Pointer = ("project", "classifiers")
    listed = dig(data, pointer)
    for index, item in enumerate(listed if isinstance(listed, list) else []):
        if spdx_of_classifier(str(item)):
            return stated(data, lines, (*pointer, str(index)))
    return None


def _project_dependencies(
    file: ManifestFile, data: Mapping[str, object], lines: Lines
) -> Iterable[ManifestDependency]:
    start = line_of(lines, ("project", "dependencies"))
    yield from requirements(file, dig(data, ("project", "dependencies")), "runtime", "", start)
    for pointer, scope in (
        (("project", "optional-dependencies"), "optional"),
        (("dependency-groups",), "development"),
    ):
        groups = dig(data, pointer)
        for group, listed in groups.items() if isinstance(groups, Mapping) else ():
            start = line_of(lines, (*pointer, str(group)))
            yield from requirements(file, listed, scope, str(group), start)
    start = line_of(lines, ("build-system", "requires"))
    yield from requirements(file, dig(data, ("build-system", "requires")), "build", "", start)
