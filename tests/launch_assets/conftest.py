"""One whole run of the bundled product and site, shared by the tests that look at it."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from launch.contracts.snapshot import Snapshot
from resources.run_store.layout import RunLayout, all_runs
from resources.run_store.places import PROJECT
from resources.run_store.reading import read_snapshot
from tests.support.runs import World


@dataclass(frozen=True)
class FinishedRun:
    """A run that is over, and what the terminal showed of it."""

    world: World
    done: subprocess.CompletedProcess[str]
    layout: RunLayout
    snapshot: Snapshot


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> FinishedRun:
    """Run the example pilot to its end."""
    world = World(tmp_path_factory.mktemp("world"))
    done = world.launch("run", "--config", str(PROJECT / "pilots" / "example_pilot.yml"))
    layouts = all_runs(world.runs)
    assert len(layouts) == 1, done.stdout + done.stderr
    return FinishedRun(world, done, layouts[0], read_snapshot(layouts[0]))


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Return a world in which nothing happened yet."""
    return World(tmp_path)
