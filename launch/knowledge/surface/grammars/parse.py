"""Parse a file with its grammar. A file that is too deep or too odd is named, never a crash."""

from tree_sitter import Node

from launch.checks.bounded_parse import parse_bounded

MAX_BYTES = 600_000
"""Larger sources take a grammar seconds; they are left out and named."""


def parse(grammar: str, source: bytes) -> Node | None:
    """Return the root of a source's syntax tree; None where it is too large or never ends."""
    return parse_bounded(grammar, source) if len(source) <= MAX_BYTES else None
