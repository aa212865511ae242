"""Folders that cannot be written, full disks, a broken Dagster home: one message, a true snapshot.

A file in the folder's place stops root as well; read-only and small file systems need a mount.
"""

from pathlib import Path

import pytest

from resources.run_store.layout import all_runs
from resources.run_store.places import PROJECT
from resources.run_store.reading import read_snapshot
from tests.support.small_disk import mounted
from tests.support.terminal import Said, Terminal, nothing_half_written, refused

_CONFIG = str(PROJECT / "pilots" / "example_pilot.yml")


def _run(terminal: Terminal, **places: Path) -> Said:
    variables = {name: str(place) for name, place in places.items()}
    return terminal.launch("run", "--config", _CONFIG, **variables)


@pytest.mark.parametrize("variable", ["LAUNCH_RUNS_DIR", "DAGSTER_HOME", "LAUNCH_CACHE_DIR"])
@pytest.mark.parametrize("below", ["", "further/down"])
def test_a_file_in_a_folder_s_place_is_named(
    terminal: Terminal, tmp_path: Path, variable: str, below: str
) -> None:
    blocking = tmp_path / "file"
    blocking.write_text("mine")
    refused(_run(terminal, **{variable: blocking / below}), "StorageError: ", str(blocking))
    assert blocking.read_text() == "mine"


@pytest.mark.parametrize("variable", ["LAUNCH_RUNS_DIR", "DAGSTER_HOME", "LAUNCH_CACHE_DIR"])
def test_a_read_only_file_system_is_named(
    terminal: Terminal, tmp_path: Path, variable: str
) -> None:
    with mounted(tmp_path / "mount", "ro,size=1m") as mount:
        said = _run(terminal, **{variable: mount})
        refused(said, "StorageError: ", str(mount), "Read-only file system", variable)


def test_a_disk_that_fills_up_under_runs_leaves_nothing_half_written(
    terminal: Terminal, tmp_path: Path
) -> None:
    with mounted(tmp_path / "mount", "size=600k") as mount:
        said = _run(terminal, LAUNCH_RUNS_DIR=mount / "runs")
        refused(said, "StorageError: ", "No space left on device", "free some space")
        (layout,) = all_runs(mount / "runs")
        snapshot = read_snapshot(layout)
        assert snapshot.run_state.status == "failed"
        assert snapshot.process is None
        assert snapshot.run_state.error is not None
        assert snapshot.run_state.error.kind == "StorageError"
        nothing_half_written(mount)
        index = snapshot.run_state.artifact_index.values()
        on_disk = {path.name for path in layout.artifacts.glob("*.json")}
        assert on_disk == {record.file for record in index}


def test_a_disk_that_fills_up_under_the_cache_is_told(terminal: Terminal, tmp_path: Path) -> None:
    with mounted(tmp_path / "mount", "size=200k") as mount:
        said = _run(terminal, LAUNCH_CACHE_DIR=mount)
        refused(said, "StorageError: ", "No space left on device")
        assert terminal.snapshot().run_state.status == "failed"


@pytest.mark.parametrize("size", ["100k", "700k", "1300k"])
@pytest.mark.parametrize("pilot", ["example_pilot", "dry_run_example"])
def test_a_disk_that_fills_up_under_dagster_s_home_is_told_once(
    terminal: Terminal, tmp_path: Path, size: str, pilot: str
) -> None:
    with mounted(tmp_path / "mount", f"size={size}") as mount:
        config = str(PROJECT / "pilots" / f"{pilot}.yml")
        said = terminal.launch("run", "--config", config, DAGSTER_HOME=str(mount))
        refused(said, "StorageError: ")
        assert said.err.lstrip().startswith("StorageError: ")
        for layout in all_runs(terminal.runs):
            assert read_snapshot(layout).run_state.status == "failed"


def test_a_home_with_a_broken_dagster_yaml_is_told(terminal: Terminal, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "dagster.yaml").write_text("storage: [")
    said = _run(terminal, DAGSTER_HOME=home)
    refused(said, "InputError: ", f"{home / 'dagster.yaml'} cannot be used", "line 1")


def test_a_home_whose_database_is_none_is_told(terminal: Terminal, tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "history").mkdir(parents=True)
    (home / "history" / "runs.db").write_bytes(b"not a database at all" * 100)
    refused(_run(terminal, DAGSTER_HOME=home), "StorageError: ", "not a database")


@pytest.mark.parametrize("text", ["- a\n", "a: b: c\n"])
def test_a_mirrors_file_that_is_none_is_told(terminal: Terminal, tmp_path: Path, text: str) -> None:
    file = tmp_path / "mirrors.yml"
    file.write_text(text)
    refused(_run(terminal, LAUNCH_GIT_MIRRORS=file), "InputError: ", "mirrors.yml")


def test_a_snapshot_that_was_damaged_is_told_and_the_list_goes_on(terminal: Terminal) -> None:
    folder = terminal.runs / "broken"
    folder.mkdir(parents=True)
    (folder / "snapshot.json").write_bytes(b'{"run_id": "bro')
    refused(terminal.launch("show", "broken"), "ArtifactError: ", "broken/snapshot.json")
    refused(terminal.launch("resume", "--run-id", "broken"), "ArtifactError: ")
    listed = terminal.launch("list")
    assert listed.code == 0
    assert "unreadable" in listed.out
