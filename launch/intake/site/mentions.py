"""Where the site already speaks about the product. Plain words at word boundaries, nothing more."""

import re
from collections.abc import Iterable

from launch.contracts.site_context import Mention

_LONGEST = 200
_SHORTEST_TERM = 3


def find_mentions(pages: Iterable[tuple[str, str]], terms: tuple[str, ...]) -> tuple[Mention, ...]:
    """Return the first line of each page (path, text) that names one of the terms, by path."""
    wanted = sorted({term.strip() for term in terms if len(term.strip()) >= _SHORTEST_TERM})
    if not wanted:
        return ()
    words = "|".join(re.escape(term) for term in wanted)
    pattern = re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)
    found = (_first(path, text, pattern) for path, text in pages)
    return tuple(sorted((m for m in found if m is not None), key=lambda m: m.path))


def _first(path: str, text: str, pattern: re.Pattern[str]) -> Mention | None:
    match = pattern.search(text)
    if match is None:
        return None
    start = text.rfind("\n", 0, match.start()) + 1
    end = text.find("\n", match.end())
    line = text[start : len(text) if end < 0 else end].strip()
    shown = line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
    return Mention(path=path, line=text.count("\n", 0, start) + 1, text=shown)
