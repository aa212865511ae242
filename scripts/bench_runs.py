"""Runs beside runs, runs killed and resumed, and one in which nothing changed."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from resources.run_store.layout import all_runs
from resources.run_store.lineage import ORIGINS
from resources.run_store.reading import read_snapshot
from scripts.figures import Figure
from tests.support.runs import World

_PROJECT = Path(__file__).resolve().parents[1]
_MANY = 8
_TIMES = 3
_QUEUE = 20
_KILLS, _SEED = 100, 7
_INSTANCE = "import dagster\nwith dagster.DagsterInstance.get(): pass"


def many() -> list[Figure]:
    """Wall time of eight runs at once over eight times that of one alone; all must finish."""
    return [
        _together("eight pilots at once over one by one", tuple(range(_MANY))),
        _together("eight runs of one pilot at once over one by one", (0,) * _MANY),
    ]


def runs() -> list[Figure]:
    """Wall time, computed stages and stored events of a run after which nothing changed."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        world = World(Path(name) / "world")
        _seconds(world, (0,))
        before = _bytes(world.folder / "home")
        taken = [_again(world) for _ in range(_TIMES)]
        stored = (_bytes(world.folder / "home") - before) / _TIMES / 1000
        floor = statistics.median(_bare(world) for _ in range(_TIMES))
        computed = _computed(world)
    seconds = statistics.median(taken)
    ratio = seconds / floor
    context = f"run {seconds:.2f} s, import dagster and instance {floor:.2f} s, medians of {_TIMES}"
    growth = f"growth of DAGSTER_HOME a run, mean of {_TIMES}"
    return [
        Figure("run without a change over its floor", ratio, "ratio", "<= 2", ratio <= 2, context),
        Figure("artifacts computed in it", computed, "artifacts", "0", computed == 0, "W1 to W8"),
        Figure("events stored by it", stored, "kB", "< 500", stored < 500, growth),
    ]


def throughput() -> list[Figure]:
    """Throughput of twenty pilots, as many at once as there are cores, over one after another."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        one, finished_one = _queued(World(folder / "one"), 1)
        both, finished = _queued(World(folder / "both"), os.cpu_count() or 1)
    value = one / both
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    told = f"{finished} of {_QUEUE} finished in {both:.1f} s; one after another {one:.1f} s; {load}"
    holds = finished == finished_one == _QUEUE and value >= 1.8
    figure = "throughput of 20 pilots over one after another"
    return [Figure(figure, value, "ratio", "none fails, >= 1.8", holds, told)]


def resume_kills() -> list[Figure]:
    """Runs killed at seeded moments over all stages, each then resumed."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        command = [sys.executable, "-W", "ignore", "-m", "tests.support.run_kills", name]
        done = subprocess.run(
            [*command, str(_KILLS), str(_SEED)],
            cwd=_PROJECT,
            capture_output=True,
            text=True,
            check=True,
        )
    found = json.loads(done.stdout)
    wrong = found["problems"]
    stages = ", ".join(f"{stage} {count}" for stage, count in found["stages"].items())
    told = (
        f"{found['kills']} kills, last stage done then: {stages}; {found['amid_pages']} amid pages"
    )
    told += f"; {wrong[0]['moment']}: {wrong[0]['problem']}" if wrong else ""
    figure = "killed runs that differ once they are resumed"
    return [Figure(figure, len(wrong), "runs", "0", not wrong, told)]


def _queued(world: World, at_once: int) -> tuple[float, int]:
    """Return the wall time of twenty pilots, so many at once, and how many ended well."""
    world.folder.mkdir()
    text = (_PROJECT / "pilots" / "example_pilot.yml").read_text()
    configs = [world.folder / f"pilot{number}.yml" for number in range(_QUEUE)]
    for config in configs:
        config.write_text(text.replace("example-{{timestamp}}", "{{pilot}}"))
    before = time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        done = list(pool.map(lambda one: world.launch("run", "--config", str(one)), configs))
    return time.perf_counter() - before, sum(one.returncode == 0 for one in done)


def _again(world: World) -> float:
    config = world.folder / "pilot0.yml"
    before = time.perf_counter()
    world.launch("run", "--config", str(config))
    return time.perf_counter() - before


def _bare(world: World) -> float:
    before = time.perf_counter()
    subprocess.run([sys.executable, "-c", _INSTANCE], env=world.environment(), check=True)
    return time.perf_counter() - before


def _computed(world: World) -> int:
    """Return how many artifacts of W1 to W8 the newest run made anew."""
    layouts = all_runs(world.runs)
    newest = max((read_snapshot(one) for one in layouts), key=lambda one: (one.created, one.run_id))
    index = newest.run_state.artifact_index
    return sum(not one.memoised for name, one in index.items() if ORIGINS[name].stage != "W9")


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _together(figure: str, pilots: Sequence[int]) -> Figure:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        alone, _ = _seconds(World(folder / "alone"), (0,))
        taken, finished = _seconds(World(folder / "together"), pilots)
    value = taken / (len(pilots) * alone)
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    told = f"{finished} of {len(pilots)} finished in {taken:.1f} s; one alone {alone:.1f} s; {load}"
    holds = finished == len(pilots) and value <= 1
    return Figure(figure, value, "ratio", "all finish, <= 1", holds, told)


def _seconds(world: World, pilots: Sequence[int]) -> tuple[float, int]:
    """Return the wall time of runs started together, and how many ended well."""
    world.folder.mkdir()
    text = (_PROJECT / "pilots" / "example_pilot.yml").read_text()
    commands = []
    for number in pilots:
        config = world.folder / f"pilot{number}.yml"
        config.write_text(text.replace("example-{{timestamp}}", "{{pilot}}"))
        commands.append([sys.executable, "-m", "launch", "run", "--config", str(config)])
    before = time.perf_counter()
    started = [
        subprocess.Popen(
            command,
            env=world.environment(),
            cwd=_PROJECT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for command in commands
    ]
    finished = sum(process.wait() == 0 for process in started)
    return time.perf_counter() - before, finished
