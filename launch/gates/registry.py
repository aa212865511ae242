"""Every gate in the order of the report, and the one way to look: profile, skips, phase."""

from collections.abc import Iterable
from typing import Literal

from launch.contracts.pilot import SkippedGate
from launch.contracts.validation_report import GateResult, Profile
from launch.errors import PilotError
from launch.gates import (
    change_within_budget,
    claims_hold,
    contracts_valid,
    external_links_answer,
    facts_consistent,
    front_matter_valid,
    hugo_builds,
    links_resolve,
    markdown_clean,
    no_injection,
    no_residue,
    no_secrets,
    paths_allowed,
    plan_fulfilled,
    rollback_ready,
    sentences_grounded,
    snippets_parse,
)
from launch.gates.subject import Gate, Subject

GATES: tuple[Gate, ...] = (
    contracts_valid.GATE,
    paths_allowed.GATE,
    front_matter_valid.GATE,
    markdown_clean.GATE,
    hugo_builds.GATE,
    links_resolve.GATE,
    external_links_answer.GATE,
    snippets_parse.GATE,
    claims_hold.GATE,
    sentences_grounded.GATE,
    facts_consistent.GATE,
    no_residue.GATE,
    no_secrets.GATE,
    no_injection.GATE,
    plan_fulfilled.GATE,
    change_within_budget.GATE,
    rollback_ready.GATE,
)


def look_at(
    subject: Subject,
    profile: Profile,
    skips: Iterable[SkippedGate],
    phase: Literal["content", "delivery"],
    gates: tuple[Gate, ...] = GATES,
) -> tuple[GateResult, ...]:
    """Return one result for every gate of the phase, in the registry's order.

    PilotError where a skip names no gate, or one that cannot be skipped.
    """
    reasons = {skip.gate: skip.reason for skip in skips}
    problem = check_skips(reasons, gates)
    if problem is not None:
        raise PilotError(problem, hint="take it out of `gates.skip`")
    due = (gate for gate in gates if gate.phase in {phase, "both"})
    return tuple(_result(gate, subject, profile, reasons.get(gate.id)) for gate in due)


def check_skips(names: Iterable[str], gates: tuple[Gate, ...] = GATES) -> str | None:
    """Return why these gates cannot all be skipped, or None."""
    by_id = {gate.id: gate for gate in gates}
    for name in names:
        if name not in by_id:
            return f"gates.skip: no gate is called {name!r}"
        if not by_id[name].skippable:
            return f"gates.skip: {name} cannot be skipped"
    return None


def _result(gate: Gate, subject: Subject, profile: Profile, skip: str | None) -> GateResult:
    severity = gate.severity[profile]
    blank = GateResult(
        gate=gate.id, holds=gate.holds, phase=gate.phase,
        severity=severity or "warning", status="passed",
    )  # fmt: skip
    if severity is None:
        return blank.model_copy(update={"reason": f"off in the profile {profile}"})
    if skip is not None:
        return blank.model_copy(update={"status": "skipped", "reason": skip})
    looked = gate.look(subject)
    findings = tuple(
        one.model_copy(update={"severity": severity}) if one.severity == "error" else one
        for one in looked.findings
    )
    blocks = looked.could_not_run is not None or any(one.severity == severity for one in findings)
    return blank.model_copy(
        update={
            "status": "failed" if blocks else "passed",
            "reason": looked.could_not_run or "",
            "findings": findings,
            "looked_at": looked.looked_at,
        }
    )
