"""Eight runs started together on an empty Dagster home: of eight pilots, and of one pilot."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from scripts.figures import Figure
from tests.support.runs import World

_PROJECT = Path(__file__).resolve().parents[1]
_MANY = 8


def many() -> list[Figure]:
    """Wall time of eight runs at once over eight times that of one alone; all must finish."""
    return [
        _together("eight pilots at once over one by one", tuple(range(_MANY))),
        _together("eight runs of one pilot at once over one by one", (0,) * _MANY),
    ]


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
