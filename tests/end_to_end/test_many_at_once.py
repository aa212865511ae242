"""Runs started together on an empty Dagster home: of several pilots, of one, as the runbook does it.

Three of each here; `scripts/bench.py many` does eight.
"""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

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


def test_one_partition_is_added_by_many_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in World(tmp_path).environment().items():
        monkeypatch.setenv(name, value)
    with opened_instance() as instance:
        for number in range(20):
            both = Barrier(6)

            def add(_: int, both: Barrier = both, key: str = f"pilot{number}") -> None:
                both.wait()
                _add_partition(instance, key)

            with ThreadPoolExecutor(6) as pool:
                list(pool.map(add, range(6)))
        assert len(instance.get_dynamic_partitions("pilots")) == 20


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
