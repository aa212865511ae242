"""Whether pages are whole: no empty section, nothing said twice, no filler, no near copy.

Texts and lines in, findings as words out; what is a page's own is the caller's to say.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from launch.markdown.nodes import CodeBlock, VisibleNode

_FILLS = frozenset({"paragraph", "list_item", "cell", "image_alt"})
_LONG = 5
"""Words up to which a text may stand on any page."""
_ALIKE = 0.8
"""Share of a page's texts in common with another page that makes it a copy."""
_FILLER = re.compile(
    r"\bthis (?:page|guide|document|section) (?:provides|offers|gives|contains|covers|aims|will)\b"
    r"|\bcomprehensive (?:information|guide|overview)\b|\blook no further\b"
    r"|\b(?:cutting-edge|game-chang)\w*\b",
    re.IGNORECASE,
)
_END = VisibleNode("heading", "", 0)
"""What stands after the last thing of a page: nothing that could have been announced."""
_NAME = re.compile(r"`[^`]+`")
"""A code span alone names something; it is no sentence."""
_OWN_FILLER = re.compile(
    r"\bin (?:conclusion|summary),|\bin today's\b|\bwhether you(?:'re| are)\b|\bseamless\w*\b",
    re.IGNORECASE,
)


def blemishes(
    nodes: Sequence[VisibleNode],
    code: Sequence[CodeBlock],
    lines: Sequence[str],
    connectives: Collection[str],
    theirs: Collection[str],
) -> Iterator[tuple[int, str]]:
    """Yield line and words of whatever makes a page less than whole.

    ``connectives`` are texts of the catalogue, ``theirs`` what the product says itself.
    """
    yield from (
        (n.line, f"an empty section {n.text!r}") for n in empty_sections(nodes, code, lines)
    )
    yield from ((n.line, f"announces nothing: {n.text}") for n in announced_in_vain(nodes, code))
    yield from ((n.line, f"said twice: {n.text}") for n in said_twice(nodes, connectives))
    yield from ((n.line, f"filler: {filler}") for n, filler in fillers(nodes, theirs))


def empty_sections(
    nodes: Sequence[VisibleNode], code: Sequence[CodeBlock], lines: Sequence[str]
) -> Iterator[VisibleNode]:
    """Yield the headings with nothing under them that a reader sees, by the file's lines."""
    filled = sorted(
        [node.line for node in nodes if node.place in _FILLS] + [block.line for block in code]
    )
    starts = [(node, _level(lines[node.line - 1])) for node in nodes if node.place == "heading"]
    for number, (node, level) in enumerate(starts):
        later = (after.line for after, depth in starts[number + 1 :] if depth <= level)
        end = next(later, len(lines) + 1)
        if not any(node.line < line < end for line in filled):
            yield node


_CODE_ALONE = re.compile(r"`[^`]+`")


def announced_in_vain(
    nodes: Sequence[VisibleNode], code: Sequence[CodeBlock]
) -> Iterator[VisibleNode]:
    """Yield paragraphs that end with a colon where the section or the page ends after them."""
    things = [(node.line, node) for node in nodes if node.place in {*_FILLS, "heading"}]
    blocks = [(block.line, None) for block in code]
    ordered = sorted((*things, *blocks), key=lambda one: one[0])
    for (_, node), (_, after) in zip(ordered, (*ordered[1:], (0, _END)), strict=True):
        if node is None or node.place != "paragraph" or not node.text.endswith(":"):
            continue
        if after is not None and after.place == "heading":
            yield node


def said_twice(nodes: Sequence[VisibleNode], connectives: Collection[str]) -> Iterator[VisibleNode]:
    """Yield a sentence of more than four words where it stands for the second time.

    A list item that is code alone names a thing, such as a method that two classes have.
    """
    seen: Counter[str] = Counter()
    for node in nodes:
        told = node.place in {"paragraph", "list_item"} and node.text not in connectives
        if told and len(node.text.split()) > 4 and not _CODE_ALONE.fullmatch(node.text):
            seen[node.text] += 1
            if seen[node.text] == 2:
                yield node


def fillers(
    nodes: Sequence[VisibleNode], theirs: Collection[str]
) -> Iterator[tuple[VisibleNode, str]]:
    """Yield words that say nothing; some of them may stand in what the product says itself."""
    whole = "\n".join(node.text for node in nodes)
    any_at_all = _FILLER.search(whole) or _OWN_FILLER.search(whole)
    for node in nodes if any_at_all else ():
        found = _FILLER.search(node.text)
        if found is None and not any(text in node.text for text in theirs):
            found = _OWN_FILLER.search(node.text)
        if found:
            yield node, found[0]


def long_texts(nodes: Iterable[VisibleNode]) -> Iterator[str]:
    """Yield the texts that pages are compared by; a table's row is one, as it tells of a name."""
    lines: dict[int, list[str]] = {}
    for node in nodes:
        lines.setdefault(node.line, []).append(node.text)
    rows = (" | ".join(texts) for texts in lines.values())
    return (row for row in rows if len(row.split()) > _LONG)


def copies(texts: Mapping[str, Collection[str]]) -> Iterator[tuple[str, str]]:
    """Yield (page, earlier page) of pages with nearly the same texts, in the order of paths."""
    sets = {path: frozenset(some) for path, some in sorted(texts.items()) if len(some) > 3}
    places: dict[str, list[str]] = {}
    for path, some in sets.items():
        shared = Counter(other for text in some for other in places.get(text, ()))
        for other, common in sorted(shared.items()):
            if common >= _ALIKE * min(len(some), len(sets[other])):
                yield path, other
        for text in some:
            places.setdefault(text, []).append(path)


def _level(line: str) -> int:
    text = line.lstrip()
    return len(text) - len(text.lstrip("#")) or 2
