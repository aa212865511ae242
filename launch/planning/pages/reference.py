"""API reference pages: one for each module, split by kind where it is long, in a fixed order."""

import re
from collections.abc import Iterator, Mapping
from itertools import groupby

from launch.contracts.page_plan import LeftOut, PlannedHeading
from launch.planning.candidates import Candidate, slug_of
from launch.planning.ground import Ground
from launch.planning.outline import headed, part, top
from launch.planning.pages.units import CONTAINERS, Unit, modules_of
from launch.wording.labels import entry

_OWN_PAGE = 400
"""Words of a class from which it has a page of its own."""
_OWN_CLASS = 0.5
"""Share of a long page that such a class has at least."""
_OWN_MODULE = 150
"""Words of a module below which it stands on the page of the module that holds it."""
_STRETCH = 1.5
"""How many times longer than a long page names may be that stand together."""
_OWN_KIND = 0.3
"""Share of a long page from which the names of one kind have a page of their own."""
_KINDS: tuple[tuple[str, frozenset[str]], ...] = (
    ("functions", frozenset({"function", "method", "constructor", "static_method"})),
    ("classes", frozenset({"class", "record"})),
    ("types", CONTAINERS - {"class", "record"}),
    ("macros", frozenset({"macro"})),
)
_FEWEST = 2
_MOST_PAGES = 24
"""Pages above which a reference leaves out what no document or example uses."""
_SEVERAL = 3
_MOST_FILES = 12
"""Names of a large file, and such files, with which a long list is split by the files."""
_HEADERS = frozenset({"C", "C++"})
_USED = 0.05
"""Share of its names from which code is taken to use a module: one may be another's namesake."""
Module = tuple[str, tuple[Unit, ...]]


def reference_pages(ground: Ground) -> tuple[tuple[Candidate, ...], tuple[LeftOut, ...]]:
    """Return the reference pages, and what is left out where there is too little for any."""
    modules = modules_of(ground)
    count = sum(len(units) for units in modules.values())
    described = any(unit.described for units in modules.values() for unit in units)
    if count < _FEWEST or (not described and count < 5):
        if not count:
            return (), ()
        why = "There are too few described names for a reference page."
        return (), (LeftOut(what="api_reference", why=why),)
    told = {name: tuple(units) for name, units in modules.items() if _teaches(units)}
    why = "None of its names is described; a list of names teaches nothing."
    left = tuple(
        LeftOut(what=f"API reference of {name}", why=why) for name in modules if name not in told
    )
    books = _books(told)
    made = {book: tuple(_book_pages(ground, book, alone=len(books) == 1)) for book in books}
    kept = _kept(ground, made)
    why = f"No document or example uses it, and the reference has {_MOST_PAGES} pages without it."
    unused = (
        LeftOut(
            what=f"API reference of {book[0][0]}", why=why,
            claim_ids=tuple(i for _, units in book for u in units for i in u.symbol.claim_ids),
        )
        for book in books if book not in kept
    )  # fmt: skip
    return tuple(page for book in books if book in kept for page in made[book]), (*left, *unused)


def _kept(
    ground: Ground, made: Mapping[tuple[Module, ...], tuple[Candidate, ...]]
) -> frozenset[tuple[Module, ...]]:
    """Return the books that a reference has room for: those that code uses first, then outer."""
    shown = (s for s in ground.catalogue.snippets if any(p.origin != "test" for p in s.sources))
    names = frozenset(name for snippet in shown for name in snippet.identifiers)
    used = frozenset(book for book in made if _is_used(book, names))
    depth = {book: len(tuple(_parents(book[0][0]))) for book in made}
    ranked = sorted(made, key=lambda book: (book not in used, depth[book], book[0][0]))
    kept: list[tuple[Module, ...]] = []
    count = 0
    for book in ranked:
        count += len(made[book])
        if count <= _MOST_PAGES or not kept or book in used:
            kept.append(book)
        else:
            count -= len(made[book])
    return frozenset(kept)


def _is_used(book: tuple[Module, ...], names: frozenset[str]) -> bool:
    units = [unit for _, own in book for unit in own]
    found = (u for u in units if any(m.name in names for m in (u.symbol, *u.members)))
    return sum(1 for _ in found) >= len(units) * _USED


def _teaches(units: list[Unit]) -> bool:
    """Return whether a module has words, or members of names that are public on purpose."""
    return any(unit.described or (unit.told and unit.on_purpose) for unit in units)


def _books(modules: Mapping[str, tuple[Unit, ...]]) -> list[tuple[Module, ...]]:
    """Return modules with the small ones that stand on the page of the module around them."""
    books: dict[str, list[Module]] = {}
    for name, units in modules.items():
        home = next((parent for parent in _parents(name) if parent in books), None)
        if home is not None and sum(unit.words for unit in units) < _OWN_MODULE:
            books[home].append((name, units))
        else:
            books[name] = [(name, units)]
    return [tuple(book) for book in books.values()]


def _parents(name: str) -> Iterator[str]:
    """Yield the modules around a module, nearest first."""
    for found in reversed(list(re.finditer(r"::|[.\\/]", name))):
        yield name[: found.start()]


def _book_pages(ground: Ground, book: tuple[Module, ...], *, alone: bool) -> Iterator[Candidate]:
    module, units = book[0]
    limit = longest_page(ground)
    large: tuple[Unit, ...] = ()
    if sum(unit.words for unit in units) > limit:
        large = tuple(
            u
            for u in units
            if u.words > max(_OWN_PAGE, limit * _OWN_CLASS) and u.symbol.kind in CONTAINERS
        )
    apart = {unit.symbol.name for unit in large}
    rest = tuple(unit for unit in units if unit.symbol.name not in apart)
    files = _by_file(rest, limit)
    split = dict(_by_kind(rest, limit)) if not files else {"": files.pop("", ())}
    short = split.pop("", ())
    more = book[1:]
    if short or more:
        yield _page(ground, module, short, more, alone=alone)
    for name, own in files.items():
        yield from _file_pages(ground, module, name, own, alone=alone)
    for kind, own in split.items():
        yield from _kind_pages(ground, module, kind, own, alone=alone)
    for unit in large:
        yield _class_page(ground, unit)


def longest_page(ground: Ground) -> float:
    """Return the words of a long reference page: half more than the site's long pages have."""
    return max(ground.longest * 1.5, 1500)


def _by_file(units: tuple[Unit, ...], limit: float) -> dict[str, tuple[Unit, ...]]:
    """Return units by the file that defines them, where that tells more than their kind does.

    Files with little stand together under an empty name; nothing where a file is a name.
    """
    if sum(unit.words for unit in units) <= limit * _STRETCH:
        return {}
    found: dict[str, list[Unit]] = {}
    for unit in units:
        found.setdefault(_file(unit), []).append(unit)
    size = {name: sum(unit.words for unit in own) for name, own in found.items()}
    large = [n for n in sorted(found) if size[n] >= limit * _OWN_KIND and len(found[n]) >= _SEVERAL]
    if not 1 < len(large) <= _MOST_FILES or sum(size[n] for n in large) * 2 < sum(size.values()):
        return {}
    small = tuple(unit for unit in units if _file(unit) not in large)
    return {"": small, **{name: tuple(found[name]) for name in large}}


def _file(unit: Unit) -> str:
    """Return what people call the file that defines a name; a header is included by its name."""
    name = unit.symbol.path.rsplit("/", 1)[-1]
    return name if unit.symbol.language in _HEADERS else name.rsplit(".", 1)[0]


def _file_pages(
    ground: Ground, module: str, name: str, units: tuple[Unit, ...], *, alone: bool
) -> Iterator[Candidate]:
    """Yield the page of a file's names; those of a long file by kind."""
    subject = _subject(ground, module, alone=alone)
    slug = f"{_slug(module, alone=alone)}-{slug_of(name)}"
    split = dict(_by_kind(units, longest_page(ground)))
    short = split.pop("", ())
    if short:
        yield Candidate(
            slug, "api_reference", f"Look up a name of {name}",
            ground.label("title_api_file", subject=subject, file=name), None,
            entry("description_api_file", file=name), slug,
            (*_import_line(module, short), *_headings(ground, short)),
            words=sum(unit.words for unit in short),
        )  # fmt: skip
    for kind, own in split.items():
        yield from _kind_pages(ground, module, kind, own, alone=alone, file=name)


def _by_kind(units: tuple[Unit, ...], limit: float) -> Iterator[tuple[str, tuple[Unit, ...]]]:
    """Yield units that stand together: all under an empty name, or the large kinds apart."""
    if sum(unit.words for unit in units) <= limit * _STRETCH:
        yield "", units
        return
    kinds = ("functions", "classes", "types", "exceptions")
    ordered = sorted(units, key=lambda u: kinds.index(_kind(u)))
    groups = {kind: tuple(own) for kind, own in groupby(ordered, key=_kind)}
    size = {kind: sum(unit.words for unit in own) for kind, own in groups.items()}
    small = [kind for kind in groups if size[kind] < limit * _OWN_KIND]
    rest = tuple(unit for unit in units if _kind(unit) in small)
    yield "", rest
    yield from ((kind, own) for kind, own in groups.items() if kind not in small)


def _kind(unit: Unit) -> str:
    """Return the page that a unit goes to where kinds have pages of their own."""
    if unit.is_error:
        return "exceptions"
    found = next((name for name, kinds in _KINDS if unit.symbol.kind in kinds), "types")
    return "functions" if found == "macros" else found


def _kind_pages(
    ground: Ground, module: str, kind: str, units: tuple[Unit, ...], *, alone: bool, file: str = ""
) -> Iterator[Candidate]:
    """Yield the pages of one kind; above a page's length they are numbered, for lasting paths."""
    limit, total = longest_page(ground), sum(unit.words for unit in units)
    share = total if total <= limit * _STRETCH else total / -(-total // int(limit))
    chunks: list[list[Unit]] = [[]]
    for unit in units:
        if sum(u.words for u in chunks[-1]) >= share:
            chunks.append([])
        chunks[-1].append(unit)
    subject, stem = _subject(ground, module, alone=alone), _slug(module, alone=alone)
    named = {"subject": subject, "file": file} if file else {"subject": subject}
    form = f"title_api_file_{kind}" if file else f"title_api_{kind}"
    for number, chunk in enumerate(chunks, 1):
        parts = (stem, *((slug_of(file),) if file else ()), kind)
        slug = "-".join((*parts, *((str(number),) if number > 1 else ())))
        title = ground.label(form, **named)
        if len(chunks) > 1:
            ends = {"first": chunk[0].name, "last": chunk[-1].name}
            title = ground.label(f"{form}_part", **named, **ends)
        yield Candidate(
            slug, "api_reference", f"Look up {kind} of {subject}", title, None,
            entry(f"description_api_{kind}", subject=subject), slug,
            (*_import_line(module, tuple(chunk)), *_headings(ground, tuple(chunk))),
            words=sum(unit.words for unit in chunk),
        )  # fmt: skip


def _page(
    ground: Ground, module: str, units: tuple[Unit, ...], more: tuple[Module, ...], *, alone: bool
) -> Candidate:
    subject, slug = _subject(ground, module, alone=alone), _slug(module, alone=alone)
    headings = (*_import_line(module, units), *_headings(ground, units)) if units else ()
    for name, own in more:
        label = ground.label("symbol", subject=name)
        lead = tuple(line for heading in _import_line(name, own) for line in heading.lead)
        headings += (headed(ground, label, lead=lead), *_members_of(ground, own))
    short = ground.label("symbol_name", subject=subject)
    return Candidate(
        slug, "api_reference", f"Look up a name of {subject}",
        ground.label("title_api", subject=subject),
        ground.label("api_reference") if alone else short,
        entry("description_api", subject=subject), slug, headings,
        words=sum(unit.words for _, own in (("", units), *more) for unit in own),
    )  # fmt: skip


def _subject(ground: Ground, module: str, *, alone: bool) -> str:
    return ground.name if alone or module.lower() == ground.name.lower() else module


def _slug(module: str, *, alone: bool) -> str:
    return "api-reference" if alone else f"api-{slug_of(module)}"


def _import_line(module: str, units: tuple[Unit, ...]) -> tuple[PlannedHeading, ...]:
    if not module or not units or units[0].symbol.language != "Python":
        return ()
    return (top(lead=(entry("signatures_from", subject=module),)),)


def _class_page(ground: Ground, unit: Unit) -> Candidate:
    slug = f"api-{slug_of(unit.symbol.name)}"
    return Candidate(
        slug, "api_reference", f"Look up a member of {unit.symbol.name}",
        ground.label("title_api", subject=unit.symbol.name),
        ground.label("symbol_name", subject=unit.name),
        entry("description_api_class", subject=unit.symbol.name), slug,
        (top(symbols=(unit.symbol.name, *(m.name for m in unit.members)), layout="symbols"),),
        words=unit.words,
    )  # fmt: skip


def _headings(ground: Ground, units: tuple[Unit, ...]) -> tuple[PlannedHeading, ...]:
    current = [unit for unit in units if unit.symbol.deprecated is None]
    kinds = {kind for unit in units for kind, names in _KINDS if unit.symbol.kind in names}
    found: list[PlannedHeading] = []
    placed: set[str] = set()
    for connective, names in _KINDS:
        group = [u for u in current if u.symbol.kind in names and u.told and not u.is_error]
        placed |= {unit.symbol.name for unit in group}
        if group:
            found += [part(ground, connective)] if len(kinds) > 1 or len(units) > len(group) else []
            level = 3 if found else 2
            found += [_unit(ground, unit, level) for unit in group]
    return (*found, *_compact(ground, units, current, placed))


def _compact(
    ground: Ground, units: tuple[Unit, ...], current: list[Unit], placed: set[str]
) -> Iterator[PlannedHeading]:
    """Yield the indexes of what has no more than a line to say."""
    left = [u for u in current if u.symbol.name not in placed]
    errors = [u for u in left if u.is_error]
    others = [u for u in left if u.described and not u.is_error]
    variables = [u for u in others if u.symbol.kind == "variable"]
    others = [u for u in others if u not in variables]
    bare = [u for u in left if not u.described and not u.is_error]
    old = [unit for unit in units if unit.symbol.deprecated is not None]
    for connective, group in (
        ("exceptions", errors), ("constants", others), ("variables", variables),
        ("other_symbols", bare), ("deprecated", old),
    ):  # fmt: skip
        if group:
            names = tuple(unit.symbol.name for unit in group)
            only = len(units) == len(group)
            yield (
                top(symbols=names, layout="index")
                if only
                else part(ground, connective, symbols=names, layout="index")
            )


def _members_of(ground: Ground, units: tuple[Unit, ...]) -> Iterator[PlannedHeading]:
    """Yield the units of a small module below its own heading."""
    told = [unit for unit in units if unit.told]
    yield from (_unit(ground, unit, 3) for unit in told)
    names = tuple(unit.symbol.name for unit in units if not unit.told)
    if names:
        connective = "other_symbols" if told else "names"
        yield part(ground, connective, level=3, symbols=names, layout="index")


def _unit(ground: Ground, unit: Unit, level: int) -> PlannedHeading:
    label = ground.label("symbol", subject=unit.name)
    names = (unit.symbol.name, *(member.name for member in unit.members))
    return headed(ground, label, level=level, symbols=names, layout="symbols")
