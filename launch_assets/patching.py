"""W6: drafts to minimal patches."""

import dagster as dg

from launch.contracts.draft_content import DraftContent
from launch.contracts.frontmatter_index import FrontmatterIndex
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.page_plan import PagePlan
from launch.contracts.patch_bundle import PatchBundle
from launch.contracts.site_context import SiteContext
from launch.patching.bundle import make_bundle
from launch_assets.declared import outs
from launch_assets.partitions import PILOTS
from launch_assets.run import Run
from launch_assets.stage import Results, made


@dg.multi_asset(
    name="make_patches", outs=outs("patching", set(), PatchBundle), partitions_def=PILOTS
)
def make_patches(
    run: Run,
    draft_content: DraftContent,
    page_plan: PagePlan,
    frontmatter_index: FrontmatterIndex,
    site_context: SiteContext,
    hugo_facts: HugoFacts,
) -> Results:
    """Turn the pages into patches against the untouched site."""

    def make() -> list[PatchBundle]:
        pin, settings = run.ground.site, run.ground.settings
        tree = run.site_tree()
        known = (site_context, run.delivered)
        return [make_bundle(draft_content, page_plan, tree, pin, settings, *known)]

    yield from made(run, [PatchBundle], "Patches applied", make)
