"""What a run leaves in Dagster's databases: all that the UI shows, once, and little more."""

import sqlite3
from contextlib import closing
from pathlib import Path

import dagster as dg
from dagster._core.definitions.job_base import InMemoryJob
from dagster._core.execution.api import execute_run

from launch_assets.event_storage import KeptEventLogStorage, store_little
from tests.launch_assets.conftest import FinishedRun
from tests.support.runs import RUN_BYTES


def _database(finished: FinishedRun) -> Path:
    (run_id,) = finished.snapshot.dagster_run_ids
    return finished.world.folder / "home" / "history" / "runs" / f"{run_id}.db"


def _kinds(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT DISTINCT dagster_event_type FROM event_logs")
        return {kind for (kind,) in rows if kind}


def test_the_events_of_a_run_are_small(finished: FinishedRun) -> None:
    assert _database(finished).stat().st_size < RUN_BYTES


def test_steps_artifacts_verdicts_and_outcome_are_kept_and_plumbing_is_not(
    finished: FinishedRun,
) -> None:
    kinds = _kinds(_database(finished))
    assert {
        "PIPELINE_START", "STEP_START", "STEP_OUTPUT", "STEP_SUCCESS", "ASSET_MATERIALIZATION",
        "ASSET_CHECK_EVALUATION", "PIPELINE_SUCCESS",
    } <= kinds  # fmt: skip
    assert not {"STEP_INPUT", "LOADED_INPUT", "HANDLED_OUTPUT"} & kinds


def test_dagster_s_own_reader_finds_every_preview_and_message(finished: FinishedRun) -> None:
    with dg.DagsterInstance.from_config(str(finished.world.folder / "home")) as instance:
        for name, record in finished.snapshot.run_state.artifact_index.items():
            event = instance.get_latest_materialization_event(dg.AssetKey(name))
            assert event is not None
            assert event.asset_materialization is not None
            metadata = event.asset_materialization.metadata
            assert metadata["sha256"].value == record.sha256
            assert metadata["preview"].value
        (run_id,) = finished.snapshot.dagster_run_ids
        entries = instance.all_logs(run_id)
    assert all(entry.message for entry in entries)


def test_a_run_that_dagster_s_own_process_works_on_stores_as_little(tmp_path: Path) -> None:
    @dg.asset
    def one() -> int:
        return 1

    @dg.asset
    def two(one: int) -> int:
        return one + 1

    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        defs = dg.Definitions(assets=[one, two], executor=dg.in_process_executor)
        job = defs.resolve_implicit_global_asset_job_def()
        run = instance.create_run_for_job(job)
        shard = tmp_path / "history" / "runs" / f"{run.run_id}.db"
        assert _page_bytes(shard) > 512
        own = instance.event_log_storage
        store_little(instance, run.run_id)
        kept = instance.event_log_storage
        assert isinstance(kept, KeptEventLogStorage)
        store_little(instance, run.run_id)
        assert instance.event_log_storage is kept
        assert execute_run(InMemoryJob(job), run, instance).success
        assert _page_bytes(shard) == 512
        assert not {"STEP_INPUT", "LOADED_INPUT", "HANDLED_OUTPUT"} & _kinds(shard)
        kinds = {entry.dagster_event_type for entry in own.get_logs_for_run(run.run_id)}
        assert {dg.DagsterEventType.ASSET_MATERIALIZATION, dg.DagsterEventType.RUN_SUCCESS} <= kinds


def _page_bytes(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        (found,) = connection.execute("PRAGMA page_size").fetchone()
    return int(found)
