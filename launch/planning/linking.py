"""Links between the pages of the set and to what the site has already, in the site's form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from launch.contracts.page_plan import Label, PageLink, PlannedHeading, PlannedPage
from launch.contracts.site_context import SiteContext
from launch.planning.documents import Homes
from launch.planning.ground import Ground
from launch.planning.outline import part, top
from launch.planning.pages.shelf import SHELF
from launch.planning.placement import Placement
from launch.wording.labels import entry

_TARGET = re.compile(r"\]\((https?://[^\s)]+)\)")
_MOST = 3
_MENTIONS = 5
_FLAT = 9
"""Links up to which the section's page has one list."""
_AFTER: Mapping[str, tuple[str, ...]] = {
    "overview": ("installation", "quickstart"),
    "installation": ("quickstart", "guide"),
    "quickstart": ("guide", "configuration", "api_reference", "cli_reference"),
    "guide": ("guide", "api_reference", "cli_reference"),
    "concept": ("concept", "guide", "quickstart"),
    "configuration": ("troubleshooting", "cli_reference"),
    "limitations": ("troubleshooting",),
    "troubleshooting": ("limitations", "configuration"),
}
"""Page types that a page of each type leads to, in this order; at most one page of each."""


@dataclass(frozen=True)
class Linker:
    """Sets links once every page has its place."""

    ground: Ground
    place: Placement
    pages: tuple[PlannedPage, ...]
    covered: tuple[tuple[str, str, str], ...]
    """Path, address and title of pages of the site that the set leads to."""

    def linked(self, page: PlannedPage) -> PlannedPage:
        """Return the page with its links set, its leads resolved, and where documents went."""
        return self._linked(page).model_copy(update={"documents": self._documents(page)})

    @cached_property
    def _homes(self) -> Homes:
        return Homes(self.ground, self.pages)

    def _documents(self, page: PlannedPage) -> tuple[tuple[str, str], ...]:
        """Return the links; none where the site writes links as shortcodes, which quotes cannot."""
        habits = self.place.habits
        if habits is not None and habits.link_form == "ref":
            return ()
        return tuple(
            (
                address,
                "" if home.id == page.id else self.place.link(page.url, home.url, home.path),
            )
            for address in self._named(page)
            if (home := self._homes.of(address)) is not None
        )

    def _named(self, page: PlannedPage) -> tuple[str, ...]:
        """Return the addresses that the page's passages link to, sorted."""
        claims = (self.ground.claims[i] for h in page.headings for i in h.claim_ids)
        passages = (claim.passage for claim in claims if claim.passage is not None)
        texts = (text for p in passages for block in p.blocks for text in block.texts)
        return tuple(sorted({url for text in texts for url in _TARGET.findall(text)}))

    def _linked(self, page: PlannedPage) -> PlannedPage:
        resolved = tuple(
            h for h in (self._resolved(page, h) for h in page.headings) if h is not None
        )
        if page.id == SHELF:
            return self._shelf(page)
        if page.type == "index":
            return self._index(page, resolved)
        links = self._next(page)
        if not links:
            return page.model_copy(update={"headings": resolved})
        related = {"configuration", "troubleshooting", "limitations", "concept"}
        name = "related" if page.type in related else "next_steps"
        if any(h.text.lower() == name.replace("_", " ") for h in resolved):
            name = "see_also"
        heading = part(self.ground, name, links=links, layout="links")
        return page.model_copy(update={"headings": (*resolved, heading), "links": links})

    def _shelf(self, page: PlannedPage) -> PlannedPage:
        """Return the page of the reference's own folder, with what stands in it."""
        links = tuple(
            self._to(page, other, "section") for other in self.pages if self._is_shelved(other)
        )
        return page.model_copy(
            update={"headings": (top(links=links, layout="links"),), "links": links}
        )

    def _is_shelved(self, page: PlannedPage) -> bool:
        return page.type == "api_reference" and SHELF in self._places

    def _index(self, page: PlannedPage, resolved: tuple[PlannedHeading, ...]) -> PlannedPage:
        """Return the section's page with the set's pages, in groups where they are many."""
        links = self._section(page)
        if not links:
            return page.model_copy(update={"headings": resolved})
        groups = [("in_this_section", links)]
        if len(links) > _FLAT:
            groups = [
                (name, tuple(link for link in links if self._group(link) == name))
                for name in ("get_started", "guides", "reference", "more_on_this_site")
            ]
        added = tuple(
            part(self.ground, name, links=own, layout="links") for name, own in groups if own
        )
        headings = _before_facts(resolved, added)
        return page.model_copy(update={"headings": headings, "links": links})

    def _group(self, link: PageLink) -> str:
        kinds = {f"page:{page.id}": page.type for page in self.pages}
        match kinds.get(link.target):
            case "overview" | "installation" | "quickstart":
                return "get_started"
            case "guide" | "concept" | "configuration":
                return "guides"
            case None:
                return "more_on_this_site"
            case _:
                return "reference"

    def _section(self, page: PlannedPage) -> tuple[PageLink, ...]:
        own = [
            self._to(page, other, "section")
            for other in self.pages
            if other.id != page.id and not self._is_shelved(other)
        ]
        return (*own, *(self._to_site(page, found) for found in self.covered))

    @cached_property
    def _by_type(self) -> Mapping[str, tuple[tuple[int, PlannedPage], ...]]:
        """Pages with their place in reading order, by type."""
        found: dict[str, list[tuple[int, PlannedPage]]] = {}
        for place, page in enumerate(self.pages):
            found.setdefault(page.type, []).append((place, page))
        return {kind: tuple(pages) for kind, pages in found.items()}

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {page.id: place for place, page in enumerate(self.pages)}

    def _next(self, page: PlannedPage) -> tuple[PageLink, ...]:
        found: list[PageLink] = []
        here = self._places[page.id]
        for kind in _AFTER.get(page.type, ()):
            others = self._by_type.get(kind, ())
            if kind == "api_reference" and SHELF in self._places and page.type != kind:
                others = ((self._places[SHELF], self.pages[self._places[SHELF]]),)
            after = next((other for place, other in others if place > here), None)
            if after is None and not (kind in {"guide", "concept"} and page.type == kind):
                after = next((other for _, other in others if other.id != page.id), None)
            if after is not None:
                found.append(self._to(page, after, "next"))
        return tuple(found[:_MOST])

    def _to(self, page: PlannedPage, other: PlannedPage, why: str) -> PageLink:
        target = self.place.link(page.url, other.url, other.path)
        label = entry("link", title=other.title, target=target)
        return PageLink.model_validate(
            {"target": f"page:{other.id}", "title": other.title, "why": why, "label": label,
             "about": other.about if why == "section" else None}
        )  # fmt: skip

    def _to_site(self, page: PlannedPage, found: tuple[str, str, str]) -> PageLink:
        path, url, title = found
        label = entry("link", title=title, target=self.place.link(page.url, url, path))
        return PageLink(target=f"site:{path}", title=title, why="covered_elsewhere", label=label)

    def _resolved(self, page: PlannedPage, heading: PlannedHeading) -> PlannedHeading | None:
        """Fill the leads' targets; a heading that only led to a page that is not there goes."""
        lead = tuple(filter(None, (self._lead(page, label) for label in heading.lead)))
        if lead == heading.lead:
            return heading
        filled = heading.claim_ids or heading.snippet_ids or heading.symbols or heading.recipe
        if not lead and not filled and heading.text:
            return None
        return heading.model_copy(update={"lead": lead})

    def _lead(self, page: PlannedPage, label: Label) -> Label | None:
        arguments = dict(label.arguments)
        target = arguments.get("target", "")
        if not target.startswith("page:"):
            return label
        other = next((p for p in self.pages if p.id == target[5:]), None)
        if other is None:
            return None
        arguments["target"] = self.place.link(page.url, other.url, other.path)
        return label.model_copy(update={"arguments": tuple(sorted(arguments.items()))})


def covered_pages(
    ground: Ground, site: SiteContext, place: Placement, own: frozenset[str]
) -> tuple[tuple[str, str, str], ...]:
    """Return pages of the site that a person wrote about the product, in the section first.

    A page that only has a word of the product's name in a sentence may mean the word.
    """
    by_path = {page.path: page for page in site.pages}
    repository = ground.facts.pin.url.removesuffix(".git").rstrip("/").split("://")[-1].lower()
    word = re.compile(rf"(?<![\w-]){re.escape(ground.name)}(?![\w-])")
    mentioned = dict.fromkeys(
        mention.path
        for mention in site.mentions
        if repository in mention.text.lower()
        or (mention.path in by_path and word.search(by_path[mention.path].title))
    )
    candidates = [*(page.path for page in place.existing), *mentioned]
    found: list[tuple[str, str, str]] = []
    for path in dict.fromkeys(candidates):
        page = by_path.get(path)
        if page is None or path in own or page.draft or page.kind != "page" or not page.title:
            continue
        if page.language not in {"", place.locale}:
            continue
        found.append((path, page.url, page.title))
    return tuple(found[:_MENTIONS])


def _before_facts(
    headings: tuple[PlannedHeading, ...], links: tuple[PlannedHeading, ...]
) -> tuple[PlannedHeading, ...]:
    at = next((n for n, h in enumerate(headings) if h.layout == "facts"), len(headings))
    return (*headings[:at], *links, *headings[at:])
