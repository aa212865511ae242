"""One changed symbol of the product: which pages a model is asked about again, in both modes."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from launch.contracts.draft_content import DraftContent
from launch.contracts.page_plan import PagePlan
from launch.contracts.product_facts import ProductFacts
from launch.digests import digest_of
from launch.markdown.render import claims_of, ledger
from resources.run_store.layout import all_runs
from resources.run_store.reading import read_settings, read_snapshot
from resources.run_store.record import RunRecord
from scripts.figures import Figure
from tests.support.example_ground import files_of
from tests.support.messages_server import MessagesServer, serving
from tests.support.repositories import add_commit, bare_repository
from tests.support.runs import World
from tests.support.scripted_claude import answer, shown_document

_FILE = "src/driftmark/settings.py"
_BEFORE, _AFTER = b"no configuration file at", b"there is no configuration file at"
"""The message of an error that `read_settings` raises."""
_PILOT = """\
schema_version: "1.0"
input: {{repo_url: "{product}"}}
output: {{site_repo_url: "{site}", allowed_paths: ["content/docs/driftmark/**"]}}
llm: {{provider: anthropic, mode: {mode}}}
flags: {{dry_run: true}}
"""


@dataclass(frozen=True)
class Asked:
    """What a second run asked after the change."""

    pages: int
    """Pages that the first run asked about."""
    cite: frozenset[str]
    """Pages whose plan or claims changed, by title."""
    again: frozenset[str]
    """Pages asked about again, by title."""
    calls: int
    """Calls of the second run."""


def llm_change() -> list[Figure]:
    """Measure with one function of the bundled product changed: what it raises."""
    return [_figure(mode) for mode in ("edit", "write")]


def _figure(mode: str) -> Figure:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        found = asked_again(Path(name), mode)
    needless = len(found.again - found.cite)
    told = (
        f"{len(found.again)} of {found.pages} pages asked again ({found.calls} calls),"
        f" {len(found.cite)} cite what changed"
    )
    holds = needless == 0 and found.calls > 0
    return Figure(f"pages asked again that cite nothing changed, {mode} mode", needless, "pages",
                  "0", holds, told)  # fmt: skip


def asked_again(folder: Path, mode: str) -> Asked:
    """Run a pilot, change one symbol of its product, run it again with the model."""
    world = World(folder)
    product = bare_repository(folder / "driftmark.git", files_of("product"))
    site = bare_repository(folder / "site.git", files_of("site"))
    pilot = folder / "pilot.yml"
    pilot.write_text(_PILOT.format(product=product, site=site, mode=mode))
    with serving(answer) as server:
        before = _told(_run(world, pilot, server))
        first = len(server.requests)
        source = files_of("product")[_FILE]
        add_commit(product, {_FILE: source.replace(_BEFORE, _AFTER)})
        after = _told(_run(world, pilot, server))
        titles = tuple(filter(None, map(_title, server.requests)))
        early = len(tuple(filter(None, map(_title, server.requests[:first]))))
    changed = {title for title, told in after.items() if before.get(title) != told}
    return Asked(
        pages=len(set(titles[:early])),
        cite=frozenset(changed),
        again=frozenset(titles[early:]),
        calls=len(server.requests) - first,
    )


def _run(world: World, pilot: Path, server: MessagesServer) -> RunRecord:
    done = world.launch(
        "run", "--config", str(pilot), "--to", "draft_content", OFFLINE_FIXTURES="0",
        LLM_PROVIDER="anthropic", ANTHROPIC_API_KEY="k" * 20, ANTHROPIC_BASE_URL=server.url,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    layout = max(all_runs(world.runs), key=lambda one: one.run_id)
    return RunRecord(layout, read_snapshot(layout), read_settings(layout))


def _told(record: RunRecord) -> dict[str, str]:
    """Return a digest of what each page rests on, by its title: its plan, and its claims' words."""
    facts = record.load(ProductFacts, "product_facts")
    said = {claim.id: digest_of(claim.model_dump(mode="json")) for claim in facts.claims}
    plans = {page.id: page for page in record.load(PagePlan, "page_plan").pages}
    told = {}
    for page in record.load(DraftContent, "draft_content").pages:
        sources = [entry.sentence.source for entry in ledger(page)]
        named = {one.claim_id for one in sources if one.grade in {"proved", "quoted"}}
        named |= {claim for block in page.blocks for claim in claims_of(block)}
        named |= {claim for part in plans[page.page_id].headings for claim in part.claim_ids}
        plan = plans[page.page_id]
        told[plan.title] = digest_of(plan.model_dump(mode="json"), _said(said, named))
    return told


def _said(said: dict[str, str], named: set[str]) -> list[str]:
    return [said.get(claim, "") for claim in sorted(named)]


def _title(request: dict[str, Any]) -> str | None:
    """Return the title of the page that a request is about; None for a verifier's."""
    page = shown_document(request, "The page")
    return page.partition("\n")[0].removeprefix("Title: ") or None


def _lines() -> Iterator[str]:
    for figure in llm_change():
        yield json.dumps(figure.__dict__)


if __name__ == "__main__":
    print("\n".join(_lines()))
