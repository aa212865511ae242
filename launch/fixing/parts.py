"""The items of a list and the rows of a table: what a finding is in, and the block without it."""

import re
from collections.abc import Collection, Iterable, Iterator

from launch.contracts.draft_content import Block, ListBlock, Sentence, Table
from launch.contracts.validation_report import Finding

_CLAIM = re.compile(r"\bc-[0-9a-f]{16}\b")


def without_parts(block: Block, findings: Iterable[Finding]) -> Block | None:
    """Return the block without the items or rows that the findings are in.

    None where a finding is in none of them, or nothing would be left: the whole block goes.
    """
    parts = _parts(block)
    gone: set[int] = set()
    for one in findings:
        own = _concerned(one, block, parts)
        if not own:
            return None
        gone |= own | {below for number in own for below in _below(block, number)}
    kept = tuple(number for number in range(len(parts)) if number not in gone)
    return _only(block, kept) if kept else None


def _parts(block: Block) -> tuple[tuple[Sentence, ...], ...]:
    match block:
        case ListBlock():
            return tuple((item,) for item in block.items)
        case Table():
            return block.rows
        case _:
            return ()


def _concerned(
    finding: Finding, block: Block, parts: tuple[tuple[Sentence, ...], ...]
) -> frozenset[int]:
    """Return the parts on the finding's line, else those that rest on the claim it names."""
    if finding.offset is None:
        claims = set(_CLAIM.findall(finding.found))
        return frozenset(n for n, part in enumerate(parts) if not claims.isdisjoint(_told(part)))
    at = 2 if isinstance(block, Table) else 0
    for number, part in enumerate(parts):
        height = 1 + sum(sentence.text.count("\n") for sentence in part)
        if at <= finding.offset < at + height:
            return frozenset({number})
        at += height
    return frozenset()


def _below(block: Block, number: int) -> Iterator[int]:
    """Yield the items that stand under an item: they lean on it."""
    depths = block.depths if isinstance(block, ListBlock) else ()
    for later in range(number + 1, len(depths)):
        if depths[later] <= depths[number]:
            return
        yield later


def _told(part: Iterable[Sentence]) -> Collection[str]:
    sources = (sentence.source for sentence in part)
    return {one.claim_id for one in sources if one.grade in {"proved", "quoted"}}


def _only(block: Block, kept: tuple[int, ...]) -> Block:
    match block:
        case ListBlock():
            depths = block.depths if len(block.depths) == len(block.items) else ()
            update = {
                "items": tuple(block.items[at] for at in kept),
                "depths": tuple(depths[at] for at in kept) if depths else block.depths,
            }
            return block.model_copy(update=update)
        case Table():
            return block.model_copy(update={"rows": tuple(block.rows[at] for at in kept)})
        case _:
            return block
