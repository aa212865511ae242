"""W1: what the product repository and the untouched site hold.

What reads is imported where it reads: a run that computes nothing starts without it.
"""

import dagster as dg

from launch.contracts.frontmatter_index import FrontmatterIndex
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.repo_inventory import RepoInventory
from launch.contracts.site_context import SiteContext
from launch_assets.declared import outs
from launch_assets.partitions import PILOTS
from launch_assets.run import Run
from launch_assets.stage import Results, made


@dg.multi_asset(
    name="scan_product",
    outs=outs("intake", {"git"}, RepoInventory),
    deps=["product_repo"],
    partitions_def=PILOTS,
)
def scan_product(run: Run) -> Results:
    """Scan the product's tree at the pinned commit."""
    run.check_out("product")

    def make() -> list[RepoInventory]:
        from launch.intake.product.scan import scan
        from resources.grammars.probe import ProcessProbe

        probe = ProcessProbe(run.places.cache)
        return [scan(run.product_tree(), run.ground.product, run.tags(), run.subdir(), probe)]

    yield from made(run, [RepoInventory], "Repository cloned and scanned", make)


@dg.multi_asset(
    name="read_site",
    outs=outs("intake", {"hugo"}, FrontmatterIndex, SiteContext, HugoFacts),
    deps=["docs_site"],
    partitions_def=PILOTS,
)
def read_docs_site(run: Run) -> Results:
    """Read the untouched site through a real Hugo build."""
    run.check_out("site")

    def make() -> tuple[FrontmatterIndex, SiteContext, HugoFacts]:
        from resources.hugo.site_reader import read_site

        allowed = run.ground.settings.pilot.output.allowed_paths
        return read_site(run.site_tree(), run.ground.site, run.names(), run.places.cache, allowed)

    models = (FrontmatterIndex, SiteContext, HugoFacts)
    yield from made(run, models, "Documentation site cloned and read", make)
