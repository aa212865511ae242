"""Opening and closing runs: a new directory or a known one, under the pilot's lock.

Who opens a run closes it; after a kill the next command that meets it repairs it.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from launch.configuration.templates import fill
from launch.contracts.delivery import OpenPrBundle
from launch.contracts.model import Artifact, PilotKey
from launch.contracts.patch_bundle import FixedPatchBundle
from launch.contracts.settings import Settings
from launch.contracts.snapshot import RunError, RunState, RunStatus, Snapshot
from launch.errors import InputError
from resources.run_store.atomic import sweep, write_atomic
from resources.run_store.clock import iso, stamp
from resources.run_store.layout import RunLayout, create_run, find_run
from resources.run_store.lineage import ORIGINS
from resources.run_store.lock import HeldLock, holder_of, wait_for
from resources.run_store.outcome import seals, status_of
from resources.run_store.places import Places
from resources.run_store.process import is_alive, this_process
from resources.run_store.reading import read_settings, read_snapshot, runs_of
from resources.run_store.record import RunRecord, write_snapshot

Waiting = Callable[[str], None]
_RESERVE = 128 * 1024
"""Bytes set aside in a run's folder: enough for the last snapshots of a large run."""


@dataclass(frozen=True)
class Opened:
    """A run that is worked on, and the lock that keeps others of its pilot out."""

    record: RunRecord
    lock: HeldLock


class RunStore:
    """The runs of one `runs/` folder."""

    def __init__(self, places: Places) -> None:
        self.places = places

    def open_new(
        self,
        settings: Settings,
        pilot_data: bytes,
        *,
        dagster_run_id: str,
        selection: tuple[str, ...],
        sha: Callable[[], str],
        waiting: Waiting,
        pages: tuple[str, ...] = (),
    ) -> Opened:
        """Wait for the pilot's turn and make a new directory.

        ``pages`` are ids of pages to draft anew; ``sha`` gives the product's commit where the run
        id's template asks for it.
        """
        lock = self._turn(settings.pilot_key, waiting)
        try:
            layout = create_run(self.places.runs, self._name(settings, sha))
            lock.say(layout.run_id)
            write_atomic(layout.pilot, pilot_data)
            write_atomic(layout.reserve, bytes(_RESERVE))
            write_atomic(layout.settings, settings.model_dump_json(indent=2).encode() + b"\n")
            snapshot = Snapshot(
                run_id=layout.run_id,
                created=iso(),
                serial=self._serial(settings.pilot_key),
                pilot=settings.pilot_key,
                sealed=False,
                dagster_run_ids=(dagster_run_id,),
                selection=selection,
                pages=pages,
                product=None,
                site=None,
                process=this_process(),
                run_state=RunState(
                    status="running", pr_result=None, artifact_index={}, event_log=()
                ),
            )
            write_snapshot(layout, snapshot)
            return Opened(RunRecord(layout, snapshot, settings), lock)
        except BaseException:
            lock.release()
            raise

    def reopen(self, run_id: str, *, dagster_run_id: str, waiting: Waiting) -> Opened:
        """Wait for the pilot's turn and go on in a directory; InputError where it is sealed."""
        layout = find_run(self.places.runs, run_id)
        lock = self._turn(read_snapshot(layout).pilot, waiting)
        try:
            lock.say(run_id)
            snapshot = _unsealed(_own(layout, read_snapshot(layout)))
            sweep(layout.root, layout.artifacts, layout.evidence)
            record = RunRecord(layout, snapshot, read_settings(layout))
            record.attach(dagster_run_id, this_process())
            return Opened(record, lock)
        except BaseException:
            lock.release()
            raise

    def close(self, opened: Opened) -> RunStatus:
        """Record how the run ended, seal it where that is due, and let the next one in."""
        record = opened.record
        try:
            bundle = _loaded(record, FixedPatchBundle)
            status = status_of(
                record.snapshot,
                refused=bundle is not None and bundle.refused,
                pull_request=_loaded(record, OpenPrBundle),
            )
            try:
                record.event("run", f"Ended with {status}")
            finally:  # A listener of events may fail; the state on disk is closed all the same.
                record.close(status, sealed=seals(status))
            return status
        finally:
            with suppress(OSError):
                record.layout.reserve.unlink(missing_ok=True)
            opened.lock.release()

    def is_dead(self, layout: RunLayout) -> bool:
        """Return whether a run's process died while it worked on it."""
        snapshot = read_snapshot(layout)
        return snapshot.run_state.status == "running" and not self._is_worked_on(snapshot)

    def repair(self, layout: RunLayout) -> Snapshot:
        """Return a run's snapshot; one whose process died is recorded as failed first."""
        snapshot = read_snapshot(layout)
        if snapshot.run_state.status != "running" or self._is_worked_on(snapshot):
            return snapshot
        error = RunError(
            stage="run",
            kind="InterruptedRunError",
            message="the process died before the run ended",
            hint=f"continue with `python -m launch resume --run-id {layout.run_id}`",
            exit_code=137,
        )
        state = snapshot.run_state.model_copy(update={"status": "failed", "error": error})
        mended = snapshot.model_copy(update={"process": None, "run_state": state})
        write_snapshot(layout, mended)
        return mended

    def _is_worked_on(self, snapshot: Snapshot) -> bool:
        """Return whether somebody works on the run: its process lives, or holds the pilot's lock.

        A clock that is set changes when a process seems to have started; it frees no lock.
        """
        if snapshot.process is not None and is_alive(snapshot.process):
            return True
        return holder_of(self._lock(snapshot.pilot)) == snapshot.run_id

    def _lock(self, pilot: PilotKey) -> Path:
        return self.places.locks / f"{pilot}.lock"

    def _turn(self, pilot: str, waiting: Waiting) -> HeldLock:
        return wait_for(self._lock(pilot), waiting)

    def _serial(self, pilot: PilotKey) -> int:
        newest = runs_of(self.places, pilot)[:1]
        return 1 + max((snapshot.serial for _, snapshot in newest), default=0)

    def _name(self, settings: Settings, sha: Callable[[], str]) -> str:
        template = settings.pilot.run_id
        values = {"pilot": settings.pilot_key, "timestamp": stamp()}
        if "sha" in template:
            values["sha"] = sha()
        return fill(template, values)


def left_over(record: RunRecord) -> tuple[str, ...]:
    """Return what the run was asked for and did not make, unless it was refused or failed."""
    bundle = _loaded(record, FixedPatchBundle)
    if record.snapshot.run_state.error is not None or (bundle is not None and bundle.refused):
        return ()
    wanted = record.snapshot.selection or tuple(ORIGINS)
    return tuple(name for name in wanted if record.record_of(name) is None)


def _own(layout: RunLayout, snapshot: Snapshot) -> Snapshot:
    if snapshot.run_id != layout.run_id:
        raise InputError(
            f"{layout.root} is a copy of run {snapshot.run_id}, not a run of its own",
            hint=f"resume {snapshot.run_id}, or give the folder its name back",
        )
    return snapshot


def _unsealed(snapshot: Snapshot) -> Snapshot:
    if snapshot.sealed:
        raise InputError(
            f"run {snapshot.run_id} is complete ({snapshot.run_state.status}) and sealed",
            hint=f"start a new run of `{snapshot.pilot}`; what still holds is not redone",
        )
    return snapshot


def _loaded[A: Artifact](record: RunRecord, model: type[A]) -> A | None:
    return record.load(model, model.artifact) if record.record_of(model.artifact) else None
