"""A directory of changed pages, laid out as the site's repository, read as bytes by path."""

import os
import stat
from pathlib import Path

from launch.errors import InputError

MAX_FILES = 10_000
MAX_BYTES = 16 * 1024 * 1024
"""A larger file is no page; nothing of it is read."""


def read_pages(folder: Path) -> dict[str, bytes]:
    """Return every file below the folder by its path from there, sorted; ``.git`` is left out.

    InputError where there is no such folder, or where something in it is no regular file, too
    large, or too many: it names the file. Links are never followed.
    """
    if not folder.is_dir():
        raise InputError(f"{folder} is no directory", hint="give the directory of changed pages")
    found: dict[str, bytes] = {}
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != ".git")
        for name in (*folders, *sorted(names)):
            path = Path(parent) / name
            mode = path.lstat().st_mode
            if stat.S_ISDIR(mode):
                continue
            if not stat.S_ISREG(mode):
                raise InputError(f"{path} is no regular file", hint="give regular files only")
            found[path.relative_to(folder).as_posix()] = _bytes(path)
            if len(found) > MAX_FILES:
                raise InputError(
                    f"{folder} holds more than {MAX_FILES} files",
                    hint="give the changed pages alone, not the whole site",
                )
    return dict(sorted(found.items()))


def _bytes(path: Path) -> bytes:
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise InputError(f"{path} has {size} bytes: too large for a page", hint="leave it out")
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", hint="mend it") from error
