"""A repository on this machine, read without git: its refs, and where its objects are.

Its configuration may be hostile, so it is never given to git: we read through a repository of ours.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from launch.errors import RepositoryError
from resources.git.address import Role, keys_of, shown
from resources.git.refs import OBJECT_ID, Refs

_MAX_REF_BYTES = 1024


@dataclass(frozen=True)
class LocalObjects:
    """What reading a local repository needs."""

    objects: tuple[Path, ...]
    """Object directories, alternates included."""
    refs: Refs


def read_local(path: Path, role: Role, url: str) -> LocalObjects:
    """Return refs and object directories of a bare, plain or linked-worktree repository."""
    git_dir = _git_dir(path.resolve())
    if git_dir is None and not path.exists():
        raise RepositoryError(
            f"the repository {shown(url)} does not exist (looked for {shown(str(path))})",
            hint=f"correct `{keys_of(role)[0]}`; a relative path starts at the current directory",
        )
    if git_dir is None:
        raise RepositoryError(
            f"{shown(url)} is not a git repository",
            hint=f"`{keys_of(role)[0]}` must name a folder that `git clone` accepts",
        )
    common = _common_dir(git_dir)
    if (common / "reftable").is_dir():
        raise RepositoryError(
            f"{shown(url)} keeps its refs as a reftable, which cannot be read from its files",
            hint="run `git refs migrate --ref-format=files` in it, or serve it over https or ssh",
        )
    by_name = dict(_packed(common)) | dict(_loose(common))
    return LocalObjects(_object_dirs(common), Refs(by_name, _head(git_dir)))


def _git_dir(path: Path) -> Path | None:
    for place in (path / ".git", path, path.parent / f"{path.name}.git"):
        candidate = place
        if place.is_file():
            named = _first_line(place).removeprefix("gitdir:").strip()
            candidate = (place.parent / named).resolve()
        if (candidate / "HEAD").is_file() and (_common_dir(candidate) / "objects").is_dir():
            return candidate
    return None


def _common_dir(git_dir: Path) -> Path:
    named = _first_line(git_dir / "commondir")
    return (git_dir / named).resolve() if named else git_dir


def _first_line(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return opened.read(4096).decode("utf-8", "replace").split("\n", maxsplit=1)[0].strip()
    except OSError:
        return ""


def _head(git_dir: Path) -> str | None:
    text = _first_line(git_dir / "HEAD")
    if text.startswith("ref: refs/"):
        return text.removeprefix("ref: ")
    return text if OBJECT_ID.fullmatch(text) else None


def _packed(common: Path) -> Iterator[tuple[str, str]]:
    file = common / "packed-refs"
    if not file.is_file():
        return
    for line in file.read_text("utf-8", errors="replace").split("\n"):
        oid, _, name = line.partition(" ")
        if OBJECT_ID.fullmatch(oid) and name.startswith("refs/"):
            yield name, oid


def _loose(common: Path) -> Iterator[tuple[str, str]]:
    for folder, _, files in os.walk(common / "refs", followlinks=False):
        for file in files:
            path = Path(folder, file)
            if path.is_symlink() or path.stat().st_size > _MAX_REF_BYTES:
                continue
            text = _first_line(path)
            if OBJECT_ID.fullmatch(text):
                yield path.relative_to(common).as_posix(), text


def _object_dirs(common: Path) -> tuple[Path, ...]:
    found = [common / "objects"]
    for objects in found:
        if len(found) > 20:
            break
        file = objects / "info" / "alternates"
        if not file.is_file():
            continue
        for line in file.read_text("utf-8", errors="replace").split("\n"):
            path = (objects / line).resolve() if line and line[0] not in '#"' else objects
            if path.is_dir() and path not in found:
                found.append(path)
    return tuple(found)
