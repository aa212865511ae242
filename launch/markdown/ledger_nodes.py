"""A page's ledger by visible node: which sentences one text of the page is made of, and where."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from launch.contracts.draft_content import (
    Alert,
    Block,
    Code,
    ConnectiveUse,
    DraftPage,
    Heading,
    ListBlock,
    Paragraph,
    ParaphrasedFrom,
    ProvedBy,
    QuotedFrom,
    Sentence,
    Table,
)
from launch.contracts.model import ClaimId
from launch.markdown.nodes import VisibleNode, fold

_HEAD = frozenset({"title", "link_title", "description", "front_matter"})


@dataclass(frozen=True)
class LedgerNode:
    """A node as the ledger has it: its sentences, and its block."""

    text: str
    """Text that the page shows, white space folded."""
    sentences: tuple[Sentence, ...]
    block: int | None
    """Index of the draft's block; None for front matter."""
    place: int
    """Position in the body; 0 for front matter."""
    item: bool = False
    """Whether it is the item of a list."""

    @property
    def claims(self) -> Iterator[ClaimId]:
        """Claims that its sentences tell."""
        for sentence in self.sentences:
            match sentence.source:
                case ProvedBy() | QuotedFrom() as source:
                    yield source.claim_id
                case ParaphrasedFrom() as source:
                    yield from source.claim_ids
                case ConnectiveUse():
                    pass


def ledger_nodes(draft: DraftPage) -> Iterator[LedgerNode]:
    """Yield the nodes of a page in its order, front matter first."""
    for sentence in draft.front_matter_sentences:
        yield LedgerNode(fold(sentence.text), (sentence,), None, 0)
    places = count(1)
    for number, block in enumerate(draft.blocks):
        for node in _nodes(block):
            text = fold(" ".join(sentence.text for sentence in node))
            yield LedgerNode(text, node, number, next(places), isinstance(block, ListBlock))


def sentences_of(block: Block) -> tuple[Sentence, ...]:
    """Return every sentence of a block, in order."""
    return tuple(sentence for node in _nodes(block) for sentence in node)


def matched(
    nodes: Iterable[VisibleNode], ledger: Iterable[LedgerNode], before: Iterable[VisibleNode]
) -> Iterator[tuple[VisibleNode, LedgerNode | None, bool]]:
    """Yield the nodes of a page with their entry, and whether it stands in the ledger's order.

    Another order says other things. Nodes that were there ``before`` and that no entry accounts
    for are left out.
    """
    entries: dict[str, list[LedgerNode]] = {}
    for entry in ledger:
        entries.setdefault(entry.text, []).append(entry)
    there = Counter(node.text for node in before)
    last = 0
    for node in nodes:
        found = entries.get(node.text)
        if found:
            # Each text of the body stands for one entry: a cell that moved takes another's place.
            head = found[0].place == 0 and (node.place in _HEAD or found[-1].place <= last)
            entry = found[0] if head else next((e for e in found if e.place > last), found[-1])
            in_place = head or entry.place > last
            last = max(last, entry.place)
            yield node, entry, in_place or there[node.text] > 0
        elif there[node.text] > 0:
            there[node.text] -= 1
        else:
            yield node, None, True


def _nodes(block: Block) -> tuple[tuple[Sentence, ...], ...]:
    match block:
        case Heading():
            return ((block.text,),)
        case Paragraph() | Alert():
            return (block.sentences,)
        case ListBlock():
            return tuple((item,) for item in block.items)
        case Table():
            cells = (cell for row in (block.header, *block.rows) for cell in row)
            return tuple((cell,) for cell in cells if cell.text)
        case Code():
            return ()
