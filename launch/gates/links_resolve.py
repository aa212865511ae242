"""The gate `links_resolve`: every link that the change brings or breaks leads somewhere.

Judged on the hrefs and anchors that the build itself gave, beside the untouched site's.
"""

from collections.abc import Iterator

from launch.checks.site_links import Sides, line_with, sides_of
from launch.contracts.site_build import BuiltLink
from launch.contracts.validation_report import Finding, Severity
from launch.gates.subject import Gate, Looked, Subject


def look(subject: Subject) -> Looked:
    """Look at links of changed pages, at links elsewhere, and at URLs that went."""
    if subject.build is None or subject.hugo is None:
        return Looked((), 0, "the site was not built; run the gate with a site builder")
    stopped = subject.build.before.problem or subject.build.after.problem
    if stopped is None and not subject.build.before.pages:
        stopped = "the untouched site gives no page; see the gate hugo_builds"
    if stopped is not None:
        return Looked((), 0, f"there is no complete build to read links from: {stopped}")
    sides = sides_of(subject.build, subject.site_tree, subject.after, subject.hugo)
    findings = (
        *_in_changed(subject, sides), *_elsewhere(subject, sides), *_urls_gone(subject, sides)
    )  # fmt: skip
    looked_at = sum(len(page.links) for page in sides.after.pages if page.path in subject.after)
    return Looked(tuple(dict.fromkeys(findings)), looked_at)


def _in_changed(subject: Subject, sides: Sides) -> Iterator[Finding]:
    earlier = {page.path: {link.href for link in page.links} for page in sides.before.pages}
    for page in sides.after.pages:
        if page.path is None or page.path not in subject.after:
            continue
        for link in page.links:
            wrong = sides.broken(page, link)
            if wrong is None or sides.is_tolerated(page, link):
                continue
            if link.href in earlier.get(page.path, ()) and not sides.worked(page.path, link):
                continue
            yield _finding(subject, page.path, link, f"{link.target or '(empty)'} {wrong}")


def _elsewhere(subject: Subject, sides: Sides) -> Iterator[Finding]:
    for page in sides.after.pages:
        if page.path is None or page.path in subject.after:
            continue
        for link in page.links:
            wrong = sides.broken(page, link)
            if wrong is not None and sides.worked(page.path, link):
                yield _finding(subject, page.path, link, f"{link.target} now {wrong}")


def _urls_gone(subject: Subject, sides: Sides) -> Iterator[Finding]:
    now = {page.path for page in sides.after.pages}
    for page in sides.before.pages:
        if page.path not in subject.after or sides.after.has(page.url):
            continue
        moved = page.path in now
        found = f"{page.url} {'moves' if moved else 'goes'}, and nothing leads on from it"
        severity: Severity = "error" if moved else "warning"
        yield Finding(
            gate=GATE.id,
            severity=severity,
            path=page.path,
            line=None,
            found=found,
            expected=f"an alias {page.url} on the page that takes its place",
        )


def _finding(subject: Subject, path: str, link: BuiltLink, found: str) -> Finding:
    data = subject.after.get(path) or subject.site_tree.read(path) or b""
    return Finding(
        gate=GATE.id,
        severity="error",
        path=path,
        line=line_with(data, link),
        found=found,
        expected="a page, anchor or file of the site",
    )


GATE = Gate(
    id="links_resolve",
    holds="Every internal link and anchor that the change brings or touches leads somewhere.",
    phase="content",
    severity={"local": "error", "ci": "error", "prod": "error"},
    skippable=True,
    look=look,
)
