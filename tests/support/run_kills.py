"""Runs that are killed with SIGKILL at seeded moments, then resumed, against an undisturbed one.

Run as a program: ``python -m tests.support.run_kills FOLDER KILLS SEED``; prints one JSON object.
Each run is a forked child of this process, which never opens Dagster itself: a fork is clean.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path

from launch.contracts.snapshot import Snapshot
from resources.run_store.layout import RunLayout, all_runs
from resources.run_store.lineage import ORIGINS
from resources.run_store.places import PROJECT
from resources.run_store.reading import read_snapshot
from tests.support.runs import World

_CONFIG = PROJECT / "pilots" / "example_pilot.yml"
_SYNCS = "fsync"
_LOADED = (
    "launch_assets.execution",
    "launch_assets.looking",
    "launch.intake.product.scan",
    "launch.knowledge.facts",
    "launch.knowledge.snippets.collect",
    "launch.planning.plan",
    "resources.hugo.site_reader",
)
_OWN = frozenset({"create_commit_bundle", "open_pr_bundle"})
"""Artifacts that say which run they are of."""


@dataclass(frozen=True)
class Killed:
    """One run that was killed, and what came of it."""

    moment: str
    stage: str
    """The last stage that had left an artifact; ``none`` before the first, ``over`` at the end."""
    pages: int
    """Finished pages at that moment, of a draft that was not."""
    problem: str
    """Empty where the resumed run equals the undisturbed one."""


def _launch(world: World, *arguments: str) -> None:
    """Run the command line in this process and leave; for children only."""
    os.environ.clear()
    os.environ.update(world.environment())
    sink = os.open(world.folder / "output.txt", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    os.dup2(sink, 1)
    os.dup2(sink, 2)
    from launch_assets.cli.main import main

    os._exit(main(arguments))


def _in_child(work: Callable[[], None], kill_after: float | None = None) -> tuple[int, float]:
    """Run work in a child with a process group of its own; return exit code and seconds.

    A killed child's exit code is negative.
    """
    before = time.monotonic()
    pid = os.fork()
    if pid == 0:
        os.setpgid(0, 0)
        try:
            work()
        finally:
            os._exit(70)
    if kill_after is not None:
        time.sleep(kill_after)
        try:
            os.killpg(pid, signal.SIGKILL)
        except ProcessLookupError:
            os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), time.monotonic() - before


def _dies_at_sync(number: int) -> None:
    """Make the n-th time that this process forces a file to disk deadly; even: after it is done."""
    original, seen = os.fsync, [0]

    def deadly(handle: int) -> None:
        seen[0] += 1
        if seen[0] == number and number % 2:
            os.killpg(0, signal.SIGKILL)
        original(handle)
        if seen[0] == number:
            os.killpg(0, signal.SIGKILL)

    setattr(os, _SYNCS, deadly)


def _counted_syncs(file: Path) -> None:
    original, seen = os.fsync, [0]

    def counting(handle: int) -> None:
        seen[0] += 1
        file.write_text(str(seen[0]))
        original(handle)

    setattr(os, _SYNCS, counting)


@dataclass(frozen=True)
class Undisturbed:
    """A run that nobody killed."""

    artifacts: Mapping[str, bytes]
    seconds: float
    syncs: int


def _undisturbed(folder: Path) -> Undisturbed:
    """Return a run with warm caches, and how often one forces a file to disk."""
    _in_child(lambda: _launch(_world(folder, "first"), "run", "--config", str(_CONFIG)))
    world, counted = _world(folder, "undisturbed"), _world(folder, "counted")
    code, seconds = _in_child(lambda: _launch(world, "run", "--config", str(_CONFIG)))
    if code:
        raise SystemExit(f"the undisturbed run failed: {(world.folder / 'output.txt').read_text()}")
    count = folder / "syncs"

    def counting() -> None:
        _counted_syncs(count)
        _launch(counted, "run", "--config", str(_CONFIG))

    _in_child(counting)
    (layout,) = all_runs(world.runs)
    return Undisturbed(_artifacts(layout), seconds, int(count.read_text()))


def _world(folder: Path, name: str) -> World:
    """Return a world with runs of its own; cache and Dagster home are all worlds'."""
    world = World(folder / name)
    world.folder.mkdir()
    for shared in ("cache", "home"):
        (folder / shared).mkdir(exist_ok=True)
        (world.folder / shared).symlink_to(folder / shared)
    return world


def _artifacts(layout: RunLayout) -> dict[str, bytes]:
    paths = layout.artifacts.glob("*.json")
    return {path.stem: path.read_bytes() for path in paths if path.stem not in _OWN}


def _killed(folder: Path, number: int, chance: random.Random, whole: Undisturbed) -> Killed:
    world = _world(folder, f"kill-{number}")
    if number % 2:
        after = chance.uniform(0.2, whole.seconds)
        moment = f"after {after:.2f} s"
        _in_child(lambda: _launch(world, "run", "--config", str(_CONFIG)), after)
    else:
        sync = chance.randint(1, whole.syncs)
        moment = f"at {_SYNCS} {sync} of {whole.syncs}"

        def deadly() -> None:
            _dies_at_sync(sync)
            _launch(world, "run", "--config", str(_CONFIG))

        _in_child(deadly)
    layouts = all_runs(world.runs) if world.runs.is_dir() else ()
    if not layouts:
        return Killed(moment, "none", 0, _again(world, whole))
    before = read_snapshot(layouts[0])
    stage, pages = _stage(before), _finished_pages(layouts[0], before)
    return Killed(moment, stage, len(pages), _resumed(world, layouts[0], before, pages, whole))


def _stage(snapshot: Snapshot) -> str:
    if snapshot.run_state.status != "running":
        return "over"
    index = snapshot.run_state.artifact_index
    return max((ORIGINS[name].stage for name in index), default="none")


def _finished_pages(layout: RunLayout, snapshot: Snapshot) -> dict[str, int]:
    """Return when each finished page of an unfinished draft was drafted, by page."""
    if "draft_content" in snapshot.run_state.artifact_index:
        return {}
    calls = layout.evidence / "llm_calls"
    finished = (layout.evidence / "pages").glob("[!.]*.json")
    return {path.stem: (calls / path.name).stat().st_mtime_ns for path in finished}


def _again(world: World, whole: Undisturbed) -> str:
    """Run the pilot where the killed run had not made a directory yet."""
    code, _ = _in_child(lambda: _launch(world, "run", "--config", str(_CONFIG)))
    (layout,) = all_runs(world.runs)
    return "" if code == 0 and _artifacts(layout) == whole.artifacts else "a new run differs"


def _resumed(
    world: World,
    layout: RunLayout,
    before: Snapshot,
    pages: Mapping[str, int],
    whole: Undisturbed,
) -> str:
    if before.sealed:
        return "" if _artifacts(layout) == whole.artifacts else "it was sealed too early"
    code, _ = _in_child(lambda: _launch(world, "resume", "--run-id", layout.run_id))
    after = read_snapshot(layout)
    if code != 0 or not after.sealed or after.run_state.status != "w9_ok":
        return f"resume ends with {code}, {after.run_state.status}"
    for name, data in whole.artifacts.items():
        if (layout.artifacts / f"{name}.json").read_bytes() != data:
            return f"{name} differs"
    for page, moment in pages.items():
        if (layout.evidence / "llm_calls" / f"{page}.json").stat().st_mtime_ns != moment:
            return f"page {page} was drafted again"
    if list(layout.root.rglob("*.part")):
        return "half a file is left"
    return _one_pull_request(world)


def _one_pull_request(world: World) -> str:
    (site,) = world.runs.glob(".fixtures/site-*.git")
    command = [
        "git",
        f"--git-dir={site}",
        "for-each-ref",
        "--format=%(refname)",
        "refs/pull/*/head",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = done.stdout.split()
    return "" if len(found) == 1 else f"{len(found)} pull requests"


def main(folder: Path, kills: int, seed: int) -> None:
    """Kill and resume so many runs; print what came of them."""
    for name in _LOADED:  # Once, for all children.
        import_module(name)
    chance = random.Random(seed)
    whole = _undisturbed(folder)
    found = [_killed(folder, number, chance, whole) for number in range(kills)]
    problems = [asdict(one) for one in found if one.problem]
    stages = Counter(one.stage for one in found)
    sys.stdout.write(
        json.dumps(
            {
                "kills": len(found),
                "stages": dict(sorted(stages.items())),
                "amid_pages": sum(one.pages > 0 for one in found),
                "problems": problems,
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
