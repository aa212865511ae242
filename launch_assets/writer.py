"""The resource that drafts pages: offline, or with Claude behind record and replay."""

import dagster as dg

from launch.contracts.draft_content import DraftContent, DraftPage
from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.page_plan import PagePlan
from launch.contracts.product_facts import ProductFacts
from launch.contracts.site_context import SiteContext
from launch.contracts.snippet_catalog import SnippetCatalog
from launch.digests import digest_of
from launch.writing.offline.write import write_page
from launch_assets.run import Run
from resources.run_store.code_version import code_version
from resources.run_store.pages import PageShelf

_GROUND = ("product_facts", "evidence_map", "snippet_catalog", "site_context", "hugo_facts")


class Writer(dg.ConfigurableResource[None]):
    """Drafts the pages of a plan, one after another; each finished page is kept at once."""

    def draft(
        self,
        run: Run,
        plan: PagePlan,
        facts: ProductFacts,
        evidence: EvidenceMap,
        snippets: SnippetCatalog,
        site: SiteContext,
        hugo: HugoFacts,
    ) -> DraftContent:
        """Return the draft; a page that this run finished earlier is not written again."""
        shelf = PageShelf(run.record)
        index = run.record.snapshot.run_state.artifact_index
        ground = digest_of(code_version("W5"), *(index[name].sha256 for name in _GROUND))
        pages: list[DraftPage] = []
        for planned in plan.pages:
            key = digest_of(ground, planned.model_dump(mode="json"))
            page = shelf.find(planned.id, key)
            if page is None:
                page = write_page(planned, plan, facts, snippets, site, hugo)
                shelf.put(key, page)
                shelf.log_offline_call(key, page)
            pages.append(page)
        return DraftContent(pages=tuple(pages))
