"""One run of a pilot at a time: a lock that the kernel frees when its holder dies."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from resources.run_store.atomic import disk_errors, make_folder

_PAUSE = 0.1


class HeldLock:
    """A lock file that is held until `release` or the end of the process."""

    def __init__(self, path: Path, handle: int) -> None:
        self.path = path
        self._handle: int | None = handle

    def say(self, holder: str) -> None:
        """Write who holds it, for those who wait."""
        if self._handle is not None:
            os.ftruncate(self._handle, 0)
            os.pwrite(self._handle, holder.encode(), 0)

    def release(self) -> None:
        """Let the next one in; a second call does nothing."""
        if self._handle is not None:
            self.say("")
            os.close(self._handle)
            self._handle = None


def wait_for(path: Path, waiting: Callable[[str], None]) -> HeldLock:
    """Take the lock at ``path``; ``waiting`` is told once who has it where that takes time."""
    make_folder(path.parent)
    with disk_errors(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    told = False
    try:
        while not _taken(handle):
            if not told:
                waiting(os.pread(handle, 200, 0).decode("utf-8", "replace") or "another run")
                told = True
            time.sleep(_PAUSE)
    except BaseException:
        os.close(handle)
        raise
    return HeldLock(path, handle)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock at ``path`` for the length of the block."""
    lock = wait_for(path, lambda _: None)
    try:
        yield
    finally:
        lock.release()


def holder_of(path: Path) -> str | None:
    """Return the name that a lock's holder wrote, or None where nobody holds it."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        return None if _taken(handle) else os.pread(handle, 4096, 0).decode(errors="replace")
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
