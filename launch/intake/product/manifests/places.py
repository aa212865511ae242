"""On which line each key of a TOML or JSON file stands: their parsers do not say."""

import re
from collections import Counter

from launch.intake.product.manifests.reading import Lines, Pointer

_KEY_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_DOTTED = rf"{_KEY_PART}(?:\s*\.\s*{_KEY_PART})*"
_TABLE = re.compile(rf"^\s*(\[\[?)\s*({_DOTTED})\s*\]")
_PAIR = re.compile(rf"^\s*({_DOTTED})\s*=\s*(.*)$")
_INLINE = re.compile(rf"(?:^\{{|,)\s*({_DOTTED})\s*=")
_PART = re.compile(_KEY_PART)
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|#.*')


def toml_lines(text: str) -> Lines:
    """Return the line of every table and key; tables of an array carry their index."""
    found: dict[Pointer, int] = {}
    arrays: Counter[Pointer] = Counter()
    table: Pointer = ()
    closing, depth = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        if closing:
            closing = "" if closing in line else closing
        elif depth > 0:
            depth += _balance(line)
        elif match := _TABLE.match(line):
            table = _keys(match[2])
            if match[1] == "[[":
                arrays[table] += 1
                table = (*table, str(arrays[table] - 1))
            found.setdefault(table, number)
        elif match := _PAIR.match(line):
            key = (*table, *_keys(match[1]))
            found.setdefault(key, number)
            for inner in _INLINE.finditer(match[2]):
                found.setdefault((*key, *_keys(inner[1])), number)
            closing = _opened(match[2])
            depth = 0 if closing else _balance(match[2])
    return found


def _keys(dotted: str) -> Pointer:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


def _opened(value: str) -> str:
    """Return the quotes that a value opens and does not close on its line."""
    return next((q for q in ('"""', "'''") if value.startswith(q) and value.count(q) == 1), "")


def _balance(line: str) -> int:
    bare = _STRING.sub("", line)
    return sum(map(bare.count, "[{")) - sum(map(bare.count, "]}"))


_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+|\n')


def json_lines(text: str) -> Lines:
    """Return the line of every key and list item of a JSON text; what it holds, if broken."""
    found: dict[Pointer, int] = {}
    path: list[str] = []
    counts: list[int | None] = []
    line, pending = 1, ""
    for match in _TOKEN.finditer(text):
        piece = match[0]
        count = counts[-1] if counts else None
        if piece == "\n":
            line += 1
        elif piece in "}]":
            path, counts = path[:-1], counts[:-1]
        elif piece == ",":
            counts[-1:] = [None if count is None else count + 1]
        elif piece == ":":
            found.setdefault((*path[1:], pending), line)
        else:
            if count is not None:
                pending = str(count)
                found.setdefault((*path[1:], pending), line)
            elif piece not in "{[":
                pending = piece.strip('"')
            if piece in "{[":
                path.append(pending)
                counts.append(0 if piece == "[" else None)
    return found
