"""Folders that may be removed, and removing them so that nobody sees half of one."""

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

UNFINISHED = ".going-"
"""Prefix of a folder that is being removed; one that is left over goes at the next prune."""


@dataclass(frozen=True)
class Going:
    """A folder that may be removed."""

    path: Path
    why: str
    size: int
    """Bytes."""
    dagster_run_ids: tuple[str, ...] = ()


def remove(going: Iterable[Going]) -> tuple[Going, ...]:
    """Remove folders, each moved aside first so that nobody sees half of one; return what went."""
    gone = []
    for one in going:
        aside = one.path.with_name(f"{UNFINISHED}{one.path.name}")
        with suppress(OSError):
            if one.path != aside:
                one.path.replace(aside)
            shutil.rmtree(aside)
            gone.append(one)
    return tuple(gone)


def size_of(folder: Path) -> int:
    """Return the bytes of all files below a folder; what goes meanwhile counts nothing."""
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += Path(root, name).lstat().st_size
    return total
