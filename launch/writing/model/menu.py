"""A composed page taken apart into what a model may choose from: headings and whole units.

A unit is a block together with what it announces: no choice can cut one from the other.
"""

from dataclasses import dataclass

from launch.contracts.draft_content import (
    Block,
    Code,
    DraftPage,
    Heading,
    ListBlock,
    Paragraph,
    Table,
)
from launch.contracts.model import ClaimId
from launch.markdown.ledger_nodes import sentences_of
from launch.markdown.render import claims_of

TOP = "top"


@dataclass(frozen=True)
class Unit:
    """Blocks that stay together."""

    id: str
    """``u1``, ``u2``, ... in the composed order."""
    blocks: tuple[Block, ...]
    under: str
    """Heading that it is composed under."""
    required: bool
    """Whether one of its claims is required on the page."""

    @property
    def claims(self) -> tuple[ClaimId, ...]:
        """Claims that it tells, in order."""
        return tuple(dict.fromkeys(c for block in self.blocks for c in claims_of(block)))

    @property
    def has_code(self) -> bool:
        """Whether code is in it: code keeps its order."""
        return any(isinstance(block, Code) for block in self.blocks)


@dataclass(frozen=True)
class Menu:
    """What one page can be made of."""

    headings: tuple[tuple[str, Heading], ...]
    """``h1``, ... and the heading."""
    units: tuple[Unit, ...]

    @property
    def filled(self) -> frozenset[str]:
        """Headings that have units directly under them in the composed page."""
        return frozenset(unit.under for unit in self.units)


def menu_of(page: DraftPage, required: frozenset[ClaimId]) -> Menu:
    """Take a composed page apart; ``required`` are the claims that may not be lost."""
    headings: list[tuple[str, Heading]] = []
    groups: list[tuple[str, list[Block]]] = []
    joined = False
    for block in page.blocks:
        if isinstance(block, Heading):
            headings.append((f"h{len(headings) + 1}", block))
            joined = False
            continue
        if joined:
            groups[-1][1].append(block)
        else:
            groups.append((headings[-1][0] if headings else TOP, [block]))
        joined = _announces(block)
    units = tuple(
        Unit(f"u{number}", tuple(group), under, required=_tells(group, required))
        for number, (under, group) in enumerate(groups, start=1)
    )
    return Menu(tuple(headings), units)


def unit_texts(unit: Unit) -> tuple[str, ...]:
    """Return the unit as a reader sees it, one text a block."""
    return tuple(_block_text(block) for block in unit.blocks)


def _tells(blocks: list[Block], claims: frozenset[ClaimId]) -> bool:
    return any(claims & set(claims_of(block)) for block in blocks)


def _announces(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.sentences[-1].text.rstrip().endswith(":")


def _block_text(block: Block) -> str:
    match block:
        case Code():
            return f"code ({block.language}):\n{block.code}"
        case Table():
            rows = [block.header, *block.rows]
            return "\n".join(" | ".join(cell.text for cell in row) for row in rows)
        case ListBlock():
            return "\n".join(f"- {item.text}" for item in block.items)
        case _:
            return " ".join(sentence.text for sentence in sentences_of(block))
