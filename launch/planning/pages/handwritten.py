"""Reference pages from documents that describe one name each, grouped by folder."""

from collections.abc import Iterator

from launch.contracts.page_plan import Label, PlannedHeading
from launch.planning.assignment import Topic
from launch.planning.candidates import Candidate, slug_of
from launch.planning.ground import Ground
from launch.planning.outline import from_sections, headed
from launch.planning.pages.reference import longest_page
from launch.wording.labels import entry, shown_title

_GENERIC = frozenset({"api", "api reference", "reference", "api documentation"})
_ALONE = 0.5
"""Share of a long page from which a document is a page of its own."""


def described_names(ground: Ground, topics: tuple[Topic, ...]) -> tuple[Candidate, ...]:
    """Return the pages, in the order of folders and files; a long document has its own."""
    folders: dict[str, list[Topic]] = {}
    alone: list[Topic] = []
    for topic in topics:
        if topic.words >= longest_page(ground) * _ALONE or len(topics) < 3:
            alone.append(topic)
        else:
            folders.setdefault(topic.path.rpartition("/")[0], []).append(topic)
    single = (_one(ground, topic) for topic in alone)
    pages = [*single, *(p for folder, own in folders.items() for p in _folder(ground, folder, own))]
    return tuple({page.id: page for page in reversed(pages)}.values())[::-1]


def _one(ground: Ground, topic: Topic) -> Candidate:
    slug, shown = f"reference-{slug_of(topic.title)}", shown_title(topic.title)
    base = topic.sections[0].heading_path[:1]
    title = ground.label("page_title", title=shown)
    if topic.title.lower() in _GENERIC:
        title = ground.label("title_api", subject=ground.name)
    return Candidate(
        slug, "api_reference", topic.title, title, None,
        None, slug, from_sections(ground, topic.sections, base), words=topic.words,
        fallback=_about(ground),
    )  # fmt: skip


def _folder(ground: Ground, folder: str, topics: list[Topic]) -> Iterator[Candidate]:
    chunks: list[list[Topic]] = [[]]
    for topic in topics:
        if chunks[-1] and sum(t.words for t in chunks[-1]) + topic.words > longest_page(ground):
            chunks.append([])
        chunks[-1].append(topic)
    name = slug_of(folder.rsplit("/", 1)[-1])
    for number, chunk in enumerate(chunks, 1):
        slug = f"reference-{name}" + (f"-{number}" if number > 1 else "")
        first, last = shown_title(chunk[0].title), shown_title(chunk[-1].title)
        title = ground.label("title_names", first=first, last=last)
        if len(chunk) == 1:
            title = ground.label("page_title", title=first)
        yield Candidate(
            slug, "api_reference", f"Look up a name of {ground.name}", title, None, None, slug,
            tuple(_headings(ground, chunk)), words=sum(topic.words for topic in chunk),
            fallback=_about(ground),
        )  # fmt: skip


def _headings(ground: Ground, topics: list[Topic]) -> Iterator[PlannedHeading]:
    for topic in topics:
        opened = from_sections(ground, topic.sections, topic.sections[0].heading_path[:1], level=3)
        first = opened[0].claim_ids if opened and not opened[0].text else ()
        yield headed(ground, ground.label("page_title", title=topic.title), claim_ids=first)
        yield from opened[1:] if first else opened


def _about(ground: Ground) -> Label:
    return entry("description_api", subject=ground.name)
