"""The gate `hugo_builds`: real Hugo finds nothing new to complain about, every page comes out."""

import re
from collections import Counter
from collections.abc import Iterator

from launch.checks.site_pages import lost_pages, missing_pages
from launch.contracts.site_build import BuildComparison, SiteBuild
from launch.contracts.validation_report import Finding
from launch.gates.subject import Gate, Looked, Subject


def look(subject: Subject) -> Looked:
    """Compare the two builds of the subject."""
    build = subject.build
    if build is None:
        return Looked((), 0, "the site was not built; run the gate with a site builder")
    stopped = _stopped(build)
    if stopped is not None:
        return Looked((), 0, stopped)
    findings = tuple(_findings(subject, build))
    return Looked(findings, len(subject.after))


def _stopped(build: BuildComparison) -> str | None:
    if build.before.problem is not None:
        return f"the untouched site does not build: {build.before.problem}"
    if build.before.errors and not build.before.pages:
        first = (build.before.error_texts or build.before.errors)[0]
        return f"the untouched site does not build, so nothing can be told from it: {first}"
    return build.before_as_it_is.problem if build.before_as_it_is else None


def _findings(subject: Subject, build: BuildComparison) -> Iterator[Finding]:
    pairs = [(build.before, build.after)]
    if build.before_as_it_is is not None and build.after_as_it_is is not None:
        pairs.append((build.before_as_it_is, build.after_as_it_is))
    for before, after in pairs:
        if after.problem is not None:
            yield _finding(None, None, after.problem, "a build that ends")
        yield from _new_errors(subject, before, after)
    if build.after.problem is None:
        for path, found in missing_pages(build, subject.before, subject.after):
            yield _finding(path, None, found, "a page that is published")
        for taker, found in lost_pages(build, subject.after):
            yield _finding(taker, None, found, "a URL that no other page has")


def _new_errors(subject: Subject, before: SiteBuild, after: SiteBuild) -> Iterator[Finding]:
    known = Counter(before.errors)
    for error, text in zip(after.errors, after.error_texts or after.errors, strict=True):
        if known[error] > 0:
            known[error] -= 1
            continue
        path, line = _place(text, subject)
        yield _finding(path, line, text, "no error that the untouched site does not have")


def _place(text: str, subject: Subject) -> tuple[str | None, int | None]:
    for path in sorted(subject.after, key=len, reverse=True):
        if path in text:
            line = re.search(rf"{re.escape(path)}:(\d+)", text)
            return path, int(line.group(1)) if line and int(line.group(1)) else None
    return None, None


def _finding(path: str | None, line: int | None, found: str, expected: str) -> Finding:
    return Finding(
        gate=GATE.id,
        severity="error",
        path=path,
        line=line,
        found=found,
        expected=expected,
    )


GATE = Gate(
    id="hugo_builds",
    holds="The changed site builds with no new error, and every changed page is in the output.",
    phase="content",
    severity={"local": "error", "ci": "error", "prod": "error"},
    skippable=True,
    look=look,
)
