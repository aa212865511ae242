"""The gate `external_links_answer`: links to other hosts answer. Somebody else asks them."""

from collections.abc import Iterator

from launch.contracts.validation_report import Finding
from launch.gates.subject import Gate, Looked, Subject, finding

_REFUSED_TO_PROGRAMS = frozenset({401, 403, 405, 429, 999})


def look(subject: Subject) -> Looked:
    """Compare every external link of the changed pages with the answers that came."""
    if subject.settings is None:
        return Looked((), 0, "whether links are to be asked is not known")
    if not subject.settings.pilot.gates.external_links:
        return Looked((), 0)
    if subject.answers is None:
        return Looked((), 0, "nobody asked the links; ask them, or set gates.external_links: false")
    asked = {
        link.target
        for page in subject.pages
        for link in page.links
        if link.target.startswith(("http://", "https://"))
    }
    return Looked(tuple(_findings(subject)), len(asked))


def _findings(subject: Subject) -> Iterator[Finding]:
    answers = subject.answers or {}
    for page in subject.pages:
        for link in page.links:
            if not link.target.startswith(("http://", "https://")):
                continue
            target = link.target.split("#", maxsplit=1)[0]
            status = answers.get(link.target, answers.get(target))
            if status is None:
                yield finding(GATE.id, page, link.line, f"no answer from {target}", "an answer")
            elif status >= 400 and status not in _REFUSED_TO_PROGRAMS:
                found = f"{target} answers {status}"
                yield finding(GATE.id, page, link.line, found, "a page that is there")


GATE = Gate(
    id="external_links_answer",
    holds="Every link to another host answers, where the pilot asks for that.",
    phase="content",
    severity={"local": None, "ci": "warning", "prod": "error"},
    skippable=True,
    look=look,
)
