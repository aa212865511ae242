"""Ctrl-C and SIGTERM in the middle of a stage: a true snapshot, whole files, and resume goes on."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from launch.digests import sha256
from resources.run_store.layout import RunLayout, all_runs
from resources.run_store.places import PROJECT
from resources.run_store.reading import read_snapshot
from tests.support.runs import World
from tests.support.terminal import nothing_half_written

_CONFIG = str(PROJECT / "pilots" / "example_pilot.yml")


def _wait_for(runs: Path, artifact: str, process: "subprocess.Popen[str]") -> RunLayout:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert process.poll() is None, process.communicate()
        for layout in all_runs(runs):
            if (layout.artifacts / f"{artifact}.json").is_file():
                return layout
        time.sleep(0.01)
    raise AssertionError(f"`{artifact}` was not made in time")


@pytest.mark.parametrize(
    ("number", "after", "code", "named"),
    [
        (signal.SIGINT, "product_facts", 130, "Ctrl-C"),
        (signal.SIGTERM, "patch_bundle", 143, "SIGTERM"),
    ],
)
def test_a_run_that_is_stopped_midway_is_cancelled_whole_and_resumable(
    tmp_path: Path, number: signal.Signals, after: str, code: int, named: str
) -> None:
    world = World(tmp_path)
    process = world.start("run", "--config", _CONFIG)
    layout = _wait_for(world.runs, after, process)
    process.send_signal(number)
    _, complaint = process.communicate(timeout=120)
    assert process.returncode == code, complaint
    assert "Traceback" not in complaint
    assert complaint.count("What to do:") == 1
    assert "resume --run-id" in complaint
    snapshot = read_snapshot(layout)
    assert snapshot.run_state.status == "cancelled"
    assert not snapshot.sealed
    assert snapshot.process is None
    assert snapshot.run_state.error is not None
    assert named in snapshot.run_state.error.message
    nothing_half_written(world.runs)
    for record in snapshot.run_state.artifact_index.values():
        assert sha256((layout.artifacts / record.file).read_bytes()) == record.sha256
    resumed = world.launch("resume", "--run-id", layout.run_id)
    assert resumed.returncode == 0, resumed.stdout + resumed.stderr
    assert read_snapshot(layout).run_state.status == "w9_ok"


_BEFORE_IT_LISTENS = """
import os, sys
import launch.__main__, launch_assets.cli.main
launch_assets.cli.main.main = lambda arguments: os.kill(os.getpid(), int(sys.argv[1]))
sys.exit(launch.__main__.main())
"""
_WHILE_IT_LISTENS = """
import os, sys
import launch.__main__, launch_assets.cli.main
from launch_assets.signals import watch_signals
def command(options):
    watch_signals()
    os.kill(os.getpid(), int(sys.argv[-1]))
launch_assets.cli.main._COMMANDS["show"] = command
number = sys.argv[-1]
sys.argv = ["launch", "show", number]
sys.exit(launch.__main__.main())
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("program", [_BEFORE_IT_LISTENS, _WHILE_IT_LISTENS])
def test_a_command_that_is_stopped_before_it_works_says_so_and_no_more(
    number: signal.Signals, program: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", program, str(int(number))],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (128 + number, "", "Stopped.\n")
