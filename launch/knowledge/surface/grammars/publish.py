"""Turn definitions into symbols under the paths that users write."""

import re
from collections.abc import Iterable, Iterator

from launch.contracts.product_facts import Symbol
from launch.knowledge.surface.doc_text import summary_of
from launch.knowledge.surface.grammars.table import Raw, Table


def symbols_of(
    raws: Iterable[Raw], table: Table, language: str, path: str, prefix: tuple[str, ...] = ()
) -> Iterator[Symbol]:
    """Yield the public definitions of a file; ``prefix`` stands before their own scope."""
    for raw in raws:
        if raw.public and raw.name:
            yield symbol_of(raw, table, language, path, (*prefix, *raw.scope))


def symbol_of(
    raw: Raw, table: Table, language: str, path: str, scope: tuple[str, ...], name: str = ""
) -> Symbol:
    """Return one symbol; ``name`` replaces the definition's own where it is exported as another."""
    parent = table.separator.join(scope)
    between = table.member_separator if raw.inner else table.separator
    if between == "#" and raw.kind in ("class", "module", "constant", "function", "property"):
        between = "." if raw.kind in ("function", "property") else "::"
    own = name or raw.name
    before = table.separator.join(scope[:-1]) if raw.flat else parent
    return Symbol(
        name=f"{before}{between}{own}" if before else own,
        kind=raw.kind,
        language=language,
        path=path,
        first_line=raw.first_line,
        last_line=raw.last_line,
        signature=raw.signature,
        parameters=raw.parameters,
        returns=raw.returns,
        raises=raw.raises,
        summary=summary_of(raw.doc),
        doc=raw.doc,
        deprecated=raw.deprecated,
        parent=parent,
        qualname=".".join((*raw.inner, raw.name)),
        bases=raw.bases,
    )


def merged(symbols: Iterable[Symbol]) -> tuple[Symbol, ...]:
    """Return symbols once each, where a definition has parts or branches: a documented one."""
    best: dict[tuple[str, str, str], Symbol] = {}
    for symbol in symbols:
        plain = re.sub(r"\s+", "", symbol.signature) if _has_overloads(symbol) else ""
        key = (symbol.name, symbol.kind, plain)
        known = best.get(key)
        if known is None or (symbol.doc and not known.doc):
            best[key] = symbol
    return tuple(best.values())


def _has_overloads(symbol: Symbol) -> bool:
    return symbol.language in ("Java", "C#", "C++", "Kotlin") and symbol.kind in (
        "method", "constructor", "function",
    )  # fmt: skip
