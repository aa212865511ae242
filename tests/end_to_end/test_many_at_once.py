"""Runs started together on an empty Dagster home: of several pilots, of one, as the runbook does it.

Three of each here; `scripts/bench.py many` does eight.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from launch.contracts.snapshot import Snapshot
from launch_assets.execution import _add_partition
from launch_assets.home import opened_instance
from resources.run_store.layout import all_runs
from resources.run_store.places import PROJECT
from resources.run_store.reading import read_snapshot
from tests.support.runs import World

_EXAMPLE = (PROJECT / "pilots" / "example_pilot.yml").read_text()
_TO = ("--to", "page_plan")


def _snapshots(world: World) -> list[Snapshot]:
    return [read_snapshot(layout) for layout in all_runs(world.runs)]


def test_three_pilots_started_together_on_an_empty_home_all_finish(tmp_path: Path) -> None:
    world = World(tmp_path)
    pilots = [tmp_path / f"pilot{number}.yml" for number in (1, 2, 3)]
    for pilot in pilots:
        pilot.write_text(_EXAMPLE)
    lines = [
        f'{sys.executable} -m launch run --config "{pilot}" {" ".join(_TO)} &' for pilot in pilots
    ]
    script = "\n".join((*lines, "wait"))
    done = subprocess.run(
        ["bash", "-c", script],
        env=world.environment(),
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0
    assert done.stderr == ""
    found = _snapshots(world)
    assert len({snapshot.pilot for snapshot in found}) == 3
    assert [snapshot.run_state.status for snapshot in found] == ["w4_ok"] * 3


def test_a_partition_that_another_process_made_in_the_same_moment_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in World(tmp_path).environment().items():
        monkeypatch.setenv(name, value)

    def too_late(_name: str, _keys: list[str]) -> None:
        raise IntegrityError("INSERT", {}, ValueError("UNIQUE constraint failed"))

    with opened_instance() as instance:
        _add_partition(instance, "first")
        monkeypatch.setattr(instance, "add_dynamic_partitions", too_late)
        _add_partition(instance, "first")
        with pytest.raises(IntegrityError):
            _add_partition(instance, "second")


def test_three_runs_of_one_pilot_queue_and_say_for_whom_they_wait(tmp_path: Path) -> None:
    world = World(tmp_path)
    pilot = tmp_path / "pilot.yml"
    pilot.write_text(_EXAMPLE.replace("example-{{timestamp}}", "same"))
    processes = [world.start("run", "--config", str(pilot), *_TO) for _ in range(3)]
    shown = [process.communicate(timeout=240) for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], shown
    waits = [
        line.split()[3]
        for out, _ in shown
        for line in out.splitlines()
        if "waiting for run" in line
    ]
    names = {snapshot.run_id for snapshot in _snapshots(world)}
    assert names == {"same", "same-2", "same-3"}
    assert waits
    assert set(waits) <= names
