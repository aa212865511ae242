"""A drafted page as the text of its file, in the manner of the site's section; and its ledger.

Every text on the page is a sentence of the draft: nothing is composed here.
"""

import re
from collections.abc import Iterator

from launch.contracts.draft_content import (
    Alert,
    Block,
    Code,
    ConnectiveUse,
    DraftPage,
    Heading,
    LedgerEntry,
    ListBlock,
    Paragraph,
    Place,
    Sentence,
    Table,
)
from launch.contracts.site_context import SectionHabits
from launch.markdown.front_matter import emit
from launch.markdown.shortcodes import escaped

_TICKS = re.compile(r"`{3,}")
_OPENING = re.compile(r"\{\{([<%])\s*([\w./-]+)(.*?)\s*([>%])\}\}", re.DOTALL)
_OWN_REFERENCE = re.compile(r"\]\(\{\{< (?:rel)?ref \"[^\"<>{}]+\" >\}\}\)")
_PLACES: dict[str, Place] = {
    "title": "title",
    "linktitle": "link_title",
    "description": "description",
}


def render_page(page: DraftPage, habits: SectionHabits | None, *, markers: bool = False) -> str:
    """Return the whole file, with a final newline; ``markers`` adds claim ids as comments."""
    head, parts = _parts(page, habits, markers=markers)
    return "\n".join([head, *(f"{part}\n" for part in parts)])


def block_lines(
    page: DraftPage, habits: SectionHabits | None, *, markers: bool = False
) -> tuple[int, ...]:
    """Return the file's line, from 1, on which each block starts (its marker, if it has one)."""
    head, parts = _parts(page, habits, markers=markers)
    line = head.count("\n") + 2
    lines: list[int] = []
    for part in parts:
        lines.append(line)
        line += part.count("\n") + 2
    return tuple(lines)


def ledger(page: DraftPage) -> tuple[LedgerEntry, ...]:
    """Return every sentence of the page with its place, in page order."""
    return (*_front_matter_entries(page), *(e for block in page.blocks for e in _entries(block)))


def claims_of(block: Block) -> tuple[str, ...]:
    """Return the ids of the claims that a block tells, in order, each once."""
    found: dict[str, None] = {}
    for entry in _entries(block):
        source = entry.sentence.source
        match source.grade:
            case "proved" | "quoted":
                found[source.claim_id] = None
            case "paraphrased":
                found.update(dict.fromkeys(source.claim_ids))
    if isinstance(block, Code):
        found.update(dict.fromkeys(block.claim_ids))
    return tuple(found)


def _parts(
    page: DraftPage, habits: SectionHabits | None, *, markers: bool
) -> tuple[str, list[str]]:
    parts: list[str] = []
    for block in page.blocks:
        text = _block(block, habits)
        if markers:
            text = "".join(f"<!-- claim: {claim} -->\n" for claim in claims_of(block)) + text
        parts.append(text)
    head = emit(page.front_matter_format, page.front_matter)
    title = _shown_title(page) if habits is not None and habits.opens_with_title else ""
    return (f"{head}\n# {title}\n" if title else head), parts


def _shown_title(page: DraftPage) -> str:
    """Return the title for a section whose pages begin with it: their theme prints none."""
    own = (value.value for value in page.front_matter if value.key.lower() == "title")
    return escaped(str(next(own, "")))


def _block(block: Block, habits: SectionHabits | None) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {_text(block.text)}"
        case Paragraph():
            return _joined(block.sentences)
        case ListBlock():
            return _list(block)
        case Table():
            return _table(block)
        case Code():
            return _code(block)
        case Alert():
            return _alert(block, habits)


def _joined(sentences: tuple[Sentence, ...]) -> str:
    return " ".join(_text(sentence) for sentence in sentences)


def _text(sentence: Sentence) -> str:
    """Escape shortcodes, except the reference that a link of the catalogue is made with."""
    own = sentence.source.grade == "connective" and _OWN_REFERENCE.search(sentence.text)
    return sentence.text if own else escaped(sentence.text)


def _list(block: ListBlock) -> str:
    depths = block.depths if len(block.depths) == len(block.items) else (0,) * len(block.items)
    step = "   " if block.ordered else "  "
    lines: list[str] = []
    numbers: list[int] = []
    for item, depth in zip(block.items, depths, strict=True):
        numbers = [*numbers[: depth + 1], *[0] * (depth + 1 - len(numbers))]
        numbers[depth] += 1
        mark = f"{numbers[depth]}." if block.ordered else "-"
        lines.append(f"{step * depth}{mark} {_text(item)}")
    return "\n".join(lines)


def _table(table: Table) -> str:
    rows = [[_cell(cell) for cell in row] for row in (table.header, *table.rows)]
    rows.insert(1, ["---"] * len(table.header))
    return "\n".join(f"| {' | '.join(row)} |".replace("|  |", "| |") for row in rows)


def _cell(cell: Sentence) -> str:
    return _text(cell).replace("|", r"\|")


def _code(code: Code) -> str:
    longest = max((len(run) for run in _TICKS.findall(code.code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{code.language}\n{escaped(code.code)}\n{fence}"


def _alert(alert: Alert, habits: SectionHabits | None) -> str:
    text = _joined(alert.sentences)
    syntax = habits.alert_syntax if habits else "blockquote"
    opening = _OPENING.search(habits.alert_example) if habits else None
    if syntax == "shortcode" and opening and not opening[2].startswith("/"):
        mark, name, arguments, close = opening.groups()
        own = _alert_arguments(arguments, alert.level)
        return f"{{{{{mark} {name}{own} {close}}}}}\n{text}\n{{{{{mark} /{name} {close}}}}}"
    if syntax == "none":
        return f"> {text}"
    return f"> [!{alert.level.upper()}]\n> {text}"


def _alert_arguments(arguments: str, level: str) -> str:
    """Return the site's own arguments with title and colour of this level."""
    colour = "info" if level == "note" else "warning"
    if "=" not in arguments:
        return f" {colour}" if arguments.strip() else ""
    kept = [' title="' + level.capitalize() + '"'] if "title=" in arguments else []
    names = [name for name in ("color", "type", "level", "style") if f"{name}=" in arguments]
    return "".join([*kept, *(f' {name}="{colour}"' for name in names)])


def _alert_title(alert: Alert) -> Sentence:
    use = ConnectiveUse(connective=alert.level)
    return Sentence(text=alert.level.capitalize(), source=use)


def _front_matter_entries(page: DraftPage) -> Iterator[LedgerEntry]:
    """Give each front matter sentence the place of the key that holds its text."""
    left = {v.key.lower(): v.value for v in page.front_matter}
    for sentence in page.front_matter_sentences:
        key = next((k for k, v in left.items() if v == sentence.text), "")
        left.pop(key, None)
        yield LedgerEntry(place=_PLACES.get(key, "front_matter"), sentence=sentence)


def _entries(block: Block) -> Iterator[LedgerEntry]:
    match block:
        case Heading():
            yield LedgerEntry(place="heading", sentence=block.text)
        case Paragraph():
            yield from (LedgerEntry(place="paragraph", sentence=s) for s in block.sentences)
        case Alert():
            yield from (
                LedgerEntry(place="paragraph", sentence=s)
                for s in (_alert_title(block), *block.sentences)
            )
        case ListBlock():
            yield from (LedgerEntry(place="list_item", sentence=s) for s in block.items)
        case Table():
            cells = (cell for row in (block.header, *block.rows) for cell in row)
            yield from (LedgerEntry(place="cell", sentence=s) for s in cells if s.text)
        case Code():
            return
