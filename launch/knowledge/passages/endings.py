"""How a text may end: what goes on elsewhere or announces what does not follow is not told."""

import re

from launch.knowledge.passages.leaning import has_verb, headless
from launch.wording.sentences import sentences

_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_DATED = re.compile(r"[*_]*(?:\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+,? \d{4}|\d{4}-\d\d-\d\d)\b")


_RELATIVE = re.compile(r"\w+ to [a-z]+\b.* (?:to|with|from|in|for|by)$")
"""What a thing is for, as in "file to write the snapshot to": the last word belongs to it."""


def loose_item(text: str, bare: str, *, introduces: bool) -> str | None:
    """Return why a list item or cell (``bare``: code masked) is left in the air, or None."""
    if text.endswith((":", "...", "…")) and not introduces:
        return "announces what does not follow"
    if _DATED.match(bare):
        return "is a dated entry"
    ends = re.search(
        r"\b(?:with|by|using|to|and|or|the|an?|of|in|for|as|from|via|run|execute)$", bare
    )
    return "goes on elsewhere" if ends and not _RELATIVE.search(bare) else None


_UNENDED = re.compile(r"\b(?:the|an?|of|use|uses|with|by|to|in|and|or|is|are|from|as|that)$")


_TORN = re.compile(r"\b(?:the|an?|of)$")


_STOPPABLE = re.compile(r"[\w`)*_\]\"”']$")
_LABELLED = re.compile(r"\*\*[A-Z][\w -]{2,20}:?\*\*:? ")


def unstopped(text: str) -> bool:
    """Return whether a paragraph is a sentence that only lacks its full stop."""
    bare = _CODE.sub("x", text)
    last = sentences(bare)[-1:]
    return bool(
        _STOPPABLE.search(bare)
        and re.match(r"[A-Z`*_\w]", bare)
        and (len(last) == 1 and len(last[0].split()) >= 5)
        and (has_verb(last[0]) or _LABELLED.match(bare))
        and not _UNENDED.search(bare)
    )


def loose_paragraph(text: str, bare: str, *, introduces: bool) -> str | None:
    """Return why a paragraph (``bare``: code masked) cannot stand, or None."""
    why = headless(bare, introduces=introduces)
    if why is None and (_TORN if introduces else _UNENDED).search(bare):
        return "goes on elsewhere"
    if why is not None or introduces:
        return why
    if re.match(r"(?:Some|Several|A few|Here (?:are|is)|Below|More)\b.*\bexamples?\b", text):
        return "announces what does not follow"
    if text.endswith((":", "-", "–", "—", ",", "...", "…")):
        return "announces what does not follow"
    whole = re.search(r"[.!?][\"'”)*_`\]]*(?:\([^)]*\))?$", text)
    return None if whole and len(re.findall(r"\w+", bare)) >= 4 else "is no sentence"
