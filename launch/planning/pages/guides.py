"""Guides and concepts: one page for each document, or part of a front page, that is a topic."""

import re

from launch.contracts.page_plan import Label
from launch.planning.assignment import Topic
from launch.planning.candidates import Candidate, slug_of
from launch.planning.ground import Ground
from launch.planning.outline import OPENINGS, from_sections
from launch.planning.statements import Section
from launch.wording.labels import entry, first_sentence, plain_title

_EXAMPLES = frozenset({"examples", "example"})
_GENERIC = frozenset({"usage", "examples", "example", "guide", "guides", "tutorial", "basic usage"})
_OWN_PAGE = 150
"""Words from which a part of a document that is split has a page of its own."""
_GENERAL = re.compile(r"(?i)\b(?:guide|tutorial|basics|usage|introduction)\b")
_LATE = re.compile(r"(?i)(?<![a-z])(?:faq|troubleshooting|questions|errors?|benchmarks?)(?![a-z])")
_SPLIT = 1.2
"""How many times longer than the site's long pages a topic is before it is split."""


def guides(ground: Ground, topics: tuple[Topic, ...]) -> tuple[Candidate, ...]:
    """Return a page for each topic, in reading order; one far too long is split at its parts."""
    found: dict[str, Candidate] = {}
    places: dict[str, tuple[bool, int]] = {}
    for topic in topics:
        for own in _split(ground, topic):
            page = _page(ground, own)
            if page.id in found:
                parent = own.path.rsplit("/", 2)[-2] if "/" in own.path else "more"
                page = _page(ground, own, slug_of(f"{parent} {own.title}"))
            if page.id not in found:
                found[page.id] = page
                places[page.id] = _order(page, topic)
    return tuple(sorted(found.values(), key=lambda page: places[page.id]))


def _order(page: Candidate, topic: Topic) -> tuple[bool, int]:
    """Guides before concepts; what teaches the whole first, questions and errors last."""
    name = f"{page.task} {topic.path.rsplit('/', 1)[-1]}"
    if _LATE.search(name):
        return page.type != "guide", 2
    return page.type != "guide", 0 if _GENERAL.search(page.task) else 1


def usage_topics(sections: tuple[Section, ...]) -> tuple[Topic, ...]:
    """Return what a quickstart gave away as a topic of its own, one for each document."""
    paths = dict.fromkeys(section.path for section in sections)
    return tuple(
        Topic("Usage", path, tuple(s for s in sections if s.path == path)) for path in paths
    )


def _page(ground: Ground, topic: Topic, slug: str = "") -> Candidate:
    slug = slug or slug_of(topic.title)
    if slug == "index":
        slug = "guide-index"
    generic = topic.title.lower() in _GENERIC
    title = (
        ground.label(
            "title_examples" if topic.title.lower() in _EXAMPLES else "title_usage",
            subject=ground.name,
        )
        if generic
        else ground.label("page_title", title=topic.title)
    )
    shared = _shared(topic)
    steps = from_sections(ground, topic.sections, shared)
    kind = "guide" if topic.has_code else "concept"
    return Candidate(
        f"{kind}-{slug}", "guide" if topic.has_code else "concept", topic.title, title, None,
None if generic else _opening(topic),
        slug, steps, words=topic.words, fallback=_about(ground, topic, generic=generic),
    )  # fmt: skip


def _opening(topic: Topic) -> Label | None:
    """Return the first plain sentence among the topic's opening passages."""
    opening = [claim for section in topic.sections[:2] for claim in section.claims[:1]]
    return next((label for claim in opening if (label := first_sentence(claim))), None)


def _about(ground: Ground, topic: Topic, *, generic: bool) -> Label:
    if generic:
        return entry("description_first_steps", subject=ground.name)
    if ground.name.lower() in topic.title.lower() or "guide" in topic.title.lower():
        return entry("description_title", title=topic.title)
    return entry("description_guide", title=topic.title, subject=ground.name)


def _shared(topic: Topic) -> tuple[str, ...]:
    """Return the heading path that ends with the topic's title."""
    path = topic.sections[0].heading_path
    for depth in range(len(path), 0, -1):
        if plain_title(path[depth - 1]) == topic.title:
            return path[:depth]
    return path[:1]


def _split(ground: Ground, topic: Topic) -> tuple[Topic, ...]:
    if topic.words <= ground.longest * _SPLIT:
        return (topic,)
    base = len(_shared(topic))
    parts: dict[tuple[str, ...], list[int]] = {}
    for number, section in enumerate(topic.sections):
        parts.setdefault(section.heading_path[: base + 1], []).append(number)
    if len(parts) < 2:
        return (topic,)
    rest: list[Section] = []
    own: list[Topic] = []
    for path, numbers in parts.items():
        sections = tuple(topic.sections[n] for n in numbers)
        title = plain_title(path[-1]) if len(path) > base else ""
        split = Topic(title, topic.path, sections)
        if split.words >= _OWN_PAGE and title and title.lower() not in OPENINGS:
            own += _split(ground, split)
        else:
            rest += sections
    first = (Topic(topic.title, topic.path, tuple(rest)),) if rest else ()
    return (*first, *own)
