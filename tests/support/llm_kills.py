"""Runs with a model, killed at random moments and resumed, beside one that nobody disturbs."""

import json
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from launch.contracts.snapshot import Snapshot
from launch.digests import digest_of
from launch.writing.model.prompts import prompts_digest
from resources.llm.capabilities import table
from resources.llm.wire import PROVIDER
from resources.run_store.lineage import ORIGINS
from tests.support.messages_server import Reply, serving
from tests.support.runs import World
from tests.support.scripted_claude import answer

_PILOT = "pilots/example_pilot.yml"
_LATENCY_S = 0.1
_LONGEST_S = 120.0
_EARLY = 0.25
_START_S = 2.0
_WRITING_S = 1.2
"""Seconds that an undisturbed run takes to write its pages, about."""


@dataclass(frozen=True)
class Killed:
    """What came of it."""

    kills: int
    runs: int
    """Runs that were brought to their end."""
    asked_again: int
    """Calls whose answer was on record already."""
    different: tuple[str, ...]
    """Artifacts that are not those of the undisturbed run."""
    problems: tuple[str, ...]


class _Watching:
    """A model that notes every call whose answer is on record in the world at hand."""

    def __init__(self) -> None:
        self.world: World | None = None
        self.asked_again = 0
        self.asked = threading.Event()

    def __call__(self, request: dict[str, Any], number: int) -> Reply:
        self.asked.set()
        body = {name: value for name, value in request.items() if name != "stream"}
        key = digest_of(PROVIDER, table().api_version, body, prompts_digest())
        if self.world is not None:
            kept = self.world.runs / "answers" / key[:2] / f"{key}.json"
            self.asked_again += kept.is_file()
        time.sleep(_LATENCY_S)
        return answer(request, number)


def killed(folder: Path, kills: int, seed: int, lanes: int = 1) -> Killed:
    """Kill so many times; every run is resumed until it ends, then a new one begins.

    ``lanes`` are worlds that go on beside one another, each with a model of its own.
    """
    with serving(_Watching()) as server:
        calm = World(folder / "calm")
        problems = _finish(calm, server.url, _command(None))
    if problems:
        return Killed(0, 0, 0, (), tuple(problems))
    wanted = _artifacts(calm)
    shares = [kills // lanes + (number < kills % lanes) for number in range(lanes)]
    with ThreadPoolExecutor(lanes) as pool:
        tasks = [
            pool.submit(_lane, folder / f"lane-{number}", share, Random(f"{seed}-{number}"), wanted)
            for number, share in enumerate(shares)
        ]
        results = [task.result() for task in tasks]
    return Killed(
        sum(one.kills for one in results),
        sum(one.runs for one in results),
        sum(one.asked_again for one in results),
        tuple(sorted({name for one in results for name in one.different})),
        tuple(told for one in results for told in one.problems),
    )


def _lane(folder: Path, kills: int, chance: Random, wanted: dict[str, str]) -> Killed:
    watching = _Watching()
    done, runs, problems = 0, 0, list[str]()
    different: set[str] = set()
    with serving(watching) as server:
        while done < kills and not problems:
            world = watching.world = World(folder / f"killed-{runs}")
            while done < kills and _killed_once(world, server.url, watching, chance):
                done += 1
            problems += _finish(world, server.url, _command(world))
            if not problems:
                found = _artifacts(world)
                different |= {name for name, digest in wanted.items() if found.get(name) != digest}
                runs += 1
        problems += server.problems
    return Killed(done, runs, watching.asked_again, tuple(sorted(different)), tuple(problems))


def _killed_once(world: World, url: str, watching: _Watching, chance: Random) -> bool:
    """Start or resume the run and kill it at any moment; False where it ended before.

    One in four dies before it can have asked anything, the others while pages are written or later.
    """
    watching.asked.clear()
    process = world.start(*_command(world), **_environment(url))
    if chance.random() < _EARLY:
        time.sleep(chance.uniform(0.1, _START_S))
    else:
        until = time.monotonic() + _LONGEST_S
        while not watching.asked.wait(0.02) and process.poll() is None and time.monotonic() < until:
            pass
        time.sleep(chance.uniform(0.0, _WRITING_S))
    alive = process.poll() is None
    if alive:
        process.send_signal(signal.SIGKILL)
    process.communicate()
    return alive


def _finish(world: World, url: str, command: list[str]) -> list[str]:
    if _folder(world) is not None and _snapshot(world).sealed:
        return []
    done = world.launch(*command, **_environment(url))
    return [] if done.returncode == 0 else [done.stdout + done.stderr]


def _command(world: World | None) -> list[str]:
    folder = _folder(world) if world is not None else None
    if folder is None or not (folder / "snapshot.json").is_file():
        return ["run", "--config", _PILOT]
    return ["resume", "--run-id", folder.name]


def _folder(world: World) -> Path | None:
    return next(iter(sorted(world.runs.glob("example-*"))), None) if world.runs.is_dir() else None


def _snapshot(world: World) -> Snapshot:
    folder = _folder(world)
    assert folder is not None
    return Snapshot.model_validate_json((folder / "snapshot.json").read_bytes())


def _artifacts(world: World) -> dict[str, str]:
    index = _snapshot(world).run_state.artifact_index
    return {name: one.sha256 for name, one in index.items() if ORIGINS[name].stage != "W9"}


def _environment(url: str) -> dict[str, str]:
    return {
        "LLM_PROVIDER": "anthropic",
        "ANTHROPIC_API_KEY": "k" * 20,
        "ANTHROPIC_BASE_URL": url,
        "LAUNCH_LLM_PARALLEL": "2",
    }


def as_json(result: Killed) -> str:
    """Return what came of it as JSON, problems cut."""
    told = {**result.__dict__, "problems": [one[-2000:] for one in result.problems]}
    return json.dumps(told, indent=2)
