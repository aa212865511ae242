"""W1: the front matter of every page of the untouched site, and the contract inferred from it."""

from typing import Literal

from launch.contracts.model import Artifact, Contract, RepoPath

FrontMatterFormat = Literal["yaml", "toml", "json", "none"]
ValueType = Literal["string", "integer", "float", "boolean", "datetime", "list", "map", "null"]


class KeyUse(Contract):
    """One front matter key of one page."""

    key: str
    """Name as written."""
    type: ValueType
    """Type of its value."""
    value: str
    """The value as JSON, cut at 200 characters."""
    quoted: bool | None = None
    """Whether a YAML string stands in quotes; None for any other value."""


class PageFrontMatter(Contract):
    """Front matter of one page."""

    path: RepoPath
    """Path in the site repository."""
    section: str
    """Content folder that its contract is inferred over."""
    format: FrontMatterFormat
    """Format."""
    keys: tuple[KeyUse, ...]
    """Keys in file order."""
    problem: str | None = None
    """Why it does not parse (duplicate keys, bad syntax), or None."""


class KeyRule(Contract):
    """What a section's pages have in common about one key."""

    key: str
    """Name."""
    types: tuple[ValueType, ...]
    """Types seen, commonest first."""
    share: float
    """Share of the section's pages that have it, 0 to 1."""
    required: bool
    """Whether a new page needs it."""
    enumeration: tuple[str, ...] = ()
    """The values allowed, where the pages use few distinct ones."""
    quoted: bool | None = None
    """Whether string values are quoted, where pages agree."""


class SectionContract(Contract):
    """The inferred front matter contract of one section and page kind."""

    section: str
    """Content folder, such as ``content/docs``."""
    kind: Literal["page", "section"]
    """Leaf pages, or ``_index.md``."""
    format: FrontMatterFormat
    """Commonest format."""
    pages: int
    """Number of pages it is inferred from."""
    confidence: float
    """0 to 1: how far those pages agree."""
    rules: tuple[KeyRule, ...]
    """Rules in the pages' usual order of keys."""


class FrontmatterIndex(Artifact):
    """Front matter of the untouched site."""

    artifact = "frontmatter_index"

    pages: tuple[PageFrontMatter, ...]
    """Every content page, by path."""
    contracts: tuple[SectionContract, ...]
    """Inferred contracts, by section and kind."""
