"""Doc comments as text: first sentence, deprecation, descriptions of parameters."""

import re

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')`*]*\s+(?=[A-Z`*\[(\"'])")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|Inc|Ltd|No|Dr|Mr|Fig)\.|\.\.\.)$")
_DEPRECATED = re.compile(
    r"(?im)^[ \t]*(?:\.\.\s+deprecated::\s*(?P<rst>.*)|@deprecated\b[:\s]*(?P<tag>.*)"
    r"|\**deprecated\**\s*(?::|since|in\b|\.|-)\s*(?P<word>.*))$"
    r"|(?<=[ \t])@deprecated\b[:\s]*(?P<inline>.*)$"
)


def summary_of(doc: str) -> str:
    """Return the first sentence of a doc comment on one line; empty if there is none."""
    paragraph = re.split(r"\n\s*\n", doc.strip(), maxsplit=1)[0]
    if re.match(r"\s*(?:[-*+]\s|\.\. |>>>|```|@|:\w+)", paragraph):
        return ""
    text = " ".join(paragraph.split())
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if not _ABBREVIATION.search(text[: end.start()]):
            start = end.start()
            break
    return text[:start] if start else text


def deprecation_of(doc: str) -> str | None:
    """Return what a doc comment says of the deprecation, or None where it says nothing."""
    match = _DEPRECATED.search(doc)
    if match is None:
        return None
    said = next((group for group in match.groups() if group), "")
    rest = doc[match.end() :].split("\n\n", 1)[0] if match["rst"] is not None else ""
    return " ".join(f"{said} {rest}".split()) or "Deprecated."
