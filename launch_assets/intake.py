"""W1: what the product repository and the untouched site hold."""

import dagster as dg

from launch.contracts.frontmatter_index import FrontmatterIndex
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.repo_inventory import RepoInventory
from launch.contracts.site_context import SiteContext
from launch.intake.product.scan import scan
from launch_assets.declared import outs
from launch_assets.partitions import PILOTS
from launch_assets.run import Run
from launch_assets.stage import Results, made
from resources.grammars.probe import ProcessProbe
from resources.hugo.site_reader import read_site


@dg.multi_asset(
    name="scan_product",
    outs=outs("intake", {"git"}, RepoInventory),
    deps=["product_repo"],
    partitions_def=PILOTS,
)
def scan_product(run: Run) -> Results:
    """Scan the product's tree at the pinned commit."""
    run.check_out("product")
    probe = ProcessProbe(run.places.cache)
    yield from made(
        run,
        [RepoInventory],
        "Repository cloned and scanned",
        lambda: [scan(run.product_tree(), run.ground.product, run.tags(), run.subdir(), probe)],
    )


@dg.multi_asset(
    name="read_site",
    outs=outs("intake", {"hugo"}, FrontmatterIndex, SiteContext, HugoFacts),
    deps=["docs_site"],
    partitions_def=PILOTS,
)
def read_docs_site(run: Run) -> Results:
    """Read the untouched site through a real Hugo build."""
    run.check_out("site")
    allowed = run.ground.settings.pilot.output.allowed_paths
    yield from made(
        run,
        [FrontmatterIndex, SiteContext, HugoFacts],
        "Documentation site cloned and read",
        lambda: read_site(run.site_tree(), run.ground.site, run.names(), run.places.cache, allowed),
    )
