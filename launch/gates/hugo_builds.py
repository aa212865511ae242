"""The gate `hugo_builds`: real Hugo finds nothing new to complain about, every page comes out."""

import re
from collections import Counter
from collections.abc import Iterator

from launch.contracts.site_build import BuildComparison, SiteBuild
from launch.contracts.validation_report import Finding
from launch.gates.subject import Gate, Looked, Subject

_PAGE_SUFFIXES = (".md", ".markdown", ".html", ".adoc", ".org", ".rst", ".pandoc")
_LIST_PAGE = re.compile(r"(?:^|/)_index\.[^/]+$")


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
        yield from _missing(subject, build)
        yield from _lost(subject, build)


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


def _missing(subject: Subject, build: BuildComparison) -> Iterator[Finding]:
    came_out = {page.path: page for page in build.after.pages}
    was_there = {page.path for page in build.before.pages}
    for path, data in sorted(subject.after.items()):
        if data is None or not path.lower().endswith(_PAGE_SUFFIXES):
            continue
        page = came_out.get(path)
        if page is None and (path in was_there or subject.before.get(path) is None):
            yield _finding(path, None, "the page is not in the output", "a page that is published")
        elif page is not None and page.draft and path not in was_there:
            yield _finding(path, None, "the page is a draft", "a page that is published")


def _lost(subject: Subject, build: BuildComparison) -> Iterator[Finding]:
    """Pages that the change does not touch and that no longer come out: their URL was taken."""
    if build.after.errors != build.before.errors:
        return
    came_out = {(page.path, page.language) for page in build.after.pages}
    by_url = {page.url: page.path for page in build.after.pages}
    for page in build.before.pages:
        if (page.path, page.language) in came_out or page.path in subject.after:
            continue
        taker = by_url.get(page.url)
        if page.path is None and taker and _LIST_PAGE.search(taker):
            continue  # Hugo had listed the section by itself; now it has a page of its own.
        found = f"{page.url} is taken from {page.path}"
        yield _finding(taker or page.path, None, found, "a URL that no other page has")


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
