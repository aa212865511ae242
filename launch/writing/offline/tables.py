"""Lookup blocks: options, keys, variables, error messages, extras, each column only if filled."""

from collections.abc import Iterator, Sequence

from launch.contracts.draft_content import Block, ListBlock, Paragraph, Sentence, Table
from launch.contracts.product_facts import Claim, Option
from launch.writing.offline.material import Material, empty_cell, told, told_as

_SWITCHED = frozenset({"`true`", "`false`", "`none`"})
"""Defaults of a switch: they tell of a variable in the code, not of what a user types."""
Row = tuple[Sentence | None, ...]


def table(header: Sequence[Sentence], rows: Sequence[Row]) -> Iterator[Block]:
    """Yield a table of the columns that at least half the rows fill; a list if one is left."""
    kept = [
        column
        for column in range(len(header))
        if column == 0 or sum(row[column] is not None for row in rows) * 2 >= len(rows)
    ]
    if not rows:
        return
    if len(kept) == 1:
        items = tuple(row[0] for row in rows if row[0] is not None)
        yield ListBlock(ordered=False, items=items)
        return
    yield Table(
        header=tuple(header[column] for column in kept),
        rows=tuple(tuple(row[c] or empty_cell() for c in kept) for row in rows),
    )


def option_blocks(material: Material, command_name: str) -> Iterator[Block]:
    """Yield a command's description and its options."""
    command = material.commands.get(command_name)
    if command is None:
        return
    summary = _told_text(material, command.claim_ids, command.summary)
    if summary is not None:
        yield Paragraph(sentences=(summary,))
    typed = [option for option in command.options if not option.flags[0].startswith("-")]
    switched = [option for option in command.options if option not in typed]
    for first, options in (("argument", typed), ("option", switched)):
        rows = [row for option in options if (row := _option(material, option)) is not None]
        header = [material.label(name) for name in (first, "description", "default")]
        yield from table(header, rows)
    defaults = [row[2] for row in rows if row[2] is not None]
    if defaults and len(defaults) * 2 < len(rows):
        yield Paragraph(sentences=(material.label("defaults_label"),))
        whole = (_whole(material, default) for default in defaults)
        yield ListBlock(ordered=False, items=tuple(whole))


def _whole(material: Material, default: Sentence) -> Sentence:
    """Return a default as a sentence that names its option."""
    source = default.source
    return told(material.claims[source.claim_id]) if source.grade == "proved" else default


def _option(material: Material, option: Option) -> Row | None:
    claims = [material.claims[i] for i in option.claim_ids if i in material.claims]
    named = next(
        (c for c in claims if c.kind == "flag" and not c.attribute.startswith("default")), None
    )
    if named is None or not named.renderings or named.release == "unreleased":
        return None
    shown = [told(named, -1)] if named.renderings[-1].startswith("`-") else []
    shown = shown or [s for flag in option.flags if (s := told_as(named, f"`{flag}`"))]
    name = next(iter(shown), None) or told(named, -1)
    default = next((c for c in claims if "default" in c.attribute and c.renderings), None)
    if default is not None and default.renderings[-1].lower() in _SWITCHED:
        default = None
    return (
        name,
        _told_text(material, (named.id,), option.help),
        told(default, -1) if default else None,
    )


def _told_text(material: Material, ids: Sequence[str], text: str) -> Sentence | None:
    """Return the rendering of one of these claims that says just this text, or None."""
    for claim_id in ids:
        claim = material.claims.get(claim_id)
        if claim is None or not text:
            continue
        wanted = {text, text.rstrip(".") + ".", text.rstrip(".")}
        for number, rendering in enumerate(claim.renderings):
            if rendering in wanted:
                return told(claim, number)
        if len(claim.renderings) >= 3:
            return told(claim, 1)
    return None


def variable_blocks(material: Material, ids: tuple[str, ...]) -> Iterator[Block]:
    """Yield the environment variables, with the flag or description that each has."""
    claims = [material.claims[i] for i in ids if i in material.claims]
    rows: list[Row] = []
    for claim in claims:
        described = told(claim, 0) if len(claim.renderings) > 1 and _stands_in(claim) else None
        rows.append((told(claim, -1), described))
    yield from table([material.label("variable"), material.label("meaning")], rows)


def _stands_in(claim: Claim) -> bool:
    return " stands in for " in claim.renderings[0]


def key_blocks(material: Material, ids: tuple[str, ...]) -> Iterator[Block]:
    """Yield the configuration keys with their defaults."""
    claims = [material.claims[i] for i in ids if i in material.claims]
    rows: list[Row] = []
    for claim in claims:
        default = material.defaults.get(claim.value)
        rows.append((told(claim, -1), told(default, -1) if default is not None else None))
    yield from table([material.label("key"), material.label("default")], rows)


def error_blocks(material: Material, ids: tuple[str, ...]) -> Iterator[Block]:
    """Yield the messages that the code raises: message, exception, and the names that raise it."""
    claims = [c for i in ids if (c := material.claims.get(i)) is not None and c.renderings]
    rows: list[Row] = [
        (told(claim, 2), told(claim, 3), _places(material, claim))
        for claim in claims
        if len(claim.renderings) >= 4
    ]
    header = [material.label(name) for name in ("message", "exception", "raised_by")]
    yield from table(header, rows)


def _places(material: Material, claim: Claim) -> Sentence:
    names = material.raisers.get(claim.id) or (claim.subject,)
    if len(names) == 1:
        return material.label("symbol", subject=names[0])
    connective = "symbol_pair" if len(names) == 2 else "symbol_more"
    return material.label(connective, first=names[0], second=names[1])


def extra_blocks(material: Material, ids: tuple[str, ...]) -> Iterator[Block]:
    """Yield the optional extras with what each installs."""
    rows: list[Row] = []
    for claim_id in ids:
        claim = material.claims.get(claim_id)
        if claim is None or not claim.renderings:
            continue
        command = told_as(claim, f"`{claim.value}`") or told(claim)
        extra = claim.attribute.removeprefix("extra:")
        rows.append((told_as(claim, f"`{extra}`") or told(claim, -1), command))
    yield from table([material.label("extra"), material.label("command")], rows)
