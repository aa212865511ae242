"""Every artifact, in the order of the graph."""

from launch.contracts.delivery import CreateCommitBundle, OpenPrBundle
from launch.contracts.draft_content import DraftContent
from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.frontmatter_index import FrontmatterIndex
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.model import Artifact
from launch.contracts.page_plan import PagePlan
from launch.contracts.patch_bundle import FixedPatchBundle, PatchBundle
from launch.contracts.product_facts import ProductFacts
from launch.contracts.repo_inventory import RepoInventory
from launch.contracts.site_context import SiteContext
from launch.contracts.snippet_catalog import SnippetCatalog
from launch.contracts.validation_report import ValidationReport

ARTIFACTS: tuple[type[Artifact], ...] = (
    RepoInventory,
    FrontmatterIndex,
    SiteContext,
    HugoFacts,
    ProductFacts,
    EvidenceMap,
    SnippetCatalog,
    PagePlan,
    DraftContent,
    PatchBundle,
    ValidationReport,
    FixedPatchBundle,
    CreateCommitBundle,
    OpenPrBundle,
)
