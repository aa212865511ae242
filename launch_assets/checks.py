"""Gates as Dagster asset checks: one blocking check per gate, always with a result.

The profile chooses ERROR or WARN; a skipped gate passes and says why.
"""

from collections.abc import Iterable
from typing import Any

import dagster as dg

from launch.contracts.validation_report import Finding, GateResult, ValidationReport
from launch.gates.registry import GATES
from launch.reporting.previews import table
from launch_assets.partitions import PILOTS
from launch_assets.run import Run

_SHOWN = 20


def check_specs(phase: str, asset: str) -> list[dg.AssetCheckSpec]:
    """Return one blocking check for every gate that looks in this phase."""
    return [
        dg.AssetCheckSpec(
            _name(gate.id, phase),
            asset=asset,
            description=gate.holds,
            blocking=True,
            # Without it a run of one pilot would change what the UI says of every other pilot.
            partitions_def=PILOTS,
        )
        for gate in GATES
        if gate.phase in {phase, "both"}
    ]


def check_results(
    asset: str, phase: str, results: Iterable[GateResult]
) -> list[dg.AssetCheckResult]:
    """Return one result for every gate of the phase; a gate that did not look is off by profile."""
    by_gate = {result.gate: result for result in results}
    return [
        _result(asset, _name(gate.id, phase), by_gate.get(gate.id))
        for gate in GATES
        if gate.phase in {phase, "both"}
    ]


def content_verdicts(
    run: Run, results: tuple[dg.MaterializeResult[Any], ...]
) -> tuple[dg.MaterializeResult[Any], ...]:
    """Return the results of W7 and W8 with the gates' verdicts on the report."""
    report: ValidationReport = run.record.load(ValidationReport, ValidationReport.artifact)
    asset = ValidationReport.artifact
    checks = check_results(asset, "content", report.results)
    for result in report.results:
        run.record.log("W7", f"gate {result.gate}: {result.status} {result.reason}".rstrip())
    return tuple(one._replace(check_results=checks) if _is(one, asset) else one for one in results)


def _is(result: dg.MaterializeResult[Any], name: str) -> bool:
    return dg.AssetKey.from_coercible(result.asset_key or "").to_user_string() == name


def _name(gate: str, phase: str) -> str:
    return gate if phase == "content" else f"{gate}_as_sent"


def _result(asset: str, name: str, result: GateResult | None) -> dg.AssetCheckResult:
    if result is None:
        return dg.AssetCheckResult(
            passed=True,
            asset_key=asset,
            check_name=name,
            description="off by profile",
            metadata={"verdict": "off by profile"},
        )
    error = result.severity == "error"
    return dg.AssetCheckResult(
        passed=result.status != "failed",
        asset_key=asset,
        check_name=name,
        severity=dg.AssetCheckSeverity.ERROR if error else dg.AssetCheckSeverity.WARN,
        description=_sentence(result),
        metadata={
            "verdict": result.status,
            "looked at": result.looked_at,
            "findings": dg.MetadataValue.int(len(result.findings)),
            **({"reason": result.reason} if result.reason else {}),
            **({"what was found": _table(result.findings)} if result.findings else {}),
        },
    )


def _sentence(result: GateResult) -> str:
    match result.status:
        case "passed":
            return f"Looked at {result.looked_at}."
        case "skipped":
            return f"Skipped: {result.reason}"
        case _ if result.findings:
            first, count = result.findings[0], len(result.findings)
            counted = "1 finding" if count == 1 else f"{count} findings; the first"
            return f"{counted}: {first.found} (expected: {first.expected})"
        case _:
            return result.reason


def _table(findings: tuple[Finding, ...]) -> dg.MetadataValue:
    rows = [
        (f"{one.path or 'bundle'}:{one.line or ''}".rstrip(":"), one.found, one.expected)
        for one in findings[:_SHOWN]
    ]
    return dg.MetadataValue.md(table(("Where", "Found", "Expected"), rows))
