"""How a run ended, for people: what there is, what refused, what to do next."""

import sys

from launch.contracts.page_plan import PagePlan
from launch.contracts.patch_bundle import FixedPatchBundle
from launch.contracts.snapshot import Cost, Snapshot
from launch.contracts.validation_report import ValidationReport
from launch.errors import ArtifactError
from launch.reporting.bill import dollars
from resources.run_store.layout import RunLayout
from resources.run_store.record import parsed, read_artifact

_SHOWN = 10


def exit_code_of(snapshot: Snapshot) -> int:
    """Return the command line's exit code for the way a run ended."""
    state = snapshot.run_state
    if state.error is not None:
        return state.error.exit_code
    return 1 if state.status in {"w8_exhausted", "failed"} else 0


def print_outcome(layout: RunLayout, snapshot: Snapshot) -> None:
    """Print the run directory, pages, gates, pull request, errors, and what to do next."""
    state = snapshot.run_state
    print(f"\nStatus     {state.status}")
    print(f"Run        {layout.root}")
    _print_pages(layout, snapshot)
    _print_gates(layout, snapshot)
    if state.cost.pages:
        print(f"Model      {_spent(state.cost)}")
    if state.pr_result is not None:
        remark = "  (unchanged since; nothing was sent)" if state.unchanged else ""
        print(f"PR         {state.pr_result.pr_html_url}{remark}")
    print("\nNext")
    for line in _next_steps(layout, snapshot):
        print(f"  {line}")
    sys.stdout.flush()
    if state.error is not None:
        kind, message = state.error.kind, state.error.message
        print(f"\n{kind}: {message}", file=sys.stderr)
        print(f"  What to do: {state.error.hint}", file=sys.stderr)


def _spent(cost: Cost) -> str:
    unknown = f", {cost.unknown} with an unknown outcome" if cost.unknown else ""
    tokens = f"{cost.input_tokens:,} tokens in, {cost.output_tokens:,} out"
    calls = f"{cost.calls} calls, {cost.replayed} answers replayed{unknown}"
    return f"{calls}; {tokens}; {dollars(cost.usd)}"


def _print_pages(layout: RunLayout, snapshot: Snapshot) -> None:
    plan = _read(layout, snapshot, PagePlan)
    bundle = _read(layout, snapshot, FixedPatchBundle)
    if plan is None:
        return
    written = {patch.path for patch in bundle.patches} if bundle else set()
    print(f"Pages      {len(plan.pages)} planned, {len(written)} files changed")
    for page in plan.pages[:_SHOWN]:
        print(f"             {page.path}")
    if len(plan.pages) > _SHOWN:
        print(f"             and {len(plan.pages) - _SHOWN} more")


def _print_gates(layout: RunLayout, snapshot: Snapshot) -> None:
    report = _read(layout, snapshot, ValidationReport)
    if report is None:
        return
    counts = [one.status for one in report.results]
    print(
        f"Gates      {report.status}: {counts.count('passed')} passed,"
        f" {counts.count('failed')} failed, {counts.count('skipped')} skipped"
    )
    for one in report.results:
        if one.status == "passed":
            continue
        print(f"             {one.gate} {one.status} {one.reason}".rstrip())
        for finding in one.findings[:3]:
            where = f"{finding.path or 'bundle'}:{finding.line or ''}".rstrip(":")
            print(f"               {where}: {finding.found}")


def _next_steps(layout: RunLayout, snapshot: Snapshot) -> list[str]:
    show = f"python -m launch show {layout.run_id}"
    ui = "python -m launch dev    (the Dagster UI; this run is under Runs)"
    match snapshot.run_state.status:
        case "w9_ok" if snapshot.run_state.pr_result is not None:
            return [_review(snapshot), show, ui]
        case "w9_ok" | "w9_deferred":
            return [f"read {layout.artifacts / 'open_pr_bundle.json'}", show, ui]
        case "w8_exhausted":
            return [f"read {layout.artifacts / 'validation_report.json'} (.errors)", show, ui]
        case _:
            return [f"read {layout.log}", show, ui]


def _review(snapshot: Snapshot) -> str:
    pull = snapshot.run_state.pr_result
    address = pull.pr_html_url if pull else ""
    if not address.startswith("file://") or snapshot.site is None:
        return "review the pull request above"
    path, _, ref = address.removeprefix("file://").partition("#")
    return f"git --git-dir={path} diff {snapshot.site.ref} {ref}"


def _read[A: (PagePlan, FixedPatchBundle, ValidationReport)](
    layout: RunLayout, snapshot: Snapshot, model: type[A]
) -> A | None:
    try:
        return parsed(model, read_artifact(layout, snapshot, model.artifact), model.artifact)
    except ArtifactError:
        return None
