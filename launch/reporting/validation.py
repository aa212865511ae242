"""The validation report as a value: the last verdicts, the rounds, and each page's grades."""

import json
from collections import Counter

from launch.contracts.claims import Grade
from launch.contracts.draft_content import DraftContent, DraftPage, GradeShare
from launch.contracts.model import ClaimId
from launch.contracts.validation_report import (
    Finding,
    GateResult,
    Profile,
    Round,
    ValidationReport,
)
from launch.markdown.render import ledger


def report_of(
    profile: Profile,
    results: tuple[GateResult, ...],
    errors: tuple[Finding, ...],
    rounds: tuple[Round, ...],
    draft: DraftContent,
    lost: tuple[ClaimId, ...],
    *,
    repaired: bool,
) -> ValidationReport:
    """Return the report: red where there are ``errors``, else green at once or after repair."""
    return ValidationReport(
        status="failed" if errors else ("w8_converged" if repaired else "ok"),
        profile=profile,
        results=results,
        errors=errors,
        rounds=rounds,
        grades=tuple(_share(page) for page in draft.pages),
        lost_claims=lost,
        draft_pr=any(result.status == "skipped" for result in results),
    )


def round_file(results: tuple[GateResult, ...]) -> bytes:
    """Return what the gates said in one round, as JSON."""
    values = [result.model_dump(mode="json") for result in results]
    return json.dumps(values, ensure_ascii=False, indent=2).encode() + b"\n"


def _share(page: DraftPage) -> GradeShare:
    counted: Counter[Grade] = Counter(entry.sentence.source.grade for entry in ledger(page))
    return GradeShare(page_id=page.page_id, counts=tuple(sorted(counted.items())))
