"""Parse a file with its grammar. A file that is too deep or too odd is named, never a crash."""

from functools import cache
from typing import cast

from tree_sitter import Node, Parser
from tree_sitter_language_pack import SupportedLanguage, get_parser

MAX_BYTES = 600_000
"""Larger sources take a grammar seconds; they are left out and named."""


def parse(grammar: str, source: bytes) -> Node | None:
    """Return the root of a source's syntax tree; None where it is too large or the grammar fails.

    A grammar has no clock: the size bounds its time, and `walk` the number of nodes looked at.
    """
    if len(source) > MAX_BYTES:
        return None
    try:
        return _parser(grammar).parse(source).root_node
    except ValueError:
        return None


@cache
def _parser(grammar: str) -> Parser:
    return get_parser(cast("SupportedLanguage", grammar))
