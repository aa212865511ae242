"""docs/benchmarks.md: the newest outcome of every bench, kept beside it as JSON between runs."""

import json
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from scripts.figures import Figure

_PROJECT = Path(__file__).resolve().parents[1]
_INTRO = (
    "# Benchmarks",
    "",
    "`make bench` measures all of them, `python scripts/bench.py NAME --write docs/benchmarks.md`",
    "one. A figure is a ratio to a floor taken in the same run wherever a machine would decide it.",
)


def update(file: Path, found: Mapping[str, Sequence[Figure]], order: Sequence[str]) -> None:
    """Put outcomes into the page, in place of older ones of the same benches.

    ``order`` has the names of all benches; what another name left behind is dropped.
    """
    memory = file.with_suffix(".json")
    kept = json.loads(memory.read_text()) if memory.exists() else {}
    for name, figures in found.items():
        kept[name] = {**_where(), "figures": [asdict(figure) for figure in figures]}
    known = {name: kept[name] for name in order if name in kept}
    memory.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n")
    more = sorted(file.with_suffix("").glob("*.md"))
    file.write_text("\n".join([*_INTRO, "", *_rows(known), *_links(more)]) + "\n")


def _where() -> dict[str, str]:
    revision = ["git", "rev-parse", "--short=10", "HEAD"]
    done = subprocess.run(revision, cwd=_PROJECT, capture_output=True, text=True, check=True)
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    return {"commit": done.stdout.strip(), "machine": f"{machine}, {platform.python_version()}"}


def _rows(known: Mapping[str, Mapping[str, object]]) -> list[str]:
    machines = sorted({str(one["machine"]) for one in known.values()})
    lines = [
        f"Machines: {'; '.join(machines)}.",
        "",
        "| Figure | Value | Goal | Holds | Measured |",
    ]
    lines += ["| --- | --- | --- | --- | --- |"]
    for name, one in known.items():
        command = f"`bench.py {name}` at `{one['commit']}`"
        figures = one["figures"]
        for figure in figures if isinstance(figures, list) else []:
            value = f"{figure['value']:.3f} {figure['unit']}"
            holds = "yes" if figure["holds"] else "**no**"
            goal, context = (str(figure[key]).replace("|", "\\|") for key in ("goal", "context"))
            lines.append(
                f"| {figure['figure']} | {value} | {goal} | {holds} | {context}; {command} |"
            )
    return lines


def _links(more: Sequence[Path]) -> list[str]:
    titles = {page: page.read_text().partition("\n")[0].lstrip("# ") for page in more}
    listed = [f"- [{title}]({page.parent.name}/{page.name})" for page, title in titles.items()]
    return ["", "## In full", "", *listed] if listed else []
