"""One page of forty drafted anew, against the first run: processor time above a bare start."""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from resources.run_store.layout import all_runs
from resources.run_store.reading import read_snapshot
from scripts.figures import Figure
from tests.support.example_ground import files_of
from tests.support.repositories import bare_repository
from tests.support.runs import World

_PROJECT = Path(__file__).resolve().parents[1]
_START = "import dagster, launch_assets.execution\nwith dagster.DagsterInstance.get(): pass"
_MODULES, _FUNCTIONS, _GUIDES = 20, 12, 18
_TIMES = 5
_MANIFEST = b"""\
[project]
name = "cogworks"
version = "1.0.0"
description = "Cogworks counts the teeth of gears."
requires-python = ">=3.11"
"""
_README = b"""\
# Cogworks

Cogworks counts the teeth of gears.

## Installation

```
pip install cogworks
```

## Quickstart

```python
from cogworks.gear_00 import count_00

print(count_00(4))
```
"""


def redraft() -> list[Figure]:
    """Processor time of `run --page` over that of the first run, both above the start."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        world = World(Path(name))
        run = ("-m", "launch", "run", "--config", str(_pilot(world)))
        _seconds(world, "-c", _START)  # Dagster makes its tables once, for all runs.
        first = _seconds(world, *run)
        one = (*run, "--page", "quickstart", "--to", "draft_content")
        # In turn, as a machine's pace drifts: their difference is small beside both.
        pairs = [(_seconds(world, "-c", _START), _seconds(world, *one)) for _ in range(_TIMES)]
        pages, drafted = _pages(world)
    floor, again = (statistics.median(side) for side in zip(*pairs, strict=True))
    value = statistics.median(one - start for start, one in pairs) / (first - floor)
    told = (
        f"{drafted} of {pages} pages drafted; processor seconds: {again:.2f} (median of {_TIMES})"
        f" against {first:.2f}, start with Dagster and our code loaded {floor:.2f}"
    )
    holds = value <= 0.15 and drafted == 1 and pages >= 40
    return [Figure("one page of 40 drafted anew", value, "ratio", "<= 0.15", holds, told)]


def _pilot(world: World) -> Path:
    product = bare_repository(world.folder / "cogworks.git", _product())
    site = bare_repository(world.folder / "site.git", files_of("site"))
    pilot = world.folder / "pilot.yml"
    pilot.write_text(
        f'schema_version: "1.0"\ninput:\n  repo_url: "{product}"\noutput:\n'
        f'  site_repo_url: "{site}"\n  allowed_paths: ["content/docs/cogworks/**"]\n'
        "flags:\n  dry_run: true\n"
    )
    return pilot


def _product() -> dict[str, bytes]:
    modules = {
        f"src/cogworks/gear_{number:02}.py": _module(number).encode() for number in range(_MODULES)
    }
    guides = {f"docs/guide-{number:02}.md": _guide(number).encode() for number in range(_GUIDES)}
    files = {"pyproject.toml": _MANIFEST, "README.md": _README, **modules, **guides}
    return {**files, "src/cogworks/__init__.py": b'"""Counts the teeth of gears."""\n'}


def _module(number: int) -> str:
    functions = "".join(
        f"\n\ndef count_{one:02}(teeth: int, factor: int = {one}) -> int:\n"
        f'    """Return the teeth of gear {number} counted in the {one}th way.\n\n'
        "    Args:\n        teeth: How many teeth one gear has.\n"
        '        factor: How often they are counted.\n    """\n'
        f"    return teeth * factor + {number}\n"
        for one in range(_FUNCTIONS)
    )
    return f'"""Gears of size {number}."""{functions}'


def _guide(number: int) -> str:
    return (
        f"# Count gears of size {number}\n\nCogworks counts gears of size {number} by the functions"
        f" of `cogworks.gear_{number:02}`.\n\n## One gear of size {number}\n\nGive the function the"
        f" teeth of gear {number}:\n\n```python\nfrom cogworks.gear_{number:02} import count_00\n\n"
        f"print(count_00({number + 3}))\n```\n\n## Many gears of size {number}\n\nA factor counts"
        f" gear {number} more than once:\n\n```python\nfrom cogworks.gear_{number:02} import"
        f" count_01\n\nprint(count_01({number + 3}, factor={number + 2}))\n```\n"
    )


def _seconds(world: World, *arguments: str) -> float:
    """Return the processor seconds of a Python program and all that it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    (world.folder / "home").mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, *arguments],
        env={
            **world.environment(OFFLINE_FIXTURES="0"),
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        },
        cwd=_PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _pages(world: World) -> tuple[int, int]:
    """Return the pages of the newest run, and how many it drafted."""
    newest = max(map(read_snapshot, all_runs(world.runs)), key=lambda one: one.serial)
    pages = newest.run_state.page_index
    return len(pages), sum(page.drafted_by == newest.run_id for page in pages)
