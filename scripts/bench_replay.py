"""Products' consecutive commits, run one after another: which pages are drafted again.

`python -m scripts.bench_replay SITE PRODUCT...`, git directories, prints a Markdown page. What
changed is judged from the artifacts, apart from the memory that decides what is drafted.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from launch.contracts.draft_content import DraftContent, DraftPage
from launch.contracts.page_plan import PagePlan
from launch.contracts.product_facts import ProductFacts
from launch.digests import digest_of
from launch.markdown.render import claims_of, ledger
from resources.run_store.layout import all_runs
from resources.run_store.reading import read_settings, read_snapshot
from resources.run_store.record import RunRecord
from tests.support.runs import World

_PROJECT = Path(__file__).resolve().parents[1]
_PILOT = """\
schema_version: "1.0"
run_id: "replay"
input:
  repo_url: "{product}"
  sha: "{sha}"
output:
  site_repo_url: "{site}"
  allowed_paths: ["{folder}/**"]
flags: {{dry_run: true}}
llm: {{provider: offline}}
"""
_FOLDER = "content/en/docs/product"


@dataclass(frozen=True)
class Told:
    """What a page rests on after one commit."""

    plan: str
    """Digest of its plan."""
    claims: Mapping[str, str]
    """Digest of every claim that the page names, by id."""


@dataclass(frozen=True)
class Step:
    """What one commit did to the pages."""

    commit: str
    pages: int
    changed: int
    """Pages whose claims or plan changed, or that are new."""
    drafted: int
    needless: tuple[str, ...]
    """Pages drafted again though nothing that they rest on changed."""
    missed: tuple[str, ...]
    """Pages kept though what they rest on changed."""
    text_changed: int
    """Pages whose text differs from before."""


def replay(product: Path, site: Path, count: int, folder: Path) -> list[Step]:
    """Run the pilot at each of the newest ``count`` commits, the oldest first."""
    log = _git(product, "rev-list", "--first-parent", f"--max-count={count + 1}", "HEAD")
    world, steps = World(folder), []
    before: dict[str, Told] = {}
    texts: dict[str, str] = {}
    for commit in reversed(log.split()):
        record = _run(world, product, site, commit)
        now, pages = _told(record), record.load(DraftContent, "draft_content").pages
        drafted = {
            page.page_id
            for page in record.snapshot.run_state.page_index
            if page.drafted_by == record.run_id
        }
        fresh = {page.page_id: digest_of(page.model_dump(mode="json")) for page in pages}
        changed = {page for page, told in now.items() if before.get(page) != told}
        if before:
            steps.append(
                Step(
                    commit=commit[:10],
                    pages=len(now),
                    changed=len(changed),
                    drafted=len(drafted),
                    needless=tuple(sorted(drafted - changed)),
                    missed=tuple(
                        sorted(page for page in changed - drafted if texts.get(page) != fresh[page])
                    ),
                    text_changed=sum(texts.get(page) != text for page, text in fresh.items()),
                )
            )
        before, texts = now, fresh
    return steps


_HEAD = """\
# Replaying consecutive commits

Each product's newest commits, one run after another. *Needless* counts pages drafted again though
neither their plan nor what their claims say changed; *missed*, pages kept though their text would
have changed. `python -m scripts.bench_replay SITE PRODUCT...` makes this page.
"""


def table(product: str, site: str, steps: Sequence[Step]) -> str:
    """Return a section with the product's table, its sums last."""
    header = (
        "Commit",
        "Pages",
        "Claims or plan changed",
        "Drafted again",
        "Text changed",
        "Needless",
        "Missed",
    )
    rows = [
        (
            one.commit,
            one.pages,
            one.changed,
            one.drafted,
            one.text_changed,
            len(one.needless),
            len(one.missed),
        )
        for one in steps
    ]
    sums = tuple(sum(int(row[column]) for row in rows) for column in range(1, 7))
    own = _git(_PROJECT / ".git", "rev-parse", "--short=10", "HEAD").strip()
    lines = [f"## {product}", "", f"{len(steps)} commits, on {site}, at `{own}`.", ""]
    lines += [_row(header), _row(["---"] * len(header)), *map(_row, rows), _row(("in all", *sums))]
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(map(str, cells)) + " |"


def _run(world: World, product: Path, site: Path, commit: str) -> RunRecord:
    pilots = world.folder / "pilots"
    pilots.mkdir(parents=True, exist_ok=True)
    pilot = pilots / "replay.yml"
    pilot.write_text(_PILOT.format(product=product, site=site, sha=commit, folder=_FOLDER))
    known = {layout.run_id for layout in all_runs(world.runs)} if world.runs.is_dir() else set()
    done = subprocess.run(
        [sys.executable, "-m", "launch", "run", "--config", str(pilot), "--to", "draft_content"],
        env=world.environment(OFFLINE_FIXTURES="0", LAUNCH_PILOTS_DIR=str(pilots)),
        cwd=_PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    (layout,) = [layout for layout in all_runs(world.runs) if layout.run_id not in known]
    return RunRecord(layout, read_snapshot(layout), read_settings(layout))


def _told(record: RunRecord) -> dict[str, Told]:
    """Return what each page rests on: its plan, and what the claims on it say."""
    facts = record.load(ProductFacts, "product_facts")
    said = {claim.id: digest_of(claim.model_dump(mode="json")) for claim in facts.claims}
    plans = {page.id: page for page in record.load(PagePlan, "page_plan").pages}
    pages = record.load(DraftContent, "draft_content").pages
    return {
        page.page_id: Told(
            plan=digest_of(plans[page.page_id].model_dump(mode="json")),
            claims={claim: said[claim] for claim in sorted(_claims(page)) if claim in said},
        )
        for page in pages
    }


def _claims(page: DraftPage) -> set[str]:
    sources = [entry.sentence.source for entry in ledger(page)]
    named = {source.claim_id for source in sources if source.grade in {"proved", "quoted"}}
    return named | {claim for block in page.blocks for claim in claims_of(block)}


def _git(repository: Path, *arguments: str) -> str:
    command = ["git", f"--git-dir={repository}", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main(arguments: Sequence[str]) -> int:
    """Print the table; 1 where a page was drafted again for nothing, or kept though it changed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=30, help="commits of each product")
    parser.add_argument("site", type=Path)
    parser.add_argument("products", type=Path, nargs="+")
    asked = parser.parse_args(arguments)
    wrong = False
    print(_HEAD, flush=True)
    for product in asked.products:
        with tempfile.TemporaryDirectory(prefix="replay-") as name:
            steps = replay(product, asked.site, asked.count, Path(name))
        print(table(_named(product), _named(asked.site), steps), flush=True)
        for step in steps:
            if step.needless or step.missed:
                wrong = True
                told = ["needless:", *step.needless, "missed:", *step.missed]
                print(step.commit, *told, file=sys.stderr)
    return 1 if wrong else 0


def _named(repository: Path) -> str:
    return (
        repository.parent.name.replace("+", "/") if repository.name == "repo" else repository.stem
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
