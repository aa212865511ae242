"""The run report: one HTML file without scripts or addresses of its own; all text is escaped."""

from collections.abc import Iterable, Sequence
from html import escape

from launch.contracts.claims import Grade
from launch.contracts.draft_content import DraftContent
from launch.contracts.page_plan import PagePlan
from launch.contracts.product_facts import ProductFacts
from launch.contracts.snapshot import Snapshot
from launch.contracts.validation_report import ValidationReport
from launch.markdown.render import ledger

_GRADES: tuple[Grade, ...] = ("proved", "quoted", "paraphrased", "connective")
_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}"
    "td,th{border:1px solid #ccc;padding:.3rem .5rem;text-align:left;vertical-align:top}"
    "th{background:#f3f3f3}.failed{color:#a00}.passed{color:#060}code{font-size:90%}"
)


def run_report(
    snapshot: Snapshot,
    plan: PagePlan | None,
    draft: DraftContent | None,
    facts: ProductFacts | None,
    report: ValidationReport | None,
) -> str:
    """Return the report as HTML; what a run does not have is left out.

    The same run gives the same text, wherever and whenever it is made.
    """
    parts = [
        _summary(snapshot),
        _gates(report) if report is not None else "",
        _pages(snapshot, draft) if draft is not None else "",
        _product(facts) if facts is not None else "",
        _left_out(plan) if plan is not None else "",
        _artifacts(snapshot),
        _events(snapshot),
    ]
    title = escape(f"Run {snapshot.run_id}")
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body>\n<h1>{title}</h1>\n"
        + "\n".join(part for part in parts if part)
        + "\n</body></html>\n"
    )


def _summary(snapshot: Snapshot) -> str:
    state = snapshot.run_state
    rows = [("Status", state.status), ("Pilot", snapshot.pilot), ("Started", snapshot.created)]
    for name, pin in (("Product", snapshot.product), ("Site", snapshot.site)):
        if pin is not None:
            rows.append((name, f"{pin.url} at {pin.commit} ({pin.ref})"))
    if state.pr_result is not None:
        rows.append(("Pull request", state.pr_result.pr_html_url))
    if state.error is not None:
        error = state.error
        rows.append(("Stopped", f"{error.stage}, {error.kind}: {error.message}"))
        rows.append(("What to do", error.hint))
    cost = state.cost
    if cost.calls or cost.replayed:
        spent = f"{cost.calls} calls, {cost.replayed} replayed, {cost.usd:.4f} US dollars"
        rows.append(("Model", spent))
    return _table((), rows)


def _gates(report: ValidationReport) -> str:
    rows = [
        (one.gate, one.status, one.severity, one.looked_at, one.reason or one.holds)
        for one in report.results
    ]
    found = [
        (one.gate, f"{one.path or 'bundle'}:{one.line or ''}".rstrip(":"), one.found, one.expected)
        for result in report.results
        for one in result.findings
    ]
    gates = _table(("Gate", "Verdict", "Severity", "Looked at", "What holds, or why not"), rows)
    findings = _table(("Gate", "Where", "Found", "Expected"), found)
    return f"<h2>Gates: {escape(report.status)}</h2>\n{gates}{findings}"


def _pages(snapshot: Snapshot, draft: DraftContent) -> str:
    drafted = {page.page_id: page for page in snapshot.run_state.page_index}
    bills = {one.page_id: one for one in snapshot.run_state.cost.pages}
    rows = []
    for page in draft.pages:
        grades = [entry.sentence.source.grade for entry in ledger(page)]
        known = drafted.get(page.page_id)
        how = (known.why or f"kept from {known.drafted_by}") if known is not None else ""
        counts = [grades.count(grade) for grade in _GRADES]
        bill = bills.get(page.page_id)
        spent = f"{bill.calls} calls, {bill.usd:.4f} US dollars" if bill is not None else ""
        rows.append((page.path, page.writer, *counts, spent, page.fallback_reason or how))
    header = ("Page", "Writer", "Proved", "Quoted", "Paraphrased", "Connective", "Model",
              "Drafted because")  # fmt: skip
    return f"<h2>Pages</h2>\n{_table(header, rows)}"


def _product(facts: ProductFacts) -> str:
    identity = facts.identity
    counts = [
        ("Product", f"{identity.name} {identity.version}".strip()),
        ("Claims", len(facts.claims)),
        ("Symbols", len(facts.symbols)),
        ("Texts withheld", len(facts.withheld)),
    ]
    conflicts = [
        (it.subject, it.attribute, " / ".join(it.values), it.resolution) for it in facts.conflicts
    ]
    gaps = [(gap.about, ", ".join(gap.looked_in), gap.note) for gap in facts.gaps]
    return (
        f"<h2>What is known of the product</h2>\n{_table((), counts)}"
        + _table(("Conflict about", "Attribute", "Values", "Resolution"), conflicts)
        + _table(("Gap", "Looked in", "Note"), gaps)
    )


def _left_out(plan: PagePlan) -> str:
    rows = [(one.what, one.why, len(one.claim_ids)) for one in plan.left_out]
    return f"<h2>Left out</h2>\n{_table(('What', 'Why', 'Claims'), rows)}" if rows else ""


def _artifacts(snapshot: Snapshot) -> str:
    rows = [
        (name, one.sha256[:16], one.made_by, one.why or ("inherited" if one.inherited else "kept"))
        for name, one in snapshot.run_state.artifact_index.items()
    ]
    return f"<h2>Artifacts</h2>\n{_table(('Artifact', 'SHA-256', 'Made by run', 'Why'), rows)}"


def _events(snapshot: Snapshot) -> str:
    rows = [(one.time, one.stage, one.message) for one in snapshot.run_state.event_log]
    return f"<h2>Events</h2>\n{_table(('Time', 'Stage', 'Event'), rows)}"


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table, or nothing without rows; verdicts are coloured."""
    body = "".join("<tr>" + "".join(map(_cell, row)) + "</tr>\n" for row in rows)
    if not body:
        return ""
    head = "".join(f"<th>{escape(name)}</th>" for name in header)
    return f"<table>{f'<tr>{head}</tr>' if head else ''}\n{body}</table>\n"


def _cell(value: object) -> str:
    text = str(value)
    kind = f' class="{text}"' if text in {"passed", "failed"} else ""
    return f"<td{kind}>{escape(text)}</td>"
