"""setup.py, by its syntax tree: the arguments of ``setup(...)`` that are literals or constants."""

import ast
import re
from collections.abc import Iterable, Mapping

from launch.contracts.repo_inventory import EntryPoint, Manifest, ManifestValue
from launch.intake.product.manifests.python_version import dynamic_version
from launch.intake.product.manifests.reading import ManifestFile, origin_of
from launch.intake.product.manifests.requirements import (
    literal,
    requirements,
    spdx_of_classifier,
)

type Given = Mapping[str, ast.expr]


def read_setup_py(file: ManifestFile) -> Manifest | None:
    """Read a setup.py; None where no call to ``setup`` names a package."""
    try:
        module = ast.parse(file.text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Manifest(path=file.path, ecosystem="pypi", is_product=False,
                        problem="not valid Python 3")  # fmt: skip
    given = _setup_call(module)
    if "name" not in given:
        return None
    version = _value(given, "version")
    if version is None and "version" in given:
        version = _version_elsewhere(file, given["version"])
    return Manifest(
        path=file.path,
        ecosystem="pypi",
        is_product=False,
        name=_value(given, "name"),
        version=version,
        description=_value(given, "description"),
        licence=_value(given, "license") or _classifier(given),
        runtime=_value(given, "python_requires"),
        homepage=_value(given, "url"),
        documentation=_item(given, "project_urls", ("Documentation", "Docs")),
        repository=_item(given, "project_urls", ("Source", "Source Code", "Code", "Repository")),
        entry_points=tuple(_commands(file, given)),
        dependencies=tuple(
            requirements(file, literal(given.get("install_requires")), "runtime", "", 1)
        ),
        problem=None if _value(given, "name") else "the name is computed",
    )


def _setup_call(module: ast.Module) -> Given:
    constants = {
        target.id: node.value
        for node in module.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "setup":
            given = _keywords(module, node)
            return {
                name: constants.get(value.id, value) if isinstance(value, ast.Name) else value
                for name, value in given.items()
            }
    return {}


def _keywords(module: ast.Module, call: ast.Call) -> Given:
    """Return a call's keywords, those of ``**name`` from where the name is filled."""
    found: dict[str, ast.expr] = {}
    for word in call.keywords:
        if word.arg:
            found[word.arg] = word.value
        elif isinstance(word.value, ast.Name):
            found.update(_filled(module, word.value.id))
    return found


def _filled(module: ast.Module, name: str) -> Given:
    """Return what ``name = dict(...)`` and ``name.update(...)`` put under texts, first come."""
    found: dict[str, ast.expr] = {}
    for node in ast.walk(module):
        match node:
            case ast.Assign(targets=[ast.Name(id=bound)], value=value) if bound == name:
                rows = _rows(value)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=bound), attr="update")) if (
                bound == name
            ):
                rows = (*_rows(node), *(row for part in node.args for row in _rows(part)))
            case _:
                continue
        for key, value in rows:
            found.setdefault(key, value)
    return found


def _rows(value: ast.expr) -> tuple[tuple[str, ast.expr], ...]:
    match value:
        case ast.Dict(keys=keys, values=values):
            pairs = zip(keys, values, strict=True)
            named = ((ast.unparse(key) if key is not None else "", item) for key, item in pairs)
            return tuple((key[1:-1], item) for key, item in named if key.startswith("'"))
        case ast.Call(keywords=words):
            return tuple((word.arg, word.value) for word in words if word.arg)
    return ()


def _value(given: Given, key: str) -> ManifestValue | None:
    found = literal(given.get(key))
    if not isinstance(found, str) or not found.strip():
        return None
    text = found.strip()
    return ManifestValue(
        value=text, pointer=("setup", key), line=given[key].lineno, origin=origin_of(text)
    )


def _version_elsewhere(file: ManifestFile, node: ast.expr) -> ManifestValue | None:
    """Follow the usual ways that a setup.py gets its version from the package's own file."""
    written = ast.unparse(node)
    attribute = re.fullmatch(r"([\w.]+)\.(\w+)", written)
    wanted = [f"{attribute[1]}.{attribute[2]}"] if attribute else []
    paths = re.findall(r"['\"]([\w./-]+\.(?:py|txt)|VERSION)['\"]", file.text)
    for spelled in wanted:
        found = dynamic_version(file, _attr(spelled))
        if found is not None:
            return found
    for path in paths:
        found = dynamic_version(file, {"tool": {"hatch": {"version": {"path": path}}}})
        if found is not None:
            return found
    return None


def _attr(spelled: str) -> dict[str, object]:
    return {"tool": {"setuptools": {"dynamic": {"version": {"attr": spelled}}}}}


def _classifier(given: Given) -> ManifestValue | None:
    listed = literal(given.get("classifiers"))
    for index, item in enumerate(listed if isinstance(listed, list | tuple) else ()):
        if isinstance(item, str) and spdx_of_classifier(item):
            return ManifestValue(
                value=item,
                pointer=("setup", "classifiers", str(index)),
                line=given["classifiers"].lineno,
            )
    return None


def _item(given: Given, key: str, names: tuple[str, ...]) -> ManifestValue | None:
    table = literal(given.get(key))
    for name in names:
        if isinstance(table, dict) and isinstance(table.get(name), str):
            return ManifestValue(
                value=table[name], pointer=("setup", key, name), line=given[key].lineno
            )
    return None


def _commands(file: ManifestFile, given: Given) -> Iterable[EntryPoint]:
    table = literal(given.get("entry_points"))
    if not isinstance(table, dict):
        return
    for group in ("console_scripts", "gui_scripts"):
        listed = table.get(group, [])
        for item in [listed] if isinstance(listed, str) else listed:
            command, equals, target = str(item).partition("=")
            if equals:
                line = file.line_with(str(item), given["entry_points"].lineno)
                yield EntryPoint(command=command.strip(), target=target.strip(), line=line)
