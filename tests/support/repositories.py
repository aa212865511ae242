"""Real git repositories for tests: commits with fixed dates, made from plain mappings."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

_ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": "/nonexistent",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "A Person",
    "GIT_AUTHOR_EMAIL": "person@example.com",
    "GIT_COMMITTER_NAME": "A Person",
    "GIT_COMMITTER_EMAIL": "person@example.com",
}
FIRST_TIME = 1_700_000_000


def git(where: Path, *arguments: str, stdin: bytes = b"", time: int = FIRST_TIME) -> str:
    """Run git in a folder and return its output without the last newline."""
    dates = {"GIT_AUTHOR_DATE": f"{time} +0000", "GIT_COMMITTER_DATE": f"{time} +0000"}
    done = subprocess.run(
        ["git", "-C", str(where), *arguments],
        input=stdin,
        capture_output=True,
        env={**_ENVIRONMENT, **dates},
        check=True,
    )
    return done.stdout.decode().removesuffix("\n")


def bare_repository(path: Path, files: Mapping[str, bytes] | None = None) -> Path:
    """Make a bare repository whose branch ``main`` holds one commit of these files."""
    path.mkdir(parents=True)
    git(path, "init", "--quiet", "--bare", "--initial-branch=main", ".")
    if files is not None:
        add_commit(path, files, parent=None)
    return path


def add_commit(
    path: Path,
    files: Mapping[str, bytes | tuple[str, str]],
    *,
    branch: str = "main",
    parent: str | None = "main",
    message: str = "Change files",
    time: int = FIRST_TIME,
) -> str:
    """Put a commit on a branch and return its id; a pair is (mode, object id or link target)."""
    tree = _tree(path, _entries(path, files, parent))
    options = [] if parent is None else ["-p", git(path, "rev-parse", parent)]
    commit = git(path, "commit-tree", tree, *options, "-m", message, time=time)
    git(path, "update-ref", f"refs/heads/{branch}", commit)
    return commit


def _entries(
    path: Path, files: Mapping[str, bytes | tuple[str, str]], parent: str | None
) -> dict[str, tuple[str, str]]:
    entries: dict[str, tuple[str, str]] = {}
    if parent is not None:
        for row in git(path, "ls-tree", "-r", "-z", parent).split("\0"):
            if row:
                meta, _, name = row.partition("\t")
                entries[name] = (meta.split()[0], meta.split()[2])
    for name, what in files.items():
        match what:
            case bytes():
                blob = git(path, "hash-object", "-w", "--stdin", stdin=what)
                entries[name] = ("100644", blob)
            case ("120000", target):
                blob = git(path, "hash-object", "-w", "--stdin", stdin=target.encode())
                entries[name] = ("120000", blob)
            case (mode, oid):
                entries[name] = (mode, oid)
    return entries


def _tree(path: Path, entries: Mapping[str, tuple[str, str]]) -> str:
    rows: list[str] = []
    folders: dict[str, dict[str, tuple[str, str]]] = {}
    for name, (mode, oid) in entries.items():
        top, _, rest = name.partition("/")
        if rest:
            folders.setdefault(top, {})[rest] = (mode, oid)
        else:
            rows.append(f"{mode} {'commit' if mode == '160000' else 'blob'} {oid}\t{top}")
    rows += [f"040000 tree {_tree(path, below)}\t{top}" for top, below in folders.items()]
    return git(path, "mktree", "-z", "--missing", stdin="\0".join(sorted(rows)).encode())
