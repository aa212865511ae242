"""The figure of the gates without Hugo: changed pages of a generated site, beside its plain build.

The pages are real: a generated product read, planned and written as any other.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from launch.contracts.draft_content import DraftContent
from launch.contracts.pilot import Pilot, PilotBudget, PilotGates, PilotInput, PilotOutput
from launch.contracts.settings import Settings
from launch.gates.registry import GATES
from launch.gates.subject import Gate, Subject
from launch.intake.product.scan import scan
from launch.knowledge.facts import extract
from launch.knowledge.snippets.collect import collect
from launch.patching.apply import apply
from launch.patching.bundle import make_bundle
from launch.planning.plan import plan
from launch.writing.offline.write import draft_all
from resources.git.environment import git_environment
from resources.hugo.process import bundled_binary
from resources.hugo.site_reader import read_site
from scripts.bench_site import opened
from scripts.figures import Figure

_TIMES = 3
_CHANGED = 100
_SITE = 1000
_OTHERS = frozenset(
    {"hugo_builds", "links_resolve", "markdown_clean", "front_matter_valid", "rollback_ready"}
)
"""Gates of the site, measured by ``bench.py site``, and the one of delivery."""
MEASURED: tuple[Gate, ...] = tuple(gate for gate in GATES if gate.id not in _OTHERS)
_SECTION = "content/docs/gearbox"
_CONFIG = """\
baseURL = "https://docs.example.org/"
title = "Generated"
disableKinds = ["taxonomy", "term", "RSS", "sitemap"]
"""
_MANIFEST = (
    '[project]\nname = "gearbox"\nversion = "1.4.0"\nrequires-python = ">=3.10"\n'
    'description = "A library that reads gear tables."\nlicense = "MIT"\n'
)
_README = (
    "# Gearbox\n\nGearbox reads gear tables.\n\n"
    "## Installation\n\n```sh\npip install gearbox\n```\n\n"
    "## Usage\n\n```python\nimport gearbox\n\ngearbox.read_0('gears.txt', limit=3)\n```\n"
)


def gates() -> list[Figure]:
    """All gates without Hugo over a plain Hugo build; by changed pages, and by the site's size."""
    with tempfile.TemporaryDirectory(prefix="bench-gates-") as name:
        folder = Path(name)
        large, small = (_subject(folder / str(size), size) for size in (_SITE, _SITE // 10))
        floor, whole, half, few = [], [], [], []
        for _ in range(_TIMES):
            floor.append(_seconds(lambda: _plain_build(folder / str(_SITE) / "site")))
            whole.append(_seconds(lambda: look(large)))
            half.append(_seconds(lambda: look(_part(large, _CHANGED // 4))))
            few.append(_seconds(lambda: look(small)))
    base, all_pages = statistics.median(floor), statistics.median(whole)
    quarter, less = statistics.median(half), statistics.median(few)
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    told = (
        f"{len(MEASURED)} gates on {len(large.after)} changed pages of a {_SITE}-page site "
        f"{all_pages:.2f} s, plain Hugo {base:.2f} s, medians of {_TIMES}, nothing kept; {load}"
    )
    growth, size = min(whole) / min(half) / 4, min(whole) / min(few)
    return [
        _figure("gates without Hugo over plain Hugo", all_pages / base, 0.4, told),
        _figure(
            "four times the changed pages over four times the cost", growth, 1.15,
            f"{_CHANGED // 4} pages {quarter:.2f} s, {_CHANGED} pages {all_pages:.2f} s",
        ),
        _figure(
            "ten times the site over the same cost", size, 1.15,
            f"{_SITE // 10}-page site {less:.2f} s, {_SITE}-page site {all_pages:.2f} s",
        ),
    ]  # fmt: skip


def look(subject: Subject) -> None:
    """Look once with every measured gate, all caches empty; SystemExit where one cannot run."""
    for module in [one for name, one in sys.modules.items() if name.startswith("launch.")]:
        for value in vars(module).values():
            if callable(clear := getattr(value, "cache_clear", None)):
                clear()
    fresh = replace(subject)
    for gate in MEASURED:
        looked = gate.look(fresh)
        if looked.could_not_run:
            sys.exit(f"{gate.id}: {looked.could_not_run}")


def _figure(name: str, value: float, most: float, told: str) -> Figure:
    return Figure(name, value, "ratio", f"<= {most:g}", value <= most, told)


def _part(subject: Subject, count: int) -> Subject:
    """Return the subject with its first pages only."""
    assert subject.draft is not None
    assert subject.plan is not None
    draft = DraftContent(pages=subject.draft.pages[:count])
    paths = {page.path for page in draft.pages}
    planned = subject.plan.model_copy(
        update={"pages": tuple(page for page in subject.plan.pages if page.path in paths)}
    )
    bundle = subject.bundle.model_copy(
        update={"patches": tuple(one for one in subject.bundle.patches if one.path in paths)}
    )
    own = {one.artifact: one.to_bytes() for one in (draft, planned, bundle)}
    return replace(
        subject,
        draft=draft,
        plan=planned,
        bundle=bundle,
        before={path: data for path, data in subject.before.items() if path in paths},
        after={path: data for path, data in subject.after.items() if path in paths},
        artifacts={**subject.artifacts, **own},
    )


@dataclass(frozen=True)
class _Repositories:
    product: Path
    site: Path


def _subject(folder: Path, pages: int) -> Subject:
    where = _Repositories(folder / "product", folder / "site")
    _commit(where.product, _product(_CHANGED))
    _commit(where.site, _site(pages))
    tree, pin = opened(where.product / ".git")
    site_tree, site_pin = opened(where.site / ".git")
    index, site, hugo = read_site(site_tree, site_pin, (), folder / "cache")
    inventory = scan(tree, pin, (), None)
    facts, evidence = extract(inventory, tree, None, None)
    snippets = collect(inventory, facts, tree)
    wanted = _settings()
    planned = plan(wanted, inventory, facts, evidence, snippets, index, site, hugo)
    drafted = draft_all(planned, facts, snippets, site, hugo)
    bundle = make_bundle(drafted, planned, site_tree, site_pin, wanted, site, None)
    after = apply(bundle, site_tree)
    made = Subject(
        settings=wanted, bundle=bundle, site_tree=site_tree, product_tree=tree,
        before={path: site_tree.read(path) for path in after}, after=after, plan=planned,
        draft=drafted, facts=facts, evidence=evidence, snippets=snippets, site=site, hugo=hugo,
        front_matter=index,
        artifacts={
            one.artifact: one.to_bytes()
            for one in (facts, evidence, planned, drafted, bundle, snippets)
        },
    )  # fmt: skip
    if len(after) < _CHANGED:
        sys.exit(f"{len(after)} pages were written, and {_CHANGED} are measured")
    return _part(made, _CHANGED)


def _settings() -> Settings:
    pilot = Pilot(
        schema_version="1.0",
        input=PilotInput(repo_url="https://example.org/gearbox.git"),
        output=PilotOutput(
            site_repo_url="https://example.org/site.git", allowed_paths=(f"{_SECTION}/**",)
        ),
        budget=PilotBudget(max_files_changed=10_000),
        gates=PilotGates(),
    )
    return Settings(
        pilot_key="gearbox", pilot_path="pilots/gearbox.yml", pilot_digest="0" * 64, pilot=pilot,
        provider="offline", product_url_effective=pilot.input.repo_url,
        site_url_effective=pilot.output.site_repo_url, offline_fixtures=False,
        defer_delivery=None, endpoint_url=None,
    )  # fmt: skip


def _product(guides: int) -> dict[str, str]:
    files = {"pyproject.toml": _MANIFEST, "README.md": _README}
    readers = "\n\n".join(_function(number) for number in range(guides))
    files["gearbox/__init__.py"] = f'"""Gear tables."""\n\n\n{readers}\n'
    files |= {f"docs/guide-{number}.md": _guide(number) for number in range(guides)}
    return files


def _function(number: int) -> str:
    return (
        f"def read_{number}(path: str, *, limit: int = {number}) -> list[str]:\n"
        f'    """Read the rows of table {number}.\n\n'
        f'    Long rows are cut at {number + 40} signs.\n    """\n    if limit < 0:\n'
        f'        raise ValueError("limit {number} must be positive")\n    return [path] * limit\n'
    )


def _guide(number: int) -> str:
    steps = "\n\n".join(_step(number, step) for step in range(5))
    opening = f"Table {number} holds gears with {number + 7} teeth."
    return f"# Read table {number}\n\n{opening}\n\n{steps}\n"


def _step(number: int, step: int) -> str:
    ordinal = number * 10 + step
    return (
        f"## Rows of part {ordinal}\n\nThe rows of part {ordinal} are read one by one. "
        f"A row that is longer than {ordinal + 80} signs is cut, and `gearbox.read_{number}` says "
        f"so. Use a limit of {ordinal + 1} where part {ordinal} is large.\n\n"
        f"```python\nimport gearbox\n\nrows = gearbox.read_{number}('part-{ordinal}.txt', "
        f"limit={ordinal})\nprint(rows)\n```\n\n- Part {ordinal} has {step + 3} columns.\n"
        f"- Column {step} of part {ordinal} is its key.\n"
    )


def _site(pages: int) -> dict[str, str]:
    files = {
        "hugo.toml": _CONFIG,
        "layouts/all.html": "<html><body>{{ .Content }}</body></html>\n",
        "content/_index.md": "---\ntitle: Home\n---\n\nWelcome.\n",
        "content/docs/_index.md": "---\ntitle: Docs\n---\n\nDocs.\n",
    }
    for number in range(pages):
        words = " ".join(f"word{(number * 31 + n) % 997}" for n in range(120))
        files[f"content/docs/part-{number // 50}/page-{number}.md"] = (
            f"---\ntitle: Page {number}\ndescription: About {number}\nweight: {number + 1}\n---\n\n"
            f"{words}.\n\n## First steps\n\n```sh\ntool run {number}\n```\n\n- one\n- two\n\n"
            f"## Second steps\n\n{words}.\n\n| key | value |\n| --- | --- |\n| a | {number} |\n"
        )
    return files


def _commit(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    names = {f"GIT_{who}_{what}": "bench" for who in ("AUTHOR", "COMMITTER")
             for what in ("NAME", "EMAIL")}  # fmt: skip
    env = {**git_environment(), **names}
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "made")):
        subprocess.run(["git", *arguments], cwd=folder, env=env, check=True)


def _plain_build(folder: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-out-") as out:
        command = [str(bundled_binary()), "--source", str(folder), "--destination", out, "--quiet"]
        subprocess.run([*command, "--noBuildLock"], check=True, capture_output=True)


def _seconds(work: Callable[[], object]) -> float:
    before = time.perf_counter()
    work()
    return time.perf_counter() - before
