"""The bundled product and site as git repositories, with the same commit ids on every machine.

Their files stand in `pilots/fixtures/`; what cannot stand in a repository of ours is made here.
"""

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from launch.digests import sha256
from launch.errors import RepositoryError, StorageError
from resources.git.environment import git_command, git_environment

FixtureKind = Literal["product", "site"]

_HOME = Path(__file__).parents[1] / "pilots" / "fixtures"
_FILE, _SYMLINK = "100644", "120000"
_TOKEN_MARK = b"@TOKEN@"


@dataclass(frozen=True)
class _Layer:
    """One commit: the files of a folder, laid over those of the commits before."""

    folder: str
    message: str
    author: str
    time: int
    tag: str | None = None


_HISTORY: dict[FixtureKind, tuple[_Layer, ...]] = {
    "product": (
        _Layer("1-library", "Compare the contents of folders", "Maren Holt", 1768208400),
        _Layer("2-documentation", "Document 0.9.0", "Maren Holt", 1769418000, tag="v0.9.0"),
        _Layer("3-markdown-reports", "Write reports as Markdown", "Ioan Pryce", 1771837200),
    ),
    "site": (_Layer("", "Documentation of the tools in our care", "Ada Quist", 1781427600),),
}

_ORIGINS = """# Herkunft

Driftmark entstand in Köln, weil ein Archiv über die Jahre verfälscht wurde und es niemand
bemerkte. Grüße an alle, die beim Aufräumen geholfen haben.
"""

_TRAPS: dict[str, tuple[tuple[str, str, bytes], ...]] = {
    "2-documentation": (
        ("docs/system.md", _SYMLINK, b"/etc/passwd"),
        ("docs/archive.bin", _FILE, bytes(range(256)) * 4),
        ("docs/origins.md", _FILE, _ORIGINS.encode("latin-1")),
    ),
}


def materialise(kind: FixtureKind, into: Path) -> Path:
    """Return a bare repository of the fixture in the folder ``into``, made if it is not there.

    Branch ``main`` is its HEAD. Its name holds a digest of its content, so a repository that is
    there already is the right one and is kept, with whatever was delivered into it.
    Raises StorageError where the folder cannot be written.
    """
    stream = _import_stream(kind)
    target = into / f"{kind}-{sha256(stream)[:12]}.git"
    if target.is_dir():
        return target
    try:
        into.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{kind}-", dir=into))
    except OSError as error:
        raise StorageError(
            f"the fixture {kind} cannot be written to {into}: {error.strerror}",
            hint="choose a folder that can be written with LAUNCH_CACHE_DIR or LAUNCH_RUNS_DIR",
        ) from error
    try:
        _git(scratch, "init", "--quiet", "--bare", "--template=", "--initial-branch=main")
        _git(scratch, "fast-import", "--quiet", "--date-format=raw", stream=stream)
        _move(scratch, target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return target


def _move(scratch: Path, target: Path) -> None:
    """Rename the finished repository; another process may have been first with the same one."""
    scratch.chmod(0o755)
    try:
        scratch.rename(target)
    except OSError as error:
        if not target.is_dir():
            raise StorageError(
                f"the fixture cannot be moved to {target}: {error.strerror}",
                hint="check the folder's permissions and free space",
            ) from error


def _import_stream(kind: FixtureKind) -> bytes:
    """Return the history as `git fast-import` reads it."""
    parts: list[bytes] = []
    for layer in _HISTORY[kind]:
        who = f"{layer.author} <{layer.author.split()[0].lower()}@example.org> {layer.time} +0000"
        parts.append(b"commit refs/heads/main\n")
        parts.append(f"author {who}\ncommitter {who}\n".encode())
        parts.append(_data(layer.message.encode() + b"\n"))
        for path, mode, content in _files(_HOME / kind / layer.folder):
            parts.append(f"M {mode} inline {path}\n".encode())
            parts.append(_data(content))
        parts.append(b"\n")
        if layer.tag:
            parts.append(f"tag {layer.tag}\nfrom refs/heads/main\ntagger {who}\n".encode())
            parts.append(_data(f"Driftmark {layer.tag}\n".encode()))
    return b"".join(parts)


def _files(folder: Path) -> tuple[tuple[str, str, bytes], ...]:
    """Return path, mode and bytes of a layer's files, by path."""
    stored = (
        (path.relative_to(folder).as_posix(), _FILE, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    )
    filled = ((path, mode, data.replace(_TOKEN_MARK, _token())) for path, mode, data in stored)
    return tuple(sorted((*filled, *_TRAPS.get(folder.name, ()))))


def _token() -> bytes:
    """Return what looks like an access token and opens nothing."""
    return b"gh" + b"p_" + b"dR1f" * 9


def _data(content: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(content), content)


def _git(git_dir: Path, *arguments: str, stream: bytes = b"") -> None:
    done = subprocess.run(
        git_command(git_dir, *arguments),
        input=stream,
        capture_output=True,
        env=git_environment(),
        check=False,
    )
    if done.returncode != 0:
        reason = done.stderr.decode("utf-8", "replace").strip()
        raise RepositoryError(
            f"git {arguments[0]} failed for a fixture: {reason}",
            hint="check that git 2.30 or newer is installed and that the disk is not full",
        )
