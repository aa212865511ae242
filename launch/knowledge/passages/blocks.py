"""A document as flat blocks with their lines: what Markdown and reStructuredText have in common."""

from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["heading", "paragraph", "list", "ordered_list", "table", "code", "other"]


@dataclass(frozen=True)
class Text:
    """One text node: inline Markdown as it stands, white space folded, and its lines."""

    source: str
    first: int
    last: int
    leads: bool = False
    """Whether a list item has items of its own below it."""
    depth: int = 0
    """How many lists an item's own list is inside of."""
    term: str = ""
    """What a definition's text opens with: the words that it defines."""


@dataclass(frozen=True)
class Block:
    """One block of a document."""

    kind: BlockKind
    first: int
    last: int
    texts: tuple[Text, ...] = ()
    level: int = 0
    columns: int = 0
    language: str = ""
    code: str = ""
    why: str = ""
    """For ``other``: what it is, such as ``html``."""
    inside: bool = False
    """Whether it goes on with the block before: code of a list's item, or what a tab holds."""


@dataclass(frozen=True)
class Document:
    """A document's blocks, and the targets of its reference links."""

    path: str
    blocks: tuple[Block, ...]
    references: tuple[tuple[str, str], ...] = ()
    """Label as written and address, longest label first."""
