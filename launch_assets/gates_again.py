"""The content gates once more on a run that is over: nothing is repaired, nothing is kept."""

from launch.contracts.draft_content import DraftContent
from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.frontmatter_index import FrontmatterIndex
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.model import Artifact
from launch.contracts.page_plan import PagePlan
from launch.contracts.patch_bundle import BundleBody, FixedPatchBundle, PatchBundle
from launch.contracts.product_facts import ProductFacts
from launch.contracts.site_context import SiteContext
from launch.contracts.snippet_catalog import SnippetCatalog
from launch.contracts.validation_report import GateResult
from launch_assets.looking import Judged, looked_at
from launch_assets.stored import StoredRun
from resources.run_store.drafts import repaired_draft
from resources.run_store.places import Places


def look_again(places: Places, run_id: str) -> tuple[GateResult, ...]:
    """Return the verdict of every content gate on a run's last bundle.

    It is the repaired bundle, or W6's where a run stopped there. ArtifactError where something
    that the gates rest on is missing or was changed since.
    """
    with StoredRun(places, run_id) as run:
        bundle, draft = _last(run)
        judged = Judged(
            bundle,
            _load(run, PagePlan),
            draft,
            _load(run, ProductFacts),
            _load(run, EvidenceMap),
            _load(run, SnippetCatalog),
            _load(run, FrontmatterIndex),
            _load(run, SiteContext),
            _load(run, HugoFacts),
        )
        return looked_at(run, judged, max_rounds=1).report.results


def _last(run: StoredRun) -> tuple[BundleBody, DraftContent]:
    if run.record.record_of(FixedPatchBundle.artifact) is None:
        return _load(run, PatchBundle), _load(run, DraftContent)
    fixed = _load(run, FixedPatchBundle)
    return fixed, repaired_draft(run.record, run.places, fixed.draft_sha256)


def _load[A: Artifact](run: StoredRun, model: type[A]) -> A:
    return run.record.load(model, model.artifact)
