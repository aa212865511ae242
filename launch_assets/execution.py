"""A Dagster run in this process that the UI sees and can re-execute.

The names from inside Dagster that this needs are used here only; a contract test holds them.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
from dagster._core.definitions.job_base import InMemoryJob
from dagster._core.errors import DagsterExecutionInterruptedError
from dagster._core.execution.api import execute_run
from dagster._core.remote_origin import RemoteJobOrigin, RemoteRepositoryOrigin
from dagster._core.storage.tags import PARENT_RUN_ID_TAG, PARTITION_NAME_TAG, ROOT_RUN_ID_TAG
from dagster._core.workspace.load import location_origins_from_yaml_paths
from sqlalchemy.exc import IntegrityError

from launch.errors import LaunchError
from launch_assets.definitions import PILOT_JOB, defs
from launch_assets.partitions import PILOTS
from resources.run_store.places import PROJECT

_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@dataclass(frozen=True)
class Executed:
    """A Dagster run that is over."""

    dagster_run_id: str
    error: BaseException | None
    """What stopped it, or None."""


def execute_pilot(
    instance: dg.DagsterInstance,
    key: str,
    *,
    tags: Mapping[str, str],
    selection: Sequence[str] | None = None,
    parent: str | None = None,
) -> "Executed":
    """Run a pilot's assets, all or a selection.

    The outcome stands in the run's directory and in Dagster's events; what stopped the run is
    returned, for a run that could not even open a directory. ``parent`` is the Dagster run that
    this one goes on from.
    """
    _add_partition(instance, key)
    job = defs.resolve_job_def(PILOT_JOB)
    chosen = None if selection is None else {dg.AssetKey(name) for name in selection}
    run = instance.create_run_for_job(
        job_def=job if chosen is None else job.get_subset(asset_selection=chosen),
        run_id=str(uuid.uuid4()),
        run_config=_QUIET,
        tags={PARTITION_NAME_TAG: key, **tags, **_lineage(instance, parent)},
        asset_selection=frozenset(chosen) if chosen is not None else None,
        parent_run_id=parent if _root(instance, parent) else None,
        root_run_id=_root(instance, parent),
        remote_job_origin=_origin(PROJECT / "workspace.yaml"),
    )
    try:
        execute_run(InMemoryJob(job), run, instance, raise_on_error=True)
    except (Exception, KeyboardInterrupt, DagsterExecutionInterruptedError) as error:
        # Whatever stops a run is a value here: its directory says why, or the caller raises it.
        return Executed(run.run_id, cause_of(error))
    return Executed(run.run_id, None)


def close_dead(instance: dg.DagsterInstance, dagster_run_ids: Sequence[str]) -> None:
    """Record runs whose process died as failed, and free what they held."""
    for run_id in dagster_run_ids:
        run = instance.get_run_by_id(run_id)
        if run is not None and not run.is_finished:
            instance.report_run_failed(run, "the process died before the run ended")
        if instance.event_log_storage.supports_global_concurrency_limits:
            instance.event_log_storage.free_concurrency_slots_for_run(run_id)


def cause_of(error: BaseException) -> BaseException:
    """Return our own error behind Dagster's, or the innermost one."""
    seen = error
    while not isinstance(seen, LaunchError):
        inner = getattr(seen, "user_exception", None) or seen.__cause__
        if inner is None:
            return seen
        seen = inner
    return seen


def _add_partition(instance: dg.DagsterInstance, key: str) -> None:
    """Make the pilot a partition; another process may make it in the same moment."""
    name = PILOTS.name or ""
    try:
        instance.add_dynamic_partitions(name, [key])
    except IntegrityError:
        if not instance.has_dynamic_partition(name, key):
            raise


def _lineage(instance: dg.DagsterInstance, parent: str | None) -> dict[str, str]:
    root = _root(instance, parent)
    if parent is None or root is None:
        return {}
    return {PARENT_RUN_ID_TAG: parent, ROOT_RUN_ID_TAG: root}


def _root(instance: dg.DagsterInstance, parent: str | None) -> str | None:
    run = instance.get_run_by_id(parent) if parent else None
    return None if run is None else run.root_run_id or run.run_id


def _origin(workspace: Path) -> RemoteJobOrigin:
    """Return where the UI finds the job: our one code location."""
    (location,) = location_origins_from_yaml_paths([str(workspace)])
    repository = RemoteRepositoryOrigin(location, "__repository__")
    return RemoteJobOrigin(repository, PILOT_JOB)
