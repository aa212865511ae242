"""Where lines end, for every part that counts them: at a line feed alone, as git and Hugo count.

A lone carriage return, a form feed or U+2028 stands inside a line; Python and Markdown parsers
differ there, so their text goes through `normal` first.
"""

import re

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def split_lines(text: str) -> tuple[str, ...]:
    """Return the lines, line ends kept; joined they are the text."""
    return tuple(_LINE.findall(text))


def line_end(text: str) -> str:
    r"""Return the file's line end: ``\r\n`` where most lines have it, else ``\n``."""
    return "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"


def style(text: str) -> tuple[str, bool]:
    """Return the file's line end, and whether it has a byte order mark."""
    return line_end(text), text.startswith("\ufeff")


def newlines(text: str) -> str:
    r"""Return the text with ``\n`` as the only line end."""
    return text.replace("\r\n", "\n")


def normal(text: str) -> str:
    """Return the text for a Markdown parser: newlines only, a lone carriage return as a blank."""
    return newlines(text).replace("\r", " ") if "\r" in text else text
