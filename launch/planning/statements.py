"""Passages of the product's documentation as sections, sorted by the reader's task that they serve.

Relevance comes from headings, roles and files, never from an id; each passage goes to one page.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from launch.contracts.product_facts import Claim, PassageBlock
from launch.planning.ground import Ground
from launch.wording.labels import plain_title

Role = Literal[
    "overview",
    "installation",
    "quickstart",
    "usage",
    "configuration",
    "environment",
    "commands",
    "troubleshooting",
    "limitations",
    "compatibility",
    "release_notes",
    "concept",
    "api",
    "internal",
    "other",
]
_WORDS: tuple[tuple[Role, str], ...] = (
    (
        "internal",
        r"contribut|development|developing|building the docs|licen[sc]e|sponsor|backer|"
        r"\bcredits?$|acknowledg|thanks|maintainer|code of conduct|security polic|roadmap|"
        r"to-?do|badge|"
        r"table of contents|contents|^community|support us|governance|\bauthors?\b|who uses|"
        r"users of|\bteam\b|(?:security|support|release) policy|^policy|release process|design doc|"
        r"(run|execut)(e|ning|ing)? (the |unit )*tests|testing$|translations|related projects|"
        r"(?:similar|related) (?:projects|tools|software|work)|"
        r"documentation$|docs$|links|releasing|^backport|maintenance branch|vulnerabilit|"
        r"third[- ]party packages|people",
    ),
    ("release_notes", r"change ?log|release notes|what'?s new|history|upgrading|migrat"),
    ("installation", r"install|^build(ing)?\b|build from|compil(e|ing) (from|it|the)|"
     r"^compil(ing|ation)$|^(?:maven|gradle|nuget|docker|homebrew|cocoapods)\b|package managers?$|"
     r"requirements?$|prerequisit|download|get(ting)? it|dependenc|setup$"),
    ("quickstart", r"quick ?start|^get[ -]started|getting[ -]started|first steps|hello world|"
     r"in a nutshell"),
    ("troubleshooting", r"troubleshoot|faq|common (error|problem)|(error|exception)s?$|known i"),
    ("limitations", r"limitation|caveat|not supported|unsupported|when not to|known gaps"),
    ("compatibility", r"compatib|supported (version|platform|python|go|node)|platforms?$"),
    ("environment", r"environment variable"),
    ("configuration", r"configur|settings?$|config file"),
    ("commands", r"command[- ]line|cli$|commands?$"),
    ("api", r"\bapi reference|\bpublic api|^api$|^reference$|complete api|developer interface"),
    ("overview", r"feature|highlight|overview|introduction|about|^why |^what is |motivation|"
     r"philosophy|goals|summary|at a glance|key |^comparison|^compared |^alternatives"),
    ("usage", r"usage|example|using |how to|tutorial|guide|recipes|cookbook"),
    ("concept", r"concept|architecture|how it works|design|internals"),
)  # fmt: skip
_PATTERNS = tuple((role, re.compile(words, re.IGNORECASE)) for role, words in _WORDS)
_KNOWN: Mapping[str, Role] = {
    "overview": "overview", "installation": "installation",
    "requirements": "installation", "quickstart": "quickstart", "usage": "usage",
    "examples": "usage", "configuration": "configuration", "limitations": "limitations",
    "troubleshooting": "troubleshooting", "compatibility": "compatibility",
    "release_notes": "release_notes", "concept": "concept", "concepts": "concept",
    "internal": "internal", "commands": "commands", "cli": "commands", "meta": "internal",
    "features": "overview", "faq": "troubleshooting", "api": "api",
}  # fmt: skip
_OF_DOCS = frozenset({
    "docs", "doc", "documentation", "content", "site", "website", "web", "packages", "pages",
    "source", "src", "en", "mkdocs", "manual",
})  # fmt: skip
"""Folders that only lead to the documentation, so that an index in them introduces the product."""
_ROLE = re.compile(r"(?<!`)\{[a-z][\w:+-]*\}`[^`]+`")
_DIRECTIVE = re.compile(r"\s*:[a-z][\w-]*:(?:\s|$)")
_SIMILAR = 15
"""Words from which two texts that differ in an article or a sign say the same."""
_ARTICLES = frozenset({"a", "an", "the", "also", "then"})
_LINK = re.compile(r"\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Section:
    """Consecutive passages under one heading of one document."""

    path: str
    heading_path: tuple[str, ...]
    claims: tuple[Claim, ...]
    role: Role

    @property
    def title(self) -> str:
        """Return its own heading as a title; empty for a document without headings."""
        return plain_title(self.heading_path[-1]) if self.heading_path else ""

    @property
    def blocks(self) -> tuple[PassageBlock, ...]:
        """Return the blocks of all its passages."""
        return tuple(b for c in self.claims if c.passage is not None for b in c.passage.blocks)

    @property
    def words(self) -> int:
        """Return the number of words that readers see, code included."""
        return sum(words_of(block) for block in self.blocks)

    @property
    def has_code(self) -> bool:
        """Return whether it shows code."""
        return any(block.kind == "code" for block in self.blocks)


def words_of(block: PassageBlock) -> int:
    """Return a block's length in words."""
    return sum(len(_WORD.findall(text)) for text in (*block.texts, block.snippet_code))


def sections_of(ground: Ground) -> tuple[Section, ...]:
    """Return all sections in the order of files and lines; a text said before is left out."""
    said: set[str] = set()
    found: list[Section] = []
    untitled = _untitled(ground)
    titles = _titles(ground)
    ordered = sorted(
        (c for c in ground.of("statement") if c.passage is not None and c.id in ground.paths),
        key=lambda c: (_rank(ground.paths[c.id][0]), *ground.paths[c.id]),
    )
    for claim in ordered:
        passage = claim.passage
        path = ground.paths[claim.id][0]
        if passage is None or not passage.blocks or _repeats(passage.blocks, said):
            continue
        if any(_of_a_build(block) for block in passage.blocks):
            continue
        if _is_contents(passage.blocks, titles.get(path, frozenset())):
            continue
        last = found[-1] if found else None
        heading_path = passage.heading_path
        if path in untitled:
            heading_path = ("", *heading_path)
        if last is not None and (last.path, last.heading_path) == (path, heading_path):
            found[-1] = Section(path, last.heading_path, (*last.claims, claim), last.role)
        else:
            role = role_of(heading_path, passage.role)
            found.append(Section(path, heading_path, (claim,), role))
    return tuple(found)


def _untitled(ground: Ground) -> frozenset[str]:
    """Return the documents whose passages share no first heading: they have no title."""
    firsts: dict[str, set[str]] = {}
    for claim in ground.of("statement"):
        if claim.passage is not None and claim.id in ground.paths:
            own = firsts.setdefault(ground.paths[claim.id][0], set())
            own.add((claim.passage.heading_path or ("",))[0])
    return frozenset(path for path, own in firsts.items() if len(own) > 1 or "" in own)


def role_of(heading_path: tuple[str, ...], stated: str = "") -> Role:
    """Return what a section is for, by its nearest telling heading, else as its reader stated."""
    for heading in reversed(heading_path[1:] or heading_path):
        title = plain_title(heading).lower()
        for role, pattern in _PATTERNS:
            if pattern.search(title):
                return role
    return _KNOWN.get(stated, "overview" if len(heading_path) < 2 else "other")


def is_front_page(path: str) -> bool:
    """Return whether a document introduces the product: a README or an index."""
    stem = path.rsplit("/", 1)[-1].rsplit(".", 1)[0].lower()
    folders = path.lower().split("/")[:-1]
    return stem.startswith("readme") or (
        stem in {"index", "_index"} and _OF_DOCS.issuperset(folders)
    )


def documents(sections: tuple[Section, ...]) -> Iterator[tuple[str, tuple[Section, ...]]]:
    """Yield each document that is no front page, with its sections in order."""
    paths = dict.fromkeys(s.path for s in sections if not is_front_page(s.path))
    for path in paths:
        yield path, tuple(section for section in sections if section.path == path)


def _titles(ground: Ground) -> Mapping[str, frozenset[str]]:
    """Return the headings of every document, as titles in lower case."""
    found: dict[str, set[str]] = {}
    for claim in ground.of("statement"):
        if claim.passage is not None and claim.id in ground.paths:
            own = found.setdefault(ground.paths[claim.id][0], set())
            own |= {plain_title(heading).lower() for heading in claim.passage.heading_path}
    return {path: frozenset(own) for path, own in found.items()}


def _is_contents(blocks: tuple[PassageBlock, ...], titles: frozenset[str]) -> bool:
    """Return whether a passage is a list of the document's own headings."""
    items = [plain_title(text).lower() for b in blocks if "list" in b.kind for text in b.texts]
    return len(items) > 2 and sum(item in titles for item in items) * 2 > len(items)


def _of_a_build(block: PassageBlock) -> bool:
    """Return whether it has a role or directive that only the documentation's build resolves."""
    roles = any(_ROLE.search(text) for text in block.texts)
    return roles or (block.kind == "code" and _DIRECTIVE.match(block.snippet_code) is not None)


def _rank(path: str) -> int:
    """Front pages first: what a README says stays there when a document repeats it."""
    return 0 if is_front_page(path) and "/" not in path else 1 if is_front_page(path) else 2


def _bare(text: str) -> str:
    """Return a text for comparison: without links, emphasis and white space."""
    return " ".join(_LINK.sub(r"\1", text).replace("*", "").lower().split())


def _repeats(blocks: tuple[PassageBlock, ...], said: set[str]) -> bool:
    texts = [_bare(text) for b in blocks for text in (*b.source, b.snippet_code) if text]
    long = [text for text in texts if len(text) > 40] or texts
    keys = {text: _key(text) for text in long}
    if long and sum(keys[text] in said for text in long) * 2 > len(long):
        return True
    said.update(_key(text) for text in texts)
    return False


def _key(text: str) -> str:
    """Return what texts share that say the same, but for an article or the like."""
    words = _WORD.findall(text)
    if len(words) < _SIMILAR:
        return text
    return " ".join(word for word in words if word not in _ARTICLES)
