"""Front matter of every page, and the contract that a section's pages agree on.

Pure: texts in, index out. A key is required where nearly all pages of a section have it.
"""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from statistics import mean

from launch.checks.front_matter_types import type_name
from launch.contracts.frontmatter_index import (
    FrontmatterIndex,
    KeyRule,
    KeyUse,
    PageFrontMatter,
    SectionContract,
)
from launch.markdown.front_matter import FrontMatter, FrontMatterError, split

REQUIRED_SHARE = 0.98
FEWEST_PAGES = 5
"""A key is never required on the word of fewer pages; below that, only what all of them have."""
_LONGEST_VALUE = 200
_MOST_VALUES = 8


@dataclass(frozen=True)
class ReadPage:
    """A page's file, read once."""

    front: PageFrontMatter
    body: str
    """What follows the front matter; the whole text where that cannot be read."""
    dated: bool
    """Whether it has a date."""


def read_page(path: str, data: bytes, section: str) -> ReadPage:
    """Read one page; what is wrong with its front matter becomes ``problem``."""
    text = data.decode("utf-8", "replace")
    try:
        data.decode("utf-8")
        front = split(text)
    except UnicodeDecodeError as error:
        return _unread(path, section, text, f"byte {error.start + 1} is not UTF-8")
    except FrontMatterError as error:
        return _unread(path, section, text, str(error))
    quoted = quoted_keys(front)
    keys = tuple(
        KeyUse(key=key, type=type_name(value), value=_shown(value), quoted=quoted.get(key))
        for key, value in front.values.items()
    )
    page = PageFrontMatter(path=path, section=section, format=front.format, keys=keys)
    return ReadPage(page, front.body, any(key.lower() == "date" for key in front.values))


def _unread(path: str, section: str, text: str, problem: str) -> ReadPage:
    page = PageFrontMatter(path=path, section=section, format="none", keys=(), problem=problem)
    return ReadPage(page, text, dated=False)


def quoted_keys(front: FrontMatter) -> Mapping[str, bool]:
    """Return for each top-level YAML string whether it stands in quotes."""
    if front.format != "yaml":
        return {}
    found = {}
    for match in re.finditer(r"^([\w-]+):[ \t]+(\S)", front.raw, re.MULTILINE):
        if isinstance(front.values.get(match.group(1)), str) and match.group(2) not in "|>":
            found[match.group(1)] = match.group(2) in "\"'"
    return found


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)[:_LONGEST_VALUE]


def index(
    pages: Iterable[PageFrontMatter], counted: Collection[str] = frozenset()
) -> FrontmatterIndex:
    """Return the index with a contract for each section and kind of page.

    ``counted`` holds the paths of pages that the site publishes in its own language: others (parts
    of pages, translations) tell of a contract only where a section has none of these.
    """
    ordered = tuple(sorted(pages, key=lambda page: page.path))
    groups: dict[tuple[str, str], list[PageFrontMatter]] = {}
    for page in ordered:
        if page.problem is None:
            groups.setdefault((page.section, page_kind(page.path)), []).append(page)
    contracts = tuple(
        _contract(section, [p for p in members if p.path in counted] or members)
        for (section, _), members in sorted(groups.items())
    )
    return FrontmatterIndex(pages=ordered, contracts=contracts)


def page_kind(path: str) -> str:
    """Return ``section`` for a folder's own page (``_index.*``), else ``page``."""
    return "section" if PurePosixPath(path).name.startswith("_index.") else "page"


def _contract(section: str, pages: Sequence[PageFrontMatter]) -> SectionContract:
    formats = Counter(page.format for page in pages)
    rules = tuple(_rule(uses, len(pages)) for uses in _by_key(pages))
    sure = [rule.share if rule.share >= 0.5 else 1 - rule.share for rule in rules]
    size = len(pages) / (len(pages) + 2)
    return SectionContract(
        section=section,
        kind="section" if page_kind(pages[0].path) == "section" else "page",
        format=min(formats, key=lambda name: (-formats[name], name)),
        pages=len(pages),
        confidence=round(size * (mean(sure) if sure else 1.0), 4),
        rules=rules,
    )


def _by_key(pages: Sequence[PageFrontMatter]) -> list[list[KeyUse]]:
    """Return the uses of each key (whatever its capitals), in the pages' usual order of keys."""
    uses: dict[str, list[KeyUse]] = {}
    places: dict[str, list[float]] = {}
    for page in pages:
        for number, use in enumerate(page.keys):
            name = use.key.lower()
            uses.setdefault(name, []).append(use)
            places.setdefault(name, []).append(number / len(page.keys))
    order = sorted(uses, key=lambda name: (round(mean(places[name]), 3), -len(uses[name]), name))
    return [uses[name] for name in order]


def _rule(uses: Sequence[KeyUse], pages: int) -> KeyRule:
    names = Counter(use.key for use in uses)
    types = Counter(use.type for use in uses)
    share = len(uses) / pages
    quotes = {use.quoted for use in uses if use.quoted is not None}
    return KeyRule(
        key=min(names, key=lambda name: (-names[name], name)),
        types=tuple(sorted(types, key=lambda name: (-types[name], name))),
        share=round(min(share, 1.0), 4),
        required=pages >= FEWEST_PAGES and share >= REQUIRED_SHARE,
        enumeration=_enumeration(uses),
        quoted=quotes.pop() if len(quotes) == 1 else None,
    )


def _enumeration(uses: Sequence[KeyUse]) -> tuple[str, ...]:
    """Return the few distinct strings of a key that many pages share, else nothing."""
    values = Counter(use.value for use in uses)
    few = len(values) <= _MOST_VALUES and len(uses) >= 5 * len(values)
    if not few or any(use.type != "string" for use in uses) or set(values) == {'""'}:
        return ()
    return tuple(sorted(json.loads(value) for value in values if len(value) < _LONGEST_VALUE))
