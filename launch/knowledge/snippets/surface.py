"""The product's public surface as code sees it: paths to symbols, by whole name and by ending."""

import re
from collections import defaultdict
from functools import cached_property

from launch.contracts.product_facts import ProductFacts, Symbol

_SEPARATOR = re.compile(r"::|[./#\\]")
_TYPES = {"class", "interface", "enum", "struct", "type", "trait", "record", "object"}


class PublicSurface:
    """Looks names up in the facts. Without symbols nothing resolves and nothing is missing."""

    def __init__(self, facts: ProductFacts) -> None:
        self.identity = facts.identity
        self.symbols = {item.name: item for item in facts.symbols if item.visibility == "public"}
        self.commands = frozenset({*facts.identity.commands, *(c.name for c in facts.commands)})
        self.unreleased_flags = frozenset(
            text
            for claim in facts.claims
            if claim.kind == "flag" and claim.release == "unreleased"
            for text in re.findall(r"--[\w-]+", f"{claim.subject} {claim.attribute} {claim.value}")
        )
        self.hosts = frozenset(facts.identity.hosts)

    @cached_property
    def modules(self) -> frozenset[str]:
        """Every path that holds symbols, and every module."""
        found = {name for name, symbol in self.symbols.items() if symbol.kind == "module"}
        for name, symbol in self.symbols.items():
            if symbol.parent and symbol.parent not in self.symbols:
                found.add(symbol.parent)
            if symbol.language == "Python" and symbol.kind not in {"method", "property"}:
                found.update(_prefixes(name, self.symbols))
        return frozenset(found)

    @cached_property
    def by_ending(self) -> dict[str, tuple[str, ...]]:
        """Names by their last two parts, joined by a dot: ``Client.get``, ``cobra.Command``."""
        endings: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self.symbols):
            endings[".".join(parts_of(name)[-2:])].append(name)
        return {ending: tuple(names) for ending, names in endings.items()}

    @cached_property
    def types(self) -> dict[str, tuple[str, ...]]:
        """Classes, interfaces and the like by their last part."""
        found: dict[str, list[str]] = defaultdict(list)
        for name, symbol in sorted(self.symbols.items()):
            if symbol.kind in _TYPES:
                found[parts_of(name)[-1]].append(name)
        return {short: tuple(names) for short, names in found.items()}

    def languages(self) -> frozenset[str]:
        """Languages that the surface was read in."""
        return frozenset(symbol.language for symbol in self.symbols.values())

    def type_named(self, short: str) -> Symbol | None:
        """Return the one class of that short name, or None where there is none or more than one."""
        names = self.types.get(parts_of(short)[-1], ())
        return self.symbols[names[0]] if len(names) == 1 else None


def parts_of(name: str) -> list[str]:
    """Return the parts of an import path, whatever separates them."""
    return [part for part in _SEPARATOR.split(name) if part]


def _prefixes(name: str, symbols: dict[str, Symbol]) -> list[str]:
    parts = name.split(".")
    dotted = [".".join(parts[:count]) for count in range(1, len(parts))]
    return [prefix for prefix in dotted if prefix not in symbols]
