"""Change the words of inline Markdown and leave its code spans as they are."""

import re
from collections.abc import Callable

CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """Change the text between code spans; code stays as it is."""
    parts: list[str] = []
    start = 0
    for match in CODE.finditer(text):
        parts += [change(text[start : match.start()]), match[0]]
        start = match.end()
    return "".join([*parts, change(text[start:])])


def tidy(text: str) -> str:
    """Mend what a cut left behind, outside code: empty brackets and stray spaces."""

    def change(part: str) -> str:
        part = re.sub(r"\(\s*\)|\*\*\s*\*\*", "", re.sub(r"\s+", " ", part))
        return re.sub(r"\s+([,.;:!?])(?=\s|$)", r"\1", re.sub(r" {2,}", " ", part))

    return " ".join(outside_code(text, change).split())


def capital(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]


def outside_links_code(text: str, change: Callable[[str], str]) -> str:
    """Change the text, links included, and leave its code spans as they are."""
    # A code span inside link text is part of the link, so spans are masked, not split at.
    spans: list[str] = []

    def hide(match: re.Match[str]) -> str:
        spans.append(match[0])
        return f"\x02{len(spans) - 1}\x02"

    fresh = change(CODE.sub(hide, text))
    return re.sub("\x02(\\d+)\x02", lambda match: spans[int(match[1])], fresh)
