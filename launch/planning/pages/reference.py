"""API reference pages: one for each module, paged where it is long, in a fixed order of kinds."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from launch.contracts.page_plan import LeftOut, PlannedHeading
from launch.contracts.product_facts import Symbol
from launch.planning.candidates import Candidate, slug_of
from launch.planning.ground import Ground
from launch.planning.outline import headed, part, top
from launch.wording.labels import entry

_MODULES = frozenset({"module", "package", "namespace"})
_CONTAINERS = frozenset(
    {"class", "struct", "interface", "trait", "enum", "type", "record", "union"}
)
_OWN_PAGE = 400
"""Words of a class from which it has a page of its own."""
_GROUPS: tuple[tuple[str, frozenset[str]], ...] = (
    ("functions", frozenset({"function", "method", "constructor", "static_method"})),
    ("classes", frozenset({"class", "record"})),
    ("types", _CONTAINERS - {"class", "record"}),
    ("macros", frozenset({"macro"})),
)
_FEWEST = 2


@dataclass(frozen=True)
class _Unit:
    """A symbol of a module with its members."""

    symbol: Symbol
    members: tuple[Symbol, ...]
    words: int

    @property
    def documented(self) -> bool:
        return bool(self.symbol.summary) or any(member.summary for member in self.members)

    @property
    def name(self) -> str:
        return short_name(self.symbol)


def short_name(symbol: Symbol) -> str:
    """Return a symbol's name below its parent."""
    if symbol.parent and symbol.name.startswith(symbol.parent):
        return symbol.name[len(symbol.parent) :].lstrip(".:#/\\") or symbol.name
    return symbol.name


def reference_pages(ground: Ground) -> tuple[tuple[Candidate, ...], tuple[LeftOut, ...]]:
    """Return the reference pages, and what is left out where there is too little for any."""
    modules = _modules(ground)
    count = sum(len(units) for units in modules.values())
    described = any(unit.documented for units in modules.values() for unit in units)
    if count < _FEWEST or (not described and count < 5):
        if not count:
            return (), ()
        why = "There are too few described names for a reference page."
        return (), (LeftOut(what="api_reference", why=why),)
    pages: list[Candidate] = []
    left: list[LeftOut] = []
    for module, units in modules.items():
        if not any(unit.documented for unit in units):
            why = "None of its names is described; a list of names teaches nothing."
            left.append(LeftOut(what=f"API reference of {module}", why=why))
            continue
        pages += _module_pages(ground, module, units, alone=len(modules) == 1)
    return tuple(pages), tuple(left)


def _modules(ground: Ground) -> Mapping[str, list[_Unit]]:
    """Return the units of each module that has any; modules and units by name."""
    by_name = {symbol.name: symbol for symbol in ground.symbols}
    members: dict[str, list[Symbol]] = defaultdict(list)
    tops: list[Symbol] = []
    seen: set[str] = set()
    plumbing = _plumbing(ground)
    for symbol in sorted(ground.symbols, key=lambda s: (s.name.lower(), s.name, not s.summary)):
        if symbol.kind in _MODULES or not symbol.claim_ids or symbol.name in seen:
            continue
        if symbol.name in plumbing or symbol.parent in plumbing or _is_metadata(symbol):
            continue
        if _told_elsewhere(symbol, by_name):
            continue
        seen.add(symbol.name)
        parent = by_name.get(symbol.parent)
        if parent is not None and parent.kind not in _MODULES:
            members[parent.name].append(symbol)
        else:
            tops.append(symbol)
    found: dict[str, list[_Unit]] = defaultdict(list)
    for symbol in tops:
        own = tuple(_all_members(symbol.name, members))
        words = _words(symbol) + sum(map(_words, own))
        found[symbol.parent or ground.facts.identity.import_name or ground.name].append(
            _Unit(symbol, own, words)
        )
    return dict(sorted(found.items()))


def _is_metadata(symbol: Symbol) -> bool:
    """Return whether it is a module's dunder value: packaging's business, not a reader's."""
    last = symbol.name.rsplit(".", 1)[-1]
    return symbol.kind not in {"method", "property"} and re.fullmatch(r"__\w+__", last) is not None


def _told_elsewhere(symbol: Symbol, by_name: Mapping[str, Symbol]) -> bool:
    """Return whether it is inherited from a public class, which documents it."""
    base = by_name.get(symbol.inherited_from)
    return base is not None and bool(base.claim_ids) and base.name != symbol.parent


def _plumbing(ground: Ground) -> frozenset[str]:
    """Return the modules and functions that only serve a command of the product."""
    found: set[str] = set()
    for claim in ground.of("entry_point"):
        module, _, function = claim.value.partition(":")
        found.add(f"{module}.{function}")
        if module != ground.facts.identity.import_name:
            found.add(module)
    return frozenset(found)


def _all_members(name: str, members: Mapping[str, list[Symbol]]) -> list[Symbol]:
    found: list[Symbol] = []
    for member in members.get(name, ()):
        found.append(member)
        if member.kind in _CONTAINERS:
            found += _all_members(member.name, members)
    return found


def _words(symbol: Symbol) -> int:
    return len(symbol.summary.split()) + len(symbol.signature) // 8 + 4


def _module_pages(
    ground: Ground, module: str, units: list[_Unit], *, alone: bool
) -> list[Candidate]:
    large = [u for u in units if u.words > _OWN_PAGE and u.symbol.kind in _CONTAINERS]
    total = sum(unit.words for unit in units)
    if total <= _limit(ground):
        large = []
    rest = [unit for unit in units if unit not in large]
    pages = []
    if rest:
        pages = _paged(ground, module, rest, alone=alone)
    return [*pages, *(_class_page(ground, unit) for unit in large)]


def _limit(ground: Ground) -> float:
    """Return the words of a long reference page: half more than the site's long pages have."""
    return max(ground.longest * 1.5, 1500)


def _paged(ground: Ground, module: str, units: list[_Unit], *, alone: bool) -> list[Candidate]:
    total = sum(unit.words for unit in units)
    limit = _limit(ground)
    if total <= limit * 1.25:
        return [_page(ground, module, units, alone=alone)]
    share = total / -(-total // int(limit))
    chunks: list[list[_Unit]] = [[]]
    for unit in units:
        if sum(u.words for u in chunks[-1]) >= share:
            chunks.append([])
        chunks[-1].append(unit)
    return [_page(ground, module, chunk, alone=alone, paged=True) for chunk in chunks]


def _page(
    ground: Ground, module: str, units: list[_Unit], *, alone: bool, paged: bool = False
) -> Candidate:
    subject = ground.name if alone or module.lower() == ground.name.lower() else module
    title = ground.label("title_api", subject=subject)
    slug = "api-reference" if alone else f"api-{slug_of(module)}"
    if paged:
        first, last = units[0].name, units[-1].name
        title = ground.label("title_api_part", subject=subject, first=first, last=last)
        slug = f"{slug}-{slug_of(first)}"
    headings = _headings(ground, units)
    if module and units[0].symbol.language == "Python":
        headings = (top(lead=(entry("signatures_from", subject=f"{module}"),)), *headings)
    short = ground.label("symbol_name", subject=subject)
    if alone:
        short = ground.label("api_reference")
    return Candidate(
        slug, "api_reference", f"Look up a name of {subject}", title, None if paged else short,
        entry("description_api", subject=subject), slug, headings,
        words=sum(unit.words for unit in units),
    )  # fmt: skip


def _class_page(ground: Ground, unit: _Unit) -> Candidate:
    slug = f"api-{slug_of(unit.symbol.name)}"
    return Candidate(
        slug, "api_reference", f"Look up a member of {unit.symbol.name}",
        ground.label("title_api", subject=unit.symbol.name),
        ground.label("symbol_name", subject=unit.name),
        entry("description_api_class", subject=unit.symbol.name), slug,
        (top(symbols=(unit.symbol.name, *(m.name for m in unit.members)), layout="symbols"),),
        words=unit.words,
    )  # fmt: skip


def _headings(ground: Ground, units: list[_Unit]) -> tuple[PlannedHeading, ...]:
    current = [unit for unit in units if unit.symbol.deprecated is None]
    found: list[PlannedHeading] = []
    placed: set[str] = set()
    for connective, kinds in _GROUPS:
        group = [u for u in current if u.symbol.kind in kinds and u.documented and not _error(u)]
        placed |= {unit.symbol.name for unit in group}
        if group:
            found.append(part(ground, connective))
            found += [_unit(ground, unit) for unit in group]
    errors = [u for u in current if _error(u) and u.documented and u.symbol.name not in placed]
    others = [u for u in current if u.documented and not _error(u) and u.symbol.name not in placed]
    bare = [u for u in current if not u.documented]
    old = [unit for unit in units if unit.symbol.deprecated is not None]
    for connective, group in (
        ("exceptions", errors), ("constants", others), ("other_symbols", bare), ("deprecated", old)
    ):  # fmt: skip
        if group:
            names = tuple(unit.symbol.name for unit in group)
            only = len(units) == len(group)
            found.append(
                top(symbols=names, layout="index")
                if only
                else part(ground, connective, symbols=names, layout="index")
            )
    return tuple(found)


def _unit(ground: Ground, unit: _Unit) -> PlannedHeading:
    label = ground.label("symbol", subject=unit.name)
    names = (unit.symbol.name, *(member.name for member in unit.members))
    return headed(ground, label, level=3, symbols=names, layout="symbols")


def _error(unit: _Unit) -> bool:
    """Return whether it is an exception class without members that say more."""
    named = unit.name.endswith(("Error", "Exception", "Warning"))
    kind = unit.symbol.kind
    return (kind == "exception" or (kind in _CONTAINERS and named)) and not any(
        member.summary for member in unit.members
    )
