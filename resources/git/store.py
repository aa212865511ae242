"""The cache's own bare repositories: made by hand, with a configuration that we wrote.

A local source is an alternate of one; a remote source is fetched into one.
"""

import os
import shutil
import tempfile
from pathlib import Path

from launch.errors import StorageError
from resources.git.environment import run_git


def make_repository(git_dir: Path, object_format: str, alternates: tuple[Path, ...]) -> None:
    """Make a bare repository, atomically; one that is there keeps its objects.

    ``alternates`` are object directories to read through. Not safe against another process: the
    caller holds the lock. StorageError where the place cannot be written.
    """
    try:
        if not (git_dir / "HEAD").is_file():
            git_dir.parent.mkdir(parents=True, exist_ok=True)
            fresh = Path(tempfile.mkdtemp(prefix=f"{git_dir.name}.", dir=git_dir.parent))
            write_skeleton(fresh, object_format, bare=True)
            shutil.rmtree(git_dir, ignore_errors=True)
            fresh.rename(git_dir)
        if alternates:
            write_alternates(git_dir, alternates)
    except OSError as error:
        raise StorageError(
            f"the cache cannot be written at {git_dir}: {error.strerror}",
            hint="free some space, or set LAUNCH_CACHE_DIR to a folder that can be written",
        ) from error


def write_skeleton(git_dir: Path, object_format: str, *, bare: bool) -> None:
    """Write the files that make a folder a git repository."""
    for folder in ("objects/info", "objects/pack", "refs/heads", "refs/tags"):
        (git_dir / folder).mkdir(parents=True, exist_ok=True)
    version, extension = (0, "") if object_format == "sha1" else (1, object_format)
    lines = [
        "[core]",
        f"\trepositoryformatversion = {version}",
        f"\tbare = {'true' if bare else 'false'}",
        "\tfilemode = false",
        "\tsymlinks = false",
        "\tautocrlf = false",
    ]
    if extension:
        lines += ["[extensions]", f"\tobjectformat = {extension}"]
    (git_dir / "config").write_text("\n".join(lines) + "\n")
    (git_dir / "HEAD").write_text("ref: refs/heads/none\n")


def write_alternates(git_dir: Path, object_dirs: tuple[Path, ...]) -> None:
    """Let a repository of ours read objects from elsewhere."""
    text = "".join(f"{path}\n" for path in object_dirs)
    file = git_dir / "objects" / "info" / "alternates"
    if file.is_file() and file.read_text() == text:
        return
    temporary = file.with_name(f"alternates.{os.getpid()}")
    temporary.write_text(text)
    temporary.replace(file)


def missing_objects(git_dir: Path, revisions: tuple[str, ...]) -> tuple[str, ...]:
    """Return the revisions that do not lead to a commit in this repository."""
    found = commits_of(git_dir, revisions)
    return tuple(revision for revision in revisions if found[revision] is None)


def commits_of(git_dir: Path, revisions: tuple[str, ...]) -> dict[str, str | None]:
    """Return the commit that each object id or abbreviation leads to, tags peeled; else None."""
    asked = "".join(f"{revision}^{{commit}}\n" for revision in revisions)
    done = run_git(git_dir, "cat-file", "--batch-check", stdin=asked.encode())
    answers = done.stdout.decode().splitlines() if done.returncode == 0 else []
    if len(answers) != len(revisions):
        return dict.fromkeys(revisions)
    rows = (answer.split(" ") for answer in answers)
    found = (row[0] if len(row) == 3 and row[1] == "commit" else None for row in rows)
    return dict(zip(revisions, found, strict=True))


def commit_facts(git_dir: Path, commits: tuple[str, ...]) -> dict[str, tuple[str, int]]:
    """Return the tree and the committer time (Unix seconds) of each commit that is there."""
    asked = "".join(f"{commit}\n" for commit in commits)
    done = run_git(git_dir, "cat-file", "--batch", stdin=asked.encode())
    found: dict[str, tuple[str, int]] = {}
    data, at = done.stdout, 0
    while at < len(data):
        end = data.index(b"\n", at)
        header = data[at:end].split(b" ")
        at = end + 1
        if len(header) != 3:
            continue
        size = int(header[2])
        facts = _facts(data[at : at + size])
        if facts is not None:
            found[header[0].decode()] = facts
        at += size + 1
    return found


def _facts(commit: bytes) -> tuple[str, int] | None:
    headers = commit.partition(b"\n\n")[0].split(b"\n")
    tree = next((line[5:].decode() for line in headers if line.startswith(b"tree ")), None)
    committer = next((line for line in headers if line.startswith(b"committer ")), b"")
    words = committer.rsplit(b" ", maxsplit=2)
    if tree is None or len(words) != 3 or not words[1].isdigit():
        return None
    return tree, int(words[1])
