"""The resource that drafts pages: composed offline, or written by Claude over the composed ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import dagster as dg

from launch.contracts.draft_content import DraftContent, DraftPage
from launch.contracts.page_plan import PagePlan, PlannedPage
from launch.contracts.product_facts import ProductFacts
from launch.contracts.site_context import SectionHabits, SiteContext
from launch.contracts.snapshot import PageRecord
from launch.contracts.snippet_catalog import SnippetCatalog
from launch.digests import digest_of
from launch.markdown.habits import habits_of as habits_for
from launch.markdown.render import render_page
from launch.patching.bundle import habits_of
from launch.writing.offline.known import Known
from launch.writing.offline.material import Material
from launch.writing.offline.write import write_with
from launch_assets.run import Run
from resources.run_store.atomic import write_atomic
from resources.run_store.code_version import code_version
from resources.run_store.pages import Found, KeptPage, PageShelf, changed_reads


@dataclass(frozen=True)
class Order:
    """A page to be written."""

    planned: PlannedPage
    material: Material
    """What it is written from: each look through its mappings is remembered."""
    anew: bool
    """Whether a model is to be asked afresh, whatever it answered before."""


class Finished(Protocol):
    """Takes a page as soon as it is finished; may be called from several threads."""

    def __call__(self, order: Order, page: DraftPage, *, final: bool = True) -> None:
        """Keep a page; one that is not final is written again where the run is resumed."""


Write = Callable[[Sequence[Order], Finished], None]


@dataclass(frozen=True)
class Brief:
    """What every page is written from."""

    plan: PagePlan
    facts: ProductFacts
    snippets: SnippetCatalog
    site: SiteContext

    @cached_property
    def known(self) -> Known:
        """Facts and snippets, indexed once for all pages."""
        return Known(self.facts, self.snippets)

    @cached_property
    def habits(self) -> SectionHabits | None:
        """Habits of the section that the pages go to."""
        return habits_for(self.plan.section, self.site)

    def material(self) -> Material:
        """Return what one page is written from; it remembers what the page looked up."""
        return Material(self.facts, self.snippets, self.habits, shared=self.known)


class Writer(dg.ConfigurableResource[None]):
    """Drafts the pages of a plan; each finished page is kept at once."""

    def draft(self, run: Run, brief: Brief) -> DraftContent:
        """Return the draft; a page that was finished from the same is not written again.

        LLMError where a model is asked for and no call can be answered.
        """
        shelf = PageShelf(run.record, run.places)
        keys = {planned.id: _key(run, brief, planned) for planned in brief.plan.pages}
        found = {
            planned.id: shelf.find(
                planned.id, keys[planned.id], brief.known.holds, own=_is_own(run, planned)
            )
            for planned in brief.plan.pages
        }
        pages = {page_id: one.kept for page_id, one in found.items() if one.kept is not None}
        for kept in pages.values():
            shelf.put(kept)

        def finished(order: Order, page: DraftPage, *, final: bool = True) -> None:
            key, reads = keys[order.planned.id], order.material.reads
            kept = KeptPage(key=key, run_id=run.record.run_id, reads=reads, page=page)
            pages[page.page_id] = kept
            if final:
                shelf.put(kept)

        orders = [
            Order(planned, brief.material(), anew=planned.id in run.record.snapshot.pages)
            for planned in brief.plan.pages
            if planned.id not in pages
        ]
        self._writer(run, brief, shelf)(orders, finished)
        run.record.drafted(
            PageRecord(
                page_id=planned.id,
                path=planned.path,
                drafted_by=pages[planned.id].run_id,
                why=_why(run, brief, planned, found[planned.id], keys[planned.id]),
            )
            for planned in brief.plan.pages
        )
        return DraftContent(pages=tuple(pages[planned.id].page for planned in brief.plan.pages))

    def _writer(self, run: Run, brief: Brief, shelf: PageShelf) -> Write:
        if run.record.settings.provider == "anthropic":
            from launch_assets.model_writer import model_writer

            return model_writer(run, brief)

        def compose(orders: Sequence[Order], finished: Finished) -> None:
            for order in orders:
                page = write_with(order.planned, order.material)
                shelf.log_offline_call(page)
                finished(order, page)

        return compose


def _key(run: Run, brief: Brief, planned: PlannedPage) -> str:
    settings = run.record.settings
    model = settings.pilot.llm.model_dump(mode="json", exclude={"replay", "batch"})
    return digest_of(
        code_version("W5"),
        settings.provider,
        model if settings.provider == "anthropic" else None,
        brief.habits.model_dump(mode="json") if brief.habits is not None else None,
        planned.model_dump(mode="json"),
    )


def _is_own(run: Run, planned: PlannedPage) -> bool:
    """Return whether no earlier run's page will do: it is asked for, or no answer is replayed."""
    settings = run.record.settings
    asks = settings.provider == "anthropic" and settings.pilot.llm.replay in {"off", "refresh"}
    return asks or planned.id in run.record.snapshot.pages


def _why(run: Run, brief: Brief, planned: PlannedPage, found: Found, key: str) -> str:
    """Return why this run drafted a page, or nothing where it was kept."""
    if found.kept is not None:
        return "" if found.kept.run_id != run.record.run_id else "drafted before the run stopped"
    if planned.id in run.record.snapshot.pages:
        return "asked for"
    if found.outdated is None:
        return "no earlier run has it"
    if found.outdated.key != key:
        return "its plan, its writer or the writer's code changed"
    changed = changed_reads(found.outdated, brief.known.holds)
    if not changed:
        return "answers of the model are not to be replayed"
    names = [f"{read.kind} {brief.known.name_of(read.kind, read.key)}".strip() for read in changed]
    more = f" and {len(names) - 2} more" if len(names) > 2 else ""
    return f"changed: {', '.join(names[:2])}{more}"


def keep_rendering(run: Run, site: SiteContext) -> None:
    """Write `artifacts/draft_content.md`: every page as it would stand, claims marked."""
    habits = {habit.section: habit for habit in site.habits}
    draft = run.record.load(DraftContent, DraftContent.artifact)
    pages = [
        f"<!-- page: {page.path} -->\n\n"
        + render_page(page, habits_of(page.path, habits), markers=True)
        for page in draft.pages
    ]
    target = run.record.layout.artifacts / "draft_content.md"
    write_atomic(target, "\n".join(pages).encode())
