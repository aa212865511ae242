"""What a reader may type: public symbols, flags, variables and keys, found by name."""

import builtins
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from launch.contracts.claims import OptionCheck, PathCheck, SymbolCheck
from launch.contracts.product_facts import Symbol
from launch.knowledge.sources import Sources

Resolution = SymbolCheck | OptionCheck | PathCheck | Literal["unknown", "bad"]
_MODULES = frozenset({"module", "package", "namespace"})
_CALLED = re.compile(r"([A-Za-z_$][\w$]*(?:(?:\.|::|#)[A-Za-z_$][\w$]*)*)(\(.*\))?[;,]?", re.DOTALL)
_FILE_NAME = re.compile(
    r"\.(?:py|pyi|js|ts|mjs|go|rs|java|md|rst|txt|json|toml|ya?ml|cfg|ini|xml|html?|csv|lock|sh|log)$"
)
BUILTIN = frozenset(name for name in dir(builtins) if not name.startswith("_"))
_STANDARD_FLAGS = frozenset({"--help", "-h", "--version", "-V"})


@dataclass(frozen=True)
class PublicNames:
    """The product's public surface by name."""

    by_full: Mapping[str, Symbol]
    by_last: Mapping[str, Symbol]
    by_pair: Mapping[str, Symbol]
    internal: frozenset[str]
    import_name: str
    commands: frozenset[str]
    options: Mapping[str, OptionCheck]
    checks: Mapping[str, SymbolCheck]
    """Existence check by full name."""
    defaults: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Implemented defaults by parameter, key or flag."""

    @property
    def last_parts(self) -> frozenset[str]:
        """Every name, without what it is in."""
        return frozenset(self.by_last) | frozenset(self.options) | frozenset(self.defaults)


def symbol_check(symbol: Symbol) -> SymbolCheck:
    """Return the check that the symbol is defined where the surface says, and is exported."""
    if symbol.kind in _MODULES:
        return SymbolCheck(
            path=symbol.path, language=symbol.language, qualname="", kind=symbol.kind
        )
    parts = symbol.name.split(".")
    depth = len(parts) - symbol.qualname.count(".")
    outer = ".".join(parts[:depth]) if symbol.exported_by else None
    return SymbolCheck(
        path=symbol.path, language=symbol.language, qualname=symbol.qualname, kind=symbol.kind,
        public_path=outer, exported_by=symbol.exported_by,
    )  # fmt: skip


def index_names(
    symbols: Iterable[Symbol],
    options: Mapping[str, OptionCheck],
    defaults: Mapping[str, frozenset[str]],
    commands: Iterable[str],
    import_name: str,
) -> PublicNames:
    """Return the index; linear in the number of symbols."""
    full: dict[str, Symbol] = {}
    last: dict[str, Symbol] = {}
    pair: dict[str, Symbol] = {}
    internal: set[str] = set()
    rows = list(symbols)
    for symbol in rows:
        parts = re.split(r"\.|::|#|/", symbol.name)
        if symbol.visibility != "public":
            internal.add(parts[-1])
            continue
        full[symbol.name] = symbol
        known = last.get(parts[-1])
        if known is None or len(symbol.name) < len(known.name):
            last[parts[-1]] = symbol
        pair.setdefault(".".join(parts[-2:]), symbol)
    checks = {name: symbol_check(symbol) for name, symbol in full.items()}
    return PublicNames(
        full, last, pair, frozenset(internal), import_name, frozenset(commands), options, checks,
        defaults,
    )  # fmt: skip


def resolve(span: str, names: PublicNames, sources: Sources) -> Resolution:
    """Return the check that a code span's identifier rests on, "unknown" or "bad"."""
    text = span.strip()
    if re.fullmatch(r"--?[A-Za-z][\w-]*(?:[= ].*)?", text):
        return _flag(re.split(r"[= ]", text)[0], names)
    if re.fullmatch(r"[A-Z][A-Z0-9]*_[A-Z0-9_]+", text):
        return names.options.get(text, _symbol(text, names))
    if _FILE_NAME.search(text) and "/" not in text:
        return "unknown"
    if "/" in text:
        return _path(text, sources)
    match = _CALLED.fullmatch(text)
    if match is None:
        return _command(text, names)
    return _symbol(match[1], names, called=match[2] is not None)


def _flag(flag: str, names: PublicNames) -> Resolution:
    known = names.options.get(flag)
    if known is not None:
        return known
    letters = flag.removeprefix("-")
    if not flag.startswith("--") and all(f"-{letter}" in names.options for letter in letters):
        return "unknown"  # Short flags written as one.
    has_flags = any(name.startswith("--") for name in names.options)
    return "bad" if has_flags and flag not in _STANDARD_FLAGS else "unknown"


def _command(text: str, names: PublicNames) -> Resolution:
    words = text.split()
    if len(words) > 1 and words[0] in names.commands:
        for word in words[1:]:
            if re.fullmatch(r"--[A-Za-z][\w-]*(=.*)?", word):
                found = _flag(word.split("=")[0], names)
                if found != "unknown":
                    return found
    return "unknown"


def _path(text: str, sources: Sources) -> Resolution:
    bare = text.strip().removeprefix("./").rstrip("/")
    if not re.fullmatch(r"[\w.@+-]+(?:/[\w.@+-]+)+", bare):
        return "unknown"
    if bare in sources.by_path or bare in sources.folders:
        return PathCheck(path=bare)
    head = bare.split("/")[0]
    return "bad" if head in sources.folders and "." in bare.rsplit("/", 1)[-1] else "unknown"


def _symbol(name: str, names: PublicNames, *, called: bool = False) -> Resolution:
    dotted = re.sub(r"::|#", ".", name)
    parts = dotted.split(".")
    found = names.by_full.get(name) or names.by_full.get(dotted)
    if found is None and len(parts) > 1:
        found = names.by_pair.get(".".join(parts[-2:]))
    if found is not None:
        return names.checks[found.name]
    if names.import_name and dotted.startswith(names.import_name + ".") and parts[-1] != "py":
        return "unknown" if parts[-1] in names.by_last and not names.by_full else "bad"
    if len(parts) == 2 and _is_class(names.by_last.get(parts[0])):
        inherited = parts[-1] in names.by_last
        return "bad" if parts[0][0].isupper() and not inherited else "unknown"
    if len(parts) > 1:
        return "unknown"
    known = names.by_last.get(name)
    if known is not None:
        return names.checks[known.name] if called or _coded(name) else "unknown"
    if name in names.internal and name not in BUILTIN and (name.startswith("_") or _coded(name)):
        return "bad"
    return "unknown"


def _is_class(symbol: Symbol | None) -> bool:
    return symbol is not None and symbol.kind in {"class", "struct", "enum"}


def _coded(name: str) -> bool:
    return bool(re.search(r"[a-z0-9][A-Z]|_", name)) or (name[0].isupper() and len(name) > 3)


def is_error_name(name: str) -> bool:
    """Return whether a name is that of an exception which no language brings along."""
    return bool(re.fullmatch(r"[A-Z]\w+(?:Error|Exception)", name)) and name not in BUILTIN
