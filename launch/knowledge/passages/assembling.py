"""What a passage is put together from: blocks of kept texts, and groups without loose ends."""

import ast
import re
from collections.abc import Callable

from launch.contracts.product_facts import PassageBlock
from launch.knowledge.passages.blocks import Block, Text
from launch.knowledge.passages.polish import Polished

PLACED = re.compile(
    r"\b(?:available|located|found|provided|included|shipped|stored|kept|live[sd]?|see|are|is|look)\s+"
    r"(?:them |it )?(?:under|in|at|inside|within)\s+(?:the\s+)?`((?:\./)?[\w.-]+(?:/[\w.-]+)*/|"
    r"[\w.-]+(?:/[\w.-]+)+)`"
)
"""A path that a text says the repository has; others are the reader's own."""
CODE_ALONE = frozenset({"installation", "quickstart", "usage", "examples", "cli", "configuration"})
MOST_ROWS = 60
"""A table of more rows is data."""
_COUNT = re.compile(r"\b(?:two|three|four|five|six|seven|eight|nine|ten|both|\d+)\b", re.IGNORECASE)


_SENDS_AWAY = re.compile(r"(?i)\b(?:looking for|see|read|links?|resources|more|further|visit)\b")


def only_leads_on(block: Block, before: Block | None, foreign: Callable[[str], bool]) -> bool:
    """Return whether a list is a table of contents, or pointers alone.

    A list of other projects, by their ``foreign`` addresses, that a sentence announces is neither.
    """
    links = [re.fullmatch(r"\[[^\]]+\]\(([^)]*)\)", text.source) for text in block.texts]
    found = [match[1] for match in links if match is not None]
    if len(found) < len(links):
        return False
    if before is None or before.kind != "paragraph" or not before.texts[0].source.endswith(":"):
        return True
    if _SENDS_AWAY.search(before.texts[0].source):
        return True
    return not all(foreign(url) for url in found)


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
