"""A page that evidence can fill, before it has a place on the site."""

from dataclasses import dataclass

from launch.contracts.page_plan import Label, PageType, PlannedHeading

SLUG_LIMIT = 60


@dataclass(frozen=True)
class Candidate:
    """One page of the set, as its evidence makes it."""

    id: str
    """Identity, from the task or the source's own title; never from a count or an order."""
    type: PageType
    task: str
    title: Label
    link_title: Label | None
    description: Label | None
    slug: str
    """File stem; empty for the section's own page, with a last slash for a folder's."""
    headings: tuple[PlannedHeading, ...]
    required: tuple[str, ...] = ()
    words: int = 0
    """Estimated length."""
    fallback: Label | None = None
    """Description where the site demands one and nothing better is there."""


def slug_of(text: str) -> str:
    """Return a text as a file stem: lower-case ASCII words with hyphens; never empty."""
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in text.lower()).split()
    slug = ""
    for word in words:
        if slug and len(slug) + 1 + len(word) > SLUG_LIMIT:
            break
        slug = f"{slug}-{word}" if slug else word[:SLUG_LIMIT]
    return slug or "page"
