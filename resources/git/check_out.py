"""A work tree for people to look at: plain files written by us, never by `git checkout`.

No symlink is made or followed, no filter, hook or attribute runs, no file is executable.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from launch.contracts.tree import TreeEntry
from launch.errors import StorageError
from resources.git.environment import run_git
from resources.git.store import write_alternates, write_skeleton
from resources.git.tree import GitTree

_MAX_FILES = 50_000
_MAX_BYTES = 20_000_000
_NEVER = frozenset({"", ".", "..", ".git", "git~1"})


@dataclass(frozen=True)
class CheckOut:
    """What was written."""

    files: int
    """Number of files written; a symlink is a file that holds its target's text."""
    left_out: tuple[tuple[str, str], ...]
    """Path and reason of every entry that was not written."""


def write_work_tree(tree: GitTree, into: Path) -> CheckOut:
    """Write a tree below ``into`` with a ``.git`` whose objects stay in the cache.

    A finished work tree of the same commit is kept, any other is replaced. StorageError where the
    place cannot be written.
    """
    partial = into.with_name(f".{into.name}.partial")
    left_out = tuple((e.path, why) for e in tree.entries if (why := _reason_against(e)))
    refused = {path for path, _ in left_out}
    entries = [entry for entry in tree.entries if entry.path not in refused]
    left_out += tuple((entry.path, "too many files") for entry in entries[_MAX_FILES:])
    try:
        if into.is_symlink():
            into.unlink()
        if _commit_in(into) == tree.commit:
            return CheckOut(len(entries[:_MAX_FILES]), left_out)
        for old in (partial, into):
            if old.exists():
                shutil.rmtree(old)
        partial.mkdir(parents=True)
        missed = tuple(
            (entry.path, why)
            for entry in entries[:_MAX_FILES]
            if (why := _write(partial, entry, tree.read(entry.path)))
        )
        _write_git_dir(partial / ".git", tree)
        partial.rename(into)
    except OSError as error:
        raise StorageError(
            f"the work tree cannot be written at {into}: {error.strerror}",
            hint="free some space, or set LAUNCH_RUNS_DIR to a folder that can be written",
        ) from error
    return CheckOut(len(entries[:_MAX_FILES]) - len(missed), left_out + missed)


def _reason_against(entry: TreeEntry) -> str:
    if entry.kind == "submodule":
        return "submodule"
    if entry.size < 0:
        return "its blob is missing"
    if entry.size > _MAX_BYTES:
        return "too large"
    parts = entry.path.split("/")
    if any(part.rstrip(". ").lower() in _NEVER for part in parts):
        return "a name that git itself uses, or that leads out of the folder"
    plain = all(letter.isprintable() and letter not in "\\:" for letter in entry.path)
    return "" if plain else "a name with control characters, backslashes or colons"


def _write(root: Path, entry: TreeEntry, data: bytes | None) -> str:
    if data is None:
        return "its blob is missing"
    path = root / entry.path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(data)
    except (FileExistsError, NotADirectoryError, IsADirectoryError):
        return "another entry has the same name here"
    except OSError as error:
        if error.errno == 36:  # ENAMETOOLONG
            return "its name is too long here"
        raise
    return ""


def _write_git_dir(git_dir: Path, tree: GitTree) -> None:
    write_skeleton(git_dir, "sha256" if len(tree.commit) == 64 else "sha1", bare=False)
    (git_dir / "HEAD").write_text(f"{tree.commit}\n")
    objects = tree.git_dir / "objects"
    nested = objects / "info" / "alternates"
    further = tuple(map(Path, nested.read_text().splitlines())) if nested.is_file() else ()
    write_alternates(git_dir, (objects.absolute(), *further))
    shallow = tree.git_dir / "shallow"
    if shallow.is_file():
        shutil.copyfile(shallow, git_dir / "shallow")
    run_git(git_dir, "read-tree", tree.commit)


def _commit_in(into: Path) -> str:
    head = into / ".git" / "HEAD"
    return head.read_text().strip() if head.is_file() else ""
