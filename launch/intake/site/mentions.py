"""Where the site already speaks about the product. Plain words at word boundaries, nothing more."""

import re
from collections.abc import Iterable

from launch.contracts.site_context import Mention

_LONGEST = 200
_SHORTEST_TERM = 3


def naming(terms: Iterable[str]) -> re.Pattern[str] | None:
    """Return the pattern that finds any of the terms as words, or None where there is none."""
    wanted = sorted({term.strip() for term in terms if len(term.strip()) >= _SHORTEST_TERM})
    words = "|".join(re.escape(term) for term in wanted)
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE) if wanted else None


def first_mention(path: str, text: str, pattern: re.Pattern[str] | None) -> Mention | None:
    """Return the first line of a page that the pattern finds something in, or None."""
    match = pattern.search(text) if pattern else None
    if match is None:
        return None
    start = text.rfind("\n", 0, match.start()) + 1
    end = text.find("\n", match.end())
    line = text[start : len(text) if end < 0 else end].strip()
    shown = line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
    return Mention(path=path, line=text.count("\n", 0, start) + 1, text=shown)
