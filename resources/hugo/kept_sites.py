"""Keeps the prepared sites of the cache few: by the time of their last use, then by size.

Safe beside other runs: a site that is used is touched, and a folder is moved aside before it goes.
"""

import os
import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_LEFT_OVER = ("making-", "site-", "going-")


@dataclass(frozen=True)
class Keep:
    """How long, how much and at least how long sites are kept: seconds, bytes, seconds."""

    age: float = 30 * 24 * 3600
    size: int = 4 * 1024**3
    rest: float = 6 * 3600
    """A site or a left-over younger than this stays: another run may stand on it."""


def used(site: Path) -> None:
    """Mark a prepared site as used now."""
    with suppress(OSError):
        os.utime(site)


def prune(folder: Path, keep: Keep = Keep()) -> tuple[str, ...]:
    """Remove old sites, then the oldest beyond the size; return the names that went, in order."""
    now = time.time()
    dated = sorted((at, path) for path in _folders(folder) if (at := _time_of(path)) is not None)
    old = [(at, path) for at, path in dated if now - at > keep.rest]
    going = [path for at, path in old if now - at > keep.age or path.name.startswith(_LEFT_OVER)]
    sizes = {path: _size(path) for _, path in dated if path not in going}
    total = sum(sizes.values())
    for _, path in old:
        if path not in going and total > keep.size:
            going.append(path)
            total -= sizes[path]
    return tuple(path.name for path in going if _remove(path))


def _folders(folder: Path) -> tuple[Path, ...]:
    with suppress(OSError):
        return tuple(path for path in folder.iterdir() if path.is_dir() and not path.is_symlink())
    return ()


def _time_of(path: Path) -> float | None:
    with suppress(OSError):
        return path.stat().st_mtime
    return None


def _size(path: Path) -> int:
    """Return the bytes below a folder; what goes meanwhile counts nothing."""
    total = 0
    for folder, _, names in os.walk(path):
        for name in names:
            with suppress(OSError):
                total += Path(folder, name).lstat().st_size
    return total


def _remove(path: Path) -> bool:
    """Remove a folder, moved aside first: nobody sees half of it. False where another run was."""
    try:
        aside = Path(tempfile.mkdtemp(prefix="going-", dir=path.parent))
        path.replace(aside)
    except OSError:
        return False
    shutil.rmtree(aside, ignore_errors=True)
    return True
