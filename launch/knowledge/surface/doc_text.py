"""Doc comments as text: what they say first, deprecation, descriptions of parameters."""

import itertools
import re

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')`*]*\s+(?=[A-Z`*\[(\"'])")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|Inc|Ltd|No|Dr|Mr|Fig)\.|\.\.\.)$")
_DEPRECATED = re.compile(
    r"(?im)^[ \t]*(?:\.\.\s+deprecated::\s*(?P<rst>.*)|@deprecated\b[:\s]*(?P<tag>.*)"
    r"|\**deprecated\**\s*(?::|since|in\b|\.|-)\s*(?P<word>.*))$"
    r"|(?<=[ \t])@deprecated\b[:\s]*(?P<inline>.*)$"
)


_QUALIFIES = re.compile(
    r"\b(?:if|unless|only|except|must|otherwise|by default|no effect|does nothing|however|instead|"
    r"never|not|cannot|disabled|ignored)\b|n['’]t\b",
    re.IGNORECASE,
)
"""Words of a sentence that narrows what the one before it says."""
_LEADS_ON = re.compile(
    r":\s*$|https?://|\b(?:see|above|below|following|e\.g|example|TODO|self)\b|[{}<>]|\]\(",
    re.IGNORECASE,
)
"""Marks of a sentence that leads on to what a page does not show."""
_MOST_SENTENCES, _MOST_CHARACTERS = 4, 300


def summary_of(doc: str) -> str:
    """Return what a doc comment says first, on one line; empty if it says nothing.

    That is its first sentence, with those after it in the same paragraph up to the last one that
    narrows it, such as "If the message is nil, it does nothing.".
    """
    paragraph = re.split(r"\n\s*\n", doc.strip(), maxsplit=1)[0]
    if re.match(r"\s*(?:[-*+]\s|\.\. |>>>|```|@|:\w+)", paragraph):
        return ""
    text = " ".join(paragraph.split())
    ends = [*_ends(text), len(text)]
    summary = text[: ends[0]]
    for before, end in itertools.pairwise(ends[:_MOST_SENTENCES]):
        added, longer = text[before:end], text[:end]
        if _LEADS_ON.search(added) or len(longer) > _MOST_CHARACTERS:
            break
        if _QUALIFIES.search(added):
            summary = longer
    return summary.rstrip()


def _ends(text: str) -> list[int]:
    """Return where sentences end that others follow."""
    found = [end.start() for end in _SENTENCE_END.finditer(text)]
    return [end for end in found if end and not _ABBREVIATION.search(text[:end])]


def deprecation_of(doc: str) -> str | None:
    """Return what a doc comment says of the deprecation, or None where it says nothing."""
    match = _DEPRECATED.search(doc)
    if match is None:
        return None
    said = next((group for group in match.groups() if group), "")
    rest = doc[match.end() :].split("\n\n", 1)[0] if match["rst"] is not None else ""
    return " ".join(f"{said} {rest}".split()) or "Deprecated."
