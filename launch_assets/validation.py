"""W7 and W8: every gate's verdict, the rounds of repair, the last bundle."""

import dagster as dg

from launch.contracts.draft_content import DraftContent
from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.frontmatter_index import FrontmatterIndex
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.page_plan import PagePlan
from launch.contracts.patch_bundle import FixedPatchBundle, PatchBundle
from launch.contracts.product_facts import ProductFacts
from launch.contracts.site_context import SiteContext
from launch.contracts.snippet_catalog import SnippetCatalog
from launch.contracts.validation_report import ValidationReport
from launch_assets.checks import check_specs, content_verdicts
from launch_assets.declared import outs
from launch_assets.judge import judge, verdict
from launch_assets.judged import Judged
from launch_assets.partitions import PILOTS
from launch_assets.run import Run
from launch_assets.stage import Results, made


@dg.multi_asset(
    name="validate_and_repair",
    outs=outs("validation", {"hugo"}, ValidationReport, FixedPatchBundle),
    check_specs=check_specs("content", ValidationReport.artifact),
    partitions_def=PILOTS,
)
def validate_and_repair(
    run: Run,
    patch_bundle: PatchBundle,
    page_plan: PagePlan,
    draft_content: DraftContent,
    product_facts: ProductFacts,
    evidence_map: EvidenceMap,
    snippet_catalog: SnippetCatalog,
    frontmatter_index: FrontmatterIndex,
    site_context: SiteContext,
    hugo_facts: HugoFacts,
) -> Results:
    """Let every gate look, repair what can be repaired, look again; keep the last bundle."""
    known = (product_facts, evidence_map, snippet_catalog)
    site = (frontmatter_index, site_context, hugo_facts)
    judged = Judged(patch_bundle, page_plan, draft_content, *known, *site)
    results = made(run, [ValidationReport, FixedPatchBundle], verdict, lambda: judge(run, judged))
    yield from content_verdicts(run, results)
