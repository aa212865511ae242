"""A C++ header without what a grammar stumbles over: bodies, macros' bodies, conditions.

Declarations stay where they are, line by line; used where the whole header did not parse.
"""

import re

_TOKEN = re.compile(
    rb'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|[{};]',
    re.DOTALL,
)
_HOLDS = re.compile(
    rb"\b(?:namespace|class|struct|union|enum|extern)\b[^()=]*$|\b(?:class|struct)\b[^()]*:[^{}]*$"
)
_ASIDE = re.compile(
    rb"//[^\n]*|/\*.*?\*/|template\s*<[^{;]*?>\s*(?=class|struct|using)|^\s*#[^\n]*",
    re.DOTALL | re.MULTILINE,
)
_CONTINUED = re.compile(rb"(?m)^([ \t]*#[ \t]*define\b[^\n]*?)\\\n((?:[^\n]*\\\n)*[^\n]*)$")
_CONDITION = re.compile(rb"(?m)^[ \t]*#[ \t]*(?:if|ifdef|ifndef|elif|else|endif|pragma)\b[^\n]*$")


def skeleton(source: bytes) -> bytes:
    """Return the source with spaces for conditions, macros' bodies and functions' bodies."""
    plain = _CONTINUED.sub(lambda match: match[1] + b" \n" + _spaces(match[2]), source)
    return _without_bodies(_CONDITION.sub(lambda match: _spaces(match[0]), plain))


def _without_bodies(source: bytes) -> bytes:
    kept = bytearray(source)
    depth = head = opened = 0
    for match in _TOKEN.finditer(source):
        sign = match[0]
        if sign == b"{":
            if depth == 0 and _HOLDS.search(_ASIDE.sub(b"", source[head : match.start()])):
                head = match.end()
                continue
            opened = opened if depth else match.end()
            depth += 1
        elif sign == b"}" and depth:
            depth -= 1
            if depth == 0:
                kept[opened : match.start()] = _spaces(source[opened : match.start()])
                head = match.end()
        elif sign in (b"}", b";") and depth == 0:
            head = match.end()
    return bytes(kept)


def _spaces(text: bytes) -> bytes:
    return re.sub(rb"[^\n]", b" ", text)
