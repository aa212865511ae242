"""The gate `markdown_clean`: no lint finding that the untouched site does not have.

A rule that a fair share of the site's own pages break is not a rule of this site.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from launch.contracts.validation_report import Finding
from launch.gates.subject import Gate, LintFinding, Looked, Subject

_NOT_A_RULE = 0.2
_LEVELS = re.compile(r"Expected heading level (\d), but found heading level (\d)")
_NUMBERS = re.compile(r"\d+")


def look(subject: Subject) -> Looked:
    """Compare the linter's findings on the changed files with those before."""
    if subject.lint_before is None or subject.lint_after is None:
        return Looked((), 0, "the Markdown linter did not run; run the gate with a linter")
    if subject.site is None:
        return Looked((), 0, "the site's pages are not known; read the site first")
    pages = [path for path, data in subject.after.items() if data and path.endswith(".md")]
    broken = _site_breaks(subject.lint_before, subject.after, len(subject.site.pages))
    return Looked(
        tuple(_findings(subject, subject.lint_before, subject.lint_after, broken)), len(pages)
    )


def _site_breaks(
    before: Iterable[LintFinding], changed: Iterable[str], pages: int
) -> frozenset[str]:
    """Return the rules that the site's other pages break often enough."""
    apart = frozenset(changed)
    files = {(_rule(one), one.path) for one in before if one.path not in apart}
    counts = Counter(rule for rule, _ in files)
    return frozenset(rule for rule, count in counts.items() if count >= _NOT_A_RULE * pages)


def _rule(one: LintFinding) -> str:
    """Return the rule; of headings that skip levels, with how many they skip."""
    levels = _LEVELS.search(one.message)
    return f"{one.rule} {int(levels[2]) - int(levels[1])}" if levels else one.rule


def _findings(
    subject: Subject,
    before: Iterable[LintFinding],
    after: Iterable[LintFinding],
    broken: frozenset[str],
) -> Iterator[Finding]:
    known = Counter(_same(one) for one in before)
    for one in sorted(after, key=lambda one: (one.path, one.line, one.rule, one.message)):
        if one.path not in subject.after:
            continue
        if known[_same(one)] > 0:
            known[_same(one)] -= 1
        elif _rule(one) not in broken:
            yield Finding(
                gate=GATE.id,
                severity="error",
                path=one.path,
                line=one.line,
                found=f"{one.rule}: {one.message}",
                expected="Markdown as clean as the site's own pages",
            )


def _same(one: LintFinding) -> tuple[str, str, str]:
    return one.path, one.rule, _NUMBERS.sub("#", one.message)


GATE = Gate(
    id="markdown_clean",
    holds="The changed pages have no lint finding that the untouched site does not have.",
    phase="content",
    severity={"local": "warning", "ci": "error", "prod": "error"},
    skippable=True,
    look=look,
)
