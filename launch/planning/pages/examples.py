"""Examples: programs that stand under a heading of their own, where no passage tells them."""

import re
from collections.abc import Iterator

from launch.contracts.page_plan import PlannedHeading
from launch.contracts.snippet_catalog import Snippet
from launch.planning.candidates import Candidate
from launch.planning.ground import Ground
from launch.planning.needs import file_list, imports_relatively, needs_of
from launch.planning.outline import headed
from launch.wording.labels import entry, plain_title

_FEWEST = 2
_MOST = 20
_LONGEST = 80
_LINKING = frozenset(
    {"a", "an", "all", "and", "as", "for", "from", "in", "of", "the", "to", "with"}
)
_SHELLS = frozenset({"bash", "sh", "shell", "console", "text", "json", "yaml", "toml", "xml"})


def examples(
    ground: Ground,
    shown: frozenset[str],
    headings_told: frozenset[str] = frozenset(),
    taken: frozenset[str] = frozenset(),
) -> Candidate | None:
    """Return a page of titled programs.

    ``shown`` holds the code that other pages show, ``headings_told`` what stands over it,
    ``taken`` the identities of other guides.
    """
    chosen = tuple(_chosen(ground, shown, headings_told))
    if len(chosen) < _FEWEST:
        return None
    files = file_list(ground, chosen)
    own = (_heading(ground, snippet, listed=files is not None) for snippet in chosen)
    headings = (*((files,) if files is not None else ()), *own)
    other = "guide-examples" in taken
    return Candidate(
        "guide-example-programs" if other else "guide-examples", "guide",
        f"See how {ground.name} does common tasks",
        ground.label("title_programs" if other else "title_examples", subject=ground.name),
        ground.label("examples"), entry("description_examples", subject=ground.name),
        "example-programs" if other else "examples", headings,
        words=sum(len(snippet.code.split()) for snippet in chosen),
    )  # fmt: skip


def _chosen(ground: Ground, shown: frozenset[str], told: frozenset[str]) -> Iterator[Snippet]:
    """Yield programs in the order of their documents, each title and code once."""
    titles: set[str] = set()
    topics = [_words(title) for title in told]
    found = 0
    ordered = sorted(
        (s for s in ground.snippets if s.sources),
        key=lambda s: (_origin(s), s.sources[0].path, s.sources[0].first_line),
    )
    for snippet in ordered:
        title = plain_title(snippet.title)
        if (
            snippet.form != "program"
            or _origin(snippet) > 1
            or not snippet.identifiers
            or snippet.language in _SHELLS
            or snippet.code.strip() in shown
            or imports_relatively(snippet.code)
            or snippet.code.count("\n") > _LONGEST
            or not title
            or len(title) > 90
            or title.lower() in titles
            or (len(_words(title)) > 1 and any(_words(title) <= topic for topic in topics))
            or found >= _MOST
        ):
            continue
        titles.add(title.lower())
        topics.append(_words(title))
        found += 1
        yield snippet


def _words(title: str) -> frozenset[str]:
    """Return the words of a title that tell tasks apart."""
    return frozenset(re.findall(r"[a-z0-9]+", title.lower())) - _LINKING


def _origin(snippet: Snippet) -> int:
    return {"readme": 0, "doc": 1, "example": 1}.get(snippet.sources[0].origin, 2)


def _heading(ground: Ground, snippet: Snippet, *, listed: bool) -> PlannedHeading:
    label = ground.label("snippet_title", snippet=plain_title(snippet.title))
    lead = needs_of(ground, snippet, listed=listed)
    return headed(ground, label, snippet_ids=(snippet.id,), layout="snippets", lead=lead)
