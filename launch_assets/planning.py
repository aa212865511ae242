"""W4: which pages there will be; what plans is imported where it plans."""

import dagster as dg

from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.frontmatter_index import FrontmatterIndex
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.page_plan import PagePlan
from launch.contracts.product_facts import ProductFacts
from launch.contracts.repo_inventory import RepoInventory
from launch.contracts.site_context import SiteContext
from launch.contracts.snippet_catalog import SnippetCatalog
from launch_assets.declared import outs
from launch_assets.partitions import PILOTS
from launch_assets.run import Run
from launch_assets.stage import Results, made


@dg.multi_asset(name="plan_pages", outs=outs("planning", set(), PagePlan), partitions_def=PILOTS)
def plan_pages(
    run: Run,
    repo_inventory: RepoInventory,
    product_facts: ProductFacts,
    evidence_map: EvidenceMap,
    snippet_catalog: SnippetCatalog,
    frontmatter_index: FrontmatterIndex,
    site_context: SiteContext,
    hugo_facts: HugoFacts,
) -> Results:
    """Plan the page set; frozen before drafting."""
    known = (repo_inventory, product_facts, evidence_map, snippet_catalog)
    site = (frontmatter_index, site_context, hugo_facts)

    def make() -> list[PagePlan]:
        from launch.planning.plan import plan

        delivered = run.delivered.pages if run.delivered else ()
        paths = tuple(sorted({page.path for page in delivered}))
        return [plan(run.ground.settings, *known, *site, paths)]

    yield from made(run, [PagePlan], "Page plan created", make)
