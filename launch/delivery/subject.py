"""What a pull request reports on: artifacts and figures, in one value."""

from dataclasses import dataclass

from launch.contracts.delivery import CommitPayload
from launch.contracts.draft_content import DraftContent
from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.page_plan import PagePlan
from launch.contracts.patch_bundle import FixedPatchBundle
from launch.contracts.product_facts import ProductFacts
from launch.contracts.snapshot import Cost
from launch.contracts.validation_report import ValidationReport


@dataclass(frozen=True)
class PrSubject:
    """What a pull request reports on."""

    commit: CommitPayload
    rollback: tuple[str, ...]
    plan: PagePlan
    draft: DraftContent
    facts: ProductFacts
    evidence: EvidenceMap
    bundle: FixedPatchBundle
    report: ValidationReport
    pilot_path: str
    run_id: str
    cost: Cost | None
