"""The link graphs of a site before and after a change: what is broken, and what was before."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from launch.checks.site_graph import Reach, SiteGraph, redirects_of
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.site_build import BuildComparison, BuiltLink, BuiltPage, SiteBuild
from launch.ports import Tree

_BROKEN: dict[Reach, str] = {
    "no_target": "leads to nothing on the site",
    "no_anchor": "leads to a page that has no such anchor",
    "unsafe": "is an address that Hugo refuses",
}
_FROM_THEME = 5
_REDIRECT_FILES = ("_redirects", "netlify.toml")


@dataclass(frozen=True)
class Sides:
    """Both graphs, and what the untouched one tolerates."""

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

    def worked(self, path: str, link: BuiltLink) -> bool:
        """Return whether the link of the page led somewhere before."""
        pages = (page for page in self.before.pages if page.path == path)
        return any(self.before.reach(page, link) in {"resolved", "by_file"} for page in pages)


def sides_of(
    build: BuildComparison, tree: Tree, changes: Mapping[str, bytes | None], hugo: HugoFacts
) -> Sides:
    """Return the graphs of the two builds; ``changes`` are bytes by path, None deletes."""
    paths = frozenset(entry.path for entry in tree.entries)
    gone = {path for path, data in changes.items() if data is None}

    def graph(built: SiteBuild, files: frozenset[str]) -> SiteGraph:
        named = sorted(path for path in files if path.rsplit("/", 1)[-1] in _REDIRECT_FILES)
        texts = (changes.get(path) or tree.read(path) or b"" for path in named)
        redirects = redirects_of(text.decode("utf-8", "replace") for text in texts)
        return SiteGraph(built.pages, files, redirects, hugo)

    before = graph(build.before, paths)
    after = graph(build.after, (paths | frozenset(changes)) - gone)
    return Sides(before, after, before.links_by_file(), _tolerated(before))


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


def line_with(data: bytes, link: BuiltLink) -> int | None:
    """Return the line of a page's file, from 1, that holds the link as written, or None."""
    lines = data.decode("utf-8", "replace").split("\n")
    for wanted in (link.target, link.href, link.href.rstrip("/").rsplit("/", 1)[-1]):
        for number, line in enumerate(lines, 1):
            if wanted and wanted in line:
                return number
    return None
