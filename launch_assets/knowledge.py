"""W2 and W3: what is true of the product, why, and which code shows it.

What reads is imported where it reads: a run that computes nothing starts without it.
"""

import dagster as dg

from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.product_facts import ProductFacts
from launch.contracts.repo_inventory import RepoInventory
from launch.contracts.snippet_catalog import SnippetCatalog
from launch_assets.declared import outs
from launch_assets.partitions import PILOTS
from launch_assets.run import Run
from launch_assets.stage import Results, made


@dg.multi_asset(
    name="extract_facts",
    outs=outs("knowledge", {"python"}, ProductFacts, EvidenceMap),
    partitions_def=PILOTS,
)
def extract_facts(run: Run, repo_inventory: RepoInventory) -> Results:
    """Extract typed claims with the evidence and the check of each."""

    def make() -> tuple[ProductFacts, EvidenceMap]:
        from launch.knowledge.facts import extract

        url = run.ground.settings.pilot.input.product_url
        released = run.released_tree(repo_inventory)
        return extract(repo_inventory, run.product_tree(), released, url, run.readings)

    yield from made(run, [ProductFacts, EvidenceMap], "Product facts extracted", make)


@dg.multi_asset(
    name="curate_snippets",
    outs=outs("knowledge", {"python"}, SnippetCatalog),
    partitions_def=PILOTS,
)
def curate_snippets(
    run: Run, repo_inventory: RepoInventory, product_facts: ProductFacts
) -> Results:
    """Collect the product's code examples."""

    def make() -> list[SnippetCatalog]:
        from launch.knowledge.snippets.collect import collect

        return [collect(repo_inventory, product_facts, run.product_tree(), run.readings)]

    yield from made(run, [SnippetCatalog], "Snippets curated", make)
