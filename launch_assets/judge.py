"""W7 and W8 in a run: the evidence they leave and the lines they tell.

What looks is imported where it looks: a run that computes nothing starts without it.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from launch.contracts.model import Artifact
from launch.contracts.patch_bundle import FixedPatchBundle
from launch.contracts.validation_report import ValidationReport
from launch.ports import PageRewriter
from launch_assets.judged import Judged
from launch_assets.run import Run
from resources.run_store.drafts import REPAIRED


def judge(run: Run, judged: Judged) -> tuple[ValidationReport, FixedPatchBundle]:
    """Look, repair and look again; keep every round as evidence."""
    from launch_assets.looking import looked_at

    record = run.record
    with rewriting(run, judged) as rewriter:
        outcome = looked_at(run, judged, rewriter=rewriter)
    for name, data in outcome.evidence:
        record.evidence(f"validation_runs/{name}", data)
    record.evidence(REPAIRED, outcome.draft.to_bytes())
    return outcome.report, outcome.bundle


@contextmanager
def rewriting(run: Run, judged: Judged) -> Iterator[PageRewriter | None]:
    """Open the model that rewrites failing paragraphs, where one writes prose; keep its bill."""
    if run.record.settings.provider != "anthropic":
        yield None
        return
    from launch_assets.model_writer import model_rewriter

    with model_rewriter(run, judged.plan, judged.facts, judged.site) as rewriter:
        yield rewriter


def verdict(artifacts: Sequence[Artifact]) -> Iterable[tuple[str, str]]:
    """Return the milestones that a report makes: stage and line."""
    reports = [one for one in artifacts if isinstance(one, ValidationReport)]
    return [line for report in reports for line in (_validation(report), _repair(report))]


def _validation(report: ValidationReport) -> tuple[str, str]:
    status = [one.status for one in report.results]
    counted = f"{status.count('passed')} of {len(status)} gates"
    skipped = f", {status.count('skipped')} skipped" if "skipped" in status else ""
    refused = [
        one.gate for one in report.results if one.status == "failed" and one.severity == "error"
    ]
    said = f"refused by {', '.join(refused)}" if refused else "passed"
    return "W7", f"Validation {said} ({counted}{skipped})"


def _repair(report: ValidationReport) -> tuple[str, str]:
    repairs = sum(len(one.repairs) for one in report.rounds)
    if repairs:
        return "W8", f"Fixes applied: {repairs}, in {len(report.rounds)} rounds"
    return "W8", "No fix was possible" if report.status == "failed" else "No fixes needed"
