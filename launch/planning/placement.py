"""Where pages go on the site: section, paths, addresses, weights, and the form of links."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from launch.contracts.frontmatter_index import FrontmatterIndex, SectionContract
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.settings import Settings
from launch.contracts.site_context import SectionHabits, SiteContext, SitePage
from launch.markdown.habits import habits_of

_GLOB = re.compile(r"[*?\[{]")


@dataclass(frozen=True)
class Placement:
    """The set's place on the site and the manners of its neighbours."""

    section: str
    """Content folder of the set, from the repository's root."""
    locale: str
    url: str
    """Address of the section, with slashes at both ends."""
    habits: SectionHabits | None
    contracts: Mapping[str, SectionContract]
    """Front matter contract for ``page`` and ``section``, where one could be inferred."""
    existing: tuple[SitePage, ...]
    """Pages that the section has already."""
    ugly_urls: bool
    base_path: str = ""
    """Path of the site's base URL, below which every address stands; empty for the root."""

    def path(self, slug: str) -> str:
        """Return the file of a page.

        An empty slug is the section's own page; one that ends with a slash, a folder's of its own.
        """
        if not slug or slug.endswith("/"):
            return f"{self.section}/{slug}_index.md"
        if self.habits is not None and self.habits.leaf_bundles:
            return f"{self.section}/{slug}/index.md"
        return f"{self.section}/{slug}.md"

    def address(self, slug: str) -> str:
        """Return a page's relative permalink."""
        if not slug or slug.endswith("/"):
            return f"{self.url}{slug}"
        return f"{self.url}{slug}.html" if self.ugly_urls else f"{self.url}{slug}/"

    def link(self, source: str, target_url: str, target_path: str) -> str:
        """Return a link's target as the site writes it, from page ``source`` (an address)."""
        form = self.habits.link_form if self.habits is not None else "relative"
        if form == "absolute" and not self.base_path:
            return target_url
        if form == "ref":
            return f'{{{{< ref "/{_below_content(target_path)}" >}}}}'
        start = source if source.endswith("/") else posixpath.dirname(source)
        relative = posixpath.relpath(target_url, start)
        return relative + ("/" if target_url.endswith("/") and not relative.endswith("/") else "")


def place(
    settings: Settings, front_matter: FrontmatterIndex, site: SiteContext, hugo: HugoFacts
) -> Placement:
    """Return the set's place, from the pilot's word or its fence, and from the site itself."""
    section = settings.pilot.plan.section or _fenced(settings.pilot.output.allowed_paths)
    section = section.strip("/")
    existing = tuple(p for p in site.pages if p.path.startswith(section + "/"))
    return Placement(
        section=section,
        locale=settings.pilot.plan.locale or _locale(section, hugo),
        url=_url(section, site, hugo),
        habits=habits_of(section, site),
        contracts=_contracts(section, front_matter),
        existing=existing,
        ugly_urls=hugo.ugly_urls,
        base_path=urlsplit(hugo.base_url).path.strip("/"),
    )


def _fenced(patterns: tuple[str, ...]) -> str:
    """Return the folder that the first usable pattern of the fence opens."""
    for pattern in patterns:
        parts = pattern.split("/")
        fixed: list[str] = []
        for part in parts:
            if _GLOB.search(part):
                break
            fixed.append(part)
        if fixed and fixed[-1].endswith(".md"):
            fixed.pop()
        if fixed:
            return "/".join(fixed)
    return "content"


def _locale(section: str, hugo: HugoFacts) -> str:
    own = [
        language
        for language in hugo.languages
        if section == language.content_dir or section.startswith(language.content_dir + "/")
    ]
    longest = max(own, key=lambda language: len(language.content_dir), default=None)
    if longest is not None and sum(o.content_dir == longest.content_dir for o in own) == 1:
        return longest.code
    return next((lang.code for lang in hugo.languages if lang.is_default), "en")


def _url(section: str, site: SiteContext, hugo: HugoFacts) -> str:
    """Return the section's address: its own page's, else its nearest parent's and the rest."""
    addresses = {
        posixpath.dirname(page.path): page.url for page in site.pages
        if page.path.rsplit("/", 1)[-1].startswith("_index.")
    }  # fmt: skip
    folder, rest = section, ""
    while folder:
        if folder in addresses:
            return f"{addresses[folder].rstrip('/')}/{rest}"
        if folder in {hugo.content_dir, *(lang.content_dir for lang in hugo.languages)}:
            break
        folder, _, name = folder.rpartition("/")
        rest = f"{name}/{rest}"
    return f"/{rest}" if folder else f"/{_below_content(section)}/"


def _below_content(path: str) -> str:
    parts = path.split("/")
    return "/".join(parts[parts.index("content") + 1 :]) if "content" in parts else path


def _contracts(section: str, index: FrontmatterIndex) -> Mapping[str, SectionContract]:
    found: dict[str, SectionContract] = {}
    for kind in ("page", "section"):
        own = [c for c in index.contracts if c.kind == kind and c.format != "none"]
        found_here = max(own, key=lambda c: _nearness(section, c), default=None)
        if found_here is not None:
            found[kind] = found_here
    return found


def _nearness(section: str, contract: SectionContract) -> tuple[int, int, int, str]:
    """The section itself, then its parents, then its neighbours, then the largest."""
    other = contract.section
    inside = section == other or section.startswith(other + "/")
    shared = len(posixpath.commonpath([section, other])) if section and other else 0
    enough = contract.pages >= 2
    return (int(enough), len(other) if inside else shared, contract.pages, other)
