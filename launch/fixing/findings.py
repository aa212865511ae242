"""Blocking findings of a look, each given the page and block that it is in."""

from collections.abc import Iterable, Sequence

from launch.contracts.draft_content import DraftPage
from launch.contracts.validation_report import Finding, GateResult


def blocks(result: GateResult) -> bool:
    """Return whether a gate's verdict withholds the delivery."""
    return result.status == "failed" and result.severity == "error"


def blocking(results: Iterable[GateResult]) -> tuple[Finding, ...]:
    """Return the findings of the gates that block, one for a gate that could not run."""
    return tuple(one for result in results if blocks(result) for one in _findings(result))


def placed(finding: Finding, page: DraftPage, starts: Sequence[int]) -> Finding:
    """Return the finding with its page, block and offset; ``starts``: each block's first line."""
    line, block = finding.line, finding.block
    if block is None and line is not None:
        above = [number for number, start in enumerate(starts) if start <= line]
        block = above[-1] if above else None
    known = line is not None and block is not None and starts[block] <= line
    offset = line - starts[block] if known and line is not None and block is not None else None
    return finding.model_copy(update={"page_id": page.page_id, "block": block, "offset": offset})


def _findings(result: GateResult) -> tuple[Finding, ...]:
    if result.findings:
        return tuple(one for one in result.findings if one.severity == "error")
    return (
        Finding(
            gate=result.gate,
            severity="error",
            path=None,
            line=None,
            found=f"the gate could not run: {result.reason}",
            expected=result.holds,
        ),
    )
