"""Readings of files, kept by blob id across runs and pilots: a SQLite file an edition of the code.

A cache: many processes share it, it may go at any moment, and what is damaged is read anew.
"""

import sqlite3
import threading
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from launch.digests import sha256
from launch.readings import Reading
from resources.cache_room import keep_small, used

_LARGEST = 512 * 1024**2
"""Bytes of one edition; all editions together have four times as much."""
_WAITING = 500
"""Readings that are written together."""
_PATIENCE = 5.0
"""Seconds that a writer waits for another one; then it keeps nothing."""
_DAY = 86400
_TABLE = """\
CREATE TABLE IF NOT EXISTS readings (key BLOB PRIMARY KEY, day INTEGER, value BLOB) WITHOUT ROWID
"""
_GET = "SELECT day, value FROM readings WHERE key = ?"
_PUT = "INSERT OR REPLACE INTO readings VALUES (?, ?, ?)"
_OLDEST = (
    "DELETE FROM readings WHERE day <= (SELECT day FROM readings ORDER BY day LIMIT 1 OFFSET ?)"
)


class KeptReadings:
    """`launch.ports.Readings` in the cache; safe to be asked from several threads.

    ``edition`` names the code that reads: what another edition kept is not looked at.
    """

    def __init__(self, cache: Path, edition: str, largest: int = _LARGEST) -> None:
        self._room = cache / "readings"
        self._file = self._room / edition / "readings.sqlite"
        self._largest = largest
        self._lock = threading.Lock()
        self._made = 0
        """The file's number on its disk: another one of its name is not it."""
        self._connection = self._opened()
        self._today = int(time.time() // _DAY)
        self._waiting: dict[bytes, bytes] = {}
        self._seen: list[bytes] = []
        """Keys that were last used on an earlier day."""

    def of[T](self, reading: Reading[T], path: str, blob: str, make: Callable[[], T]) -> T:
        """Return the kept reading of a blob at a path, or what `make` reads, keeping it."""
        key = bytes.fromhex(sha256(f"{reading.name}\0{path}\0{blob}"))
        with self._lock:
            data = self._found(key)
        if data is not None:
            with suppress(ValidationError):
                return reading.shape.validate_json(data)
        made = make()
        value = zlib.compress(key + reading.shape.dump_json(made), 1)
        with self._lock:
            self._waiting[key] = value
            if len(self._waiting) >= _WAITING:
                self._write()
        return made

    def close(self) -> None:
        """Write what is left, and keep the room small."""
        with self._lock:
            self._write()
            if self._connection is not None:
                self._connection.close()
                self._connection = None
                used(self._file.parent)
        keep_small(self._room, 4 * self._largest)

    def _opened(self) -> sqlite3.Connection | None:
        """Return the file's connection; None where there cannot be one."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(
                self._file, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
            )
        except (OSError, sqlite3.Error):
            return None
        try:
            connection.execute("PRAGMA synchronous=OFF")  # A reading that is lost is read again.
            connection.execute(_TABLE)
            self._made = self._file.stat().st_ino
        except (OSError, sqlite3.Error) as error:
            connection.close()
            self._discard(error)
            return None
        return connection

    def _found(self, key: bytes) -> bytes | None:
        """Return what is kept under a key, checked; None where nothing whole is."""
        if key in self._waiting:
            return zlib.decompress(self._waiting[key])[len(key) :]
        if self._connection is None:
            return None
        try:
            row = self._connection.execute(_GET, (key,)).fetchone()
            data = None if row is None else zlib.decompress(row[1])
        except sqlite3.Error as error:
            self._failed(error)
            return None
        except (zlib.error, TypeError):
            return None
        if data is None or not data.startswith(key):
            return None
        if row[0] != self._today:
            self._seen.append(key)
        return data[len(key) :]

    def _write(self) -> None:
        """Write what waits, and which old readings were used; the oldest go where it is full."""
        rows = [(key, self._today, value) for key, value in self._waiting.items()]
        used_again = [(self._today, key) for key in self._seen]
        self._waiting, self._seen = {}, []
        if self._connection is None or not (rows or used_again) or not self._is_there():
            return
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._make_room(self._connection)
            self._connection.executemany(_PUT, rows)
            self._connection.executemany("UPDATE readings SET day = ? WHERE key = ?", used_again)
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._failed(error)

    def _is_there(self) -> bool:
        """Return whether the file is still the one that was opened: writing beside it harms it."""
        with suppress(OSError):
            return self._file.stat().st_ino == self._made
        return False

    def _make_room(self, connection: sqlite3.Connection) -> None:
        pages, free, size = (
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "page_size")
        )
        if (pages - free) * size > self._largest:
            (count,) = connection.execute("SELECT count(*) FROM readings").fetchone()
            connection.execute(_OLDEST, (count // 4,))

    def _failed(self, error: sqlite3.Error) -> None:
        """Go on without what could not be read or written; without the file where it is damaged."""
        if self._connection is None:
            return
        if isinstance(error, sqlite3.OperationalError):
            with suppress(sqlite3.Error):
                self._connection.rollback()
            return
        self._connection.close()
        self._connection = None
        self._discard(error)

    def _discard(self, error: Exception) -> None:
        """Remove a damaged file, so that the next one is whole; a busy or full one stays."""
        if isinstance(error, sqlite3.OperationalError) or not isinstance(error, sqlite3.Error):
            return
        for path in (self._file, self._file.with_name(f"{self._file.name}-journal")):
            with suppress(OSError):
                path.unlink()
