"""The gate `no_residue`: nothing on a page is left over from making it."""

import re
from collections.abc import Iterator

from launch.checks.residue import QUOTABLE, residue
from launch.contracts.validation_report import Finding
from launch.gates.subject import ChangedPage, Gate, Looked, Subject, finding
from launch.markdown.nodes import fold
from launch.markdown.shortcodes import live_shortcodes

_MARKER = re.compile(
    r"<!--\s*claim:|\[claim:?\s*[^\]]*\]|\bc-[0-9a-f]{16}\b|\bs-[0-9a-f]{16}\b", re.I
)


def look(subject: Subject) -> Looked:
    """Look at every text and code block of the changed pages."""
    if subject.settings is None:
        return Looked((), 0, "whether claim markers are wanted is not known")
    markers = subject.settings.pilot.output.claim_markers == "comment"
    findings = [one for page in subject.pages for one in _residue(subject, page, markers=markers)]
    return Looked(tuple(findings), len(subject.pages))


def _residue(subject: Subject, page: ChangedPage, *, markers: bool) -> Iterator[Finding]:
    known = {node.text for node in page.before.nodes} if page.before else set()
    marked = _MARKER.search(page.text) is not None
    for number, line in enumerate(page.text.split("\n") if marked else (), start=1):
        bare = re.sub(r"^<!-- claim: c-[0-9a-f]{16} -->$", "", line) if markers else line
        if _MARKER.search(bare) and not (page.before and line in page.before.text.split("\n")):
            yield _finding(page, number, "a claim marker", line)
    quoted = {fold(one.text) for one in page.sentences("quoted")}
    nodes = [node for node in page.nodes if node.text not in known]
    for number, what, found in residue([node.text for node in nodes]):
        if not (what in QUOTABLE and nodes[number].text in quoted):
            yield _finding(page, nodes[number].line, what, found)
    known_names = {use.name for use in subject.site.shortcodes} if subject.site else set()
    for tag in live_shortcodes(page.text):
        if tag.name.lstrip("/") not in known_names:
            yield _finding(page, tag.line, "a template token", tag.tag)
    if page.text.strip().startswith("```"):
        yield _finding(page, 1, "an answer's wrapping", "a page that is one code fence")


def _finding(page: ChangedPage, line: int, what: str, found: str) -> Finding:
    return finding(GATE.id, page, line, f"{what}: {found.strip()[:200]}", "text for readers only")


GATE = Gate(
    id="no_residue",
    holds="No template token, claim marker, prompt text, reasoning or placeholder is on a page.",
    phase="content",
    severity={"local": "error", "ci": "error", "prod": "error"},
    skippable=False,
    look=look,
)
