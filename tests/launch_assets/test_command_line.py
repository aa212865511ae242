"""Refusals of the command line: one message, the right exit code, no traceback, nothing lost."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from launch_assets.cli.main import parser
from resources.run_store.layout import all_runs
from resources.run_store.lineage import ORIGINS
from resources.run_store.places import PROJECT
from resources.run_store.reading import read_snapshot
from tests.support.runs import World

_CONFIG = str(PROJECT / "pilots" / "example_pilot.yml")


def _refused(done: "subprocess.CompletedProcess[str]", *texts: str) -> None:
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "What to do:" in done.stderr
    for text in texts:
        assert text in done.stderr


def test_a_missing_pilot_is_refused_by_name(world: World) -> None:
    _refused(world.launch("run", "--config", "gone.yml"), "PilotError: gone.yml does not exist")


def test_a_folder_is_no_pilot(world: World) -> None:
    _refused(world.launch("run", "--config", str(PROJECT)), "is a folder")


def test_an_unknown_key_is_refused_with_its_line(world: World, tmp_path: Path) -> None:
    pilot = tmp_path / "p.yml"
    pilot.write_text(Path(_CONFIG).read_text() + "\nflag:\n  dry_run: true\n")
    _refused(world.launch("run", "--config", str(pilot)), "p.yml:", "`flag`", "`flags`")


def test_runs_that_cannot_be_written_are_refused(world: World) -> None:
    world.folder.mkdir(exist_ok=True)
    (world.folder / "runs").write_text("a file in the way")
    _refused(world.launch("run", "--config", _CONFIG), "StorageError")


@pytest.mark.parametrize("name", ["nothing", "../etc", "a/b"])
def test_a_run_that_does_not_exist_is_refused(world: World, name: str) -> None:
    _refused(world.launch("show", name), "InputError")


def test_a_repository_that_does_not_exist_fails_w1_and_says_so(
    world: World, tmp_path: Path
) -> None:
    pilot = tmp_path / "p.yml"
    text = Path(_CONFIG).read_text().replace("https://github.com/example/hugo-site", "/nowhere")
    pilot.write_text(text)
    done = world.launch("run", "--config", str(pilot), OFFLINE_FIXTURES="0", OFFLINE_MODE="1")
    _refused(done, "RepositoryError")
    (layout,) = all_runs(world.runs)
    state = read_snapshot(layout).run_state
    assert state.status == "failed"
    assert state.error is not None
    assert (state.error.stage, state.error.exit_code) == ("W1", 2)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_leaves_a_true_snapshot_and_resume_goes_on(
    world: World, number: signal.Signals, code: int
) -> None:
    process = world.start("run", "--config", _CONFIG)
    _wait_for_a_run(world, process)
    process.send_signal(number)
    _, complaint = process.communicate(timeout=120)
    assert process.returncode == code, complaint
    assert "Traceback" not in complaint
    (layout,) = all_runs(world.runs)
    assert read_snapshot(layout).run_state.status == "cancelled"


def test_a_killed_run_is_found_closed_and_resumed(world: World) -> None:
    process = world.start("run", "--config", _CONFIG)
    _wait_for_a_run(world, process)
    process.kill()
    process.communicate(timeout=30)
    (layout,) = all_runs(world.runs)
    assert read_snapshot(layout).run_state.status == "running"
    assert "failed" in world.launch("list").stdout
    resumed = world.launch("resume", "--run-id", layout.run_id)
    assert resumed.returncode in {0, 1}, resumed.stderr
    snapshot = read_snapshot(layout)
    assert len(snapshot.dagster_run_ids) == 2
    assert snapshot.run_state.status in {"w9_ok", "w8_exhausted"}


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom launch_assets.cli.main import parser\nparser().format_help()\n"
        "print([name for name in ('dagster', 'pydantic', 'httpx', 'yaml') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_assets_that_can_be_selected_are_those_of_the_graph() -> None:
    for name in ORIGINS:
        options = parser().parse_args(["run", "--config", "x", "--from", name])
        assert options.first == name


def _wait_for_a_run(world: World, process: "subprocess.Popen[str]") -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert process.poll() is None, process.communicate()
        if all_runs(world.runs):
            return
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    pytest.fail("no run was opened")
