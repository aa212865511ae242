"""W4: which pages there will be, where, and what each may say. Frozen before W5."""

from typing import Literal

from launch.contracts.claims import Edit
from launch.contracts.model import Artifact, ClaimId, Contract, PageId, RepoPath, SnippetId

PageType = Literal[
    "index",
    "overview",
    "installation",
    "quickstart",
    "guide",
    "concept",
    "api_reference",
    "cli_reference",
    "configuration",
    "troubleshooting",
    "limitations",
    "release_notes",
]
ProductType = Literal["library", "cli", "service", "framework", "mixed"]
Tier = Literal["minimal", "standard", "rich"]


class FrontMatterValue(Contract):
    """One front matter key of a planned page."""

    key: str
    """Name."""
    value: str | int | float | bool | tuple[str, ...]
    """Value, in the type that the site's contract asks for."""
    style: Literal["plain", "quoted", "date"] = "plain"
    """How a text is written: bare where safe, always quoted, or as the format's own date."""


class Label(Contract):
    """Where a planned text comes from: an entry of the catalogue, or a rendering of a claim."""

    connective: str = ""
    """Id of the entry; empty for a claim's rendering."""
    arguments: tuple[tuple[str, str], ...] = ()
    """Names and values of the entry's arguments, by name."""
    claim_id: ClaimId | None = None
    """The claim, or None."""
    rendering: int = 0
    """Which of the claim's renderings, for a typed claim."""
    block: int = 0
    """Block of the claim's passage, for a statement."""
    text: int = 0
    """Text of that block."""
    edits: tuple[Edit, ...] = ()
    """Edits on top of the passage's own, for a statement."""


Layout = Literal[
    "prose",
    "list",
    "facts",
    "recipe",
    "snippets",
    "symbols",
    "index",
    "options",
    "keys",
    "variables",
    "errors",
    "extras",
    "links",
]
"""How the things under a heading are set on the page."""


class PageLink(Contract):
    """A link to another page of the set or of the site, or to the product's own documentation."""

    target: str
    """Page id (``page:ID``), site path (``site:PATH``) or URL."""
    title: str
    """Title of what it leads to."""
    why: Literal["next", "related", "covered_elsewhere", "section"]
    """Role of the link."""
    label: Label | None = None
    """The link as it will stand on the page, in the site's own form."""
    about: Label | None = None
    """What the target is about, in the product's own words, or None."""


class PlannedHeading(Contract):
    """A heading that the page will have, if it is filled."""

    text: str
    """Text, in the site's heading case."""
    level: int
    """2 to 6."""
    claim_ids: tuple[ClaimId, ...] = ()
    """Claims told under it, in order."""
    snippet_ids: tuple[SnippetId, ...] = ()
    """Snippets shown under it, in order."""
    symbols: tuple[str, ...] = ()
    """Import paths documented under it, in order."""
    recipe: str = ""
    """Recipe of `launch/wording/recipes` that fills it, or empty."""
    label: Label | None = None
    """Where the text comes from; None for the part above the first heading."""
    layout: Layout = "prose"
    """How its things are set."""
    lead: tuple[Label, ...] = ()
    """Sentences before them."""
    links: tuple[PageLink, ...] = ()
    """Links under it, for the layout ``links``."""
    command: str = ""
    """Command documented under it, for the layout ``options``; or that the recipe names."""
    file_name: str = ""
    """File that the recipe names."""


class PlannedPage(Contract):
    """One page."""

    id: PageId
    """Identity, stable over commits."""
    type: PageType
    """Type."""
    task: str
    """The reader's task, in one line."""
    title: str
    """Title, as a reader would search for it."""
    description: str
    """One sentence for front matter, a rendering or connective; may be empty."""
    path: RepoPath
    """Path in the site repository."""
    url: str
    """Expected relative permalink."""
    front_matter_format: Literal["yaml", "toml", "json"]
    """Format of the section's pages."""
    front_matter: tuple[FrontMatterValue, ...]
    """Keys in the section's order."""
    about: Label | None = None
    """The description, where it is the product's own sentence; None for one of the catalogue."""
    labels: tuple[tuple[str, Label], ...] = ()
    """Front matter keys that readers see, and where each value comes from."""
    headings: tuple[PlannedHeading, ...]
    """Headings in order; the part above the first one has an empty text and level 1."""
    links: tuple[PageLink, ...]
    """Links to set."""
    documents: tuple[tuple[str, str], ...] = ()
    """Addresses in the product's repository that a page of the set tells, each with the link that
    leads there from here; an empty link where that page is this one."""
    existing: bool = False
    """Whether the site has this page already: it is updated in place, by section."""
    required_claims: tuple[ClaimId, ...] = ()
    """Claims whose loss refuses the run."""


class LeftOut(Contract):
    """Something that could have been told and is not."""

    what: str
    """A claim, snippet, symbol or page type."""
    why: str
    """Reason, in one sentence."""
    claim_ids: tuple[ClaimId, ...] = ()
    """Claims concerned."""


class PagePlan(Artifact):
    """The page set."""

    artifact = "page_plan"

    product_type: ProductType
    """What the product is."""
    product_type_reasons: tuple[str, ...]
    """Evidence for that."""
    tier: Tier
    """How many pages its evidence carries."""
    tier_reasons: tuple[str, ...]
    """Evidence for that."""
    locale: str
    """Language code of the pages."""
    section: RepoPath
    """Content folder of the set."""
    pages: tuple[PlannedPage, ...]
    """Pages in reading order."""
    left_out: tuple[LeftOut, ...]
    """What is not told, and why."""
