"""W5: pages as typed blocks. Every visible text in them is a sentence with its grade and source."""

from typing import Annotated, Literal

from pydantic import Field

from launch.contracts.claims import Edit, Grade
from launch.contracts.model import (
    Artifact,
    ClaimId,
    Contract,
    PageId,
    RepoPath,
    Sha256,
    SnippetId,
)
from launch.contracts.page_plan import FrontMatterValue, PageType

Place = Literal[
    "title",
    "link_title",
    "description",
    "heading",
    "paragraph",
    "list_item",
    "cell",
    "link_text",
    "image_alt",
    "front_matter",
]


class ProvedBy(Contract):
    """The text is a rendering of a typed claim."""

    grade: Literal["proved"] = "proved"
    claim_id: ClaimId
    """The claim."""
    rendering: Annotated[int, Field(ge=0)]
    """Which of its renderings."""


class QuotedFrom(Contract):
    """The text is a passage of the product's documentation after named edits."""

    grade: Literal["quoted"] = "quoted"
    claim_id: ClaimId
    """The statement."""
    block: Annotated[int, Field(ge=0)]
    """Which block of its passage."""
    text: Annotated[int, Field(ge=0)]
    """Which text of that block."""
    edits: tuple[Edit, ...]
    """Edits that make the text from the source, in order."""


class ParaphrasedFrom(Contract):
    """The text is a model's prose over claims that it names."""

    grade: Literal["paraphrased"] = "paraphrased"
    claim_ids: Annotated[tuple[ClaimId, ...], Field(min_length=1)]
    """Claims it rests on."""
    verdict: Literal["supported", "refused", "unverified"]
    """The verifier's verdict."""
    verifier: str = ""
    """Key of the verifier's recorded call, or empty."""


class ConnectiveUse(Contract):
    """The text is an entry of the closed catalogue; it says nothing about the product."""

    grade: Literal["connective"] = "connective"
    connective: str
    """Id of the entry."""
    arguments: tuple[tuple[str, str], ...] = ()
    """Names and values: titles, subjects, commands or snippets of the page."""


Source = Annotated[
    ProvedBy | QuotedFrom | ParaphrasedFrom | ConnectiveUse, Field(discriminator="grade")
]


class Sentence(Contract):
    """One visible text node: an entry of the sentence ledger."""

    text: str
    """Inline Markdown, on one line, as it will stand on the page."""
    source: Source
    """Grade and origin."""


class Heading(Contract):
    """A heading."""

    type: Literal["heading"] = "heading"
    level: Annotated[int, Field(ge=2, le=6)]
    """Level."""
    text: Sentence
    """Its text."""


class Paragraph(Contract):
    """A paragraph; its sentences are set with a space between them."""

    type: Literal["paragraph"] = "paragraph"
    sentences: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    """Sentences."""


class ListBlock(Contract):
    """A list, flat or nested."""

    type: Literal["list"] = "list"
    ordered: bool
    """Numbered or not."""
    items: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    """Items."""
    depths: tuple[int, ...] = ()
    """How deep each item stands, the outermost at 0; empty for a flat list."""


class Table(Contract):
    """A table."""

    type: Literal["table"] = "table"
    header: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    """Header cells."""
    rows: tuple[tuple[Sentence, ...], ...]
    """Rows of cells, as many as the header has. An empty text is an empty cell."""


class Code(Contract):
    """A code block: a snippet of the catalogue, a recipe, a signature, or a quoted block."""

    type: Literal["code"] = "code"
    language: str
    """Fence name, as the site writes it."""
    code: str
    """The code, without trailing newline."""
    snippet_id: SnippetId | None = None
    """Snippet of the catalogue."""
    recipe: str | None = None
    """Id of an ecosystem recipe."""
    claim_ids: tuple[ClaimId, ...] = ()
    """Claims that fill the recipe or are the signature."""


class Alert(Contract):
    """A note or warning in the site's own syntax."""

    type: Literal["alert"] = "alert"
    level: Literal["note", "warning"]
    """Kind."""
    sentences: Annotated[tuple[Sentence, ...], Field(min_length=1)]
    """Sentences."""


Block = Annotated[
    Heading | Paragraph | ListBlock | Table | Code | Alert, Field(discriminator="type")
]


class JudgedText(Contract):
    """A sentence that a verifier was shown, or a false one planted among them."""

    id: str
    """Id that the verifier saw."""
    digest: Sha256
    """Digest of the sentence and the evidence beside it."""
    planted: bool
    """Whether it is false on purpose."""


class Verification(Contract):
    """A verifier's recorded answer, so that its verdicts can be read again."""

    key: Sha256
    """Hash of what was asked: the answer's name among the recorded ones."""
    model: str
    """Model that answered."""
    answer: str
    """The answer as it came: JSON."""
    judged: tuple[JudgedText, ...]
    """What it was shown, in that order."""


class DraftPage(Contract):
    """One page."""

    page_id: PageId
    """Page of the plan."""
    type: PageType
    """Type."""
    path: RepoPath
    """Path in the site repository."""
    front_matter_format: Literal["yaml", "toml", "json"]
    """Format."""
    front_matter: tuple[FrontMatterValue, ...]
    """Keys in order; ``title`` among them."""
    front_matter_sentences: tuple[Sentence, ...]
    """A ledger entry for every value that readers see (title, link title, description)."""
    blocks: tuple[Block, ...]
    """Blocks in order."""
    writer: Literal["offline", "anthropic"]
    """Who composed it."""
    fallback_reason: str | None = None
    """Why the offline writer stood in, or None."""
    notes: tuple[str, ...] = ()
    """What was dropped while writing, one sentence each."""
    verifications: tuple[Verification, ...] = ()
    """Answers of the verifier that the page's paraphrases rest on."""


class DraftContent(Artifact):
    """All pages, in the plan's order."""

    artifact = "draft_content"

    pages: tuple[DraftPage, ...]
    """Pages."""


class LedgerEntry(Contract):
    """A sentence and where it stands: one row of a page's ledger."""

    place: Place
    """Kind of node."""
    sentence: Sentence
    """The sentence."""


class GradeShare(Contract):
    """How much of a page has each grade, in sentences."""

    page_id: PageId
    """Page."""
    counts: tuple[tuple[Grade, int], ...]
    """Number of sentences by grade."""
