"""Usage texts: lines of ``-f, --flag VALUE  what it does``, and the lines that go on with it."""

import re
from collections import Counter
from dataclasses import dataclass, replace

from launch.checks.texts import fold
from launch.knowledge.commands.declared import DeclaredCommand, DeclaredOption

_FLAG = re.compile(
    r"^(?P<lead>[\s\"'*/#]*)(?P<short>[-+]\w)?(?:,?\s*(?P<long>--[a-zA-Z][\w-]+))"
    r"(?P<rest>.*)$"
)
_VALUE = re.compile(r"\[?=\S+|(?:[ =]\[?<?[\w|:.-]+>?\]?)*")
_END = re.compile(r"(?:\\n)?(?:[\"'][\"',;)\\\s]*|[,;\\]+)?\s*$")
_RAW_END = re.compile(r"[;\\]*\s*$")
_LEAST = 3
_MOST_LINES = 5


@dataclass(frozen=True)
class _Row:
    """A line that names a flag; ``column`` is where its help begins, -1 where that is not plain."""

    number: int
    flags: tuple[str, ...]
    value: str
    help: str
    column: int


def usage_flags(path: str, text: str) -> list[DeclaredCommand]:
    """Return the tool itself with the flags of its usage text; empty below three flags."""
    if not re.search(r"(?i)\busage\b", text) or "--" not in text:
        return []
    lines = _everywhere(text.expandtabs(8)).split("\n")
    rows = [row for number, line in enumerate(lines, 1) if (row := _row(number, line)) is not None]
    columns = Counter(row.column for row in rows if row.column > 0)
    usual = columns.most_common(1)[0][0] if columns else -1
    placed = [_placed(row, lines[row.number - 1], usual) for row in rows]
    options = [_option(row, lines, usual) for row in placed if row is not None]
    root = DeclaredCommand("", path, 1, options=[option for option in options if option.flags])
    return [root.without_doubles()] if len(root.options) >= _LEAST else []


_PLATFORM = re.compile(r"\s*#\s*if.*(?:WIN32|WIN64|_MSC_VER|__APPLE__|__linux__|CYGWIN|MINGW)")


def _everywhere(text: str) -> str:
    """Blank the lines that a C preprocessor keeps on one platform only: not all users have them."""
    if "#" not in text:
        return text
    found: list[str] = []
    depth = 0
    for line in text.split("\n"):
        opens = re.match(r"\s*#\s*if", line) is not None
        depth += opens if depth or _PLATFORM.match(line) else 0
        found.append("" if depth else line)
        depth -= 1 if depth and re.match(r"\s*#\s*endif", line) else 0
    return "\n".join(found)


def _row(number: int, line: str) -> _Row | None:
    match = _FLAG.match(line)
    if match is None or "->" in line or not re.search(r"\s", match["rest"] + " "):
        return None
    flags = tuple(flag for flag in (match["long"], match["short"]) if flag)
    split = re.match(
        r"(?P<value>\[?=\S+?|(?:[ =]\[?<?[\w|:.-]+>?\]?)*?)(?:\s{2,}|\\t+\s*)(?=\S)",
        match["rest"],
    )
    if split is None:
        return _Row(number, flags, "", "", -1)
    start = match.start("rest") + split.end()
    return _Row(number, flags, split["value"].strip(" ="), line[start:], start)


def _placed(row: _Row, line: str, usual: int) -> _Row | None:
    """Return the row with its help where the other rows have theirs; None: no flag is told."""
    if row.column >= 0:
        return row if _words(row.help) else None
    alone = _FLAG.match(line)
    if usual > 0 and alone is not None and _is_value(alone["rest"].rstrip()):
        return replace(row, value=alone["rest"].strip(" ="), column=usual)
    before, after = line[:usual], line[usual:]
    if usual <= 0 or not before.endswith(" ") or not after[:1].strip():
        return None
    match = _FLAG.match(before)
    value = match["rest"].strip(" =") if match else ""
    if value and not _is_value(f"={value}") and not _is_value(f" {value}"):
        return None
    return replace(row, value=value, help=after, column=usual)


def _is_value(rest: str) -> bool:
    return _VALUE.fullmatch(rest) is not None


def _words(text: str) -> bool:
    return re.search(r"[A-Za-z]{2}", text) is not None and not text.startswith(('"', "%"))


def _option(row: _Row, lines: list[str], usual: int) -> DeclaredOption:
    end = _END if re.match(r"\s*[\"']", lines[row.number - 1]) else _RAW_END
    parts, last = [end.sub("", row.help)], row.number
    while last < len(lines) and last - row.number < _MOST_LINES:
        more = _continuation(lines[last], row.column)
        if not more:
            break
        parts.append(end.sub("", more))
        last += 1
    values = next((at for at, part in enumerate(parts) if part.startswith(("[", "("))), len(parts))
    forms = [
        fold(" ".join(some).replace('\\"', '"')).rstrip(";") for some in (parts, parts[:values])
    ]
    told = next((form for form in forms if _whole(form)), "")
    return DeclaredOption(row.flags, row.number, last, row.value, None, told)


def _continuation(line: str, column: int) -> str:
    """Return what a line adds to the help above it: text that begins in the same column."""
    before, after = line[:column], line[column:]
    return after if re.fullmatch(r"[\s\"'*/#]*", before) and after[:1].strip() else ""


def _whole(told: str) -> bool:
    if not re.fullmatch(r"[^%{}]+", told) or "][" in told:
        return False
    if any(told.count(a) != told.count(b) for a, b in ("()", "[]")):
        return False
    return not told.endswith((",", " and", " or", " the", " a", " of", " to", " as", ":"))
