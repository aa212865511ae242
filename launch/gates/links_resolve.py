"""The gate `links_resolve`: every link that the change brings or breaks leads somewhere.

Judged on the hrefs and anchors that the build itself gave, beside the untouched site's.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from launch.checks.site_graph import Reach, SiteGraph, redirects_of
from launch.contracts.site_build import BuildComparison, BuiltLink, BuiltPage, SiteBuild
from launch.contracts.validation_report import Finding, Severity
from launch.gates.subject import Gate, Looked, Subject

_BROKEN: dict[Reach, str] = {
    "no_target": "leads to nothing on the site",
    "no_anchor": "leads to a page that has no such anchor",
    "unsafe": "is an address that Hugo refuses",
}
_FROM_THEME = 5
_REDIRECT_FILES = ("_redirects", "netlify.toml")


@dataclass(frozen=True)
class _Sides:
    subject: Subject
    before: SiteGraph
    after: SiteGraph
    by_file: bool
    """Whether the untouched site links by source file."""
    tolerated: frozenset[str]
    """Addresses that the untouched site links to although nothing of the build answers there."""

    def broken(self, page: BuiltPage, link: BuiltLink) -> str | None:
        """Return what is wrong with a link of the changed site, or None."""
        reach = self.after.reach(page, link)
        if reach == "by_file":
            return None if self.by_file else _BROKEN["no_target"]
        return _BROKEN.get(reach)

    def is_tolerated(self, page: BuiltPage, link: BuiltLink) -> bool:
        """Return whether the untouched site has the same broken link, or theme-made anchors."""
        address = self.after.address(page, link.href)
        path = address.split("#", 1)[0]
        made_by_theme = f"{path}#" in self.tolerated and self.after.has(path)
        return address in self.tolerated or made_by_theme


def look(subject: Subject) -> Looked:
    """Look at links of changed pages, at links elsewhere, and at URLs that went."""
    if subject.build is None or subject.hugo is None:
        return Looked((), 0, "the site was not built; run the gate with a site builder")
    stopped = subject.build.before.problem or subject.build.after.problem
    if stopped is None and not subject.build.before.pages:
        stopped = "the untouched site gives no page; see the gate hugo_builds"
    if stopped is not None:
        return Looked((), 0, f"there is no complete build to read links from: {stopped}")
    sides = _sides(subject, subject.build)
    findings = (*_in_changed(sides), *_elsewhere(sides), *_urls_gone(sides))
    looked_at = sum(len(page.links) for page in sides.after.pages if page.path in subject.after)
    return Looked(tuple(dict.fromkeys(findings)), looked_at)


def _sides(subject: Subject, build: BuildComparison) -> _Sides:
    paths = frozenset(entry.path for entry in subject.site_tree.entries)
    gone = {path for path, data in subject.after.items() if data is None}
    before = _graph(subject, build.before, paths)
    after = _graph(subject, build.after, (paths | frozenset(subject.after)) - gone)
    tolerated = _tolerated(before)
    return _Sides(subject, before, after, before.links_by_file(), tolerated)


def _tolerated(before: SiteGraph) -> frozenset[str]:
    """Addresses broken on the untouched site; those with many anchors missing lose theirs.

    A page to which many links miss their anchor gets its anchors from the theme.
    """
    found = {
        before.address(page, link.href)
        for page in before.pages
        for link in page.links
        if before.reach(page, link) in {"no_target", "by_file", "no_anchor"}
    }
    anchors = Counter(address.split("#", 1)[0] for address in found if "#" in address)
    return frozenset(found | {f"{path}#" for path, n in anchors.items() if n >= _FROM_THEME})


def _graph(subject: Subject, build: SiteBuild, files: frozenset[str]) -> SiteGraph:
    if subject.hugo is None:
        raise ValueError("a graph needs the site's facts")
    named = sorted(path for path in files if path.rsplit("/", 1)[-1] in _REDIRECT_FILES)
    texts = (subject.after.get(path) or subject.site_tree.read(path) or b"" for path in named)
    redirects = redirects_of(text.decode("utf-8", "replace") for text in texts)
    return SiteGraph(build.pages, files, redirects, subject.hugo)


def _in_changed(sides: _Sides) -> Iterator[Finding]:
    earlier = {page.path: {link.href for link in page.links} for page in sides.before.pages}
    for page in sides.after.pages:
        if page.path is None or page.path not in sides.subject.after:
            continue
        for link in page.links:
            wrong = sides.broken(page, link)
            if wrong is None or sides.is_tolerated(page, link):
                continue
            if link.href in earlier.get(page.path, ()) and not _worked(sides, page.path, link):
                continue
            yield _finding(sides.subject, page.path, link, f"{link.target or '(empty)'} {wrong}")


def _worked(sides: _Sides, path: str, link: BuiltLink) -> bool:
    pages = (page for page in sides.before.pages if page.path == path)
    return any(sides.before.reach(page, link) in {"resolved", "by_file"} for page in pages)


def _elsewhere(sides: _Sides) -> Iterator[Finding]:
    for page in sides.after.pages:
        if page.path is None or page.path in sides.subject.after:
            continue
        for link in page.links:
            wrong = sides.broken(page, link)
            if wrong is not None and _worked(sides, page.path, link):
                yield _finding(sides.subject, page.path, link, f"{link.target} now {wrong}")


def _urls_gone(sides: _Sides) -> Iterator[Finding]:
    now = {page.path for page in sides.after.pages}
    for page in sides.before.pages:
        if page.path not in sides.subject.after or sides.after.has(page.url):
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
    return Finding(
        gate=GATE.id,
        severity="error",
        path=path,
        line=_line(subject, path, link),
        found=found,
        expected="a page, anchor or file of the site",
    )


def _line(subject: Subject, path: str, link: BuiltLink) -> int | None:
    data = subject.after.get(path) or subject.site_tree.read(path) or b""
    lines = data.decode("utf-8", "replace").split("\n")
    for wanted in (link.target, link.href, link.href.rstrip("/").rsplit("/", 1)[-1]):
        for number, line in enumerate(lines, 1):
            if wanted and wanted in line:
                return number
    return None


GATE = Gate(
    id="links_resolve",
    holds="Every internal link and anchor that the change brings or touches leads somewhere.",
    phase="content",
    severity={"local": "error", "ci": "error", "prod": "error"},
    skippable=True,
    look=look,
)
