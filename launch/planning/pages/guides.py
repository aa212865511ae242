"""Guides and concepts: one page for each document, or part of a front page, that is a topic."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from launch.contracts.page_plan import Label, LeftOut, PlannedHeading
from launch.planning.assignment import Topic
from launch.planning.candidates import Candidate, slug_of
from launch.planning.ground import Ground
from launch.planning.outline import OPENINGS, from_sections
from launch.planning.statements import Section
from launch.planning.twins import without_twins
from launch.wording.labels import entry, first_sentence, plain_title, sentence_of, shown_title

_GENERIC: Mapping[str, str] = {
    "examples": "title_examples", "example": "title_examples",
    **dict.fromkeys(("deprecated", "deprecations"), "title_deprecated"),
    **dict.fromkeys(("terminology", "glossary"), "title_terminology"),
    **dict.fromkeys(("benchmark", "benchmarks", "performance"), "title_benchmarks"),
    **dict.fromkeys(
        ("usage", "guide", "guides", "tutorial", "basic usage", "how to use", "how to use it"),
        "title_usage",
    ),
    **dict.fromkeys(("use it", "using it"), "title_usage"),
    **dict.fromkeys(("run", "run it", "running", "running it"), "title_run"),
    **dict.fromkeys(("how it works", "how does it work", "how does it work?"), "title_how"),
    **dict.fromkeys(("user guide", "users guide", "user's guide"), "title_user_guide"),
    **dict.fromkeys(("overview", "introduction"), "title_overview"),
    **dict.fromkeys(("api", "http api", "rest api"), "title_endpoints"),
}  # fmt: skip
"""Titles that say nothing without the product's name, and the entry that adds it."""
_OWN_PAGE = 150
"""Words from which a part of a document that is split has a page of its own."""
_GENERAL = re.compile(r"(?i)\b(?:guide|tutorial|basics|usage|introduction)\b")
_LATE = re.compile(
    r"(?i)(?<![a-z])(?:faq|troubleshooting|questions|errors?|benchmarks?|performance|advanced|"
    r"internals?|extending|extensibility|deprecat\w+|terminology|glossary)(?![a-z])"
)
_QUESTIONS = re.compile(r"(?i)(?<![a-z])(?:faq|questions|troubleshooting)(?![a-z])")
_LONG_FAQ = 4000
"""Words up to which questions and answers stay on one page, where a reader scans them."""
_SHORT_PART = 45
"""Letters up to which a heading can be one of several in a description."""
_SPLIT = 1.2
"""How many times longer than the site's long pages a topic is before it is split."""


def guides(
    ground: Ground, topics: tuple[Topic, ...]
) -> tuple[tuple[Candidate, ...], tuple[LeftOut, ...]]:
    """Return a page for each topic, in reading order, and the topics that another one covers.

    A topic far too long is split at its parts.
    """
    found: dict[str, Candidate] = {}
    places: dict[str, tuple[bool, int]] = {}
    seen = Counter(title for topic in topics for title in _titles(topic))
    parts = [(own, topic) for topic in topics for own in _split(ground, topic, seen)]
    kept, left = without_twins([own for own, _ in parts])
    whole = {id(own): topic for own, topic in parts}
    for own in kept:
        topic = whole.get(id(own), own)
        page = _page(ground, own, teaches=topic.has_code)
        if page.id in found:
            parent = own.path.rsplit("/", 2)[-2] if "/" in own.path else "more"
            slug = slug_of(f"{parent} {own.title}")
            page = _page(ground, own, slug, teaches=topic.has_code)
        if page.id not in found:
            if any(page.title == other.title for other in found.values()):
                shown = shown_title(own.title)
                page = replace(page, title=ground.label("page_title", title=shown))
            found[page.id] = page
            places[page.id] = _order(page, topic)
    pages = _own_descriptions(ground, tuple(found.values()))
    return tuple(sorted(pages, key=lambda page: places[page.id])), left


def _own_descriptions(ground: Ground, pages: tuple[Candidate, ...]) -> Iterator[Candidate]:
    """Yield the pages; a description that several would share describes none of them."""
    texts = [
        sentence_of(page.description, ground.claims).text if page.description else ""
        for page in pages
    ]
    for page, text in zip(pages, texts, strict=True):
        yield replace(page, description=None) if texts.count(text) > 1 else page


def _order(page: Candidate, topic: Topic) -> tuple[bool, int]:
    """Guides before concepts; what teaches the whole first, questions and errors last."""
    name = f"{page.task} {'/'.join(topic.path.split('/')[-2:])}"
    if _LATE.search(name):
        return page.type != "guide", 2
    return page.type != "guide", 0 if _GENERAL.search(page.task) else 1


def usage_topics(sections: tuple[Section, ...]) -> tuple[Topic, ...]:
    """Return what a quickstart gave away as a topic of its own, one for each document.

    A single thing keeps its own title: nobody looks for it under the use of the whole.
    """
    paths = dict.fromkeys(section.path for section in sections)
    return tuple(_usage(path, tuple(s for s in sections if s.path == path)) for path in paths)


def _usage(path: str, sections: tuple[Section, ...]) -> Topic:
    parts = {section.heading_path[:2] for section in sections}
    only = next(iter(parts)) if len(parts) == 1 else ()
    return Topic(plain_title(only[1]) if len(only) > 1 else "Usage", path, sections)


def in_reading_order(ground: Ground, topics: tuple[Topic, ...]) -> tuple[Topic, ...]:
    """Return the topics in the order of their documents, and of their lines within each."""
    documents = {topic.path: n for n, topic in reversed(list(enumerate(topics)))}
    lines = {id(t): ground.paths.get(t.sections[0].claims[0].id, ("", 0))[1] for t in topics}
    return tuple(sorted(topics, key=lambda topic: (documents[topic.path], lines[id(topic)])))


def _titles(topic: Topic) -> frozenset[str]:
    """Return the headings of a document, as titles in lower case, each once."""
    return frozenset(
        plain_title(heading).lower()
        for section in topic.sections
        for heading in section.heading_path
    )


def _page(ground: Ground, topic: Topic, slug: str = "", *, teaches: bool) -> Candidate:
    slug = slug or slug_of(topic.title)
    if slug == "index":
        slug = "guide-index"
    generic = topic.title.lower() in _GENERIC
    title = (
        ground.label(_GENERIC[topic.title.lower()], subject=ground.name)
        if generic
        else ground.label("page_title", title=shown_title(topic.title))
    )
    shared = _shared(topic)
    steps = from_sections(ground, topic.sections, shared)
    kind = "guide" if teaches else "concept"
    return Candidate(
        f"{kind}-{slug}", "guide" if teaches else "concept", topic.title, title, None,
        _opening(ground, topic), slug, steps, words=topic.words,
        fallback=_about(ground, topic, title, steps),
    )  # fmt: skip


def _opening(ground: Ground, topic: Topic) -> Label | None:
    """Return the topic's opening in a sentence: one that speaks of its title, else the first."""
    own = (section for section in topic.sections[:2] if section.heading_path == _shared(topic))
    opening = [claim for section in own for claim in section.claims[:2]]
    labels = [label for claim in opening if (label := first_sentence(claim)) is not None]
    words = {word[:5] for word in re.findall(r"[a-z]{4,}", topic.title.lower())}
    for label in labels:
        text = sentence_of(label, ground.claims).text
        told = {word[:5] for word in re.findall(r"[a-z]{4,}", text.lower())}
        if words & told or text.startswith(f"{ground.name} "):
            return label
    return first_sentence(opening[0]) if opening else None


def _about(ground: Ground, topic: Topic, title: Label, steps: tuple[PlannedHeading, ...]) -> Label:
    """Return a description for a site that demands one, where no sentence of the topic is fit."""
    quoted = (h for h in steps if h.label is not None and h.label.connective == "page_title")
    parts = (h.text for h in quoted if h.level == 2 and len(h.text) < _SHORT_PART)
    match [part for part in parts if "`" not in part and part.lower() not in OPENINGS]:
        case [first, second]:
            return entry("description_both", first=first, second=second)
        case [first, second, *_]:
            return entry("description_parts", first=first, second=second)
    if title.connective == "title_usage":
        return entry("description_use", subject=ground.name)
    if title.connective != "page_title":
        return entry("description_title", title=sentence_of(title, ground.claims).text)
    if ground.name.lower() in topic.title.lower() or "guide" in topic.title.lower():
        return entry("description_title", title=shown_title(topic.title))
    return entry("description_guide", title=shown_title(topic.title), subject=ground.name)


def _shared(topic: Topic) -> tuple[str, ...]:
    """Return the heading path that ends with the topic's title."""
    path = topic.sections[0].heading_path
    for depth in range(len(path), 0, -1):
        if plain_title(path[depth - 1]) == topic.title:
            return path[:depth]
    return path[:1]


def _split(ground: Ground, topic: Topic, seen: Counter[str]) -> tuple[Topic, ...]:
    """Split a topic far too long into the parts that stand alone; small ones stay together."""
    faq = _QUESTIONS.search(topic.title) and topic.words < _LONG_FAQ
    if topic.words <= ground.longest * _SPLIT or faq:
        return (topic,)
    parts = _parts(topic, len(_shared(topic)))
    if len(parts) < 2:
        return (topic,)
    rest: list[Section] = []
    own: list[Topic] = []
    for part in parts:
        inner = _parts(part, len(_shared(part))) if part.words > ground.longest * _SPLIT else ()
        told = sum(p.words for p in inner if not p.title)
        if len(inner) > 2 and told * 5 < part.words:  # a heading that is no more than a roof
            for small in inner:
                _sort(small, rest, own, seen)
        elif _is_page(part, seen):
            own += _split(ground, part, seen)
        else:
            rest += part.sections
    first = (Topic(topic.title, topic.path, tuple(rest)),) if rest else ()
    return (*first, *own)


def _sort(part: Topic, rest: list[Section], own: list[Topic], seen: Counter[str]) -> None:
    if _is_page(part, seen):
        own.append(part)
    else:
        rest += part.sections


def _is_page(part: Topic, seen: Counter[str]) -> bool:
    """Return whether a part is long enough, under a title that no other document has."""
    title = part.title.lower()
    return part.words >= _OWN_PAGE and bool(title) and title not in OPENINGS and seen[title] < 2


def _parts(topic: Topic, base: int) -> tuple[Topic, ...]:
    """Return the parts of a topic, one for each heading below its own; its text has no title."""
    found: dict[tuple[str, ...], list[Section]] = {}
    for section in topic.sections:
        found.setdefault(section.heading_path[: base + 1], []).append(section)
    return tuple(
        Topic(plain_title(path[-1]) if len(path) > base else "", topic.path, tuple(sections))
        for path, sections in found.items()
    )
