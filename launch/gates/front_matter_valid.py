"""The gate `front_matter_valid`: it parses, has Hugo's types, and keeps the section's contract.

On a page that was there, only what the change brings counts.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from pathlib import PurePosixPath

from launch.checks.front_matter_types import as_time, type_name, type_problem
from launch.contracts.frontmatter_index import FrontmatterIndex, KeyRule, SectionContract
from launch.contracts.validation_report import Finding, Fix, Retell, Severity
from launch.gates.subject import Gate, Looked, Subject
from launch.markdown.front_matter import FrontMatter, FrontMatterError, split

type Problem = tuple[str | None, str, str, Severity]
"""Key (None: the whole), what was found, what was expected, severity."""
_SUFFIXES = (".md", ".markdown")
_FEWEST = 5
"""Pages below which a section's habits are no contract."""


def look(subject: Subject) -> Looked:
    """Read the front matter of every changed page, and of the page before."""
    if subject.front_matter is None or subject.hugo is None:
        return Looked((), 0, "the site's front matter is not known; read the site first")
    findings: list[Finding] = []
    pages = [(p, d) for p, d in sorted(subject.after.items()) if d and p.endswith(_SUFFIXES)]
    for path, data in pages:
        contract = _contract(subject, subject.front_matter, path)
        before = subject.before.get(path)
        if before is not None and _same_front(before, data):
            continue
        known = Counter(_problems(before, contract, subject, old=True) if before else ())
        for problem in _problems(data, contract, subject, old=before is not None):
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


def _problems(
    data: bytes, contract: SectionContract | None, subject: Subject, *, old: bool
) -> list[Problem]:
    try:
        front = split(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return [(None, f"line {line}: a byte that is not UTF-8", "text in UTF-8", "error")]
    except FrontMatterError as error:
        return [(None, str(error), "front matter that Hugo can read", "error")]
    found = [*_of_hugo(front), *_twice(front), *_misspelt(front, subject)]
    if not old:
        found += _unpublished(front, subject)
    told = {key for key, *_ in found}
    if contract is not None:
        found += [one for one in _of_contract(front, contract) if one[0] not in told or not one[0]]
    return found


def _of_hugo(front: FrontMatter) -> Iterator[Problem]:
    for key, value in front.values.items():
        wanted = type_problem(key, value)
        if wanted is not None:
            yield key, f"{key} is {_shown(value)}", f"{key} is {wanted}", "error"
        elif key.lower() == "title" and not str(value).strip():
            yield key, "the title is empty", "a title", "error"


def _twice(front: FrontMatter) -> Iterator[Problem]:
    counts = Counter(key.lower() for key in front.values)
    for key, count in counts.items():
        if count > 1:
            yield key, f"{key} stands twice, in other capitals", "each key once", "error"


def _misspelt(front: FrontMatter, subject: Subject) -> Iterator[Problem]:
    """A key that no page of the site has, and that is almost one that they have."""
    if subject.front_matter is None:
        return
    rules = {rule.key for contract in subject.front_matter.contracts for rule in contract.rules}
    known = sorted(rules | {"title", "description", "weight", "date", "draft", "aliases"})
    folded = {key.lower() for key in known}
    for key in front.values:
        if key.lower() in folded or len(key) < 4:
            continue
        close = get_close_matches(key, known, n=1, cutoff=0.75)
        if close:
            yield key, f"the key {key}, which no page has", f"the key {close[0]}", "error"


def _unpublished(front: FrontMatter, subject: Subject) -> Iterator[Problem]:
    now = datetime.fromtimestamp(subject.bundle.site.time, UTC)
    for key, value in front.values.items():
        time = as_time(value)
        name = key.lower()
        if time is None:
            continue
        if name in {"date", "publishdate"} and time > now + timedelta(days=1):
            yield key, f"{key} lies after the site's commit", "a date that has come", "error"
        if name == "expirydate" and time <= now:
            yield key, f"{key} has passed", "a page that has not expired", "error"


def _of_contract(front: FrontMatter, contract: SectionContract) -> Iterator[Problem]:
    present = {key.lower(): value for key, value in front.values.items()}
    if contract.pages >= _FEWEST and front.format not in {contract.format, "none"}:
        expected = f"{contract.format} front matter, as in {contract.section}"
        yield None, f"{front.format} front matter", expected, "warning"
    for rule in contract.rules:
        if rule.key.lower() not in present:
            if rule.required:
                expected = (
                    f"{rule.key}, which {rule.share:.0%} of the pages in {contract.section} have"
                )
                yield rule.key, f"{rule.key} is missing", expected, "error"
            continue
        yield from _of_rule(present[rule.key.lower()], rule, contract)


def _of_rule(value: object, rule: KeyRule, contract: SectionContract) -> Iterator[Problem]:
    if rule.share * contract.pages < _FEWEST:
        return
    kind = type_name(value)
    dated = "datetime" in rule.types and as_time(value) is not None
    if kind not in rule.types and not dated:
        expected = f"{rule.key} is {' or '.join(rule.types)}, as in {contract.section}"
        yield rule.key, f"{rule.key} is {kind}: {_shown(value)}", expected, "error"
    elif rule.enumeration and value not in rule.enumeration:
        expected = f"one of {', '.join(rule.enumeration)}"
        yield rule.key, f"{rule.key} is {_shown(value)}", expected, "warning"


def _finding(path: str, data: bytes, problem: Problem) -> Finding:
    key, found, expected, severity = problem
    return Finding(
        gate=GATE.id,
        severity=severity,
        path=path,
        line=_line(data, key, found),
        found=found,
        expected=expected,
        fix=_fix(key, found),
    )


def _fix(key: str | None, found: str) -> Fix | None:
    """A page without its description can be given one of its sentences."""
    told = key is not None and key.lower() == "description" and found == f"{key} is missing"
    return Fix(safe=True, change=Retell(key=key)) if told and key is not None else None


def _line(data: bytes, key: str | None, found: str) -> int | None:
    stated = re.match(r"line (\d+):", found)
    if stated is not None:
        return int(stated.group(1))
    if key is None:
        return 1
    lines = data.decode("utf-8", "replace").split("\n")
    start = re.compile(rf"[\"']?{re.escape(key)}[\"']?\s*[:=]", re.IGNORECASE)
    return next((n for n, line in enumerate(lines, 1) if start.match(line.strip())), 1)


def _shown(value: object) -> str:
    text = "empty" if value is None else repr(value)
    return text if len(text) <= 80 else f"{text[:79]}…"


GATE = Gate(
    id="front_matter_valid",
    holds="Front matter parses, has the types that Hugo needs, and keeps the section's contract.",
    phase="content",
    severity={"local": "error", "ci": "error", "prod": "error"},
    skippable=True,
    look=look,
)
