"""The audit log: one JSON line a request, each bound to the one before by its hash. No secrets.

Who may write the file can cut its end; nobody can change or take out a line unseen.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock

from launch.digests import digest_of

_FIRST = "0" * 64
_TAIL_BYTES = 65_536


@dataclass(frozen=True)
class AuditEntry:
    """What happened to one request."""

    time: int
    """Unix seconds."""
    client: str
    """Address of the caller."""
    method: str
    path: str
    key: str
    """Idempotency key, or empty."""
    request_sha256: str
    """Digest of the body, or empty."""
    status: int
    code: str
    """Code of the refusal, or empty."""


class AuditLog:
    """Appends to one file; several processes may share it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        file.parent.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(file.with_name(f"{file.name}.lock"), timeout=30)

    def append(self, entry: AuditEntry) -> None:
        """Write one line and flush it to disk; a line torn by a crash is cut off first."""
        with self._lock, self.file.open("a+b") as opened:
            opened.truncate(_whole_length(self.file))
            body = {**asdict(entry), "previous": _last_hash(self.file)}
            line = json.dumps({**body, "hash": digest_of(body)}, sort_keys=True)
            opened.write(f"{line}\n".encode())
            opened.flush()
            os.fsync(opened.fileno())


def first_broken_line(file: Path) -> int | None:
    """Return the number of the first line that is not as it was written, or None."""
    previous = _FIRST
    for number, line in enumerate(file.read_bytes().split(b"\n")[:-1], start=1):
        try:
            body = json.loads(line)
            claimed = body.pop("hash")
        except (ValueError, KeyError, AttributeError, TypeError):
            return number
        if body.get("previous") != previous or digest_of(body) != claimed:
            return number
        previous = claimed
    return None


def _last_hash(file: Path) -> str:
    last = _tail(file).rstrip(b"\n").rpartition(b"\n")[2]
    return str(json.loads(last)["hash"]) if last else _FIRST


def _whole_length(file: Path) -> int:
    """Return the length up to the last line that is whole."""
    tail = _tail(file)
    return file.stat().st_size - (len(tail) - tail.rfind(b"\n") - 1)


def _tail(file: Path) -> bytes:
    with file.open("rb") as opened:
        opened.seek(max(0, file.stat().st_size - _TAIL_BYTES))
        return opened.read()
