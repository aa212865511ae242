"""setup.cfg: what setuptools reads from it."""

import configparser
import re
from collections.abc import Iterable, Mapping

from launch.contracts.repo_inventory import EntryPoint, Manifest
from launch.intake.product.manifests.python_version import dynamic_version
from launch.intake.product.manifests.reading import Lines, ManifestFile, Pointer, line_of, stated
from launch.intake.product.manifests.requirements import requirements


def read_setup_cfg(file: ManifestFile) -> Manifest | None:
    """Read setup.cfg; None where it names no package."""
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(file.text)
    except configparser.Error as error:
        return Manifest(path=file.path, ecosystem="pypi", is_product=False,
                        problem=f"not a readable INI file: {error}".split("\n")[0])  # fmt: skip
    data = {name: dict(parser[name]) for name in parser.sections()}
    if "name" not in data.get("metadata", {}):
        return None
    lines = _ini_lines(file.text)
    version = stated(data, lines, ("metadata", "version"))
    if version is not None and version.value.startswith(("attr:", "file:")):
        version = dynamic_version(file, {"tool": {"setuptools": {"dynamic": {
            "version": _directive(version.value)}}}})  # fmt: skip
    options = data.get("options", {})
    wanted = options.get("install_requires", "").split("\n")
    start = line_of(lines, ("options", "install_requires"))
    return Manifest(
        path=file.path,
        ecosystem="pypi",
        is_product=False,
        name=stated(data, lines, ("metadata", "name")),
        version=version,
        description=stated(data, lines, ("metadata", "description")),
        licence=stated(data, lines, ("metadata", "license")),
        runtime=stated(data, lines, ("options", "python_requires")),
        homepage=stated(data, lines, ("metadata", "url"), ("metadata", "home_page")),
        entry_points=tuple(_cfg_scripts(file, data)),
        dependencies=tuple(requirements(file, [w for w in wanted if w], "runtime", "", start)),
    )


def _directive(value: str) -> dict[str, str]:
    kind, _, rest = value.partition(":")
    return {kind: rest.strip()}


def _ini_lines(text: str) -> Lines:
    found: dict[Pointer, int] = {}
    section = ""
    for number, line in enumerate(text.split("\n"), 1):
        if match := re.match(r"\[([^\]]+)\]", line):
            section = match[1]
        elif match := re.match(r"([\w.-]+)\s*[=:]", line):
            found.setdefault((section, match[1].lower()), number)
    return found


def _cfg_scripts(file: ManifestFile, data: Mapping[str, Mapping[str, str]]) -> Iterable[EntryPoint]:
    table = data.get("options.entry_points", {})
    for line in (table.get("console_scripts", "") + "\n" + table.get("gui_scripts", "")).split(
        "\n"
    ):
        command, equals, target = line.partition("=")
        if equals:
            yield EntryPoint(
                command=command.strip(), target=target.strip(), line=file.line_with(line.strip())
            )
