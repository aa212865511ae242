"""What a passage is put together from: blocks of kept texts, and groups without loose ends."""

import re

from launch.contracts.product_facts import PassageBlock
from launch.knowledge.passages.blocks import Block, Text
from launch.knowledge.passages.leaning import leans
from launch.knowledge.passages.polish import Polished

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
