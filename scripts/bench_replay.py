"""One product's consecutive commits, run one after another: which pages are drafted again.

`python -m scripts.bench_replay PRODUCT SITE [COUNT]`, git directories, prints a Markdown page. What
changed is judged from the artifacts, apart from the memory that decides what is drafted.
"""

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


def table(product: str, steps: Sequence[Step]) -> str:
    """Return the Markdown table, its sums last."""
    header = (
        "Commit",
        "Pages",
        "Claims or plan changed",
        "Drafted again",
        "Text changed",
        "Needless",
    )
    rows = [
        (one.commit, one.pages, one.changed, one.drafted, one.text_changed, len(one.needless))
        for one in steps
    ]
    sums = tuple(sum(int(row[column]) for row in rows) for column in range(1, 6))
    lines = [
        "# Replaying consecutive commits",
        "",
        f"{len(steps)} consecutive commits of {product}, one run after another. *Needless* counts",
        "pages drafted again though neither their plan nor what their claims say changed.",
        "",
    ]
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
    product, site = Path(arguments[0]), Path(arguments[1])
    count = int(arguments[2]) if len(arguments) > 2 else 30
    with tempfile.TemporaryDirectory(prefix="replay-") as name:
        steps = replay(product, site, count, Path(name))
    name = product.parent.name.replace("+", "/") if product.name == "repo" else product.stem
    print(table(name, steps), end="")
    wrong = [step for step in steps if step.needless or step.missed]
    for step in wrong:
        told = ["needless:", *step.needless, "missed:", *step.missed]
        print(step.commit, *told, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
