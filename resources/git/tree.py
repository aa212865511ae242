"""A git tree read from the object store: one ls-tree, one cat-file process, nothing checked out."""

import subprocess
import threading
import weakref
from bisect import bisect_left
from functools import cached_property
from pathlib import Path
from typing import IO

from launch.contracts.model import lean
from launch.contracts.tree import EntryKind, TreeEntry
from launch.errors import RepositoryError
from resources.git.environment import git_command, git_environment

_KINDS: dict[str, EntryKind] = {
    "100644": "file",
    "100664": "file",
    "100755": "executable",
    "120000": "symlink",
    "160000": "submodule",
}


_AHEAD = 200
"""Entries looked at when reading ahead: their requests fit the pipe, so neither side waits."""
_AHEAD_BYTES = 2_000_000
_GAP = 100
"""Entries that may be passed over and the order still be the tree's."""


class GitTree:
    """The `launch.ports.Tree` of one commit in a local (bare) repository.

    Blobs are read lazily through one long-lived ``git cat-file --batch``, which ends with the tree
    or with ``close``.
    """

    def __init__(self, git_dir: Path, commit: str) -> None:
        self.git_dir = git_dir
        self.commit = commit
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._ahead: dict[str, bytes | None] = {}
        """Blobs read ahead and not asked for yet; one batch at most."""
        self._suffixes: set[str] = set()
        """Endings of the paths asked for so far: others are never read ahead."""
        self._last = -2

    @cached_property
    def entries(self) -> tuple[TreeEntry, ...]:
        """Every entry, by path."""
        command = git_command(self.git_dir, "ls-tree", "-r", "-z", "--long", self.commit)
        done = subprocess.run(command, capture_output=True, env=git_environment(), check=False)
        if done.returncode != 0:
            raise RepositoryError(
                f"commit {self.commit} cannot be read in {self.git_dir.name}",
                hint="check `input.sha` and `output.base_ref` of the pilot",
            )
        rows = (_entry(row) for row in done.stdout.split(b"\0") if row)
        return tuple(sorted(rows, key=lambda entry: entry.path))

    @cached_property
    def _paths(self) -> list[str]:
        """The entries' paths in order: looked through by halves, a table would be ten times it."""
        return [entry.path for entry in self.entries]

    def _place(self, path: str) -> int | None:
        place = bisect_left(self._paths, path)
        return place if place < len(self._paths) and self._paths[place] == path else None

    def entry(self, path: str) -> TreeEntry | None:
        """Return the entry at exactly this path, or None."""
        place = self._place(path)
        return None if place is None else self.entries[place]

    def read(self, path: str) -> bytes | None:
        """Return a blob's bytes, or None where there is none."""
        place = self._place(path)
        if place is None:
            return None
        entry = self.entries[place]
        if entry.kind == "submodule" or entry.size < 0:
            return None
        with self._lock:
            return self._blob(entry, place)

    def _blob(self, entry: TreeEntry, place: int) -> bytes | None:
        """Read a blob, and with it the next ones where files are read in the tree's order."""
        self._suffixes.add(_suffix(entry.path))
        in_order = 0 < place - self._last <= _GAP
        self._last = place
        if entry.blob in self._ahead:
            return self._ahead.pop(entry.blob)
        wanted = [entry.blob, *(self._following(place) if in_order else ())]
        stdin, stdout = self._pipes()
        stdin.write("".join(f"{blob}\n" for blob in wanted).encode())
        stdin.flush()
        found = {blob: _answer(stdout) for blob in wanted}
        data = found.pop(entry.blob)
        self._ahead = found
        return data

    def _following(self, place: int) -> list[str]:
        """Return the blobs that are likely to be asked for next: few and small enough to keep."""
        blobs: dict[str, None] = {}
        room = _AHEAD_BYTES
        for entry in self.entries[place + 1 : place + 1 + _AHEAD]:
            readable = entry.kind != "submodule" and 0 <= entry.size <= room
            if readable and _suffix(entry.path) in self._suffixes:
                blobs[entry.blob] = None
                room -= entry.size
        blobs.pop(self.entries[place].blob, None)
        return list(blobs)

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process is None:
            self._process = subprocess.Popen(
                git_command(self.git_dir, "cat-file", "--batch"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=git_environment(),
            )
            weakref.finalize(self, _end, self._process)
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise RepositoryError("git cat-file has no pipes", hint="report this as a bug")
        return stdin, stdout

    def close(self) -> None:
        """End the reading process."""
        if self._process is not None:
            _end(self._process)
            self._process = None


def _suffix(path: str) -> str:
    name = path.rpartition("/")[2]
    return name.rpartition(".")[2] if "." in name else ""


def _answer(stdout: IO[bytes]) -> bytes | None:
    """Read one answer of ``cat-file --batch``; None where the object is missing."""
    header = stdout.readline().split()
    if len(header) != 3:
        return None
    data = stdout.read(int(header[2]))
    stdout.read(1)
    return data


def _end(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    process.wait()


def _entry(row: bytes) -> TreeEntry:
    meta, _, name = row.partition(b"\t")
    mode, _, blob, size = meta.decode().split()
    entry = TreeEntry(
        path=name.decode("utf-8", "backslashreplace"),
        kind=_KINDS.get(mode, "file"),
        blob=blob,
        size=int(size) if size.isdigit() else (0 if mode == "160000" else -1),
    )
    return lean(entry)
