"""What a passage is put together from: blocks of kept texts, and groups without loose ends."""

import ast
import re

from launch.contracts.product_facts import PassageBlock
from launch.knowledge.passages.blocks import Block, Text
from launch.knowledge.passages.leaning import leans
from launch.knowledge.passages.polish import Polished

PLACED = re.compile(
    r"\b(?:available|located|found|provided|included|shipped|stored|kept|live[sd]?|see|are|is|look)\s+"
    r"(?:them |it )?(?:under|in|at|inside|within)\s+(?:the\s+)?`((?:\./)?[\w.-]+(?:/[\w.-]+)*/|"
    r"[\w.-]+(?:/[\w.-]+)+)`"
)
"""A path that a text says the repository has; others are the reader's own."""
PREVIOUS = re.compile(
    r"\b(?:previous|preceding|above|earlier|last) (?:\w+ )?"
    r"(?:example|code|snippet|section|command)s?\b"
    r"|\b(?:example|code|snippet|command)s? above\b",
    re.IGNORECASE,
)
LOOKS_BACK = re.compile(
    r"\b(?:in|from|with|by) (?:this|the) (?:example|snippet|code|case|command|output)\b"
    r"|^(?:this|the) (?:example|code|snippet|command|output)\b|\bhere\b(?! (?:is|are)\b)",
    re.IGNORECASE,
)
QUALIFIES = re.compile(
    r"\b(?:however|but|except|unless|only|not|no|never|careful|caution|warning|deprecated|instead|"
    r"avoid|beware|although|though|unfortunately|must|if)\b|n['’]t\b",
    re.IGNORECASE,
)
"""Words of a text that may take back what stands before it."""
CODE_ALONE = frozenset({"installation", "quickstart", "usage", "examples", "cli", "configuration"})
MOST_ROWS = 60
"""A table of more rows is data."""
_COUNT = re.compile(r"\b(?:two|three|four|five|six|seven|eight|nine|ten|both|\d+)\b", re.IGNORECASE)


def without_announcement(group: list[Block]) -> list[Block]:
    """Return the group without the last paragraphs that announce or lean."""
    while group and group[-1].kind == "paragraph":
        source = group[-1].texts[0].source
        if not source.endswith((":", "...", "…")) and not leans(source):
            break
        group = group[:-1]
    return group


def claims_whole(announcement: str) -> bool:
    """Return whether an announcement says that all of something follows, or how many."""
    return bool(_COUNT.search(announcement)) or bool(
        re.search(
            r"\b(?:complete|all|every|entire|full|only|following)\b.*:$",
            announcement,
            re.IGNORECASE,
        )
    )


def depths_of(rows: list[tuple[Text, Polished]]) -> tuple[int, ...]:
    """Return the depth of each item; empty where the list is flat."""
    depths = tuple(text.depth for text, _ in rows)
    return depths if any(depths) else ()


def passage_block(kind: str, rows: list[tuple[Text, Polished]]) -> PassageBlock:
    """Return the block of the texts that are kept."""
    return PassageBlock.model_validate(
        {
            "kind": kind,
            "texts": tuple(made.text for _, made in rows),
            "edits": tuple(made.edits for _, made in rows),
            "source": tuple(text.source for text, _ in rows),
            "depths": depths_of(rows),
        }
    )


_INCLUDES = re.compile(r"\{\{[<%]\s*(?:readfile|include|code\w*|import)\b", re.IGNORECASE)


_SHOWS_SHORTCODES = frozenset({"markdown", "md", "html", "hugo", "go-html-template"})
"""Languages in which a shortcode is what the code is about, and nothing still to be put in."""


def is_whole_code(block: Block) -> bool:
    """Return whether code stands as it is read: nothing still to be put in, no indent lost."""
    if block.language not in _SHOWS_SHORTCODES and _INCLUDES.search(block.code):
        return False
    if block.language not in {"python", "py"}:
        return True
    try:
        ast.parse(block.code)
    except IndentationError as error:
        return "expected an indented block" not in error.msg
    except (SyntaxError, ValueError, RecursionError):
        return True
    return True
