"""Writing so that a kill at any moment leaves the old file or the new one, never half of one.

Temp file beside the target, fsync, rename, fsync of the folder. Disk trouble is a StorageError.
"""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from launch.errors import StorageError
from resources.run_store.disk import HINTS

_PART = ".part"


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turn what the file system refuses into a StorageError that names ``path``."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        number = error.errno or 0
        raise StorageError(
            f"{path} cannot be written: {reason}",
            hint=HINTS.get(number, "check the disk and the folder's permissions"),
        ) from error


def make_folder(path: Path) -> Path:
    """Create a folder with its parents and return it; StorageError where that fails."""
    with disk_errors(path):
        path.mkdir(parents=True, exist_ok=True)
    return path


def write_atomic(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Put ``data`` at ``path`` as a whole or not at all; StorageError where that fails."""
    with disk_errors(path):
        # Named before it is there: a signal between making and naming it would leave it behind.
        part = path.with_name(f".{path.name[:80]}.{uuid.uuid4().hex}{_PART}")
        try:
            with part.open("xb") as file:
                file.write(data)
                file.flush()
                os.fchmod(file.fileno(), mode)
                os.fsync(file.fileno())
            part.replace(path)
        except BaseException:
            with suppress(OSError):
                part.unlink()
            raise
        _sync_folder(path.parent)


def sweep(root: Path, *below: Path) -> None:
    """Remove what killed writers left in ``root``, and anywhere in the folders below it.

    Only for a folder that nobody writes to.
    """
    left = [*root.glob(f"*{_PART}"), *(path for one in below for path in one.rglob(f"*{_PART}"))]
    for path in left:
        path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
