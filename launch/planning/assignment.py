"""Give every section of the product's documentation to the one page whose task it serves."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from launch.contracts.page_plan import LeftOut
from launch.contracts.product_facts import Claim
from launch.planning.ground import Ground
from launch.planning.losses import is_remnant, is_torso, leans_on_nothing, runs_stranger
from launch.planning.outline import OPENINGS
from launch.planning.product_type import is_program
from launch.planning.statements import Role, Section, documents, is_front_page, role_of
from launch.wording.labels import plain_title

_GUIDE_WORDS = 120
_FEWEST_WORDS = 25
_FEWEST_PROSE = 80
"""Words below which a document is no page, with code and without."""
_INTERFACE = re.compile(r"(?i)\b(?:APIs?|endpoints?)$")
"""Titles under which a program tells how others talk to it: that is a page, however short."""
_MEASURED = re.compile(r"(?i)^(?:benchmarks?|speed tests?|performance comparison)\b")
_DEPENDENCY = re.compile(
    r"^\s*(?:\w*[iI]mplementation|\w*[cC]ompile|api)[ (]+[\"'(p]|<dependenc(?:y|ies)>"
    r"|^\[dependencies\]|<PackageReference|^\s*dependencies \{",
    re.MULTILINE,
)
_TIMES = re.compile(r"(?i)\b(?:time|seconds|speed|throughput|mean|ops/s)\b")
_DATA = frozenset({"json", "yaml", "yml", "xml", "toml", "ini", "html", "css", "csv"})
_DESCRIBED = 0.4
"""Share of described calls from which the code is its own reference."""
_HANDWRITTEN = frozenset({"api", "apis", "reference", "api-reference", "api_reference", "apidocs"})
"""Folders whose documents describe one name each: together they are reference pages."""
_ASIDE = frozenset(
    {
        "wiki",
        "blog",
        "news",
        "posts",
        "rfc",
        "rfcs",
        "adr",
        "adrs",
        "proposals",
        "meetings",
        "bench",
        "benches",
        "benchmark",
        "benchmarks",
        "perf",
    }
)
_NOTES = frozenset({"wiki"})
"""Folders that are a project's notebook where it has a documentation folder as well."""
"""Folders whose documents were written for a day or for the project's own people."""
_OTHER_VERSION = re.compile(r"(?:^|[-_.])(?:v|version-?)(\d+)(?:[._](?:\d+|x))*$", re.IGNORECASE)
_PAGES: dict[Role, str] = {
    "overview": "overview",
    "installation": "installation",
    "quickstart": "quickstart",
    "configuration": "configuration",
    "environment": "configuration",
    "troubleshooting": "troubleshooting",
    "limitations": "limitations",
    "compatibility": "limitations",
}
_WHOLE: frozenset[Role] = frozenset(
    {"installation", "quickstart", "configuration", "environment", "limitations"}
)
"""Roles whose documents go to the page of that role as a whole."""
_WHY_NOT: dict[Role, str] = {
    "internal": "It is about the project's own work, not about using the product.",
    "release_notes": "The history of changes is the repository's own document.",
    "api": "The reference pages are made from the code itself.",
}


@dataclass(frozen=True)
class Topic:
    """A document, or a part of a front page, that is a page of its own."""

    title: str
    path: str
    sections: tuple[Section, ...]

    @property
    def has_code(self) -> bool:
        """Return whether it shows code."""
        return any(section.has_code for section in self.sections)

    @property
    def words(self) -> int:
        """Return its length in words."""
        return sum(section.words for section in self.sections)

    @property
    def from_front_page(self) -> bool:
        """Return whether it is a part of a README or an index."""
        return is_front_page(self.path)


@dataclass
class Assignment:
    """Sections by page, topics in reading order, and what no page takes."""

    pages: dict[str, list[Section]] = field(default_factory=dict)
    topics: list[Topic] = field(default_factory=list)
    reference: list[Topic] = field(default_factory=list)
    """Documents that describe one name of the product each."""
    left_out: list[LeftOut] = field(default_factory=list)
    standing: tuple[Section, ...] = ()
    """All sections that can stand, in the order of documents and lines."""

    def of(self, page: str) -> tuple[Section, ...]:
        """Return the sections of a page."""
        return tuple(self.pages.get(page, ()))

    def place(self, section: Section) -> int:
        """Return where a section stands among all of them; 0 for one that was cut in parts."""
        claim = section.claims[0]
        places = (n for n, other in enumerate(self.standing) if claim in other.claims)
        return next(places, 0)

    def give(self, page: str, sections: tuple[Section, ...]) -> None:
        """Give sections to a page."""
        self.pages.setdefault(page, []).extend(sections)


def assign(ground: Ground, sections: tuple[Section, ...]) -> Assignment:
    """Sort sections: front pages part by part, every other document as a whole."""
    found = Assignment()
    seen: set[str] = set()
    found.standing = sections = tuple(_standing(ground, found, sections))
    for path in dict.fromkeys(s.path for s in sections if is_front_page(s.path)):
        own = tuple(s for s in sections if s.path == path)
        fresh = [part for part in _parts(own) if _heading(part) not in seen]
        for part in fresh:
            _front_part(ground, found, part)
        for part in _parts(own):
            seen.add(_heading(part))
            if part not in fresh:
                _leave(found, part, "Another front page says it under the same heading.")
    for path, own in documents(sections):
        why = _aside(ground, path)
        if why:
            _leave(found, own, why)
            continue
        whole = tuple(s for s in own if not is_remnant(ground, s, own))
        gone = tuple(s for s in own if s not in whole)
        _leave(found, gone, "What it leads to could not be used; the rest leans on it.")
        if whole:
            _document(ground, found, path, whole, stem_title(path, own))
    _asides(found)
    return found


def _asides(found: Assignment) -> None:
    """Give what a front page tells beside its usage to the page of single things, if there is one.

    What comes before the first code introduces the product. Without any such page the overview
    is all that a reader looks at.
    """
    shown = [section for section in found.standing if is_front_page(section.path)]
    coded = next((n for n, section in enumerate(shown) if section.has_code), len(shown))
    early = [section for section in found.of("aside") if section in shown[:coded]]
    late = [section for section in found.pages.pop("aside", ()) if section not in early]
    home = "usage" if found.of("usage") else "overview"
    for page, own in (("overview", early), (home, late)):
        both = (*found.of(page), *own)
        found.pages[page] = sorted(both, key=found.place)


def _standing(
    ground: Ground, found: Assignment, sections: tuple[Section, ...]
) -> Iterator[Section]:
    """Yield the sections without passages that speak of something which is not there."""
    for section in sections:
        stranger = any(runs_stranger(ground, claim) for claim in section.claims)
        gone = tuple(c for c in section.claims if stranger or leans_on_nothing(section, c))
        kept = tuple(claim for claim in section.claims if claim not in gone)
        if gone:
            lost = replace(section, claims=gone)
            why = "It speaks of code or a list that could not be used."
            if stranger:
                why = "It runs a command that installing the product does not bring."
            _leave(found, (lost,), why)
        if kept:
            yield replace(section, claims=kept)


def _aside(ground: Ground, path: str) -> str:
    """Return why a document is for others than the users of this version; empty for the rest."""
    folders = path.lower().split("/")[:-1]
    aside = _ASIDE if any("doc" in path for path in ground.inventory.doc_files) else _ASIDE - _NOTES
    if not aside.isdisjoint(folders):
        return "It was written for a day, not for the manual."
    major = re.match(r"v?(\d+)\.", ground.facts.identity.version + ".")
    named = (match for folder in folders if (match := _OTHER_VERSION.search(folder)))
    if major is not None and any(int(match[1]) < int(major[1]) for match in named):
        return "It describes an older version of the product."
    return ""


def _parts(sections: tuple[Section, ...]) -> Iterator[tuple[Section, ...]]:
    """Yield runs of sections that share the heading below the document's title."""
    run: list[Section] = []
    for section in sections:
        if run and run[-1].heading_path[:2] != section.heading_path[:2]:
            yield tuple(run)
            run = []
        run.append(section)
    if run:
        yield tuple(run)


def _front_part(ground: Ground, found: Assignment, part: tuple[Section, ...]) -> None:
    heading_path = part[0].heading_path[:2]
    role = role_of(heading_path) if len(heading_path) > 1 else "overview"
    code = any(section.has_code for section in part)
    if len(heading_path) < 2 and code:
        _opening(found, part)
        return
    if role == "api" and (is_program(ground) or not _code_is_described(ground)):
        role = "other"
    if len(heading_path) > 1 and (role in _WHY_NOT or _empty(part)):
        _leave(found, part, _WHY_NOT.get(role, "It has too little text for a section."))
        return
    page = _PAGES.get(role)
    if code and role in {"other", "usage"} and _declares(part):
        page = "installation"
    if page == "configuration" and not code and sum(s.words for s in part) < _GUIDE_WORDS:
        page = "overview"
    if len(heading_path) > 1 and _is_measured(part):
        _leave(found, part, "Its figures are of one machine and one day.")
        return
    torsos = tuple(section for section in part if is_torso(ground, section))
    _leave(found, torsos, "Most of the section could not be used; the rest leans on it.")
    part = tuple(section for section in part if section not in torsos)
    code = any(section.has_code for section in part)
    if not part:
        return
    if page is not None:
        found.give(page, part)
    elif len(heading_path) > 1 and (
        (code and sum(s.words for s in part) >= _GUIDE_WORDS)
        or (_INTERFACE.search(plain_title(heading_path[1])) and is_program(ground))
    ):
        title = plain_title(heading_path[1])
        found.topics.append(Topic(title, part[0].path, part))
    else:
        first = role in {"usage", "quickstart"} or len(heading_path) < 2
        found.give(("quickstart" if first else "usage") if code else "aside", part)


def _declares(part: tuple[Section, ...]) -> bool:
    """Return whether all code of a part names the product as another build's dependency."""
    codes = [b.snippet_code for s in part for b in s.blocks if b.kind == "code"]
    return all(_DEPENDENCY.search(code) for code in codes)


def _is_measured(part: tuple[Section, ...]) -> bool:
    """Return whether a part of a front page tells how fast things were: by title or tables."""
    tables = (block for section in part for block in section.blocks if block.kind == "table")
    return _MEASURED.search(plain_title(part[0].heading_path[1])) is not None or any(
        _TIMES.search(text) for block in tables for text in block.texts[1 : block.columns]
    )


def _opening(found: Assignment, part: tuple[Section, ...]) -> None:
    """Give a front page's opening to the overview, from its first code on to the quickstart.

    Data is no such code, nor are lines that name the product as a dependency: they install it.
    """
    claims = [(section, claim) for section in part for claim in section.claims]
    installs = [(at, claim) for at, claim in claims if _depends(claim)]
    rest = [pair for pair in claims if pair not in installs]
    first = next((n for n, (_, claim) in enumerate(rest) if _shows_use(claim)), len(rest))
    pages = (("overview", rest[:first]), ("quickstart", rest[first:]), ("installation", installs))
    for page, own in pages:
        for section in part:
            kept = tuple(claim for at, claim in own if at is section)
            if kept:
                found.give(page, (replace(section, claims=kept),))


def _depends(claim: Claim) -> bool:
    """Return whether a passage does no more than name the product as a dependency."""
    blocks = claim.passage.blocks if claim.passage is not None else ()
    codes = [block.snippet_code for block in blocks if block.kind == "code"]
    words = sum(len(text.split()) for block in blocks for text in block.texts)
    return bool(codes) and words < _FEWEST_WORDS // 2 and all(map(_DEPENDENCY.search, codes))


def _shows_use(claim: Claim) -> bool:
    blocks = claim.passage.blocks if claim.passage is not None else ()
    codes = (block for block in blocks if block.kind == "code")
    return any(b.language not in _DATA and not _DEPENDENCY.search(b.snippet_code) for b in codes)


def _document(
    ground: Ground, found: Assignment, path: str, sections: tuple[Section, ...], spare_title: str
) -> None:
    stem = path.rsplit("/", 1)[-1].rsplit(".", 1)[0].replace("-", " ").replace("_", " ")
    first = sections[0].heading_path[:1]
    role = role_of(("", *first)) if first and first[0] else "other"
    if role == "other":
        role = role_of(("", stem))
    handwritten = not _HANDWRITTEN.isdisjoint(path.lower().split("/")[:-1])
    if role == "api" and not _code_is_described(ground):
        handwritten = True
    if handwritten and role not in {"internal", "release_notes"}:
        found.reference.append(Topic(_title(sections) or spare_title, path, sections))
    elif role in _WHY_NOT:
        _leave(found, sections, _WHY_NOT[role])
    elif role == "commands" and ground.facts.commands:
        _commands(found, sections)
    elif role == "troubleshooting" and sum(s.words for s in sections) < _GUIDE_WORDS * 3:
        found.give(_PAGES[role], sections)
    elif role == "overview" and (_title(sections) or spare_title).lower() in OPENINGS:
        for section in sections:
            found.give(_PAGES.get(section.role, "overview"), (section,))
    elif role not in _WHOLE:
        topic = Topic(_title(sections) or spare_title, path, sections)
        if topic.words < (_FEWEST_WORDS if topic.has_code else _FEWEST_PROSE):
            _leave(found, sections, "It has too little text for a page.")
        else:
            found.topics.append(topic)
    else:
        for section in sections:
            installs = role == "quickstart" and section.role == "installation"
            found.give(_PAGES["installation" if installs else role], (section,))


def _code_is_described(ground: Ground) -> bool:
    """Return whether the code itself says what its names are for, so that it is the reference."""
    calls = [symbol for symbol in ground.symbols if symbol.signature]
    return sum(bool(symbol.summary) for symbol in calls) >= len(calls) * _DESCRIBED


def _commands(found: Assignment, sections: tuple[Section, ...]) -> None:
    """Give the reference what it cannot say itself; descriptions of options it has already."""
    for section in sections:
        if any(block.kind in {"table", "list", "code"} for block in section.blocks):
            found.give("commands", (section,))
        else:
            why = "The command-line reference is made from the code itself."
            _leave(found, (section,), why)


def _heading(part: tuple[Section, ...]) -> str:
    """Return the heading of a front page's part; empty for its opening."""
    path = part[0].heading_path
    return plain_title(path[1]).lower() if len(path) > 1 else ""


def stem_title(path: str, sections: tuple[Section, ...]) -> str:
    """Return a document's title from its file name, words written as its own text writes them."""
    stem = path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    if stem.strip("_").lower() in {"index", "readme"} and "/" in path:
        stem = path.rsplit("/", 2)[-2]
    words = re.findall(r"\w+", stem.replace("_", " "))
    texts = " ".join(
        text
        for s in sections
        for text in (*s.heading_path, *(t for b in s.blocks for t in b.texts))
    )
    shown = [_as_written(word, texts) for word in words]
    return " ".join([shown[0][:1].upper() + shown[0][1:], *shown[1:]]) if shown else ""


def _as_written(word: str, texts: str) -> str:
    found = re.findall(rf"(?<![\w./-]){re.escape(word)}(?![\w./-])", texts, re.IGNORECASE)
    capitals = sum(form.isupper() and len(form) > 1 for form in found)
    return word.upper() if capitals * 2 > len(found) else word.lower()


def _title(sections: tuple[Section, ...]) -> str:
    """Return a document's own title: the first heading that all its sections stand under."""
    firsts = {section.heading_path[:1] for section in sections}
    shared = next(iter(firsts)) if len(firsts) == 1 else ()
    return plain_title(shared[0]) if shared else ""


def _empty(part: tuple[Section, ...]) -> bool:
    return all(block.kind == "heading" for section in part for block in section.blocks)


def _leave(found: Assignment, sections: tuple[Section, ...], why: str) -> None:
    for section in sections:
        found.left_out.append(
            LeftOut(
                what=f"{section.path}: {section.title or 'text'}",
                why=why,
                claim_ids=tuple(claim.id for claim in section.claims),
            )
        )
