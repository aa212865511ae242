"""How an artifact is declared as a Dagster asset: key, group, kinds, owners, description."""

import dagster as dg

from launch.contracts.model import Artifact
from resources.run_store.code_version import code_version
from resources.run_store.lineage import ORIGINS

OWNERS = ["team:documentation"]
DESCRIPTIONS = {
    "repo_inventory": "Files, languages, manifests, licence, README structure, broken paths and"
    " the newest release of the product at the pinned commit.",
    "frontmatter_index": "Front matter of every page of the untouched site, and the contract that"
    " each section's pages have in common.",
    "site_context": "Pages, links, menus, shortcodes and measured habits of the untouched site.",
    "hugo_facts": "The site's configuration as Hugo itself understands it.",
    "product_facts": "Typed claims about the product, its public surface, conflicts and gaps.",
    "evidence_map": "For every claim where it stands and the check that proves it again.",
    "snippet_catalog": "Code examples of the product: where they stand, what they use, whether they"
    " run as they are.",
    "page_plan": "Which pages there will be, where, and which claims and examples each holds;"
    " frozen before drafting.",
    "draft_content": "The pages as typed blocks; every visible sentence with its grade and source.",
    "patch_bundle": "Ordered minimal patches inside the allowed paths, with hashes before and"
    " after.",
    "validation_report": "The verdict of every gate, and each round of repair.",
    "fixed_patch_bundle": "The bundle after the last round of repair; marked where gates still"
    " refuse it.",
    "create_commit_bundle": "The commit request, byte for byte, and how to undo it.",
    "open_pr_bundle": "The pull request as it goes over the wire, and where it is.",
}


def address(text: str) -> dg.MetadataValue:
    """Return an address as metadata: a link where a browser can follow it."""
    is_link = text.startswith(("https://", "http://"))
    return dg.MetadataValue.url(text) if is_link else dg.MetadataValue.text(text)


def outs(group: str, kinds: set[str], *models: type[Artifact]) -> dict[str, dg.AssetOut]:
    """Return the declaration of each artifact that a stage makes, by asset key."""
    return {
        model.artifact: dg.AssetOut(
            key=model.artifact,
            dagster_type=model,
            group_name=group,
            owners=OWNERS,
            kinds={*kinds, "json"},
            tags={"stage": ORIGINS[model.artifact].stage},
            description=DESCRIPTIONS[model.artifact],
            code_version=code_version(ORIGINS[model.artifact].part),
        )
        for model in models
    }
