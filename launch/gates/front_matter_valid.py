"""The gate `front_matter_valid`: it parses, has Hugo's types, and keeps the section's contract.

On a page that was there, only what the change brings counts.
"""

from collections import Counter
from datetime import UTC, datetime
from pathlib import PurePosixPath

from launch.checks.front_matter_rules import Problem, front_matter_problems, line_of
from launch.contracts.frontmatter_index import FrontmatterIndex, SectionContract
from launch.contracts.validation_report import Finding, Fix, Retell
from launch.gates.subject import Gate, Looked, Subject

_SUFFIXES = (".md", ".markdown")


def look(subject: Subject) -> Looked:
    """Read the front matter of every changed page, and of the page before."""
    if subject.front_matter is None or subject.hugo is None:
        return Looked((), 0, "the site's front matter is not known; read the site first")
    findings: list[Finding] = []
    index, now = subject.front_matter, datetime.fromtimestamp(subject.bundle.site.time, UTC)
    pages = [(p, d) for p, d in sorted(subject.after.items()) if d and p.endswith(_SUFFIXES)]
    for path, data in pages:
        contract = _contract(subject, index, path)
        before = subject.before.get(path)
        if before is not None and _same_front(before, data):
            continue
        earlier = before and front_matter_problems(before, contract, index, now, old=True)
        known = Counter(earlier or ())
        for problem in front_matter_problems(data, contract, index, now, old=before is not None):
            if known[problem] > 0:
                known[problem] -= 1
            else:
                findings.append(_finding(path, data, problem))
    return Looked(tuple(findings), len(pages))


def _same_front(before: bytes, after: bytes) -> bool:
    """Return whether both are text with the same front matter: then nothing in it is new."""
    fence = after[:3]
    end = after.find(b"\n" + fence, 3) if fence in {b"---", b"+++"} else -1
    if end < 0 or not before.startswith(after[: end + 4]):
        return False
    try:
        after.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _contract(subject: Subject, index: FrontmatterIndex, path: str) -> SectionContract | None:
    kind = "section" if PurePosixPath(path).name.startswith("_index.") else "page"
    roots = _roots(subject)
    fitting = [
        contract
        for contract in index.contracts
        if contract.kind == kind
        and path.startswith(f"{contract.section}/")
        and (contract.section not in roots or path.count("/") == contract.section.count("/") + 1)
    ]
    return max(fitting, key=lambda contract: len(contract.section), default=None)


def _roots(subject: Subject) -> frozenset[str]:
    if subject.hugo is None:
        return frozenset()
    mounted = {mount.source for mount in subject.hugo.mounts if mount.target == "content"}
    languages = {language.content_dir for language in subject.hugo.languages}
    return frozenset({subject.hugo.content_dir} | mounted | languages)


def _finding(path: str, data: bytes, problem: Problem) -> Finding:
    key, found, expected, severity = problem
    return Finding(
        gate=GATE.id,
        severity=severity,
        path=path,
        line=line_of(data, key, found),
        found=found,
        expected=expected,
        fix=_fix(key, found),
    )


def _fix(key: str | None, found: str) -> Fix | None:
    """A page without its description can be given one of its sentences."""
    told = key is not None and key.lower() == "description" and found == f"{key} is missing"
    return Fix(safe=True, change=Retell(key=key)) if told and key is not None else None


GATE = Gate(
    id="front_matter_valid",
    holds="Front matter parses, has the types that Hugo needs, and keeps the section's contract.",
    phase="content",
    severity={"local": "error", "ci": "error", "prod": "error"},
    skippable=True,
    look=look,
)
