"""A quote found again: its edits replayed, its source whole where the evidence says it stands."""

import re
from functools import lru_cache

from launch.checks.addresses import own_url
from launch.checks.grounds import Grounds
from launch.checks.texts import anchored, fold
from launch.contracts.claims import Edit
from launch.contracts.draft_content import QuotedFrom
from launch.wording import edits as wording

# Marks that may stand before a text on its line. Possessive: each is read once, never tried again.
_OPENING = re.compile(
    r"[ \t>]*+(?>(?:[-*+•#]++|\d++[.)]|\|(?:[^\n]*\|)?|///?!?|;++|\"\"\"|'''|\.\.|:\w[^:\n]*+:)"
    r"[ \t]*+)*+"
)
_SENTENCE_END = re.compile(r"[.!?:;)\]`\"'*_]+\s*\Z")
_LINE_PREFIX = re.compile(r"(?m)^[ \t]*(?:>[ \t]?|///?!?[ \t]?|\*[ \t]|#+[ \t](?=\S))+")
_AFTER = re.compile(
    r"[ :]*+(?:\n|\||\"\"\"|\*/)|\s+#+\s*(?:\n|\Z)|[\"'][^\n<>\"']{0,40}[>}]*\s*(?:\n|\Z)"
)
"""What may stand after a text: the end of a line, cell or comment, or of a tag with a name."""
_TAIL = 80
"""Characters before a match that can hold the end of an earlier sentence."""


def quote_problem(text: str, source: QuotedFrom, grounds: Grounds) -> str | None:
    """Return why the text is not the quote that its source states, or None."""
    claim = grounds.claims.get(source.claim_id)
    if claim is None or claim.passage is None:
        return f"quotes {source.claim_id}, which has no passage in the facts"
    blocks = claim.passage.blocks
    if source.block >= len(blocks) or source.text >= len(blocks[source.block].source):
        return f"{source.claim_id} has no text {source.text} in block {source.block}"
    original = blocks[source.block].source[source.text]
    try:
        replayed = wording.apply(original, source.edits)
    except wording.EditError as error:
        return f"its edits cannot be replayed: {error}"
    if fold(replayed) != fold(text):
        return f"is not what the edits make of the passage of {source.claim_id}"
    bad = next((why for edit in source.edits if (why := _bad_edit(edit, text, grounds))), None)
    if bad is not None:
        return bad
    if any(stands_whole(original, span) for span in spans(source.claim_id, grounds)):
        return None
    return f"its source does not stand, as a whole text, where {source.claim_id} says"


def spans(claim_id: str, grounds: Grounds) -> tuple[str, ...]:
    """Return the lines that a claim's anchors name, read once for all its sentences."""
    if claim_id not in grounds.spans:
        proof = grounds.evidence.get(claim_id)
        grounds.spans[claim_id] = tuple(anchored(proof.anchors if proof else (), grounds.tree))
    return grounds.spans[claim_id]


def stands_whole(source: str, span: str) -> bool:
    """Return whether the text stands in the span from a line's or sentence's start to an end.

    White space is folded, and the marks that Markdown or a comment sets before a line are no text.
    """
    wanted = _unescaped(fold(source))
    return bool(wanted) and any(_stands(wanted, lines) for lines in _readings(span))


@lru_cache(maxsize=4096)
def _readings(span: str) -> tuple[str, ...]:
    """Return the span as it is and without marks before lines; white space is one character."""
    bare = (span, _LINE_PREFIX.sub("", span))
    return tuple(dict.fromkeys(_unescaped(_lines(text)) for text in bare))


def _lines(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _unescaped(text: str) -> str:
    """Return the text with the bars that a table cell escapes as bars."""
    return text.replace(r"\|", "|")


def _stands(wanted: str, lines: str) -> bool:
    flat = lines.replace("\n", " ")
    at = flat.find(wanted)
    while at >= 0:
        if _starts(lines, at) and _ends(lines, at + len(wanted)):
            return True
        at = flat.find(wanted, at + 1)
    return False


def _starts(lines: str, at: int) -> bool:
    opening = lines[lines.rfind("\n", 0, at) + 1 : at]
    if opening.rstrip().endswith("|") or _OPENING.fullmatch(opening):
        return True
    return _SENTENCE_END.search(lines[max(0, at - _TAIL) : at]) is not None


def _ends(lines: str, at: int) -> bool:
    after = lines[at : at + _TAIL]
    if not after.strip() or _AFTER.match(after):
        return True
    return _SENTENCE_END.search(lines[max(0, at - _TAIL) : at]) is not None


def _bad_edit(edit: Edit, text: str, grounds: Grounds) -> str | None:
    """Return what an edit put into the text that is not the product's or the plan's, or None."""
    match edit.name, edit.arguments:
        case "name_product", (name, *_) if name != grounds.identity.name:
            return f"an edit names the product {name!r}"
        case "absolute_link" | "inline_reference", (_, url, *_) if f"]({url})" in text:
            host = re.match(r"https?://([^/:?#]+)", url)
            named = host is not None and host[1].lower() in grounds.hosts
            package = grounds.identity.package
            if not named and not own_url(url, tuple(grounds.hosts), grounds.repository, package):
                return f"an edit links to {url!r}"
        case "page_link", (url, target, *_) if f"]({target})" in text:
            if (url, target) not in grounds.documents:
                return f"an edit links to {target!r}, where the plan does not tell {url!r}"
    return None
