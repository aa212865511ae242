"""The gate `change_within_budget`: no more is changed than agreed, and nothing of a person's."""

from collections import Counter
from collections.abc import Iterator

from launch.contracts.pilot import PilotBudget
from launch.contracts.validation_report import Finding
from launch.digests import sha256
from launch.gates.subject import Gate, Looked, Subject
from launch.markdown.lines import style
from launch.markdown.nodes import fold
from launch.markdown.sections import Pages, read_page


def look(subject: Subject) -> Looked:
    """Count what changes, and look for churn and for text that is not ours."""
    if subject.settings is None:
        return Looked((), 0, "the pilot's budget is not known")
    findings = [*_counted(subject, subject.settings.pilot.budget), *_churn(subject)]
    merges = subject.settings.pilot.flags.allow_manual_edits
    for path, before in sorted(subject.before.items()):
        if before is not None:
            findings += _human(subject, path, before, merges=merges)
    return Looked(tuple(findings), len(subject.after))


def changed_lines(before: bytes | None, after: bytes | None) -> int:
    """Return the number of lines added and removed, whatever their order."""
    old, new = Counter((before or b"").split(b"\n")), Counter((after or b"").split(b"\n"))
    return (old - new).total() + (new - old).total()


def _counted(subject: Subject, budget: PilotBudget) -> Iterator[Finding]:
    changed = [path for path, data in subject.after.items() if data != subject.before.get(path)]
    if len(changed) > budget.max_files_changed:
        yield _finding(None, f"{len(changed)} files", f"at most {budget.max_files_changed} files")
    for path in sorted(changed):
        lines = changed_lines(subject.before.get(path), subject.after[path])
        if lines > budget.max_lines_per_file:
            most = f"at most {budget.max_lines_per_file} changed lines"
            yield _finding(path, f"{lines} changed lines", most)


def _churn(subject: Subject) -> Iterator[Finding]:
    for path, after in sorted(subject.after.items()):
        before = subject.before.get(path)
        if before is None or after is None or before == after:
            continue
        if before.split() == after.split():
            yield _finding(path, "white space and line ends alone", "a change that a reader sees")
        elif style(_text(before)) != style(_text(after)):
            yield _finding(path, "other line ends or byte order mark", "those that the file has")


def _human(subject: Subject, path: str, before: bytes, *, merges: bool) -> Iterator[Finding]:
    sent = [page for page in subject.history.pages if page.path == path] if subject.history else []
    if any(sha256(before) == page.sha256 for page in sent):
        return
    delivered, after = sent[-1] if sent else None, subject.after.get(path)
    expected = "text that a person wrote, as it is"
    if delivered is None or after is None:
        yield _finding(path, "a page that the launcher did not write is changed", expected)
        return
    ours = {section.sha256 for section in delivered.sections}
    old, new = read_page(_text(before)), read_page(_text(after))
    kept = {new.text(section) for section in new.sections}
    sent_lines = _lines(read_page(delivered.content or ""))
    for section in old.sections:
        text = old.text(section)
        if sha256(text) in ours or text in kept:
            continue
        lost = {line for line in text.split("\n") if fold(line)} - _lines(new)
        # A merge may change our own lines around a person's; theirs stay.
        if lost - sent_lines if merges else lost:
            name = " > ".join(section.path) or "the part above the first heading"
            yield _finding(path, f"{name}, which a person changed, is rewritten", expected)


def _lines(page: Pages) -> set[str]:
    return {line.rstrip("\r\n") for line in page.lines}


def _text(data: bytes) -> str:
    return data.decode("utf-8", "backslashreplace")


def _finding(path: str | None, found: str, expected: str) -> Finding:
    return Finding(
        gate=GATE.id, severity="error", path=path, line=None, found=found, expected=expected
    )


GATE = Gate(
    id="change_within_budget",
    holds="Files and lines stay within the budget, no change is churn, and human edits stay.",
    phase="content",
    severity={"local": "error", "ci": "error", "prod": "error"},
    skippable=True,
    look=look,
)
