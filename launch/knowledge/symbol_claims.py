"""Typed claims about the API surface: existence, signatures, defaults, return types, raises."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from launch.contracts.claims import Check, RaiseCheck, ReleaseState, SymbolCheck
from launch.contracts.product_facts import Raised, Symbol, Withheld
from launch.knowledge.passages.polish import Polished, Refused, Setting, note_of, polish
from launch.knowledge.passages.screens import hostile
from launch.knowledge.public_names import symbol_check
from launch.knowledge.releases import release_state
from launch.knowledge.sources import Found, Said, Sources
from launch.wording.renderings import KINDS, code_safe, render

_CALLABLE = frozenset(
    {
        "function",
        "method",
        "class",
        "constructor",
        "static_method",
        "class_method",
        "struct",
        "macro",
    }
)
_LITERAL = re.compile(
    r"-?\d[\w.]*|True|False|true|false|[\"'][^\"'\n`]{0,60}[\"']|[A-Za-z_]\w*(?:[.:]+\w+)+"
)
_EMPTY_TYPES = frozenset({"", "None", "void", "()", "undefined", "NoReturn", "Never", "unit"})


@dataclass(frozen=True)
class SymbolClaims:
    """Claims about symbols, and the doc comments that were refused."""

    found: tuple[Found, ...]
    withheld: tuple[Withheld, ...]


def symbol_claims(sources: Sources, symbols: tuple[Symbol, ...], setting: Setting) -> SymbolClaims:
    """Return the claims of every public symbol in order; overloads have claims of their own."""
    found: list[Found] = []
    withheld: list[Withheld] = []
    results: dict[str, set[str]] = {}
    for symbol in symbols:
        results.setdefault(symbol.name, set()).add(symbol.returns)
    for symbol in symbols:
        if symbol.visibility != "public" or symbol.path not in sources.by_path:
            continue
        if symbol.kind in {"module", "package", "namespace"} or _is_unproved_alias(symbol):
            continue
        if symbol.feature or symbol.stub:
            # Without its condition each sentence would be false; a stub has no effect to tell.
            continue
        said = _summary(symbol, setting)
        if isinstance(said, Refused) and said.reason is not None:
            withheld.append(
                Withheld(
                    path=symbol.path, line=symbol.first_line, reason=said.reason, note=said.note
                )
            )
        text = said.text if isinstance(said, Polished) else ""
        # Overloads give different results: of the name alone none of them is true.
        agreed = {} if len(results[symbol.name]) == 1 else {"returns": ""}
        told = symbol.model_copy(update=agreed)
        found += _claims(sources, told, symbol_check(symbol), text)
    return SymbolClaims(tuple(found), tuple(withheld))


def _is_unproved_alias(symbol: Symbol) -> bool:
    """Return whether a symbol's public name is not its own, and no file is known to give it."""
    public = re.split(r"[.:#/\\]+", symbol.name)[-1]
    own = re.split(r"[.:#\\]+", symbol.qualname)[-1]
    return bool(own) and public != own and symbol.exported_by is None


def screened(symbol: Symbol) -> tuple[Symbol, Withheld | None]:
    """Return the symbol without the hostile rest of its doc comment, and what was withheld."""
    symbol, spoke = _without_orders(symbol)
    reason = hostile(symbol.doc)
    if reason is None:
        return symbol, spoke
    paragraphs = re.split(r"\n\s*\n", symbol.doc)
    told = list(takewhile(lambda paragraph: hostile(paragraph) is None, paragraphs))
    update = {
        "doc": "\n\n".join(told),
        "summary": symbol.summary if hostile(symbol.summary) is None and told else "",
        "parameters": tuple(
            row if hostile(row.description) is None else row.model_copy(update={"description": ""})
            for row in symbol.parameters
        ),
    }
    note = f"the doc comment of `{symbol.name}` {note_of(reason)}"
    withheld = Withheld(path=symbol.path, line=symbol.first_line, reason=reason, note=note)
    return symbol.model_copy(update=update), withheld


def _without_orders(symbol: Symbol) -> tuple[Symbol, Withheld | None]:
    """Return the symbol without literals that speak to a model: messages, defaults, signatures."""
    orders = [
        text
        for text in (symbol.signature, *(one.message for one in symbol.raises))
        if hostile(text) == "addresses_a_model"
    ]
    if not orders:
        return symbol, None
    raises = tuple(
        one.model_copy(update={"message": ""}) if one.message in orders else one
        for one in symbol.raises
    )
    parameters = tuple(
        row.model_copy(update={"default": "..."})
        if row.default and hostile(row.default) == "addresses_a_model"
        else row
        for row in symbol.parameters
    )
    update: dict[str, object] = {"raises": raises, "parameters": parameters}
    if symbol.signature in orders:
        update["signature"] = ""
    note = f"a literal of `{symbol.name}` {note_of('addresses_a_model')}"
    withheld = Withheld(
        path=symbol.path, line=symbol.first_line, reason="addresses_a_model", note=note
    )
    return symbol.model_copy(update=update), withheld


def _summary(symbol: Symbol, setting: Setting) -> Polished | Refused | None:
    if not symbol.summary or len(symbol.summary) > 300:
        return None
    source = " ".join(symbol.summary.split())
    if re.search(r"[{}<>]|\bself\b|>>>|\breturns?:|\bTODO\b", source):
        return None
    source = source if source.endswith((".", "!", "?")) else f"{source}."
    mine = replace(setting, literal=True, restructured=symbol.language == "Python")
    made = polish(source, mine, introduces=False, item=True)
    return (
        Refused(None, "holds a link") if isinstance(made, Polished) and "](" in made.text else made
    )


def _claims(sources: Sources, symbol: Symbol, base: SymbolCheck, summary: str) -> Iterator[Found]:
    place = [(symbol.path, symbol.first_line, max(symbol.first_line, symbol.last_line))]
    release = release_state(sources, base)
    check = base.model_copy(update={"summary": symbol.summary if summary else None})
    article, kind = (KINDS.get(symbol.kind) or "a member").split(" ", 1)
    values = {"symbol": symbol.name, "summary": summary, "article": article, "kind": kind}
    forms = render("symbol", values)
    yield sources.found(
        Said("symbol", symbol.name, "exists", symbol.kind, forms, symbol.path, release),
        check,
        place,
    )
    own = not symbol.inherited_from
    if symbol.signature and symbol.kind in _CALLABLE:
        check = base.model_copy(update={"signature": symbol.signature})
        forms = (
            render("signature", {"signature": symbol.signature})
            if code_safe(symbol.signature)
            else ()
        )
        yield sources.found(
            Said("signature", symbol.name, "signature", symbol.signature, forms, symbol.path,
                 _at_most(release, sources, check)), check, place,
        )  # fmt: skip
    if own:
        yield from _defaults(sources, symbol, base, release)
        yield from _returns(sources, symbol, base, release)
        for raised in symbol.raises:
            yield from _raises(sources, symbol, raised, release)


def _at_most(release: ReleaseState, sources: Sources, check: Check) -> ReleaseState:
    return release_state(sources, check) if release == "released" else release


def _defaults(
    sources: Sources, symbol: Symbol, base: SymbolCheck, release: ReleaseState
) -> Iterator[Found]:
    for parameter in symbol.parameters:
        default = parameter.default
        name = parameter.name.lstrip("*")
        if default is None or not _LITERAL.fullmatch(default) or not code_safe(default):
            continue
        check = base.model_copy(update={"parameter": name, "default": default})
        form = render(
            "default_value", {"parameter": name, "symbol": symbol.name, "default": default}
        )
        said = Said("default_value", symbol.name, f"default:{name}", default, form, symbol.path,
                    _at_most(release, sources, check))  # fmt: skip
        yield sources.found(said, check, [(symbol.path, symbol.first_line, symbol.last_line)])


_TYPED = frozenset({"property", "attribute", "field", "variable", "constant"})


def _returns(
    sources: Sources, symbol: Symbol, base: SymbolCheck, release: ReleaseState
) -> Iterator[Found]:
    called = symbol.kind in {"function", "method", "static_method", "class_method"}
    if symbol.returns in _EMPTY_TYPES or not (called or symbol.kind in _TYPED):
        return
    if not code_safe(symbol.returns) or len(symbol.returns) > 60:
        return
    check = base.model_copy(update={"returns": symbol.returns})
    values = {"symbol": symbol.name, "type": _unquoted(symbol.returns)}
    form = render("returns" if called else "typed", values)
    said = Said("returns", symbol.name, "returns", symbol.returns, form, symbol.path, release)
    yield sources.found(said, check, [(symbol.path, symbol.first_line, symbol.last_line)])


def _unquoted(written: str) -> str:
    """Return a type without the quotes that only let it be named before it is defined."""
    match = re.fullmatch(r"([\"'])([^\"']*)\1", written)
    return (
        match[2] if match is not None and re.fullmatch(r"[A-Z][\w.\[\], |]*", match[2]) else written
    )


def _is_whole(message: str) -> bool:
    """Return whether a literal is what a user reads: words, quotes closed, nothing left open."""
    paired = message.count('"') % 2 == 0 and message.count("(") == message.count(")")
    return (
        bool(re.search(r"[A-Za-z]{3}", message))
        and paired
        and not message.endswith((":", "'", "="))
    )


def _raises(
    sources: Sources, symbol: Symbol, raised: Raised, release: ReleaseState
) -> Iterator[Found]:
    if raised.exception in {"NotImplementedError", "AssertionError", "StopIteration", "SystemExit"}:
        return
    message = " ".join(raised.message.split())
    computed = re.search(r"\{[^{}]*[.(\[][^{}]*\}", message)
    whole = _is_whole(message) and not computed
    shown = message if code_safe(message) and len(message) <= 160 and whole else ""
    check = RaiseCheck(
        path=symbol.path, language=symbol.language, qualname=symbol.qualname,
        exception=raised.exception, message=raised.message or None,
    )  # fmt: skip
    exception = re.sub(r"^(?:self|cls|this)\.", "", raised.exception)
    verb = "raises" if symbol.language in {"Python", "Ruby"} else "throws"
    values = {
        "symbol": symbol.name, "exception": exception, "message": shown, "verb": verb,
    }  # fmt: skip
    form = render("raises_message" if shown else "raises", values)
    said = Said("raises", symbol.name, f"raises:{raised.exception}", message, form, symbol.path,
                _at_most(release, sources, check))  # fmt: skip
    yield sources.found(said, check, [(symbol.path, raised.line, raised.line)])
