"""Verdicts of gates as SARIF 2.1.0, which code hosts show beside the lines they are about."""

import json
from collections.abc import Sequence

from launch.contracts.validation_report import Finding, GateResult

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(results: Sequence[GateResult]) -> str:
    """Return one run with a rule for every gate and a result for every finding, as JSON text.

    Paths are those of the site's repository. A gate that could not run has a result of its own.
    """
    rules = [{"id": one.gate, "shortDescription": {"text": one.holds}} for one in results]
    driver = {"name": "FOSS Launcher", "rules": rules}
    found = [
        found
        for index, one in enumerate(results)
        for found in (*(_result(index, finding) for finding in one.findings), *_unrun(index, one))
    ]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": found}
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _result(index: int, finding: Finding) -> dict[str, object]:
    text = f"{finding.found}. Expected: {finding.expected}"
    result = _said(index, finding.gate, finding.severity, text)
    if finding.path is None:
        return result
    place: dict[str, object] = {"artifactLocation": {"uri": finding.path}}
    if finding.line is not None:
        place["region"] = {"startLine": finding.line}
    return {**result, "locations": [{"physicalLocation": place}]}


def _unrun(index: int, one: GateResult) -> tuple[dict[str, object], ...]:
    if one.status != "failed" or one.findings:
        return ()
    return (_said(index, one.gate, one.severity, f"the gate could not run: {one.reason}"),)


def _said(index: int, gate: str, level: str, text: str) -> dict[str, object]:
    return {"ruleId": gate, "ruleIndex": index, "level": level, "message": {"text": text}}
