"""W5: the pages, drafted."""

import dagster as dg

from launch.contracts.draft_content import DraftContent
from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.frontmatter_index import FrontmatterIndex
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.page_plan import PagePlan
from launch.contracts.product_facts import ProductFacts
from launch.contracts.site_context import SiteContext
from launch.contracts.snippet_catalog import SnippetCatalog
from launch_assets.declared import outs
from launch_assets.partitions import PILOTS
from launch_assets.run import Run
from launch_assets.stage import Results, billed, made
from launch_assets.writer import Brief, Writer, keep_rendering


@dg.multi_asset(
    name="draft_pages", outs=outs("writing", set(), DraftContent), partitions_def=PILOTS
)
def draft_pages(
    run: Run,
    writer: Writer,
    page_plan: PagePlan,
    product_facts: ProductFacts,
    evidence_map: EvidenceMap,
    snippet_catalog: SnippetCatalog,
    frontmatter_index: FrontmatterIndex,
    site_context: SiteContext,
    hugo_facts: HugoFacts,
) -> Results:
    """Draft every page of the plan; each finished page is kept, so that a resume goes on there."""
    brief = Brief(page_plan, product_facts, snippet_catalog, site_context)
    results = made(run, [DraftContent], "Content drafted", lambda: [writer.draft(run, brief)])
    keep_rendering(run, site_context)
    yield from billed(run, results)
