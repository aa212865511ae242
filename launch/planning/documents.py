"""Where the set tells what the product's own documents say: by their address, or on their site."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, unquote, urlsplit

from launch.contracts.page_plan import PlannedPage
from launch.planning.ground import Ground
from launch.planning.statements import is_front_page
from launch.wording.labels import plain_title

_CODE_HOSTS = frozenset({"github.com", "gitlab.com", "bitbucket.org", "codeberg.org"})
_ENDING = re.compile(
    r"(?:/index|/_index|/readme)?(?:\.(?:md|mdx|rst|html?|txt))?/?$", re.IGNORECASE
)


@dataclass(frozen=True)
class Homes:
    """The pages of the set, found by the documents that they tell."""

    ground: Ground
    pages: tuple[PlannedPage, ...]

    def of(self, address: str) -> PlannedPage | None:
        """Return the page that tells what stands at an address, or None."""
        found = self._by_address.get(address)
        if found is not None:
            return found
        parts = urlsplit(address)
        if parts.netloc not in self._hosts:
            return None
        names = [name for name in _ENDING.sub("", unquote(parts.path)).lower().split("/") if name]
        told = (self._by_document.get("/".join(names[n:])) for n in range(len(names)))
        path, page = next((found for found in told if found is not None), ("", None))
        if page is None:
            return None
        own = self._repository(path) + (f"#{parts.fragment}" if parts.fragment else "")
        return self._by_address.get(own, page)

    @cached_property
    def _hosts(self) -> frozenset[str]:
        """Hosts of the product's documentation, as its manifest names them."""
        links = (c for c in self.ground.of("link") if c.attribute in {"documentation", "homepage"})
        return frozenset(urlsplit(claim.value).netloc for claim in links) - _CODE_HOSTS

    @cached_property
    def _told(self) -> tuple[tuple[str, PlannedPage, str], ...]:
        """Document, page and last heading of every passage, in page order."""
        found: list[tuple[str, PlannedPage, str]] = []
        for page in self.pages:
            for claim_id in (i for heading in page.headings for i in heading.claim_ids):
                path = self.ground.paths.get(claim_id, ("", 0))[0]
                passage = self.ground.claims[claim_id].passage
                if passage is not None and path:
                    found.append((path, page, (passage.heading_path or ("",))[-1]))
        return tuple(found)

    @cached_property
    def _by_address(self) -> Mapping[str, PlannedPage]:
        """Permalinks of documents and their headings; of a split document the page it opens."""
        found: dict[str, PlannedPage] = {}
        pages: dict[str, dict[str, PlannedPage]] = {}
        for path, page, heading in self._told:
            pages.setdefault(path, {})[page.id] = page
            if heading:
                anchor = quote(_anchor(plain_title(heading)))
                found.setdefault(f"{self._repository(path)}#{anchor}", page)
        for path, own in pages.items():
            if len(own) == 1 or not is_front_page(path):
                found[self._repository(path)] = next(iter(own.values()))
        return found

    @cached_property
    def _by_document(self) -> Mapping[str, tuple[str, PlannedPage]]:
        """Documents by the ends of their paths, without ending; ends that two share are no key."""
        found: dict[str, dict[str, PlannedPage]] = {}
        for path, page, _ in self._told:
            if is_front_page(path):
                continue
            names = _ENDING.sub("", path.lower()).split("/")
            for start in range(len(names)):
                found.setdefault("/".join(names[start:]), {}).setdefault(path, page)
        return {end: next(iter(own.items())) for end, own in found.items() if len(own) == 1}

    def _repository(self, path: str) -> str:
        pin = self.ground.facts.pin
        return f"{pin.url.removesuffix('.git').rstrip('/')}/blob/{pin.commit}/{quote(path)}"


def _anchor(title: str) -> str:
    """Return a heading's anchor as code hosts make it."""
    return re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-")
