"""Shortcodes as a site's pages use them, and the stubs that stand in for a missing theme's."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_CALL = re.compile(r"\{\{[<%]\s*(/?)\s*([A-Za-z0-9_][\w./-]*)(?:\s[^}]*?)?\s*(/?)[>%]\}\}")
BUILT_IN = frozenset(
    """
    comment details figure gist highlight instagram instagram_simple param qr ref relref tweet
    twitter twitter_simple vimeo vimeo_simple x x_simple youtube
    """.split()  # noqa: SIM905 - a word list reads better than twenty lines
)
PAIRED_STUB = "{{ .Inner }}"
SINGLE_STUB = "{{/* A shortcode of a theme that is not in the repository. */}}"


@dataclass(frozen=True)
class ShortcodeCount:
    """How often a shortcode is used, in how many pages, whether closed, and one use."""

    name: str
    files: int
    paired: bool
    example: str


def shortcode_uses(texts: Iterable[str]) -> tuple[ShortcodeCount, ...]:
    """Count shortcodes over pages' source texts; commonest first, then by name."""
    files: dict[str, int] = {}
    paired: set[str] = set()
    example: dict[str, str] = {}
    for text in texts:
        seen: set[str] = set()
        for match in _CALL.finditer(text) if "{{" in text else ():
            closing, name, self_closed = match.groups()
            seen.add(name)
            if closing or self_closed:
                paired.add(name)
            if not closing:
                example.setdefault(name, match.group(0)[:200])
        for name in seen:
            files[name] = files.get(name, 0) + 1
    counts = (
        ShortcodeCount(name, number, name in paired, example.get(name, ""))
        for name, number in files.items()
    )
    return tuple(sorted(counts, key=lambda count: (-count.files, count.name)))


def stub(*, paired: bool) -> str:
    """Return the template that stands in for a shortcode."""
    return PAIRED_STUB if paired else SINGLE_STUB
