"""The cache's size: what was not used for longest goes first, and nothing that a run may stand on.

Every entry is touched when it is used and moved aside before it goes. Recorded answers of a model
are no cache: only an explicit prune names them.
"""

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from resources.removal import Going, remove, size_of

_REST_SECONDS = 6 * 3600
_LARGEST = 20 * 1024**3
_DEEPER = frozenset({"hugo"})
"""Rooms of the cache that have rooms themselves."""


def used(entry: Path) -> None:
    """Mark an entry of the cache as used now."""
    with suppress(OSError):
        os.utime(entry)


def keep_small(room: Path, largest: int = _LARGEST, rest: float = _REST_SECONDS) -> None:
    """Remove the entries of a room that were not used for longest, until it is small enough.

    ``largest`` in bytes; an entry used in the last ``rest`` seconds stays.
    """
    entries = [(moment, path, size_of(path)) for path, moment in _dated(_folders(room))]
    total, now = sum(size for _, _, size in entries), time.time()
    for moment, path, size in sorted(entries):
        if total <= largest or now - moment < rest:
            break
        if _remove(Going(path, "the cache is full", size)):
            total -= size


def cache_to_go(cache: Path, days: float, *, working: bool) -> tuple[Going, ...]:
    """Return entries unused for so many days; while a run works, what is hours old stays too."""
    least = max(days * 86400, _REST_SECONDS if working else 0)
    now = time.time()
    return tuple(
        Going(path, f"not used for {(now - moment) / 86400:.1f} days", size_of(path))
        for path, moment in _dated(sorted(_entries(cache)))
        if now - moment >= least
    )


def answers_to_go(answers: Path, days: float) -> tuple[Going, ...]:
    """Return recorded answers of a model that were written so many days ago."""
    now = time.time()
    files = sorted(path for path in answers.rglob("*") if path.is_file())
    return tuple(
        Going(path, f"recorded {(now - moment) / 86400:.1f} days ago", path.stat().st_size)
        for path, moment in _dated(files)
        if now - moment >= days * 86400
    )


def remove_entries(going: tuple[Going, ...]) -> tuple[Going, ...]:
    """Remove entries of the cache; return what went: an entry that is locked stays."""
    return tuple(one for one in going if _remove(one))


def _remove(one: Going) -> bool:
    if one.path.is_file():
        with suppress(OSError):
            one.path.unlink()
            return True
        return False
    lock = one.path.with_name(f"{one.path.name}.lock")
    try:
        with FileLock(lock, timeout=0):
            gone = remove([one])
    except (Timeout, OSError):
        return False
    return bool(gone)


def _entries(cache: Path) -> Iterator[Path]:
    for room in _folders(cache):
        rooms = _folders(room) if room.name in _DEEPER else [room]
        for one in rooms:
            yield from _folders(one)
            yield from one.glob("*.txt")


def _folders(folder: Path) -> list[Path]:
    with suppress(OSError):  # Another process may empty the cache at this moment.
        return [path for path in folder.iterdir() if path.is_dir() and not path.is_symlink()]
    return []


def _dated(paths: Iterable[Path]) -> Iterator[tuple[Path, float]]:
    """Yield paths with the moment of their last use, without those that are gone meanwhile."""
    for path in paths:
        try:
            moment = path.stat().st_mtime
        except FileNotFoundError:
            continue
        yield path, moment
