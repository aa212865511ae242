"""Put a document's blocks together: sections with their titles, and passages that stand alone."""

import re
from collections.abc import Iterator
from html import unescape

from launch.contracts.claims import Edit
from launch.knowledge.passages.blocks import Block, Document
from launch.knowledge.passages.leaning import LOOKS_BACK, PREVIOUS, leans
from launch.knowledge.passages.screens import hostile
from launch.wording.edits import apply

_MAX_BLOCKS = 14


def sections(document: Document) -> Iterator[tuple[tuple[str, ...], list[Block]]]:
    """Yield each heading's own blocks with the titles of the headings above them."""
    titles: list[tuple[int, str]] = []
    blocks: list[Block] = []
    for block in document.blocks:
        if block.kind != "heading":
            blocks.append(block)
            continue
        if blocks:
            yield tuple(title for _, title in titles if title), blocks
        blocks = []
        titles = [pair for pair in titles if pair[0] < block.level]
        titles.append((block.level, heading_text(block.texts[0].source)))
    if blocks:
        yield tuple(title for _, title in titles if title), blocks


_HEADING_EDITS = (
    "drop_images",
    "plain_html",
    "drop_anchor",
    "drop_emoji",
    "resolve_roles",
    "drop_number",
)


_LINKS_ALONE = re.compile(r"\s*\((?:\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])[,/|\s]*)+\)")
"""Links in brackets after a title, such as "([source], [demo])"."""
_BADGE = re.compile(
    r"\[!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])?\](?:\([^)]*\)|\[[^\]]*\])?|"
    r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])?"
)
"""A picture in a title, by its address or by a reference, with the link around it."""
_MAX_TITLE = 100
_ASKS = re.compile(r"(?i)please\b|see (?:our|the) |click |welcome to\b|thanks?\b")


def heading_text(source: str) -> str:
    """Return a heading's title as a page would show it."""
    text = _BADGE.sub("", unescape(source))
    text = apply(text, tuple(Edit(name=name) for name in _HEADING_EDITS))
    text = _LINKS_ALONE.sub("", text)
    text = re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])", r"\1", text)
    text = text.replace("**", "").strip(" :#")
    unfit = _ASKS.match(text) or len(text) > _MAX_TITLE or hostile(text) is not None
    return "" if unfit else text


def groups(blocks: list[Block]) -> Iterator[list[Block]]:
    """Yield passages: a paragraph, what it introduces, and paragraphs that lean on it."""
    group: list[Block] = []
    for block in blocks:
        if block.kind == "other":
            if group:
                yield group
            group = []
        elif not group or (_goes_on(group, block) and len(group) < _most(block)):
            group.append(block)
        else:
            yield group
            group = [block]
    if group:
        yield group


def _most(block: Block) -> int:
    return 3 * _MAX_BLOCKS if block.inside else _MAX_BLOCKS


def _goes_on(group: list[Block], block: Block) -> bool:
    if block.inside:
        return True
    last = group[-1]
    if block.kind != "paragraph":
        return last.kind == "paragraph" or block.kind == "code"
    if last.kind == "paragraph" and last.texts[0].source.endswith(":"):
        return False
    source = block.texts[0].source
    shown = any(before.kind == "code" for before in group)
    return leans(source) or (
        shown and (LOOKS_BACK.search(source) or PREVIOUS.search(source)) is not None
    )
