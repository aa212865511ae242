"""Headings made from sections, and the leads and links that pages share."""

from collections import Counter

from launch.contracts.page_plan import Label, PageLink, PlannedHeading
from launch.planning.ground import Ground
from launch.planning.statements import Section
from launch.wording.labels import plain_title, sentence_of

OPENINGS = frozenset({"overview", "introduction", "about", "description", "summary"})
"""Headings that say nothing where a page starts."""


def part(ground: Ground, connective: str, *, level: int = 2, **fields: object) -> PlannedHeading:
    """Return a heading of the catalogue with whatever fills it."""
    label = ground.label(connective)
    return headed(ground, label, level=level, **fields)


def headed(ground: Ground, label: Label, *, level: int = 2, **fields: object) -> PlannedHeading:
    """Return a heading with this label."""
    text = sentence_of(label, ground.claims).text
    return PlannedHeading.model_validate({"text": text, "level": level, "label": label, **fields})


def top(**fields: object) -> PlannedHeading:
    """Return the part of a page above its first heading."""
    return PlannedHeading.model_validate({"text": "", "level": 1, **fields})


def from_sections(
    ground: Ground, sections: tuple[Section, ...], base: tuple[str, ...], level: int = 2
) -> tuple[PlannedHeading, ...]:
    """Return the sections under their own headings; those at ``base`` stand without one.

    A parent without text of its own is named where it holds several sections.
    """
    found: list[PlannedHeading] = []
    named: set[tuple[str, ...]] = set()
    titles = Counter(section.title.lower() for section in sections)
    for section in sections:
        claim_ids = tuple(claim.id for claim in section.claims)
        path = section.heading_path
        if path == base or len(path) <= len(base):
            found.append(
                top(claim_ids=claim_ids)
                if not found
                else _unnamed(section, claim_ids, ground, level)
            )
            continue
        for depth in range(len(base) + 1, len(path) + 1):
            prefix = path[:depth]
            siblings = sum(s.heading_path[:depth] == prefix for s in sections)
            vague = titles[plain_title(path[-1]).lower()] > 1
            if prefix in named or (depth < len(path) and siblings < 2 and not vague):
                continue
            own = sum(name == prefix[: len(name)] and name != prefix for name in named)
            named.add(prefix)
            title = plain_title(prefix[-1])
            if not title:
                continue
            if depth == len(base) + 1 and title.lower() in OPENINGS and not found:
                found.append(top(claim_ids=claim_ids if depth == len(path) else ()))
                continue
            found.append(
                headed(
                    ground,
                    ground.label("page_title", title=title),
                    level=min(6, level + own),
                    claim_ids=claim_ids if depth == len(path) else (),
                )
            )
    return tuple(found)


def named_once(headings: tuple[PlannedHeading, ...]) -> tuple[PlannedHeading, ...]:
    """Return the headings, each text once below the same parent: what stands again joins it."""
    found: list[PlannedHeading] = []
    places: dict[tuple[str, ...], int] = {}
    trail: list[tuple[int, str]] = []
    for heading in headings:
        text = " ".join(heading.text.lower().split())
        trail = [above for above in trail if above[0] < heading.level]
        key = (*(name for _, name in trail), text)
        if text:
            trail.append((heading.level, text))
        if not text or key not in places:
            places[key] = len(found)
            found.append(heading)
            continue
        after = places[key] + 1
        while after < len(found) and not found[after].text:
            after += 1
        found.insert(after, heading.model_copy(update={"text": "", "label": None}))
        places = {k: at + (at >= after) for k, at in places.items()}
    return tuple(found)


def shared_base(sections: tuple[Section, ...]) -> tuple[str, ...]:
    """Return the document's title, and the one heading below it that all sections stand under."""
    base = sections[0].heading_path[:2] if sections else ()
    if all(section.heading_path[:2] == base for section in sections):
        return base
    return base[:1]


def _unnamed(
    section: Section, claim_ids: tuple[str, ...], ground: Ground, level: int
) -> PlannedHeading:
    if not section.title:
        return top(claim_ids=claim_ids)
    label = ground.label("page_title", title=section.title)
    return headed(ground, label, level=level, claim_ids=claim_ids)


def to_page(page_id: str, title: str, *, why: str = "next") -> PageLink:
    """Return a link to a page of the set; its form is set when the page has its place."""
    return PageLink.model_validate({"target": f"page:{page_id}", "title": title, "why": why})
