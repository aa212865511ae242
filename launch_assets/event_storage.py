"""Dagster's SQLite storage with its event connections kept open, for one run in one process.

Dagster opens and closes a database for every event; closing the last connection folds the log
back into the file, so that a third of a short run went there. Tables and files are Dagster's own.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as db
from dagster._core.instance.ref import InstanceRef
from dagster._core.storage.event_log.sqlite.sqlite_event_log import SqliteEventLogStorage
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy.pool import NullPool, StaticPool

_BUSY_SECONDS = 60


class KeptEventLogStorage(SqliteEventLogStorage):
    """Events in Dagster's own databases, through one connection a database."""

    def __init__(self, base_dir: str) -> None:
        self._engines: dict[str, db.Engine] = {}
        self._tables: set[str] = set()
        self._partitions: set[tuple[str, str]] = set()
        super().__init__(base_dir)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[db.Connection]:
        with self._db_lock:
            if shard not in self._initialized_dbs:
                self._initdb(
                    db.create_engine(self.conn_string_for_shard(shard), poolclass=NullPool)
                )
                self._initialized_dbs.add(shard)
            with self._engine(shard).connect() as connection, connection.begin():
                yield connection

    def has_table(self, table_name: str) -> bool:
        """Return whether the index has a table; one that was there stays there."""
        if table_name not in self._tables and super().has_table(table_name):
            self._tables.add(table_name)
        return table_name in self._tables

    def has_dynamic_partition(self, partitions_def_name: str, partition_key: str) -> bool:
        """Return whether a pilot is known; Dagster asks it for every input and output of a run."""
        asked = (partitions_def_name, partition_key)
        if asked not in self._partitions and super().has_dynamic_partition(*asked):
            self._partitions.add(asked)
        return asked in self._partitions

    def dispose(self) -> None:
        """Close every connection."""
        super().dispose()
        with self._db_lock:
            for engine in self._engines.values():
                engine.dispose()
            self._engines.clear()

    def _engine(self, shard: str) -> db.Engine:
        if shard not in self._engines:
            engine = db.create_engine(
                self.conn_string_for_shard(shard),
                poolclass=StaticPool,
                connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False},
            )
            db.event.listen(engine, "connect", _relaxed)
            self._engines[shard] = engine
        return self._engines[shard]


class KeptSqliteStorage(DagsterSqliteStorage):
    """Dagster's storage of a home, its events through `KeptEventLogStorage`."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        super().__init__(base_dir, inst_data)
        self._event_log_storage = KeptEventLogStorage(str(Path(base_dir) / "history" / "runs"))

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Any
    ) -> "KeptSqliteStorage":
        """Return the storage as an instance's parts describe it."""
        return cls(config_value["base_dir"], inst_data)


def kept_open(ref: InstanceRef) -> InstanceRef:
    """Return the instance's parts with the storage above, where it has Dagster's own."""
    data = ref.storage_data
    if data is None or data.class_name != DagsterSqliteStorage.__name__:
        return ref
    ours = ConfigurableClassData(__name__, KeptSqliteStorage.__name__, data.config_yaml)
    return ref._replace(storage_data=ours)


def _relaxed(connection: sqlite3.Connection, _: object) -> None:
    # With a write-ahead log this can lose the last events at a power cut, never damage the file;
    # what a resume rests on is the run's own directory, which is synced.
    connection.execute("PRAGMA synchronous=NORMAL")
