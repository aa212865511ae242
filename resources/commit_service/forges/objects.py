"""Git objects made by hand: blobs and commits as loose files in a quarantine, moved in when whole.

Nothing is visible in the repository before `move_in`. One writer at a time: what lies about when a
writer gets its turn was left by a killed process, and is swept.
"""

import hashlib
import os
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from resources.commit_service.forges.moving import end_killed_move
from resources.commit_service.refusals import RefusedRequestError
from resources.git.environment import run_git

_PREFIX = "tmp_objdir-launch-"
_LOCK_SECONDS = 60


@dataclass(frozen=True)
class Quarantine:
    """A folder of new objects in front of a repository's own."""

    git_dir: Path
    folder: Path
    hash_name: str
    """``sha1`` or ``sha256``."""

    @property
    def environment(self) -> dict[str, str]:
        """What git needs to write here and read from the repository."""
        return {
            "GIT_OBJECT_DIRECTORY": str(self.folder),
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(self.git_dir / "objects"),
            "GIT_INDEX_FILE": str(self.folder / "index"),
        }

    def write(self, kind: Literal["blob", "commit"], data: bytes) -> str:
        """Store an object and return its id."""
        whole = f"{kind} {len(data)}\0".encode() + data
        oid = hashlib.new(self.hash_name, whole, usedforsecurity=False).hexdigest()
        path = self.folder / oid[:2] / oid[2:]
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(zlib.compress(whole, 1))
        return oid

    def git(self, *arguments: str, stdin: bytes = b"") -> bytes:
        """Run git over both; OSError with its words where it fails."""
        done = run_git(self.git_dir, *arguments, stdin=stdin, extra=self.environment)
        if done.returncode != 0:
            raise OSError(done.stderr.decode("utf-8", "replace").strip() or "git failed")
        return done.stdout

    def move_in(self) -> None:
        """Move every object into the repository, each one whole and flushed to disk."""
        for path in sorted(self.folder.glob("??/*")):
            target = self.git_dir / "objects" / path.parent.name / path.name
            if target.exists():
                continue
            with path.open("rb") as file:
                os.fsync(file.fileno())
            target.parent.mkdir(exist_ok=True)
            path.chmod(0o444)
            path.replace(target)


@contextmanager
def one_writer(git_dir: Path) -> Iterator[None]:
    """Hold the repository's write lock, and remove what killed writers left."""
    try:
        with FileLock(git_dir / "foss-launcher.lock", timeout=_LOCK_SECONDS):
            for folder in (git_dir / "objects").glob(f"{_PREFIX}*"):
                shutil.rmtree(folder, ignore_errors=True)
            end_killed_move(git_dir)
            yield
    except Timeout as error:
        text = "another writer holds the repository; try again"
        raise RefusedRequestError(503, "busy", text, retry_after=5) from error


@contextmanager
def quarantine(git_dir: Path, hash_name: str) -> Iterator[Quarantine]:
    """Yield a fresh quarantine and remove it afterwards; the caller is the `one_writer`."""
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=git_dir / "objects"))
    try:
        yield Quarantine(git_dir, folder, hash_name)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
