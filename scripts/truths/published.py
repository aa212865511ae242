"""What was published of a package: metadata of installed releases, or the package tool's own word.

Nothing here reads a manifest as the launcher does; no registry is asked over a network.
"""

import json
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.version import Version


@dataclass(frozen=True)
class Published:
    """A release as its package metadata has it; empty where it states nothing."""

    package: str
    version: str
    licence: str
    """As stated: an SPDX expression, or words."""
    runtime: str
    """As stated: a constraint."""
    install: str
    """The command that users give, or empty where a build file says it."""
    source: str
    """Which metadata this is."""


def published(ecosystem: str, package: str, root: Path) -> Published | None:
    """Return the newest release known here, or None; ``root`` is the product checked out."""
    source = _SOURCES.get(ecosystem)
    return source(package, root) if source is not None else None


def _pypi(package: str, root: Path) -> Published | None:
    del root
    try:
        found = distribution(package).metadata
    except PackageNotFoundError:
        return None
    words = [found.get("License-Expression") or "", found.get("License") or ""]
    words += [row.rpartition(" :: ")[2] for row in found.get_all("Classifier") or ()
              if row.startswith("License :: OSI Approved :: ")]  # fmt: skip
    licence = next((word for word in words if word and "\n" not in word), "")
    return Published(
        found["Name"], found["Version"], licence, found.get("Requires-Python") or "",
        f"pip install {found['Name']}", "METADATA of the installed wheel",
    )  # fmt: skip


def _npm(package: str, root: Path) -> Published | None:
    del root
    home = _node_modules()
    path = home / package / "package.json" if home is not None else Path("/nowhere")
    if not path.is_file():
        return None
    found = json.loads(path.read_text())
    engines = found.get("engines") or {}
    return Published(
        found["name"], found["version"], str(found.get("license") or ""), engines.get("node", ""),
        f"npm install {found['name']}", "package.json of the installed package",
    )  # fmt: skip


@cache
def _node_modules() -> Path | None:
    """The packages that npm itself is made of: published ones, on every machine that has npm."""
    npm = shutil.which("npm")
    return Path(npm).resolve().parents[1] / "node_modules" if npm is not None else None


def _maven(package: str, root: Path) -> Published | None:
    del root
    group, _, artifact = package.partition(":")
    folder = Path.home() / ".m2" / "repository" / group.replace(".", "/") / artifact
    poms = [*folder.glob("*/*.pom")]
    if not poms:
        return None
    newest = max(poms, key=lambda pom: Version(pom.parent.name))
    licence = next((name for pom in _lineage(newest) if (name := _licence(pom))), "")
    return Published(package, newest.parent.name, licence, "", "", "pom in the local repository")


def _lineage(pom: Path) -> Iterator[Path]:
    """Yield a pom and those that it inherits from, as far as they are here."""
    while pom.is_file():
        yield pom
        parent = _root(pom).find("parent")
        if parent is None:
            return
        group, artifact, version = (
            (parent.findtext(name) or "").strip() for name in ("groupId", "artifactId", "version")
        )
        home = Path.home() / ".m2" / "repository" / group.replace(".", "/") / artifact
        pom = home / version / f"{artifact}-{version}.pom"


def _licence(pom: Path) -> str:
    return " ".join((_root(pom).findtext("licenses/license/name") or "").split())


def _root(pom: Path) -> ET.Element:
    text = re.sub(r'\sxmlns="[^"]+"', "", pom.read_text("utf-8", "replace"), count=1)
    return ET.fromstring(text)


def _rubygems(package: str, root: Path) -> Published | None:
    del root
    script = (
        "s = Gem::Specification.find_by_name(ARGV[0]); puts JSON.generate([s.name, s.version.to_s, "
        "s.licenses.join(' OR '), s.required_ruby_version.to_s])"
    )
    row = _answer(["ruby", "-rjson", "-e", script, package])
    if not isinstance(row, list):
        return None
    name, version, licence, runtime = (str(item) for item in row)
    bounded = "" if runtime == ">= 0" else runtime
    return Published(name, version, licence, bounded, f"gem install {name}", "installed gem")


def _cargo(package: str, root: Path) -> Published | None:
    row = _answer(["cargo", "metadata", "--offline", "--no-deps", "--format-version", "1",
                   "--manifest-path", str(root / "Cargo.toml")])  # fmt: skip
    crates = row["packages"] if isinstance(row, Mapping) else ()
    found = next((crate for crate in crates if crate["name"] == package), None)
    if found is None:
        return None
    kinds = {kind for target in found["targets"] for kind in target["kind"]}
    programs = {target["name"] for target in found["targets"] if "bin" in target["kind"]}
    library = kinds & {"lib", "rlib", "cdylib", "proc-macro"}
    verb = "add" if library and package not in programs else "install"
    return Published(
        package, found["version"], found["license"] or "", found["rust_version"] or "",
        f"cargo {verb} {package}", "cargo metadata",
    )  # fmt: skip


def _go(package: str, root: Path) -> Published | None:
    row = _answer(["go", "mod", "edit", "-json", str(root / "go.mod")])
    if not isinstance(row, Mapping):
        return None
    name = row["Module"]["Path"]
    return (
        Published(name, "", "", row.get("Go", ""), "", "go mod edit") if name == package else None
    )


def _answer(command: list[str]) -> object:
    """Return what a tool prints as JSON, or None where it is not here or does not manage."""
    if shutil.which(command[0]) is None:
        return None
    done = subprocess.run(command, check=False, capture_output=True)
    return json.loads(done.stdout) if done.returncode == 0 else None


_SOURCES: Mapping[str, Callable[[str, Path], Published | None]] = {
    "pypi": _pypi, "npm": _npm, "maven": _maven, "rubygems": _rubygems, "cargo": _cargo, "go": _go,
}  # fmt: skip


if __name__ == "__main__":
    print(published(sys.argv[1], sys.argv[2], Path(sys.argv[3] if len(sys.argv) > 3 else ".")))
