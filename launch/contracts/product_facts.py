"""W2: what is true of the product: typed claims, the API surface, conflicts, gaps."""

from typing import Literal

from launch.contracts.claims import ClaimKind, Edit, ReleaseState
from launch.contracts.model import Artifact, ClaimId, Contract, Line, RepoPath
from launch.contracts.tree import RepoPin

Visibility = Literal["public", "internal"]


class PassageBlock(Contract):
    """One block of a quoted passage, ready to be set on a page."""

    kind: Literal["paragraph", "list", "ordered_list", "table", "code", "heading"]
    """Kind of block."""
    texts: tuple[str, ...]
    """Inline Markdown of its nodes after the edits: one for a paragraph, one an item or cell."""
    edits: tuple[tuple[Edit, ...], ...]
    """Edits applied to each text, in order."""
    source: tuple[str, ...]
    """Each text as it stands in the document, white space folded."""
    columns: int = 0
    """Number of columns of a table."""
    language: str = ""
    """Language of a code block."""
    snippet_code: str = ""
    """Code of a code block, as written."""
    depths: tuple[int, ...] = ()
    """How deep each item of a nested list stands, 0 for the outermost; empty for a flat list."""


class Passage(Contract):
    """A section, or a paragraph with the list or code that it introduces."""

    heading_path: tuple[str, ...]
    """Titles of the headings above it, outermost first."""
    role: str
    """What it is for: overview, features, installation, usage, configuration, limitations, ..."""
    blocks: tuple[PassageBlock, ...]
    """Its blocks in order."""


class Claim(Contract):
    """One thing that is said of the product."""

    id: ClaimId
    """Hash of what it says and where it was found."""
    kind: ClaimKind
    """Kind."""
    subject: str
    """What it is about: the package, an import path, a command."""
    attribute: str
    """Which property, such as ``version`` or ``default:timeout``."""
    value: str
    """Normalised value."""
    scope: str = ""
    """Where it holds, such as a manifest's path or a dependency group."""
    renderings: tuple[str, ...]
    """Plain sentences in inline Markdown that say exactly this; empty for a passage."""
    release: ReleaseState = "unknown"
    """Whether the newest release has it."""
    required: bool = False
    """Whether losing it refuses the run (name, install, first run)."""
    passage: Passage | None = None
    """A statement's passage, or None."""


class Parameter(Contract):
    """A parameter of a callable."""

    name: str
    """Name, with ``*`` or ``**`` where it has them."""
    type: str
    """Type as written; empty if none."""
    default: str | None
    """Default as written, or None."""
    description: str = ""
    """From the doc comment; empty if none."""


class Raised(Contract):
    """An exception that a callable raises itself."""

    exception: str
    """Name."""
    message: str
    """Literal message, or empty."""
    line: Line
    """Line of the raise."""


class Symbol(Contract):
    """One symbol of the API surface."""

    name: str
    """Public import path, such as ``httpx.Client.get``."""
    kind: str
    """module, class, function, method, property, constant, type, interface, enum, macro, ..."""
    language: str
    """Linguist's name."""
    path: RepoPath
    """File that defines it."""
    first_line: Line
    """First line of the definition."""
    last_line: Line
    """Last line."""
    signature: str
    """Normalised signature in the language's syntax; empty for a plain value."""
    parameters: tuple[Parameter, ...] = ()
    """Parameters in order."""
    returns: str = ""
    """Return type as written; empty if none."""
    raises: tuple[Raised, ...] = ()
    """Exceptions raised in its body."""
    summary: str = ""
    """First sentence of the doc comment; empty if none."""
    doc: str = ""
    """Doc comment, dedented; empty if none."""
    visibility: Visibility = "public"
    """Whether a user may use it."""
    deprecated: str | None = None
    """Why and what instead, or None."""
    release: ReleaseState = "unknown"
    """Whether the newest release has it."""
    parent: str = ""
    """Import path of the class or module it is in."""
    claim_ids: tuple[ClaimId, ...] = ()
    """Claims about it."""
    qualname: str = ""
    """Dotted name within the file that defines it; empty for a module."""
    feature: str = ""
    """Feature that the build must be asked for to have it; empty where it is always there."""
    stub: bool = False
    """Whether it only says that it is not implemented."""
    exported_by: RepoPath | None = None
    """File that makes it public under its name, or None where that is not a file's doing."""
    aliases: tuple[str, ...] = ()
    """Other public import paths of the same definition."""
    bases: tuple[str, ...] = ()
    """Base classes and interfaces as written."""
    inherited_from: str = ""
    """Public path of the class whose member this is; empty if its own, or from a private one."""


class Option(Contract):
    """A flag or argument of a command."""

    flags: tuple[str, ...]
    """As typed, long form first; an argument has its metavariable."""
    value: str
    """Metavariable or type of its value; empty for a switch."""
    default: str | None
    """Default as written, or None."""
    help: str
    """Help text; empty if none."""
    required: bool = False
    """Whether it must be given."""
    environment_variable: str = ""
    """Variable that stands in for it, or empty."""
    claim_ids: tuple[ClaimId, ...] = ()
    """Claims about it."""


class Command(Contract):
    """A command that a user can type."""

    name: str
    """Full name, such as ``tool sub``."""
    summary: str
    """Help text's first sentence; empty if none."""
    path: RepoPath
    """File that declares it."""
    line: Line
    """Line."""
    options: tuple[Option, ...]
    """Flags and arguments in declaration order."""
    release: ReleaseState = "unknown"
    """Whether the newest release has it."""
    claim_ids: tuple[ClaimId, ...] = ()
    """Claims about it."""


class Conflict(Contract):
    """Two sources that disagree; never written up as fact."""

    subject: str
    """What about."""
    attribute: str
    """Which property."""
    scope: str
    """Where."""
    values: tuple[str, ...]
    """The values, the resolved one first."""
    sources: tuple[str, ...]
    """``path:line`` of each value."""
    resolution: str
    """Which one stands, and by which rule; or why none does."""
    claim_ids: tuple[ClaimId, ...]
    """Claims withdrawn because of it."""


class Gap(Contract):
    """Something that a reader would expect and the repository does not say."""

    about: str
    """What is missing, such as ``licence``."""
    looked_in: tuple[str, ...]
    """Where it was looked for."""
    note: str
    """One sentence for the reviewer."""


class Withheld(Contract):
    """A text that never becomes a claim or snippet, and why."""

    path: RepoPath
    """File."""
    line: Line
    """First line."""
    reason: Literal[
        "downloads_and_executes",
        "asks_for_credentials",
        "addresses_a_model",
        "foreign_host",
        "internal_document",
        "unresolved_identifier",
        "contradicts_claim",
        "other_language",
        "unproved_universal",
        "no_effect",
        "anti_pattern",
        "unfit",
        "unreleased",
        "unreadable",
    ]
    """Rule that withheld it."""
    note: str
    """One sentence, without the text where that would spread it."""


class ProductIdentity(Contract):
    """The resolved facts that every page must agree on; each is a claim too."""

    name: str
    """Name as people write it, such as ``HTTPX``."""
    package: str
    """Name that is installed; empty if none."""
    ecosystem: str
    """Package ecosystem; empty if none."""
    import_name: str
    """Name that code imports; empty if none."""
    version: str
    """Version; empty if unknown."""
    licence: str
    """SPDX expression; empty if unknown."""
    runtime: str
    """Required runtime, such as ``Python >=3.10``; empty if unknown."""
    install_command: str
    """Command of the ecosystem's recipe; empty if none."""
    language: str
    """Main programming language."""
    commands: tuple[str, ...]
    """Commands that installing puts on the PATH."""
    summary: str
    """One sentence from manifest or README; empty if none."""
    hosts: tuple[str, ...]
    """Hosts that manifest and pilot name: links to others are foreign."""


class ProductFacts(Artifact):
    """Everything that pages may say."""

    artifact = "product_facts"

    pin: RepoPin
    """The product repository and commit."""
    identity: ProductIdentity
    """Resolved facts."""
    claims: tuple[Claim, ...]
    """Claims in the order of the repository's files and lines."""
    symbols: tuple[Symbol, ...]
    """API surface, by import path."""
    commands: tuple[Command, ...]
    """Commands."""
    conflicts: tuple[Conflict, ...]
    """Disagreements."""
    gaps: tuple[Gap, ...]
    """What is missing."""
    withheld: tuple[Withheld, ...]
    """What was refused as a source."""
    notes: tuple[str, ...] = ()
    """What could not be read statically, one sentence each."""
