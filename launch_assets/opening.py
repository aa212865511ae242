"""From a Dagster run to its directory: a new one, or the one that a resumed run goes on in."""

import logging
import os
from pathlib import Path

import dagster as dg
from dagster._core.storage.tags import (
    ASSET_RESUME_RETRY_TAG,
    PARTITION_NAME_TAG,
    RESUME_RETRY_TAG,
)

from launch.contracts.patch_bundle import DeliveryHistory
from launch.contracts.settings import Settings
from launch.errors import InputError
from launch_assets.failures import reason
from resources.git.source import RepositorySource
from resources.run_store.inherit import inherit, parents_of
from resources.run_store.layout import find_run
from resources.run_store.ledger import ground_of, keep_history
from resources.run_store.lineage import ORIGINS
from resources.run_store.pilots import load_pilot_file, path_of, settings_of
from resources.run_store.reading import read_settings, read_snapshot
from resources.run_store.record import RunRecord
from resources.run_store.standing import delivered_before, kept_pins, resolved
from resources.run_store.store import Opened, RunStore

RUN_ID_TAG = "launch/run_id"
PILOT_FILE_TAG = "launch/pilot_file"
RESUME_TAG = "launch/resume"
PAGES_TAG = "launch/pages"
_LOG = logging.getLogger("launch.run")


def open_run(
    run: dg.DagsterRun, instance: dg.DagsterInstance, store: RunStore, source: RepositorySource
) -> Opened:
    """Open the directory that a Dagster run works on, with both repositories pinned."""
    known = _known_run(run, instance)
    if known is not None:
        _check_pilot(run, known, store)
    if known is not None and _goes_on(run):
        _check_delivery(_as_before(known, store)[0], _selection(run), store)
        opened = store.reopen(known, dagster_run_id=run.run_id, waiting=_waiting)
    else:
        opened = _new(run, store, source, known)
    try:
        instance.add_run_tags(run.run_id, {RUN_ID_TAG: opened.record.run_id})
        _prepare(opened, store, source)
    except BaseException as error:
        opened.record.failed(reason("W1", error))
        store.close(opened)
        raise
    return opened


def _known_run(run: dg.DagsterRun, instance: dg.DagsterInstance) -> str | None:
    """Return the directory of the run that this one repeats or resumes, or None."""
    if RESUME_TAG in run.tags:
        return run.tags[RESUME_TAG]
    parent = instance.get_run_by_id(run.parent_run_id) if run.parent_run_id else None
    return parent.tags.get(RUN_ID_TAG) if parent is not None else None


def _check_pilot(run: dg.DagsterRun, run_id: str, store: RunStore) -> None:
    """Refuse a run whose partition is another pilot than that of the directory it names."""
    snapshot = read_snapshot(find_run(store.places.runs, run_id))
    key = run.tags.get(PARTITION_NAME_TAG, snapshot.pilot)
    if snapshot.pilot != key:
        raise InputError(
            f"run {run_id} belongs to the pilot `{snapshot.pilot}`, not to `{key}`",
            hint=f"choose the partition `{snapshot.pilot}`, or start a new run of `{key}`",
        )


def _goes_on(run: dg.DagsterRun) -> bool:
    retried = (RESUME_RETRY_TAG, ASSET_RESUME_RETRY_TAG)
    return RESUME_TAG in run.tags or any(run.tags.get(tag) == "true" for tag in retried)


def _new(
    run: dg.DagsterRun, store: RunStore, source: RepositorySource, repeated: str | None
) -> Opened:
    settings, data = _as_told(run, store) if repeated is None else _as_before(repeated, store)
    _check_delivery(settings, _selection(run), store)
    return store.open_new(
        settings,
        data,
        dagster_run_id=run.run_id,
        selection=_selection(run),
        pages=tuple(run.tags.get(PAGES_TAG, "").split()),
        sha=lambda: resolved(settings, source, "product").commit[:12],
        waiting=_waiting,
    )


def _check_delivery(settings: Settings, selection: tuple[str, ...], store: RunStore) -> None:
    """Refuse a run whose pull request could not be sent in the end; nothing is called.

    InputError says what to set.
    """
    wanted = not selection or "create_commit_bundle" in selection or "open_pr_bundle" in selection
    if not wanted or settings.pilot.flags.dry_run or settings.defer_delivery is not None:
        return
    from resources.commit_service.connect import connect

    memory = store.places.service_memory
    connect(settings, store_file=memory, record=lambda _: None, environment=os.environ).close()


def _selection(run: dg.DagsterRun) -> tuple[str, ...]:
    """Return the artifacts asked for, in the graph's order; empty for all."""
    chosen = {key.to_user_string() for key in run.asset_selection or ()}
    named = tuple(name for name in ORIGINS if name in chosen)
    return () if len(named) == len(ORIGINS) else named


def _as_told(run: dg.DagsterRun, store: RunStore) -> tuple[Settings, bytes]:
    key = run.tags.get(PARTITION_NAME_TAG, "")
    if not key:
        raise InputError(
            "this run names no pilot",
            hint="choose a partition: each pilot is one",
        )
    named = run.tags.get(PILOT_FILE_TAG)
    file = load_pilot_file(Path(named) if named else path_of(key, store.places), store.places)
    return settings_of(file, store.places), file.data


def _as_before(run_id: str, store: RunStore) -> tuple[Settings, bytes]:
    layout = find_run(store.places.runs, run_id)
    return read_settings(layout), layout.pilot.read_bytes()


def _prepare(opened: Opened, store: RunStore, source: RepositorySource) -> None:
    """Pin both repositories and take over what a run of some assets does not make."""
    record = opened.record
    selection = record.snapshot.selection
    parents = parents_of(record, store.places) if selection else ()
    if parents:
        kept = kept_pins(parents[0].snapshot, selection)
        record.pin(product=kept.product, site=kept.site)
    _pin(opened, source)
    keep_history(record.layout, lambda: _delivered(record, store, source))
    if selection:
        inherit(record, parents, ground_of(record))


def _delivered(
    record: RunRecord, store: RunStore, source: RepositorySource
) -> DeliveryHistory | None:
    pin = record.snapshot.site
    return delivered_before(record.settings, pin, store.places, source) if pin else None


def _pin(opened: Opened, source: RepositorySource) -> None:
    record = opened.record
    if record.snapshot.product is None:
        record.pin(product=resolved(record.settings, source, "product"))
    if record.snapshot.site is None:
        record.pin(site=resolved(record.settings, source, "site"))


def _waiting(holder: str) -> None:
    _LOG.info("waiting for run %s of the same pilot to end", holder, extra={"stage": "run"})
