"""Runs that were tampered with, copied, written by another version, or resumed by two at once."""

import shutil
import subprocess
import warnings
from pathlib import Path

import pytest

from launch.errors import InputError
from launch_assets.execution import execute_pilot
from launch_assets.home import opened_instance
from resources.run_store.layout import RunLayout, all_runs
from resources.run_store.places import PROJECT
from resources.run_store.reading import read_snapshot
from resources.run_store.record import write_snapshot
from tests.support.runs import World
from tests.support.small_disk import mounted
from tests.support.terminal import Terminal, refused

_CONFIG = str(PROJECT / "pilots" / "example_pilot.yml")


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the example pilot up to its draft."""
    folder = tmp_path_factory.mktemp("drafted")
    terminal = Terminal(World(folder), folder)
    said = terminal.launch("run", "--config", _CONFIG, "--to", "draft_content")
    assert said.code == 0, said.out + said.err
    return folder


@pytest.fixture
def terminal(drafted: Path, tmp_path: Path) -> Terminal:
    """Return a command line on a copy of that run, its home and its cache."""
    shutil.copytree(drafted, tmp_path, symlinks=True, dirs_exist_ok=True)
    return Terminal(World(tmp_path), tmp_path)


def _only(terminal: Terminal) -> RunLayout:
    (layout,) = all_runs(terminal.runs)
    return layout


def _spoil(layout: RunLayout, name: str, how: str) -> None:
    path = layout.artifacts / f"{name}.json"
    path.unlink() if how == "missing" else path.write_text(path.read_text() + " ")


def _stopped(layout: RunLayout) -> None:
    """Make a run one that stopped in the middle."""
    snapshot = read_snapshot(layout)
    state = snapshot.run_state.model_copy(update={"status": "failed"})
    write_snapshot(layout, snapshot.model_copy(update={"sealed": False, "run_state": state}))


@pytest.mark.parametrize(
    ("how", "said"), [("missing", "cannot be read"), ("edited", "was changed")]
)
def test_an_artifact_that_is_missing_or_was_changed_is_named_and_not_inherited(
    terminal: Terminal, how: str, said: str
) -> None:
    layout = _only(terminal)
    _spoil(layout, "draft_content", how)
    done = terminal.launch("run", "--config", _CONFIG, "--only", "patch_bundle")
    refused(done, "InputError: ", "draft_content.json", said, "--from draft_content")
    shown = terminal.launch("show", layout.run_id).out
    assert "draft_content          its file is missing or was changed" in shown


@pytest.mark.parametrize("how", ["missing", "edited"])
def test_a_whole_run_makes_a_spoilt_artifact_again(terminal: Terminal, how: str) -> None:
    layout = _only(terminal)
    _spoil(layout, "page_plan", how)
    done = terminal.launch("run", "--config", _CONFIG, "--to", "draft_content")
    assert done.code == 0, done.err
    newest = max(map(read_snapshot, all_runs(terminal.runs)), key=lambda one: one.serial)
    index = newest.run_state.artifact_index
    assert index["page_plan"].why == "its file is missing or was changed"
    assert index["product_facts"].memoised
    assert (
        index["page_plan"].sha256
        == read_snapshot(layout).run_state.artifact_index["page_plan"].sha256
    )


def test_a_resumed_run_makes_what_was_spoilt_again_and_keeps_the_rest(terminal: Terminal) -> None:
    layout = _only(terminal)
    before = read_snapshot(layout).run_state.artifact_index
    _stopped(layout)
    _spoil(layout, "snippet_catalog", "edited")
    _spoil(layout, "draft_content", "missing")
    drafted = {path.name: path.stat().st_mtime_ns for path in _calls(layout)}
    done = terminal.launch("resume", "--run-id", layout.run_id)
    assert done.code == 0, done.err
    after = read_snapshot(layout).run_state.artifact_index
    assert {name: one.sha256 for name, one in after.items()} == {
        name: one.sha256 for name, one in before.items()
    }
    assert {path.name: path.stat().st_mtime_ns for path in _calls(layout)} == drafted


def _calls(layout: RunLayout) -> list[Path]:
    return list((layout.evidence / "llm_calls").iterdir())


def test_a_run_of_another_pilot_is_not_gone_on_with(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = _only(terminal)
    _stopped(layout)
    before = layout.snapshot.read_bytes()
    for name, value in terminal.world.environment().items():
        monkeypatch.setenv(name, value)
    with opened_instance() as instance, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Dagster's own, of names that we do not use.
        done = execute_pilot(instance, "other", tags={"launch/resume": layout.run_id})
    assert isinstance(done.error, InputError)
    assert "belongs to the pilot `example_pilot`, not to `other`" in done.error.message
    assert layout.snapshot.read_bytes() == before


def test_a_copy_of_a_run_is_not_resumed(terminal: Terminal) -> None:
    layout = _only(terminal)
    _stopped(layout)
    shutil.copytree(layout.root, terminal.runs / "copy")
    done = terminal.launch("resume", "--run-id", "copy")
    refused(done, "InputError: ", f"is a copy of run {layout.run_id}")


def test_a_snapshot_of_a_newer_version_is_refused_and_in_nobody_s_way(terminal: Terminal) -> None:
    layout = _only(terminal)
    text = layout.snapshot.read_text()
    layout.snapshot.write_text(text.replace('"schema_version": "1.0"', '"schema_version": "9.0"'))
    refused(terminal.launch("resume", "--run-id", layout.run_id), "ArtifactError", "schema_version")
    refused(terminal.launch("show", layout.run_id), "another version")
    assert "unreadable" in terminal.launch("list").out
    done = terminal.launch("run", "--config", _CONFIG, "--to", "repo_inventory")
    assert done.code == 0, done.err
    assert "Status     w1_ok" in done.out


def test_of_two_resumes_at_once_one_goes_on_and_the_other_says_so(terminal: Terminal) -> None:
    layout = _only(terminal)
    _stopped(layout)
    _spoil(layout, "page_plan", "missing")
    both = [terminal.world.start("resume", "--run-id", layout.run_id) for _ in range(2)]
    said = [process.communicate(timeout=240) for process in both]
    assert sorted(process.returncode for process in both) == [0, 2], said
    errors = "".join(err for _, err in said)
    assert errors.count("What to do:") == 1
    assert "is complete" in errors or "is being worked on" in errors
    assert read_snapshot(layout).run_state.status == "w5_ok"


def test_a_cache_whose_every_file_was_cut_in_half_changes_nothing(terminal: Terminal) -> None:
    before = read_snapshot(_only(terminal)).run_state.artifact_index
    shutil.rmtree(terminal.runs)
    for path in (terminal.world.folder / "cache").rglob("*"):
        if path.is_file() and not path.is_symlink():
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    done = terminal.launch("run", "--config", _CONFIG, "--to", "draft_content")
    assert done.code == 0, done.out + done.err
    after = read_snapshot(_only(terminal)).run_state.artifact_index
    assert {name: one.sha256 for name, one in after.items()} == {
        name: one.sha256 for name, one in before.items()
    }


def test_a_run_that_met_a_full_disk_goes_on_once_there_is_room(
    drafted: Path, tmp_path: Path
) -> None:
    shutil.copytree(drafted / "cache", tmp_path / "cache", symlinks=True)
    terminal = Terminal(World(tmp_path), tmp_path)
    with mounted(tmp_path / "mount", "size=600k") as mount:
        place = {"LAUNCH_RUNS_DIR": str(mount / "runs")}
        said = terminal.launch("run", "--config", _CONFIG, "--to", "draft_content", **place)
        refused(said, "StorageError: ", "free some space")
        (layout,) = all_runs(mount / "runs")
        made = set(read_snapshot(layout).run_state.artifact_index)
        subprocess.run(["mount", "-o", "remount,size=20m", str(mount)], check=True)
        said = terminal.launch("resume", "--run-id", layout.run_id, **place)
        assert said.code == 0, said.err
        after = read_snapshot(layout).run_state
        assert after.status == "w5_ok"
        whole = read_snapshot(all_runs(drafted / "runs")[0]).run_state.artifact_index
        assert {name: one.sha256 for name, one in after.artifact_index.items()} == {
            name: one.sha256 for name, one in whole.items()
        }
        assert made <= set(whole)
