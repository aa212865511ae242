"""Which blocks of a group still stand when some may not be told: what leans on a loss goes too."""

import re
from collections.abc import Collection, Sequence

from launch.knowledge.passages.blocks import Block
from launch.knowledge.passages.leaning import LOOKS_BACK, PREVIOUS, leans
from launch.wording.sentences import sentences

_QUALIFIES = re.compile(
    r"\b(?:however|but|except|unless|only|not|no|never|careful|caution|warning|deprecated|instead|"
    r"avoid|beware|although|though|unfortunately|must|if)\b|n['’]t\b",
    re.IGNORECASE,
)
"""Words of a text that may take back what stands before it."""
_TAKES_BACK = re.compile(
    r"[*_]*(?:note|warning|caution|important|however|but|except|unless|only|although|though|"
    r"unfortunately|beware|avoid|do not|never|be careful|keep in mind|there is one|in practice)\b|"
    r"[*_]*don['’]t\b",
    re.IGNORECASE,
)
"""How a paragraph begins that may take back what stands before it."""


def standing(group: Sequence[Block], lost: Collection[int], idle: Collection[int]) -> list[int]:
    """Return the places of the blocks that are told though those of ``lost`` are not.

    ``idle`` are the lost ones that say nothing of the product: they take nothing with them.
    """
    gone = _whole_lists(group, set(lost))
    for at in sorted(gone):
        if at in idle or not _is_announced(group[at]):
            continue
        gone |= set(_announcements(group, at, gone))
    if any(at not in idle and _takes_back(group[at]) for at in gone):
        gone |= set(range(max(at for at in gone if _takes_back(group[at]))))
    for at in range(1, len(group)):
        if at not in gone and at - 1 in gone and _hangs(group, at):
            gone.add(at)
    return [at for at in range(len(group)) if at not in gone]


def _whole_lists(group: Sequence[Block], lost: set[int]) -> set[int]:
    """Return the places with all runs of a list that holds code: one less says another."""
    found = set(lost)
    for at in lost:
        first = at
        while first and group[first].inside:
            first -= 1
        last = at
        while last + 1 < len(group) and group[last + 1].inside:
            last += 1
        if last > first:
            found |= set(range(first, last + 1))
    return found


def _is_announced(block: Block) -> bool:
    return block.kind != "paragraph" or block.inside


def _announcements(group: Sequence[Block], at: int, gone: set[int]) -> list[int]:
    """Return the paragraphs right before a lost list or code that lead to it."""
    found: list[int] = []
    place = at - 1
    while place >= 0 and group[place].kind == "paragraph" and place not in gone:
        source = group[place].texts[0].source
        if place < at - 1 and not source.endswith((":", "...", "…")) and not leans(source):
            break
        found.append(place)
        if not leans(source):
            break
        place -= 1
    return found


def _takes_back(block: Block) -> bool:
    source = block.texts[0].source if block.kind == "paragraph" and block.texts else ""
    first = "".join(sentences(source)[:1])
    return _TAKES_BACK.match(source) is not None or (
        leans(source) and _QUALIFIES.search(first) is not None
    )


def _hangs(group: Sequence[Block], at: int) -> bool:
    """Return whether a block hangs on the one before it, which is gone."""
    block = group[at]
    if block.kind != "paragraph":
        return True
    source = block.texts[0].source
    return leans(source) or bool(LOOKS_BACK.search(source) or PREVIOUS.search(source))
