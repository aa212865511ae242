"""Parse with a grammar, in a bounded number of steps: no source may cost minutes or gigabytes.

Steps are counted, not seconds: the same source is read, or refused, on every machine.
"""

from functools import cache
from typing import cast

from tree_sitter import Node, Parser, Point
from tree_sitter_language_pack import SupportedLanguage, get_parser

_STEPS = 500
_STEPS_PER_KB = 15
"""Real sources of eleven languages take at most 7; a hundred kilobytes of ``a<`` took 24 GB."""
_CHUNK = 65_536


def parse_bounded(grammar: str, source: bytes) -> Node | None:
    """Return the root of a source's syntax tree; None where the grammar does not get to its end."""
    budget = _STEPS + _STEPS_PER_KB * len(source) // 1_000
    steps = 0

    def read(offset: int, point: Point) -> bytes:
        del point
        return source[offset : offset + _CHUNK]

    def stop(*told: object) -> bool:
        nonlocal steps
        del told
        steps += 1
        return steps > budget

    parser = _parser(grammar)
    try:
        counted = parser.parse(read, progress_callback=stop)
        # Only a tree over bytes gives the text of its nodes at once; all of it is taken over.
        return parser.parse(source, counted).root_node
    except ValueError:
        # What a stopped parse has read so far would be taken up by the next one.
        parser.reset()
        return None


@cache
def _parser(grammar: str) -> Parser:
    return get_parser(cast("SupportedLanguage", grammar))
