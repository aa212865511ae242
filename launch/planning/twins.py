"""Topics under one title: of two that tell the same the longer stays; others become one page."""

import re
from collections.abc import Sequence

from launch.contracts.page_plan import LeftOut
from launch.planning.assignment import Topic


def without_twins(topics: Sequence[Topic]) -> tuple[tuple[Topic, ...], tuple[LeftOut, ...]]:
    """Return the topics in their order, each title once, and what was left out for another."""
    kept: dict[frozenset[str], Topic] = {}
    left: list[LeftOut] = []
    for topic in topics:
        key = _key(topic.title) or frozenset({topic.path})
        twin = kept.get(key)
        if twin is None:
            kept[key] = topic
        elif twin.path == topic.path or len(key) < 2:
            kept[key] = Topic(twin.title, twin.path, (*twin.sections, *topic.sections))
        else:
            shorter, longer = sorted((twin, topic), key=lambda t: t.words)
            kept[key] = longer
            left += [
                LeftOut(
                    what=f"{section.path}: {section.title or 'text'}",
                    why="Another document has the same title and says more.",
                    claim_ids=tuple(claim.id for claim in section.claims),
                )
                for section in shorter.sections
            ]
    return tuple(kept.values()), tuple(left)


def _key(title: str) -> frozenset[str]:
    """Return a title's words for comparison, without case and plural."""
    words = re.findall(r"[^\W_]+", title.lower())
    return frozenset(word.removesuffix("s") if len(word) > 3 else word for word in words)
