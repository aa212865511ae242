"""Split inline Markdown into sentences; code spans, links and abbreviations never split."""

import re

_MASKED = re.compile(
    r"(`+)(?:.+?)\1|!?\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])?|<https?:[^>]+>|https?://\S+"
)
_END = re.compile(r"(?<=[.!?])[\"')\]*_]*\s+(?=[\"'(\[*_`]*[A-Z0-9\x00])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|resp|incl|Inc|Ltd|Dr|Mr|Mrs|St|No|Fig|Eq|Sec|Ch|al)\."
    r"|(?:^|\s)[A-Z]\.|\.\.\.)[\"')\]*_]*\s*$"
)


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a paragraph's inline Markdown, white space folded."""
    folded = " ".join(text.split())
    masked = _MASKED.sub(lambda match: "\x00" * len(match[0]), folded)
    parts: list[str] = []
    start = 0
    for match in _END.finditer(masked):
        if _ABBREVIATION.search(masked[start : match.end()]):
            continue
        parts.append(folded[start : match.end()].strip())
        start = match.end()
    parts.append(folded[start:].strip())
    return tuple(part for part in parts if part)
