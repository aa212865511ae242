"""Work trees for Hugo: exported from the object store, changed by hard link and replacement.

Nothing is followed or executed: symlinks and submodules stay out, names are checked.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from launch.errors import StorageError
from launch.ports import Tree

_NEVER = frozenset({"", ".", "..", ".git"})


def is_safe(path: str) -> bool:
    """Return whether a path stays inside the folder that it is joined to."""
    if path.startswith("/") or "\\" in path or "\0" in path:
        return False
    return not any(part in _NEVER for part in path.split("/"))


def export(tree: Tree, target: Path, wanted: Callable[[str], bool]) -> tuple[str, ...]:
    """Write the wanted regular files into ``target``; return a note for each that stays out."""
    notes: list[str] = []
    made: set[str] = set()
    for entry in tree.entries:
        if not wanted(entry.path):
            continue
        data = tree.read(entry.path) if entry.kind in {"file", "executable"} else None
        if data is None or not is_safe(entry.path):
            notes.append(f"{entry.path}: {_why(entry.kind, entry.size)}, left out of the build")
            continue
        _write(f"{target}/{entry.path}", data, made)
    return tuple(notes)


def _why(kind: str, size: int) -> str:
    if kind in {"symlink", "submodule"}:
        return f"a {kind}"
    return "its content is not in the repository" if size < 0 else "an unusable path"


def _write(path: str, data: bytes, made: set[str]) -> None:
    folder, _, name = path.rpartition("/")
    try:
        if folder not in made:
            Path(folder).mkdir(parents=True, exist_ok=True)
            made.add(folder)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o644)
        with os.fdopen(handle, "wb", buffering=0) as file:
            file.write(data)
    except OSError as error:
        raise StorageError(
            f"the site cannot be exported: {error.strerror} at {name}",
            hint="free disk space, or point LAUNCH_CACHE_DIR to another disk",
        ) from error


def clone(source: Path, target: Path, wanted: Callable[[str], bool] = lambda _: True) -> None:
    """Copy a work tree, or the wanted files of it, by hard links (by bytes across devices).

    ``wanted`` is asked about each file, by its path relative to ``source``.
    """
    start = len(str(source)) + 1
    for folder, _, names in os.walk(source):
        inside = f"{folder[start:]}/" if len(folder) >= start else ""
        chosen = [name for name in names if wanted(f"{inside}{name}")]
        if chosen:
            (target / inside).mkdir(parents=True, exist_ok=True)
        for name in chosen:
            _link(f"{folder}/{name}", f"{target}/{inside}{name}")
    target.mkdir(parents=True, exist_ok=True)


def outline(folders: Iterable[Path]) -> str:
    """Return a digest of every file's path and size: a file that was cut or lost changes it."""
    digest = sha256()
    for top in folders:
        for folder, below, names in os.walk(top):
            below.sort()
            digest.update(f"{folder.removeprefix(str(top))}/\0".encode(errors="surrogateescape"))
            for name in sorted(names):
                size = os.lstat(f"{folder}/{name}").st_size
                digest.update(f"{name}\0{size}\0".encode(errors="surrogateescape"))
    return digest.hexdigest()


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def change(work: Path, changes: Mapping[str, bytes | None]) -> tuple[str, ...]:
    """Put changed files into a work tree, None deletes; return the paths refused as unsafe."""
    refused: list[str] = []
    made: set[str] = set()
    for path, data in sorted(changes.items()):
        if not is_safe(path):
            refused.append(path)
            continue
        target = f"{work}/{path}"
        Path(target).unlink(missing_ok=True)
        if data is not None:
            _write(target, data, made)
    return tuple(refused)
