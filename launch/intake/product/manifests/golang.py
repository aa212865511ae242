"""go.mod. A Go module states no version: its tags do."""

import re
from collections.abc import Iterable

from launch.contracts.repo_inventory import Manifest, ManifestDependency, ManifestValue
from launch.intake.product.manifests.reading import ManifestFile

_DIRECTIVE = re.compile(r"^(module|go)\s+(\S+)")
_REQUIRE = re.compile(r"^(?:require\s+)?([^\s()]+\.[^\s()]+|\S+/\S+)\s+(v\S+)(\s*//\s*indirect)?")


def read_go(file: ManifestFile) -> Manifest | None:
    """Read a go.mod; None where it names no module."""
    found: dict[str, ManifestValue] = {}
    for number, line in enumerate(file.text.split("\n"), 1):
        match = _DIRECTIVE.match(line.strip())
        if match and match[1] not in found:
            found[match[1]] = ManifestValue(
                value=match[2].strip('"'), pointer=(match[1],), line=number
            )
    if "module" not in found:
        return None
    return Manifest(
        path=file.path,
        ecosystem="go",
        is_product=False,
        name=found["module"],
        runtime=found.get("go"),
        dependencies=tuple(_required(file.text)),
    )


def _required(text: str) -> Iterable[ManifestDependency]:
    """Yield what go.mod requires itself; indirect requirements are the build's bookkeeping."""
    inside = False
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        if line.startswith("require ("):
            inside = True
        elif line == ")":
            inside = False
        elif (inside or line.startswith("require ")) and (match := _REQUIRE.match(line)):
            name, version, indirect = match.groups()
            yield from (
                ()
                if indirect
                else (
                    ManifestDependency(
                        name=name, requirement=version, scope="runtime", line=number
                    ),
                )
            )
