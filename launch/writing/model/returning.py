"""What was left out for prose that does not hold comes back in its place: nothing is lost."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from launch.contracts.draft_content import Block, Heading, Paragraph, ParaphrasedFrom, Sentence
from launch.contracts.model import ClaimId
from launch.writing.model.menu import TOP, Unit


@dataclass
class Place:
    """A paragraph of prose that units come back to."""

    units: list[Unit] = field(default_factory=list)
    """Units that stand here again."""
    told: set[ClaimId] = field(default_factory=set)
    """Claims that they tell: prose over these alone would say it twice."""


def places(
    blocks: tuple[Block, ...], left_out: tuple[Unit, ...], refused: Callable[[Sentence], bool]
) -> dict[int, Place]:
    """Return the places that units come back to, by the number of the block.

    A unit comes back where a refused sentence stood for it; one that is told by prose under its own
    heading is not asked for elsewhere.
    """
    found: dict[int, Place] = {}
    sections = tuple(_sections(blocks))
    for unit in left_out:
        claims = frozenset(unit.claims)
        told = [number for number, block in enumerate(blocks) if _about(block, claims)]
        told = [number for number in told if sections[number] == unit.under] or told
        if not any(refused(one) for number in told for one in _about(blocks[number], claims)):
            continue
        for number in told:
            found.setdefault(number, Place()).told |= claims
        found[told[0]].units.append(unit)
    return found


def names_only(sentence: Sentence, claims: set[ClaimId]) -> bool:
    """Return whether a sentence of prose rests on these claims and on no other."""
    source = sentence.source
    return isinstance(source, ParaphrasedFrom) and claims.issuperset(source.claim_ids)


def _about(block: Block, claims: frozenset[ClaimId]) -> list[Sentence]:
    """Return a paragraph's sentences of prose that name one of the claims."""
    sentences = block.sentences if isinstance(block, Paragraph) else ()
    return [
        one
        for one in sentences
        if isinstance(one.source, ParaphrasedFrom) and claims.intersection(one.source.claim_ids)
    ]


def _sections(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Yield the id of the heading that each block stands under: planned headings all stay."""
    count = 0
    for block in blocks:
        count += isinstance(block, Heading)
        yield f"h{count}" if count else TOP
