"""The service's memory: one row a key, written before anything else happens. SQLite, WAL, FULL.

A row fixes time, base and parent, so that work after a crash makes the same commit again.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from launch.errors import StorageError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS requests (
    endpoint TEXT NOT NULL, repo TEXT NOT NULL, key TEXT NOT NULL,
    fingerprint TEXT NOT NULL, time INTEGER NOT NULL,
    base_commit TEXT NOT NULL, parent TEXT NOT NULL, answer TEXT,
    PRIMARY KEY (endpoint, repo, key)
) STRICT
"""


@dataclass(frozen=True)
class Row:
    """A request as reserved."""

    fingerprint: str
    time: int
    """Unix seconds."""
    base_commit: str
    parent: str
    """Commit id, or empty."""
    answer: str | None
    """JSON text once done."""


@dataclass(frozen=True)
class RequestId:
    """What makes a request the same request."""

    endpoint: str
    repo: str
    key: str


class RequestStore:
    """Reserved and finished requests. Safe for many threads and processes on one file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with self._connection() as connection:
                connection.execute(_SCHEMA)
        except OSError as error:
            raise StorageError(
                f"the commit service's memory cannot be written at {file}: {error.strerror}",
                hint="free some space, or give it another folder",
            ) from error

    def find(self, request: RequestId) -> Row | None:
        """Return the row of a request, or None."""
        with self._connection() as connection:
            return _find(connection, request)

    def reserve(self, request: RequestId, row: Row) -> Row:
        """Store a row unless there is one, and return the one that stands."""
        with self._connection() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO requests VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
                (
                    request.endpoint,
                    request.repo,
                    request.key,
                    row.fingerprint,
                    row.time,
                    row.base_commit,
                    row.parent,
                ),
            )
            return _find(connection, request) or row

    def finish(self, request: RequestId, answer: str) -> None:
        """Store the answer; every later call of the same request gets it."""
        with self._connection() as connection:
            connection.execute(
                "UPDATE requests SET answer = ? WHERE endpoint = ? AND repo = ? AND key = ?",
                (answer, request.endpoint, request.repo, request.key),
            )

    def release(self, request: RequestId) -> None:
        """Forget a reservation whose request was refused before it had any effect."""
        with self._connection() as connection:
            connection.execute(
                "DELETE FROM requests "
                "WHERE endpoint = ? AND repo = ? AND key = ? AND answer IS NULL",
                (request.endpoint, request.repo, request.key),
            )

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self.file, timeout=30)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                with connection:
                    yield connection
        except sqlite3.Error as error:
            raise StorageError(
                f"the commit service's memory at {self.file} cannot be used: {error}",
                hint="free some space and check that the folder can be written",
            ) from error


def _find(connection: sqlite3.Connection, request: RequestId) -> Row | None:
    found = connection.execute(
        "SELECT fingerprint, time, base_commit, parent, answer FROM requests "
        "WHERE endpoint = ? AND repo = ? AND key = ?",
        (request.endpoint, request.repo, request.key),
    ).fetchone()
    return None if found is None else Row(*found)
