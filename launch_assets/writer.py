"""The resource that drafts pages: composed offline, or written by Claude over the composed ones."""

from collections.abc import Callable
from dataclasses import dataclass

import dagster as dg

from launch.contracts.draft_content import DraftContent, DraftPage
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.page_plan import PagePlan, PlannedPage
from launch.contracts.product_facts import ProductFacts
from launch.contracts.site_context import SiteContext
from launch.contracts.snippet_catalog import SnippetCatalog
from launch.digests import digest_of
from launch.markdown.render import render_page
from launch.patching.bundle import habits_of
from launch.writing.offline.write import write_page
from launch_assets.run import Run
from resources.run_store.atomic import write_atomic
from resources.run_store.code_version import code_version
from resources.run_store.pages import PageShelf

_GROUND = ("product_facts", "evidence_map", "snippet_catalog", "site_context", "hugo_facts")
Write = Callable[[PlannedPage], DraftPage]


@dataclass(frozen=True)
class Brief:
    """What every page is written from."""

    plan: PagePlan
    facts: ProductFacts
    snippets: SnippetCatalog
    site: SiteContext
    hugo: HugoFacts

    def composed(self, planned: PlannedPage) -> DraftPage:
        """Return the page as the offline writer composes it."""
        return write_page(planned, self.plan, self.facts, self.snippets, self.site, self.hugo)


class Writer(dg.ConfigurableResource[None]):
    """Drafts the pages of a plan; each finished page is kept at once."""

    def draft(self, run: Run, brief: Brief) -> DraftContent:
        """Return the draft; a page that this run finished earlier is not written again.

        LLMError where a model is asked for and no call can be answered.
        """
        shelf = PageShelf(run.record)
        write = self._writer(run, brief, shelf)
        index = run.record.snapshot.run_state.artifact_index
        settings = run.record.settings
        ground = digest_of(
            code_version("W5"),
            settings.provider,
            settings.pilot.llm.model_dump(mode="json"),
            *(index[name].sha256 for name in _GROUND),
        )
        pages: list[DraftPage] = []
        for planned in brief.plan.pages:
            key = digest_of(ground, planned.model_dump(mode="json"))
            page = shelf.find(planned.id, key) or write(planned)
            shelf.put(key, page)
            pages.append(page)
        return DraftContent(pages=tuple(pages))

    def _writer(self, run: Run, brief: Brief, shelf: PageShelf) -> Write:
        if run.record.settings.provider == "anthropic":
            from launch_assets.model_writer import model_writer

            return model_writer(run, brief)

        def compose(planned: PlannedPage) -> DraftPage:
            page = brief.composed(planned)
            shelf.log_offline_call(page)
            return page

        return compose


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
