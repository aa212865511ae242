"""Opening, closing, mending and reading runs."""

from pathlib import Path

import pytest

from launch.contracts.snapshot import Process, RunError
from launch.contracts.snippet_catalog import SnippetCatalog
from launch.errors import ArtifactError, InputError
from resources.run_store.memo import Memory
from resources.run_store.process import is_alive, this_process
from resources.run_store.reading import read_snapshot, runs_of
from resources.run_store.record import Provenance, RunRecord, write_snapshot
from resources.run_store.store import RunStore
from tests.support.runs import PILOT, opened, pin, places_in

_DIGEST = "1" * 64


def _keep(record: RunRecord, commit: str = "a") -> SnippetCatalog:
    catalog = SnippetCatalog(pin=pin(commit), snippets=())
    record.keep(catalog, Provenance((("x", _DIGEST),), "v", record.run_id))
    return catalog


def test_a_new_run_keeps_the_pilot_and_is_true_on_disk_at_once(tmp_path: Path) -> None:
    run = opened(RunStore(places_in(tmp_path)))
    layout = run.record.layout
    assert layout.pilot.read_text() == PILOT
    assert layout.run_id == "alpha-run"
    snapshot = read_snapshot(layout)
    assert (snapshot.run_state.status, snapshot.process) == ("running", this_process())


def test_events_go_to_the_snapshot_and_to_the_log(tmp_path: Path) -> None:
    record = opened(RunStore(places_in(tmp_path))).record
    record.event("W1", "Repository cloned\nand scanned")
    assert read_snapshot(record.layout).run_state.event_log[0].message == (
        "Repository cloned and scanned"
    )
    assert "W1: Repository cloned and scanned" in record.layout.log.read_text()


def test_a_changed_artifact_is_named_and_not_used(tmp_path: Path) -> None:
    record = opened(RunStore(places_in(tmp_path))).record
    catalog = _keep(record)
    assert record.load(SnippetCatalog, "snippet_catalog") == catalog
    (record.layout.artifacts / "snippet_catalog.json").write_text("{}")
    with pytest.raises(ArtifactError, match=r"snippet_catalog\.json was changed"):
        record.read("snippet_catalog")


def test_closing_without_an_artifact_or_an_error_is_a_failure(tmp_path: Path) -> None:
    store = RunStore(places_in(tmp_path))
    run = opened(store)
    assert store.close(run) == "failed"
    assert read_snapshot(run.record.layout).sealed is False


@pytest.mark.parametrize(
    ("code", "status"), [(2, "failed"), (130, "cancelled"), (143, "cancelled")]
)
def test_the_reason_decides_between_failed_and_cancelled(
    tmp_path: Path, code: int, status: str
) -> None:
    store = RunStore(places_in(tmp_path))
    run = opened(store)
    run.record.failed(RunError(stage="W1", kind="K", message="m", hint="h", exit_code=code))
    assert store.close(run) == status


def test_a_dead_run_is_mended_and_can_be_reopened(tmp_path: Path) -> None:
    store = RunStore(places_in(tmp_path))
    run = opened(store)
    run.lock.release()
    gone = Process(pid=2**22 - 1, host=this_process().host, started=1.0)
    write_snapshot(run.record.layout, run.record.snapshot.model_copy(update={"process": gone}))
    assert store.is_dead(run.record.layout)
    mended = store.repair(run.record.layout)
    assert mended.run_state.status == "failed"
    assert mended.run_state.error is not None
    assert "resume --run-id alpha-run" in mended.run_state.error.hint
    again = store.reopen("alpha-run", dagster_run_id="d-2", waiting=lambda _: None)
    assert again.record.snapshot.dagster_run_ids == ("d-1", "d-2")
    assert again.record.snapshot.run_state.error is None


def test_a_sealed_run_is_not_reopened(tmp_path: Path) -> None:
    store = RunStore(places_in(tmp_path))
    run = opened(store)
    run.record.close("w9_ok", sealed=True)
    run.lock.release()
    with pytest.raises(InputError, match="sealed"):
        store.reopen("alpha-run", dagster_run_id="d-2", waiting=lambda _: None)


def test_a_process_id_that_was_given_away_is_not_the_same_process() -> None:
    own = this_process()
    assert is_alive(own)
    assert not is_alive(own.model_copy(update={"started": own.started - 100}))


def test_what_an_earlier_run_made_from_the_same_is_found_and_checked(tmp_path: Path) -> None:
    store = RunStore(places_in(tmp_path))
    first = opened(store)
    _keep(first.record)
    first.lock.release()
    second = opened(store)
    memory = Memory(store.places, second.record)
    inputs = (("x", _DIGEST),)
    found = memory.find("snippet_catalog", inputs, "v")
    assert found is not None
    assert found.record.made_by == "alpha-run"
    assert memory.find("snippet_catalog", inputs, "other") is None
    assert memory.find("snippet_catalog", (("x", "2" * 64),), "v") is None
    (first.record.layout.artifacts / "snippet_catalog.json").write_text("{}")
    assert memory.find("snippet_catalog", inputs, "v") is None


def test_an_unreadable_snapshot_hides_no_other_run(tmp_path: Path) -> None:
    store = RunStore(places_in(tmp_path))
    opened(store).lock.release()
    (store.places.runs / "broken").mkdir()
    (store.places.runs / "broken" / "snapshot.json").write_text("{")
    assert [layout.run_id for layout, _ in runs_of(store.places, "alpha")] == ["alpha-run"]


def test_a_snapshot_of_a_newer_version_is_refused_and_says_so(tmp_path: Path) -> None:
    store = RunStore(places_in(tmp_path))
    run = opened(store)
    run.lock.release()
    path = run.record.layout.snapshot
    path.write_text(path.read_text().replace('"schema_version": "1.0"', '"schema_version": "9.0"'))
    with pytest.raises(ArtifactError, match="schema_version") as refused:
        store.reopen("alpha-run", dagster_run_id="d-2", waiting=lambda _: None)
    assert "another version" in refused.value.hint


def test_a_second_resume_of_a_run_waits_and_finds_it_sealed(tmp_path: Path) -> None:
    store = RunStore(places_in(tmp_path))
    run = opened(store)
    told: list[str] = []

    def waiting(holder: str) -> None:
        told.append(holder)
        run.record.close("w9_ok", sealed=True)
        run.lock.release()

    with pytest.raises(InputError, match="is complete"):
        store.reopen("alpha-run", dagster_run_id="d-2", waiting=waiting)
    assert told == ["alpha-run"]


def test_a_clock_that_jumps_back_does_not_make_an_old_run_the_newest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = RunStore(places_in(tmp_path))
    for moment in ("2026-11-22T10:00:00Z", "2026-11-22T09:00:00Z", "2024-01-01T00:00:00Z"):
        monkeypatch.setattr("resources.run_store.store.iso", lambda now=moment: now)
        opened(store).lock.release()
    found = [layout.run_id for layout, _ in runs_of(store.places, "alpha")]
    assert found == ["alpha-run-3", "alpha-run-2", "alpha-run"]


def test_a_clock_that_jumps_does_not_make_a_living_run_dead(tmp_path: Path) -> None:
    store = RunStore(places_in(tmp_path))
    run = opened(store)
    # A process seems to have started at another time when the clock is set.
    moved = this_process().model_copy(update={"started": this_process().started - 3600})
    write_snapshot(run.record.layout, run.record.snapshot.model_copy(update={"process": moved}))
    assert not store.is_dead(run.record.layout)
    assert store.repair(run.record.layout).run_state.status == "running"
    run.lock.release()
    assert store.is_dead(run.record.layout)


def test_what_a_killed_writer_left_goes_when_the_run_is_opened_again(tmp_path: Path) -> None:
    store = RunStore(places_in(tmp_path))
    run = opened(store)
    run.lock.release()
    left = run.record.layout.artifacts / ".page_plan.json.x.part"
    left.write_text("half")
    store.reopen("alpha-run", dagster_run_id="d-2", waiting=lambda _: None).lock.release()
    assert not left.exists()
