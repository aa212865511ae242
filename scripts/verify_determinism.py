"""Runs a pilot twice, apart, and compares what W1 to W8 made byte for byte.

Each run has its own folder, empty caches and another PYTHONHASHSEED.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from launch.contracts.registry import ARTIFACTS

PROJECT = Path(__file__).resolve().parents[1]
NAMES = tuple(model.artifact for model in ARTIFACTS if model.artifact not in
              {"create_commit_bundle", "open_pr_bundle"})  # fmt: skip
_SEEDS = ("1", "4242")


def main(arguments: Sequence[str]) -> int:
    """Return 0 where both runs agree, 1 where a byte differs, 2 where a run left no artifacts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", required=True, help="the pilot's YAML file")
    parser.add_argument("--keep", help="an empty or new folder for both runs, kept afterwards")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="determinism-") as scratch:
        folder = Path(options.keep or scratch).absolute()
        runs = [run_apart(options.config, folder / f"seed-{seed}", seed) for seed in _SEEDS]
        if None in runs:
            return 2
        first, second = (run for run in runs if run is not None)
        return compare(first, second)


def run_apart(config: str, folder: Path, seed: str) -> Path | None:
    """Run the pilot below ``folder`` and return its artifacts' folder, or None if there is none."""
    environment = {
        **os.environ,
        "PYTHONHASHSEED": seed,
        "LAUNCH_RUNS_DIR": str(folder / "runs"),
        "LAUNCH_CACHE_DIR": str(folder / "cache"),
        "DAGSTER_HOME": str(folder / "home"),
        "OFFLINE_MODE": "1",
    }
    command = [sys.executable, "-m", "launch", "run", "--config", str(Path(config).absolute())]
    done = subprocess.run(
        command, env=environment, cwd=PROJECT, capture_output=True, text=True, check=False
    )
    found = sorted((folder / "runs").glob("*/artifacts/fixed_patch_bundle.json"))
    if not found:
        print(f"The run with PYTHONHASHSEED={seed} did not get through W8:", file=sys.stderr)
        print(done.stdout[-2000:] + done.stderr[-2000:], file=sys.stderr)
        return None
    print(f"PYTHONHASHSEED={seed}: exit code {done.returncode}, {found[0].parent}")
    return found[0].parent


def compare(first: Path, second: Path) -> int:
    """Compare two folders of artifacts; say which file differs first, and at which byte."""
    for name in (*(f"{name}.json" for name in NAMES), "draft_content.md"):
        one, other = (_bytes(folder / name) for folder in (first, second))
        if one is None or other is None:
            print(f"DIFFERENT: {name} is missing in {first if one is None else second}")
            return 1
        place = first_difference(one, other)
        if place is not None:
            shown = (data[max(0, place - 30) : place + 30] for data in (one, other))
            print(f"DIFFERENT: {name}, byte {place}: {' | '.join(map(repr, shown))}")
            return 1
    print(f"IDENTICAL: {len(NAMES)} artifacts of W1 to W8 and draft_content.md, byte for byte")
    return 0


def first_difference(one: bytes, other: bytes) -> int | None:
    """Return the offset of the first byte that differs, or None."""
    if one == other:
        return None
    pairs = enumerate(zip(one, other, strict=False))
    shorter = min(len(one), len(other))
    return next((place for place, (left, right) in pairs if left != right), shorter)


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
