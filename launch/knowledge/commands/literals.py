"""String literals and call arguments of languages that are read by pattern."""

import re

from launch.checks.texts import fold

QUOTED = r"(?:\"((?:\\[\s\S]|[^\"\\])*)\"|'((?:\\.|[^'\\\n])*)'|`([^`]*)`)"
STRING = re.compile(QUOTED)
_MAX_CALL = 4000


def line_of(text: str, at: int) -> int:
    """Return the number of the line that an offset is on, from 1."""
    return text.count("\n", 0, at) + 1


def plain(literal: str) -> str:
    """Return the text of one string literal, white space folded; empty for anything else."""
    match = STRING.fullmatch(literal.strip())
    if match is None:
        return ""
    text = match[1] or match[2] or match[3] or ""
    joined = re.sub(r"\\\s*\n\s*", "", text)
    return fold(joined.replace('\\"', '"').replace("\\n", " "))


def arguments(text: str, start: int) -> tuple[list[str], int]:
    """Split a call's arguments from after its bracket; return them and where the call ends."""
    parts: list[str] = []
    depth, at, begin = 1, start, start
    while at < len(text) and depth and at - start < _MAX_CALL:
        if text.startswith("//", at):
            at = (text.find("\n", at) + 1) or len(text)
            continue
        match = STRING.match(text, at)
        if match is not None:
            at = match.end()
            continue
        char = text[at]
        depth += (char in "([{") - (char in ")]}")
        if (char == "," and depth == 1) or depth == 0:
            parts.append(_without_comments(text[begin:at]))
            begin = at + 1
        at += 1
    return [part for part in parts if part], at


def _without_comments(part: str) -> str:
    return re.sub(r"(?m)^\s*//[^\n]*$", "", part).strip()


def scalar(value: str) -> str | None:
    """Return a literal number, true or plain string as a default; None for anything else."""
    bare = plain(value) or value.strip()
    ok = re.fullmatch(r"-?\d+(?:\.\d+)?|true|[\w./:@-]+", bare) and bare not in {"nil", "false"}
    quoted = STRING.fullmatch(value.strip()) is not None
    return bare if ok and (quoted or re.fullmatch(r"-?\d+(?:\.\d+)?|true", bare)) else None
