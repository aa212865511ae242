"""The preview of a validation report: what refuses comes first, with what it found."""

from launch.contracts.draft_content import DraftContent
from launch.contracts.validation_report import Finding, GateResult
from launch.reporting.previews import preview
from launch.reporting.validation import report_of

FOUND = Finding(
    gate="b", severity="error", path="content/a.md", line=3, found="a lie", expected="the truth"
)


def _result(gate: str, status: str, **more: object) -> GateResult:
    values = {"holds": "It holds.", "phase": "content", "severity": "error", **more}
    return GateResult.model_validate({"gate": gate, "status": status, **values})


def test_a_gate_that_refuses_comes_first_with_its_first_finding() -> None:
    results = (
        _result("a", "passed"),
        _result("c", "skipped", reason="not today"),
        _result("b", "failed", findings=(FOUND,)),
    )
    report = report_of("local", results, (FOUND,), (), DraftContent(pages=()), (), repaired=False)
    text = preview(report).markdown
    assert text.index("content/a.md:3: a lie (expected: the truth)") < text.index("not today")
    assert text.index("not today") < text.index("| a |")
