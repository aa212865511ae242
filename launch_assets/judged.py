"""What W7 and W8 judge: the bundle, and all it rests on."""

from dataclasses import dataclass

from launch.contracts.draft_content import DraftContent
from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.frontmatter_index import FrontmatterIndex
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.page_plan import PagePlan
from launch.contracts.patch_bundle import BundleBody
from launch.contracts.product_facts import ProductFacts
from launch.contracts.site_context import SiteContext
from launch.contracts.snippet_catalog import SnippetCatalog


@dataclass(frozen=True)
class Judged:
    """The bundle and all it rests on."""

    bundle: BundleBody
    plan: PagePlan
    draft: DraftContent
    facts: ProductFacts
    evidence: EvidenceMap
    snippets: SnippetCatalog
    front_matter: FrontmatterIndex
    site: SiteContext
    hugo: HugoFacts
