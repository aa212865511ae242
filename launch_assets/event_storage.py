"""Dagster's SQLite storage for one run in one process: connections kept open, few bytes a run.

Dagster opens and closes a database for every event; closing the last connection folds the log
back into the file, so that a third of a short run went there. Tables and files are Dagster's own.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import dagster as dg
import sqlalchemy as db
from dagster._core.events.log import EventLogEntry
from dagster._core.instance.ref import InstanceRef
from dagster._core.storage.event_log.sqlite.sqlite_event_log import SqliteEventLogStorage
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy.pool import NullPool, StaticPool

_BUSY_SECONDS = 60
_PAGE_BYTES = 512
"""SQLite's smallest: events are a kilobyte or two, and larger pages stay half empty."""
_PLUMBING = frozenset(
    {
        dg.DagsterEventType.STEP_INPUT,
        dg.DagsterEventType.LOADED_INPUT,
        dg.DagsterEventType.HANDLED_OUTPUT,
    }
)
"""Events of every input and output of a step: a third of a run's bytes, and nothing of a pilot."""


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
                fresh = db.create_engine(self.conn_string_for_shard(shard), poolclass=NullPool)
                db.event.listen(fresh, "connect", _small_pages)
                self._initdb(fresh)
                self._initialized_dbs.add(shard)
            with self._engine(shard).connect() as connection, connection.begin():
                yield connection

    def store_event(self, event: EventLogEntry) -> None:
        """Store an event, unless it is plumbing; what an output shows is stored once.

        The materialisation and the check's verdict that follow carry an output's metadata.
        """
        if event.dagster_event_type not in _PLUMBING:
            super().store_event(_once(event))

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
        events = Path(base_dir) / "history" / "runs"
        fresh = not (events / "index.db").exists()
        super().__init__(base_dir, inst_data)
        if fresh:
            _shrink(events / "index.db")
        self._event_log_storage = KeptEventLogStorage(str(events))

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


def store_little(instance: dg.DagsterInstance, dagster_run_id: str) -> None:
    """Let a run that Dagster's own process works on store what one of the command line does.

    Whoever asked for it has made the run's database already, on large pages.
    """
    storage = instance.event_log_storage
    if type(storage) is not SqliteEventLogStorage:
        return
    kept = KeptEventLogStorage(str(Path(storage.path_for_shard(dagster_run_id)).parent))
    _shrink(Path(storage.path_for_shard(dagster_run_id)))
    kept.register_instance(instance)
    instance._event_storage = kept  # noqa: SLF001
    storage.dispose()


def _once(event: EventLogEntry) -> EventLogEntry:
    """Return the event without what it says a second time, or what no reader of events asks for."""
    inner = event.dagster_event
    if inner is None:
        return event
    bare = inner._replace(logging_tags={})
    if inner.event_type is dg.DagsterEventType.STEP_OUTPUT:
        bare = bare._replace(event_specific_data=inner.step_output_data._replace(metadata={}))
    return event._replace(dagster_event=bare, user_message="" if inner.message else event.message)


def _small_pages(connection: sqlite3.Connection, _: object) -> None:
    connection.execute(f"PRAGMA page_size={_PAGE_BYTES}")


def _shrink(database: Path) -> None:
    """Set a database that holds next to nothing on small pages, unless somebody reads it now."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode=DELETE")
            _small_pages(connection, None)
            connection.execute("VACUUM")
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode=WAL")


def _relaxed(connection: sqlite3.Connection, _: object) -> None:
    # With a write-ahead log this can lose the last events at a power cut, never damage the file;
    # what a resume rests on is the run's own directory, which is synced.
    connection.execute("PRAGMA synchronous=NORMAL")
