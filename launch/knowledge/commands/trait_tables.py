"""Flags that a Rust program declares as one trait implementation each, with literal answers.

The trait's own name does not matter: what its methods are called says what they answer.
"""

import re
from collections import Counter

from launch.checks.texts import fold
from launch.knowledge.commands.declared import DeclaredCommand, DeclaredOption

_IMPLEMENTATION = re.compile(r"(?m)^impl\s+([\w:]+)\s+for\s+\w+\s*\{[^\n]*\n(.*?)^\}", re.DOTALL)
_ANSWER = re.compile(
    r"fn\s+(\w+)\(&self\)\s*->\s*[^{]+\{\s*(?:Some\()?\s*"
    r"(?:r?\"((?:\\.|[^\"\\])*)\"|b?'(.)'|(true|false))\s*\)?\s*\}"
)
_LEAST = 3
"""As many flags make a table."""


def flags_of_traits(path: str, text: str) -> list[DeclaredCommand]:
    """Return the tool itself with the flags that implementations of one trait declare."""
    rows = [(match[1], match.start(), match.end(), _answers(match[2]))
            for match in _IMPLEMENTATION.finditer(text)]  # fmt: skip
    counts = Counter(
        trait for trait, _, _, told in rows if _told(told, r"(?:name_?)?long(?:_?name)?")
    )
    tables = {trait for trait, count in counts.items() if count >= _LEAST}
    root = DeclaredCommand("", path, 1)
    for trait, start, end, told in rows:
        long = _told(told, r"(?:name_?)?long(?:_?name)?")
        if trait in tables and re.fullmatch(r"[a-zA-Z][\w-]*", long):
            first = text.count("\n", 0, start) + 1
            root.options.append(_option(told, long, first, text.count("\n", 0, end) + 1))
    return [root] if root.options else []


def _answers(body: str) -> dict[str, str]:
    return {name: literal or letter or word
            for name, literal, letter, word in _ANSWER.findall(body)}  # fmt: skip


def _told(told: dict[str, str], pattern: str) -> str:
    return next((value for name, value in told.items() if re.fullmatch(pattern, name)), "")


def _option(told: dict[str, str], long: str, first: int, last: int) -> DeclaredOption:
    short = _told(told, r"(?:name_?)?short(?:_?name)?")
    helped = _told(told, r"(?:doc|help)(?:_short)?|short_(?:doc|help)|about|description|summary")
    switch = _told(told, r"is_switch|is_flag") == "true"
    value = _told(told, r"(?:doc_)?variable|metavar|value_name|placeholder")
    return DeclaredOption(
        flags=(f"--{long}", *((f"-{short}",) if len(short) == 1 else ())),
        line=first, last_line=last, value="" if switch else value,
        help=fold(helped.replace('\\"', '"')),
    )  # fmt: skip
