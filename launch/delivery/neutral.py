"""Text of a product or site made harmless in a pull request or a commit message.

No mention, no issue reference, no closing keyword, no HTML, no link, no invisible character.
"""

import re
import unicodedata

_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)")
_ACTIVE = re.compile(
    r"https?://[^\s<>`]+|\bwww\.[^\s<>`]+"
    r"|(?<![A-Za-z0-9_])@[A-Za-z0-9][\w./-]*"
    r"|(?<![A-Za-z0-9_/-])[A-Za-z0-9_./-]*#\d+"
    r"|\bGH-\d+\b",
    re.IGNORECASE,
)
_INERT_START = re.compile(r"^(\d{0,9})([-+=#.)])")


def plain(text: str) -> str:
    """Return text on one line, without control, format, private and surrogate characters."""
    folded = " ".join(text.split())
    return "".join(letter for letter in folded if unicodedata.category(letter)[0] != "C")


def inline(text: str) -> str:
    """Return inline Markdown that shows ``text``; its own code spans are kept, all else is inert.

    Links keep their text only. What GitHub would act upon (addresses, mentions, issue numbers)
    becomes a code span.
    """
    shown, at = "", 0
    source = plain(text)
    for match in _CODE.finditer(source):
        shown += _outside(source[at : match.start()]) + code(match[2])
        at = match.end()
    shown += _outside(source[at:])
    return _INERT_START.sub(r"\1\\\2", shown)


def cell(text: str) -> str:
    """Return `inline` text for a table cell."""
    return inline(text).replace("|", "\\|")


def code(text: str) -> str:
    """Return a code span of a text, whatever backticks it holds."""
    content = plain(text)
    longest = max((len(run) for run in re.findall(r"`+", content)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if content.startswith("`") or content.endswith("`") else ""
    return f"{fence}{pad}{content}{pad}{fence}" if content else ""


def fenced(text: str, language: str = "") -> str:
    """Return a code block whose fence is longer than any in the text."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def message(text: str) -> str:
    """Return one line for a commit message: no mention, no issue reference, no trailer."""
    without = _ACTIVE.sub(lambda match: re.sub(r"[@#]|GH-", "", match[0]), plain(text))
    return re.sub(r"^[A-Za-z-]+: ", lambda match: match[0].replace(":", " -"), without)


def _outside(text: str) -> str:
    unlinked = text
    while _LINK.search(unlinked):
        unlinked = _LINK.sub(r"\1", unlinked)
    parts, at = [], 0
    for match in _ACTIVE.finditer(unlinked):
        parts += [_escaped(unlinked[at : match.start()]), code(match[0])]
        at = match.end()
    return "".join([*parts, _escaped(unlinked[at:])])


def _escaped(text: str) -> str:
    safe = re.sub(r"[\\`*\[\]~$]", r"\\\g<0>", text)
    safe = re.sub(r"(?<![^\W_])_|_(?![^\W_])", r"\\_", safe)
    return safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
