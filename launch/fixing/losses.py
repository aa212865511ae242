"""What repair may lose: the plan is frozen, and too much lost of it leaves the run red."""

from launch.contracts.draft_content import DraftContent
from launch.contracts.model import ClaimId
from launch.contracts.page_plan import PagePlan
from launch.contracts.validation_report import Finding
from launch.markdown.render import claims_of

LOSS_LIMIT = 0.05
"""Share of the planned claims that repair may lose."""


def lost_claims(plan: PagePlan, first: DraftContent, last: DraftContent) -> tuple[ClaimId, ...]:
    """Return the planned claims that the first draft told and the last one does not."""
    kept, planned = _told(last), _planned(plan)
    return tuple(claim for claim in _told(first) if claim in planned and claim not in kept)


def too_much(plan: PagePlan, lost: tuple[ClaimId, ...]) -> tuple[Finding, ...]:
    """Return a finding where a required claim or too large a share of the plan was lost."""
    required = {claim for page in plan.pages for claim in page.required_claims}
    gone = sorted(required & set(lost))
    share = len(lost) / max(1, len(_planned(plan)))
    if not gone and share <= LOSS_LIMIT:
        return ()
    found = f"repair lost {', '.join(gone)}" if gone else f"repair lost {share:.0%} of the claims"
    expected = "every required claim, and 95 % of the planned ones"
    return (
        Finding(
            gate="plan_fulfilled",
            severity="error",
            path=None,
            line=None,
            found=found,
            expected=expected,
        ),
    )


def _planned(plan: PagePlan) -> set[ClaimId]:
    told = {claim for page in plan.pages for h in page.headings for claim in h.claim_ids}
    return told | {claim for page in plan.pages for claim in page.required_claims}


def _told(draft: DraftContent) -> dict[str, None]:
    return dict.fromkeys(
        claim for page in draft.pages for block in page.blocks for claim in claims_of(block)
    )
