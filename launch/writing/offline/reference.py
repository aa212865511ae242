"""Reference blocks: symbols with their members, and compact indexes, from typed claims alone."""

import re
from collections.abc import Iterator, Sequence

from launch.contracts.draft_content import (
    Block,
    Code,
    Heading,
    ListBlock,
    Paragraph,
    Sentence,
)
from launch.contracts.product_facts import Claim, Symbol
from launch.markdown.shortcodes import can_be_escaped
from launch.wording.labels import whole_message
from launch.writing.offline.known import Outline
from launch.writing.offline.material import Material, told, told_as
from launch.writing.offline.tables import Row, table

_FENCE = {"Python": "python", "Go": "go", "JavaScript": "javascript", "TypeScript": "typescript",
          "Java": "java", "C#": "csharp", "Rust": "rust", "Ruby": "ruby", "PHP": "php", "C": "c",
          "C++": "cpp", "Kotlin": "kotlin", "Shell": "bash", "Swift": "swift"}  # fmt: skip
_FIELDS = frozenset({"Go", "Rust", "C", "C++", "Java", "C#"})
"""Languages whose types have fields, not attributes."""
_THROWS = frozenset({"Java", "Kotlin", "C#", "C++", "JavaScript", "TypeScript", "PHP", "Swift"})
"""Languages that throw exceptions."""
_WIDE = 90
"""Characters above which a signature is set on several lines."""
_LISTED = 110
"""Characters up to which a signature stands in a list for a name without description."""
_TYPES = frozenset({"class", "record", "struct", "enum", "interface", "trait", "type", "union"})
"""Kinds of members that are types of their own."""
_VALUES = frozenset({"property", "attribute", "constant", "field", "variable", "enum_member"})


def symbol_blocks(material: Material, names: tuple[str, ...], level: int) -> Iterator[Block]:
    """Yield the first symbol's own blocks, then its members; ``level`` is its heading's level."""
    outlines = [material.outlines[name] for name in names if name in material.outlines]
    if not outlines:
        return
    whole = material.symbols[outlines[0].name]
    yield from _own(material, whole)
    members = [one for one in outlines[1:] if not one.deprecated]
    calls = [one for one in members if one.kind not in _VALUES]
    values = [
        material.symbols[one.name]
        for one in members
        if one.kind in _VALUES
        and (one.described or not _names(whole.signature, _short(one, whole.name)))
    ]
    if values:
        yield Heading(level=min(6, level + 1), text=material.label(_values(whole, values)))
        yield from index_blocks(material, values, whole.name)
    for member in (one for one in calls if one.described):
        yield Heading(
            level=min(6, level + 1),
            text=material.label("symbol", subject=_short(member, whole.name)),
        )
        yield from _own(material, material.symbols[member.name])
    bare = [one for one in calls if not one.described]
    inner = [one for one in bare if one.kind in _TYPES]
    methods = [one for one in bare if one.kind not in _TYPES]
    rest = "other_methods" if len(methods) < len(calls) - len(inner) else "methods"
    for connective, group in (("types", inner), (rest, methods)):
        if group:
            yield Heading(level=min(6, level + 1), text=material.label(connective))
            shown = [material.symbols[one.name] for one in group]
            yield from index_blocks(material, shown, whole.name)
    old = [material.symbols[one.name] for one in outlines[1:] if one.deprecated]
    if old:
        yield Heading(level=min(6, level + 1), text=material.label("deprecated"))
        yield from index_blocks(material, old, whole.name)


def index_blocks(material: Material, symbols: Sequence[Symbol], parent: str) -> Iterator[Block]:
    """Yield a table of names, types and descriptions; a list where few have more than a name."""
    header = [material.label(name) for name in ("name", "type", "description")]
    rows: list[Row] = [
        (_name_cell(material, s, parent), _type(material, s), _summary(material, s))
        for s in symbols
    ]
    told_rows = [row for row in rows if row[1] is not None or row[2] is not None]
    if len(told_rows) * 2 >= len(rows):
        yield from table(header, rows)
        return
    if told_rows:
        yield from table(header, told_rows)
    bare = (s for s, row in zip(symbols, rows, strict=True) if row not in told_rows)
    items = [item for s in bare for item in _forms(material, s, parent)]
    yield ListBlock(ordered=False, items=tuple({item.text: item for item in items}.values()))


def _forms(material: Material, symbol: Symbol, parent: str) -> Iterator[Sentence]:
    """Yield the signatures of a name and its overloads, where they fit; else the name alone."""
    every = (symbol, *material.overloads.get(symbol.name, ()))
    calls = [call for one in every if (call := _call(material, one)) is not None]
    yield from calls or [_name_cell(material, symbol, parent)]


def _type(material: Material, symbol: Symbol) -> Sentence | None:
    """Return the type of a value as it is written, or None; calls say theirs in the signature."""
    if symbol.kind not in _VALUES:
        return None
    claims = (material.claims.get(claim_id) for claim_id in symbol.claim_ids)
    found = next((c for c in claims if c is not None and c.kind == "returns"), None)
    return told(found, -1) if found is not None and found.renderings else None


def _own(material: Material, symbol: Symbol) -> Iterator[Block]:
    """Yield signature, description, and what it raises."""
    claims = [material.claims[i] for i in symbol.claim_ids if i in material.claims]
    yield from _signature(material, symbol)
    sentences = [s for s in (_summary(material, symbol),) if s is not None]
    bases = material.bases_of.get(symbol.name, ())
    sentences += [material.label("inherits_from", subject=base) for base in bases]
    if symbol.deprecated is not None:
        sentences.append(material.label("deprecated_names"))
    if sentences:
        yield Paragraph(sentences=tuple(sentences))
    yield from _parameters(material, [c for c in claims if c.kind == "parameter" and c.renderings])
    yield from _raised(material, [c for c in claims if c.kind == "raises" and c.renderings])
    for other in material.overloads.get(symbol.name, ()):
        yield from _signature(material, other)
        told_once = _summary(material, other)
        if told_once is not None and told_once.text not in {s.text for s in sentences}:
            sentences.append(told_once)
            yield Paragraph(sentences=(told_once,))


def _signature(material: Material, symbol: Symbol) -> Iterator[Block]:
    """Yield a symbol's signature as code, where it has more to show than a name."""
    claims = (material.claims[i] for i in symbol.claim_ids if i in material.claims)
    signature = next((c for c in claims if c.kind == "signature"), None)
    shown = symbol.signature
    if signature is not None and re.search(r"\W", shown) and can_be_escaped(shown):
        language = _FENCE.get(symbol.language, symbol.language.lower())
        yield Code(
            language=material.fence(language), code=wrapped(shown), claim_ids=(signature.id,)
        )


def _parameters(material: Material, claims: Sequence[Claim]) -> Iterator[Block]:
    """Yield what the source says of parameters; what the page said of a sibling's is enough."""
    items = tuple(told(claim) for claim in claims if claim.renderings[0] not in material.said)
    material.said.update(item.text for item in items)
    if items:
        yield Paragraph(sentences=(material.label("parameters_label"),))
        yield ListBlock(ordered=False, items=items)


def wrapped(signature: str) -> str:
    """Return a long signature with one parameter a line; only white space is added."""
    opening = signature.find("(")
    if len(signature) <= _WIDE or opening < 0 or "\n" in signature:
        return signature
    parts, depth, start = [signature[: opening + 1]], 0, opening + 1
    for at in range(opening + 1, len(signature)):
        mark = signature[at]
        if mark in ")]}" and depth == 0:
            last = "    " + signature[start:at].strip()
            if signature.startswith("func "):  # Go wants a comma before a bracket's own line
                return "\n".join([*parts, last + signature[at:]])
            return "\n".join([*parts, last, signature[at:]])
        depth += (mark in "([{") - (mark in ")]}")
        if mark == "," and depth == 0:
            parts.append("    " + signature[start : at + 1].strip())
            start = at + 1
    return signature


def _values(symbol: Symbol, values: Sequence[Symbol]) -> str:
    """Return what the language calls such members: values of an enumeration, fields, attributes."""
    names = (value.name.rsplit(".", 1)[-1] for value in values)
    if symbol.kind == "enum" or all(name.isupper() for name in names):
        return "values"
    if symbol.language in _FIELDS:
        return "properties" if all(v.kind == "property" for v in values) else "fields"
    return "attributes"


def _call(material: Material, symbol: Symbol) -> Sentence | None:
    """Return the signature of a name that has no description, where it fits on a line."""
    claims = (material.claims.get(claim_id) for claim_id in symbol.claim_ids)
    for claim in claims:
        if claim is not None and claim.kind == "signature" and claim.renderings:
            fits = len(claim.renderings[0]) <= _LISTED and "(" in claim.renderings[0]
            return told(claim) if fits else None
    return None


def _names(signature: str, name: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", signature) is not None


def _raised(material: Material, raised: list[Claim]) -> Iterator[Block]:
    once = {_raise(claim).text: claim for claim in reversed(raised)}
    claims = [
        claim
        for text, claim in once.items()
        if not any(other.startswith(f"{text}:") for other in once)
    ]
    claims = [claim for claim in raised if claim in claims]
    if claims:
        symbol = material.symbols.get(claims[0].subject)
        throws = symbol is not None and symbol.language in _THROWS
        label = material.label("throws_label" if throws else "raises_label")
        yield Paragraph(sentences=(label,))
        yield ListBlock(
            ordered=False,
            items=tuple(_item(material, claim) for claim in claims),
        )


def _item(material: Material, claim: Claim) -> Sentence:
    """Return exception and message; with the name that raises it where the page said just that."""
    short = _raise(claim)
    if short.text in material.said and len(short.text.split()) > 1:
        return told(claim)
    material.said.add(short.text)
    return short


def _raise(claim: Claim) -> Sentence:
    """Return exception and message; the exception alone where the message is a cut piece."""
    if len(claim.renderings) < 4 or whole_message(claim):
        return told(claim, 1 if len(claim.renderings) >= 2 else 0)
    return told(claim, 3)


def _summary(material: Material, symbol: Symbol) -> Sentence | None:
    """Return the doc comment's first sentence as a claim renders it, or None."""
    for claim_id in symbol.claim_ids:
        claim = material.claims.get(claim_id)
        if claim is not None and claim.kind == "symbol" and symbol.summary and claim.renderings:
            return told(claim) if not _is_bare(claim, symbol) else None
    return None


def _is_bare(claim: Claim, symbol: Symbol) -> bool:
    return claim.renderings[0].startswith(f"`{symbol.name}` is a") and len(claim.renderings) < 3


def _name_cell(material: Material, symbol: Symbol, parent: str) -> Sentence:
    for claim_id in symbol.claim_ids:
        claim = material.claims.get(claim_id)
        if claim is not None and claim.kind in {"symbol", "supported_format"}:
            short = told_as(claim, f"`{_short(symbol, parent)}`")
            if short is not None:
                return short
    return material.label("symbol", subject=_short(symbol, parent))


def _short(symbol: Symbol | Outline, parent: str) -> str:
    base = parent or symbol.parent
    if base and symbol.name.startswith(base):
        return symbol.name[len(base) :].lstrip(".:#/\\") or symbol.name
    if symbol.parent and symbol.name.startswith(symbol.parent):
        return symbol.name[len(symbol.parent) :].lstrip(".:#/\\") or symbol.name
    return symbol.name
