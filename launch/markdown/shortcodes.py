"""Hugo's shortcodes in a page's text: live ones found, others escaped so that Hugo shows them.

Hugo expands shortcodes inside code fences and code spans as well, so code is escaped too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TAG = re.compile(r"\{\{(?:<(.*?)>|%(.*?)%)\}\}", re.DOTALL)
_ESCAPED = re.compile(r"\{\{(?:</\*(.*?)\*/>|%/\*(.*?)\*/%)\}\}", re.DOTALL)
_LIVE = re.compile(r"\{\{(?P<mark>[<%])(?!/\*)")
_ALONE = re.compile(r"^[ \t>]*\{\{([<%])(?!/\*)\s*(/?)\s*([\w./-]+)(.*?)/?\s*[>%]\}\}[ \t]*$")
_ARGUMENT = re.compile(
    r"""(?:(?P<name>[\w-]+)\s*=\s*)?(?:"(?P<a>(?:\\.|[^"\\])*)"|`(?P<b>[^`]*)`|(?P<c>\S+))"""
)
_LEVELS = frozenset(
    {
        "caution",
        "danger",
        "important",
        "info",
        "note",
        "primary",
        "secondary",
        "success",
        "tip",
        "warning",
    }
)
_UNSEEN_NAMES = frozenset({"class", "color", "icon", "id", "level", "style", "type"})
_WORD = re.compile(r"^[a-z0-9_-]+$")


@dataclass(frozen=True)
class Shortcode:
    """One shortcode tag that Hugo would expand."""

    name: str
    """Name; empty where the tag has none."""
    tag: str
    """The tag as written; from its start to the line's end where it is never closed."""
    line: int
    """Line it starts on."""
    closed: bool
    """Whether the tag ends; Hugo refuses the page otherwise."""


def live_shortcodes(body: str, first_line: int = 1) -> tuple[Shortcode, ...]:
    """Return every tag that Hugo would expand, inside code as well, in order."""
    return tuple(_live(body, first_line))


def escaped(text: str) -> str:
    """Return text in which Hugo shows closed shortcode tags instead of expanding them."""
    if "{{" not in text:
        return text
    return _TAG.sub(_escape, text)


def unescaped(text: str) -> str:
    """Return the text that `escaped` was made from, or that Hugo shows for it."""
    return _ESCAPED.sub(_unescape, text) if "{{" in text else text


def can_be_escaped(text: str) -> bool:
    """Return whether `escaped` leaves nothing that Hugo would expand or refuse."""
    return not live_shortcodes(escaped(text))


def standing_alone(line: str) -> str | None:
    """Return the arguments' text of a line that is one live tag, or None."""
    found = _ALONE.match(line)
    return found[4].strip() if found else None


def seen_arguments(arguments: str) -> Iterator[str]:
    """Yield the argument values that readers may see."""
    for found in _ARGUMENT.finditer(arguments):
        value = next((found[g] for g in ("a", "b", "c") if found[g] is not None), "")
        unseen = found["name"] in _UNSEEN_NAMES and _WORD.match(value)
        if value and not unseen and not (found["name"] is None and value in _LEVELS):
            yield value


def _live(body: str, first_line: int) -> Iterator[Shortcode]:
    position = 0
    while (start := body.find("{{", position)) >= 0:
        hidden = _ESCAPED.match(body, start)
        if hidden:
            position = hidden.end()
            continue
        if not (_LIVE.match(body, start) or body.startswith(("{{</*", "{{%/*"), start)):
            position = start + 1
            continue
        whole = _TAG.match(body, start)
        end = whole.end() if whole else (body.find("\n", start) + 1 or len(body) + 1) - 1
        inner = (body[start + 3 : end].split() or [""])[0].strip("/<>%}")
        line = first_line + body.count("\n", 0, start)
        yield Shortcode(inner, body[start:end], line, whole is not None)
        position = end


def _escape(found: re.Match[str]) -> str:
    inner = found[1] if found[1] is not None else found[2]
    mark, close = ("<", ">") if found[1] is not None else ("%", "%")
    return f"{{{{{mark}/*{inner}*/{close}}}}}"


def _unescape(found: re.Match[str]) -> str:
    inner = found[1] if found[1] is not None else found[2]
    mark, close = ("<", ">") if found[1] is not None else ("%", "%")
    return f"{{{{{mark}{inner}{close}}}}}"
