"""What reference pages tell: each symbol of a module with its members; the rest is left out."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from launch.contracts.product_facts import Symbol
from launch.planning.ground import Ground

_SEPARATOR = re.compile(r"::|[.\\#/]")
MODULES = frozenset({"module", "package", "namespace"})
CONTAINERS = frozenset({"class", "struct", "interface", "trait", "enum", "type", "record", "union"})

_PUBLIC_UNLESS_HIDDEN = frozenset({"Python", "JavaScript", "Ruby", "Shell"})
"""Languages in which a name of an inner file is public although nobody said so."""


@dataclass(frozen=True)
class Unit:
    """A symbol of a module with its members."""

    symbol: Symbol
    members: tuple[Symbol, ...]
    words: int

    @property
    def described(self) -> bool:
        """Return whether its source says a word about it or one of its members."""
        return bool(self.symbol.summary) or any(member.summary for member in self.members)

    @property
    def told(self) -> bool:
        """Return whether it has more than a name to show: words, members, or parameters."""
        return self.described or (
            self.symbol.kind in CONTAINERS
            and not self.is_error
            and bool(self.members or self.symbol.parameters)
        )

    @property
    def on_purpose(self) -> bool:
        """Return whether its author made it public: by a word of the language, or another file."""
        exporter = self.symbol.exported_by
        said = self.symbol.language not in _PUBLIC_UNLESS_HIDDEN
        return said or (exporter is not None and exporter != self.symbol.path)

    @property
    def is_error(self) -> bool:
        """Return whether it is an exception class without members that say more."""
        named = self.name.endswith(("Error", "Exception", "Warning"))
        kind = self.symbol.kind
        return (kind == "exception" or (kind in CONTAINERS and named)) and not any(
            member.summary for member in self.members
        )

    @property
    def name(self) -> str:
        """Return its name below its module."""
        return short_name(self.symbol)


def short_name(symbol: Symbol) -> str:
    """Return a symbol's name below its parent."""
    if symbol.parent and symbol.name.startswith(symbol.parent):
        return symbol.name[len(symbol.parent) :].lstrip(".:#/\\") or symbol.name
    return symbol.name


def modules_of(ground: Ground) -> Mapping[str, list[Unit]]:
    """Return the units of each module that has any; modules and units by name."""
    by_name = {symbol.name: symbol for symbol in ground.symbols}
    members: dict[str, list[Symbol]] = defaultdict(list)
    tops: list[Symbol] = []
    seen: set[str] = set()
    plumbing, again = _plumbing(ground), _told_again(ground.symbols)
    for symbol in sorted(ground.symbols, key=lambda s: (s.name.lower(), s.name, not s.summary)):
        if symbol.kind in MODULES or not symbol.claim_ids or symbol.name in seen:
            continue
        if symbol.name in plumbing or symbol.parent in plumbing or _is_metadata(symbol):
            continue
        if symbol.language == "Python" and _is_private(symbol):
            continue
        if _told_elsewhere(symbol, by_name) or symbol.name in again:
            continue
        seen.add(symbol.name)
        parent = by_name.get(symbol.parent)
        if parent is not None and parent.kind not in MODULES:
            members[parent.name].append(symbol)
        else:
            tops.append(symbol)
    found: dict[str, list[Unit]] = defaultdict(list)
    for symbol in tops:
        own = tuple(_all_members(symbol.name, members))
        if symbol.kind == "enum":  # The order of values is their author's.
            own = tuple(sorted(own, key=lambda member: (member.path, member.first_line)))
        words = words_of(symbol) + sum(map(words_of, own))
        found[symbol.parent or ground.facts.identity.import_name or ground.name].append(
            Unit(symbol, own, words)
        )
    return dict(sorted(found.items()))


def _is_metadata(symbol: Symbol) -> bool:
    """Return whether it is a module's dunder value: packaging's business, not a reader's."""
    last = symbol.name.rsplit(".", 1)[-1]
    return symbol.kind not in {"method", "property"} and re.fullmatch(r"__\w+__", last) is not None


def _is_private(symbol: Symbol) -> bool:
    """Return whether its name, or one around it, says that users keep off."""
    return any(re.match(r"_(?!_)", part) for part in _SEPARATOR.split(symbol.name))


def _told_elsewhere(symbol: Symbol, by_name: Mapping[str, Symbol]) -> bool:
    """Return whether it is inherited from a public class, which documents it."""
    base = by_name.get(symbol.inherited_from)
    return base is not None and bool(base.claim_ids) and base.name != symbol.parent


def _told_again(symbols: Iterable[Symbol]) -> frozenset[str]:
    """Return the longer names of what is public under several paths: the shortest is told."""
    paths: dict[tuple[str, int, str], set[str]] = defaultdict(set)
    for symbol in symbols:
        if symbol.kind not in MODULES and symbol.claim_ids and not symbol.inherited_from:
            last = _SEPARATOR.split(symbol.name)[-1]
            paths[symbol.path, symbol.first_line, last].add(symbol.name)
    return frozenset(
        name
        for names in paths.values()
        for name in sorted(names, key=lambda one: (len(_SEPARATOR.split(one)), len(one), one))[1:]
    )


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
        if member.kind in CONTAINERS:
            found += _all_members(member.name, members)
    return found


def words_of(symbol: Symbol) -> int:
    """Return about how many words a reference page needs for a symbol."""
    told = sum(len(p.description.split()) + 2 for p in symbol.parameters if p.description)
    return len(symbol.summary.split()) + len(symbol.signature) // 8 + 4 + told
