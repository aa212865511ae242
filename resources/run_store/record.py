"""A run's directory while it is worked on: its state, artifacts and log, always true on disk.

Every change is one atomic write of `snapshot.json`. Nothing here knows Dagster.
"""

import logging
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from launch.contracts.delivery import PrResult
from launch.contracts.model import Artifact
from launch.contracts.settings import Settings
from launch.contracts.snapshot import (
    ArtifactRecord,
    Cost,
    Event,
    PageRecord,
    Process,
    RunError,
    RunStatus,
    Snapshot,
)
from launch.contracts.tree import RepoPin
from launch.digests import sha256
from launch.errors import ArtifactError, StorageError
from resources.run_store.atomic import disk_errors, make_folder, write_atomic
from resources.run_store.clock import iso
from resources.run_store.layout import RunLayout

EVENTS = logging.getLogger("launch.run")


@dataclass(frozen=True)
class Provenance:
    """What an artifact was made from, by which code, by which run."""

    input_digests: tuple[tuple[str, str], ...]
    code_version: str
    made_by: str
    memoised: bool = False
    why: str = ""


class RunRecord:
    """An open run. Its methods may be called from several threads."""

    def __init__(self, layout: RunLayout, snapshot: Snapshot, settings: Settings) -> None:
        self.layout = layout
        self.settings = settings
        self._snapshot = snapshot
        self._lock = threading.RLock()
        self._loaded: dict[tuple[str, str], Any] = {}

    @property
    def run_id(self) -> str:
        """The directory's name."""
        return self.layout.run_id

    @property
    def snapshot(self) -> Snapshot:
        """State as it is on disk."""
        return self._snapshot

    def event(self, stage: str, message: str) -> None:
        """Put one line into the event log and `logs/run.log`."""
        line = " ".join(message.split())
        with self._lock:
            moment = Event(time=iso(), stage=stage, message=line)
            self._set_state(event_log=(*self._snapshot.run_state.event_log, moment))
            self.log(stage, line)
        EVENTS.info("%s: %s", stage, line, extra={"stage": stage})

    def log(self, stage: str, text: str) -> None:
        """Append to `logs/run.log` only; more than one line is indented."""
        body = text.replace("\n", "\n    ")
        with self._lock, disk_errors(self.layout.log), self.layout.log.open("a") as file:
            file.write(f"{iso()} {stage}: {body}\n")

    def keep(self, artifact: Artifact, provenance: Provenance) -> ArtifactRecord:
        """Store an artifact and record it; return the record."""
        name, data = artifact.artifact, artifact.to_bytes()
        record = ArtifactRecord(
            name=name,
            file=f"{name}.json",
            sha256=sha256(data),
            input_digests=tuple(sorted(provenance.input_digests)),
            code_version=provenance.code_version,
            made_by=provenance.made_by,
            inherited=False,
            memoised=provenance.memoised,
            why=provenance.why,
        )
        self.keep_bytes(record, data)
        self._loaded[name, record.sha256] = artifact
        return record

    def keep_bytes(self, record: ArtifactRecord, data: bytes, *, mode: int = 0o644) -> None:
        """Store an artifact's bytes under its record."""
        with self._lock:
            write_atomic(self.layout.artifacts / record.file, data, mode=mode)
            index = {**self._snapshot.run_state.artifact_index, record.name: record}
            self._set_state(artifact_index=dict(sorted(index.items())))

    def record_of(self, name: str) -> ArtifactRecord | None:
        """Return the record of an artifact, or None where the run has none."""
        return self._snapshot.run_state.artifact_index.get(name)

    def read(self, name: str) -> bytes:
        """Return an artifact's bytes; ArtifactError if it is missing or was changed."""
        return read_artifact(self.layout, self._snapshot, name)

    def load[A: BaseModel](self, model: type[A], name: str) -> A:
        """Return an artifact as its model; ArtifactError if it is missing, changed or foreign."""
        data = self.read(name)
        key = (name, sha256(data))
        if key not in self._loaded:
            self._loaded[key] = parsed(model, data, name)
        value: A = self._loaded[key]
        return value

    def evidence(self, path: str, data: bytes) -> None:
        """Write a file below `evidence/`."""
        target = self.layout.evidence / path
        make_folder(target.parent)
        write_atomic(target, data)

    def pin(self, *, product: RepoPin | None = None, site: RepoPin | None = None) -> None:
        """Record what the refs resolved to."""
        changes = {"product": product, "site": site}
        self._set(**{name: pin for name, pin in changes.items() if pin is not None})

    def attach(self, dagster_run_id: str, process: Process) -> None:
        """Record a Dagster run that works on this directory from now on."""
        known = self._snapshot.dagster_run_ids
        ids = known if dagster_run_id in known else (*known, dagster_run_id)
        self._set(dagster_run_ids=ids, process=process)
        self._set_state(status="running", error=None)

    def stale(self, names: Iterable[str]) -> None:
        """Record which artifacts were not inherited, because what they rest on changed."""
        self._set_state(stale=tuple(names))

    def drafted(self, pages: Iterable[PageRecord]) -> None:
        """Record the pages of the draft, and which of them this run drafted."""
        self._set_state(page_index=tuple(pages))

    def delivered(self, result: PrResult) -> None:
        """Record the pull request."""
        self._set_state(pr_result=result)

    def unchanged(self, result: PrResult) -> None:
        """Record that the ledger has all of this already, and the pull request that brought it."""
        self._set_state(unchanged=True, pr_result=result)

    def submitted(self, result: PrResult) -> None:
        """Record the pull request of a run that had held it back."""
        self._set_state(status="w9_ok", pr_result=result, error=None)

    def spent(self, cost: Cost) -> None:
        """Record the bill so far."""
        self._set_state(cost=cost)

    def failed(self, error: RunError) -> None:
        """Record why the run stops; the first reason stays."""
        if self._snapshot.run_state.error is None:
            self._set_state(error=error)

    def close(self, status: RunStatus, *, sealed: bool) -> None:
        """Record how the run ended."""
        self._set(process=None, sealed=sealed)
        self._set_state(status=status)

    def _set_state(self, **changes: object) -> None:
        with self._lock:
            self._set(run_state=self._snapshot.run_state.model_copy(update=changes))

    def _set(self, **changes: object) -> None:
        with self._lock:
            snapshot = self._snapshot.model_copy(update=changes)
            write_snapshot(self.layout, snapshot)
            self._snapshot = snapshot


def write_snapshot(layout: RunLayout, snapshot: Snapshot) -> None:
    """Put a snapshot on disk, whole or not at all."""
    data = snapshot.model_dump_json(indent=2).encode() + b"\n"
    try:
        write_atomic(layout.snapshot, data)
    except StorageError:
        if not layout.reserve.exists():
            raise
        layout.reserve.unlink()
        write_atomic(layout.snapshot, data)


def read_artifact(layout: RunLayout, snapshot: Snapshot, name: str) -> bytes:
    """Return the bytes of a run's artifact; ArtifactError if missing or changed since."""
    record = snapshot.run_state.artifact_index.get(name)
    hint = f"make it again: `python -m launch run --config <pilot>` (run {layout.run_id})"
    if record is None:
        raise ArtifactError(f"run {layout.run_id} has no `{name}`", hint=hint)
    path = layout.artifacts / record.file
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ArtifactError(f"{path} cannot be read: {error.strerror}", hint=hint) from error
    if sha256(data) != record.sha256:
        raise ArtifactError(f"{path} was changed since it was made; it is not used", hint=hint)
    return data


def parsed[A: BaseModel](model: type[A], data: bytes, name: str) -> A:
    """Return bytes as a contract; ArtifactError for another shape or version."""
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ArtifactError(
            f"`{name}` does not have the shape that this version reads ({place}: {first['msg']})",
            hint="it was written by another version of the launcher; run the pilot again",
        ) from error
