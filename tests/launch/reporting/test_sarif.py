"""SARIF: a rule a gate, a result a finding, places only where there are any."""

import json

from launch.contracts.validation_report import Finding, GateResult
from launch.reporting.sarif import sarif


def _result(gate: str, **changes: object) -> GateResult:
    values = {
        "gate": gate,
        "holds": f"{gate} holds.",
        "phase": "content",
        "severity": "error",
        "status": "passed",
    }
    return GateResult.model_validate({**values, **changes})


def _finding(**changes: object) -> Finding:
    values = {
        "gate": "links_resolve",
        "severity": "error",
        "path": "content/a.md",
        "line": 7,
        "found": "a link to /nowhere",
        "expected": "a page of the site",
    }
    return Finding.model_validate({**values, **changes})


def test_findings_stand_at_their_lines_under_their_gates_rule() -> None:
    results = (
        _result("no_residue"),
        _result("links_resolve", status="failed", findings=(_finding(),)),
    )
    run = json.loads(sarif(results))["runs"][0]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [
        "no_residue",
        "links_resolve",
    ]
    (found,) = run["results"]
    assert (found["ruleId"], found["ruleIndex"], found["level"]) == ("links_resolve", 1, "error")
    place = found["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "content/a.md"}, "region": {"startLine": 7}}
    assert "a link to /nowhere" in found["message"]["text"]


def test_a_finding_on_the_bundle_has_no_place() -> None:
    findings = (_finding(path=None, line=None),)
    run = json.loads(sarif((_result("links_resolve", findings=findings),)))["runs"][0]
    assert "locations" not in run["results"][0]


def test_a_gate_that_could_not_run_is_a_result() -> None:
    failed = _result("hugo_builds", status="failed", reason="Hugo is missing")
    run = json.loads(sarif((failed,)))["runs"][0]
    assert run["results"][0]["message"]["text"] == "the gate could not run: Hugo is missing"


def test_green_verdicts_have_no_results() -> None:
    assert json.loads(sarif((_result("no_residue"),)))["runs"][0]["results"] == []
