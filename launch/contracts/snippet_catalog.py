"""W3: code examples that pages may show; code is never written by a model."""

from typing import Literal

from launch.contracts.claims import ReleaseState
from launch.contracts.model import Artifact, Contract, Line, ObjectId, RepoPath, SnippetId
from launch.contracts.product_facts import Withheld
from launch.contracts.tree import RepoPin


class SnippetSource(Contract):
    """Where a snippet stands."""

    path: RepoPath
    """File."""
    first_line: Line
    """First line of the code."""
    last_line: Line
    """Last line."""
    blob: ObjectId
    """Blob id."""
    origin: Literal["readme", "doc", "example", "docstring", "test"]
    """Kind of source."""
    heading_path: tuple[str, ...] = ()
    """Headings above it, outermost first."""
    introduced_by: str = ""
    """The sentence before it; empty if none."""


class Snippet(Contract):
    """One piece of code."""

    id: SnippetId
    """Hash of language and normalised code."""
    language: str
    """Fence name, such as ``python`` or ``bash``."""
    code: str
    """The code, dedented, prompts removed, without trailing newline."""
    form: Literal["program", "fragment", "signature", "session", "output"]
    """Program: complete; runs once the product and what `undeclared` lists are there."""
    sources: tuple[SnippetSource, ...]
    """Places it stands, the best first."""
    title: str = ""
    """What it shows, from the heading or the sentence before; empty if unknown."""
    identifiers: tuple[str, ...] = ()
    """Import paths of the product that it uses and that exist."""
    unresolved: tuple[str, ...] = ()
    """Names of the product that it uses and that do not exist."""
    undeclared: tuple[str, ...] = ()
    """Names, files and packages that it needs and does not define; a program has no names here."""
    needs_network: bool = False
    """Whether running it reaches out."""
    output: str | None = None
    """Its output where the source shows it, or None."""
    transcript: str = ""
    """What a session looked like, prompts and answers included; empty for other code."""
    parses: bool = True
    """Whether it parses in its language."""
    release: ReleaseState = "unknown"
    """Whether the newest release has all that it uses."""
    rank: float = 0.0
    """0 to 1: completeness, prerequisites, how much it teaches."""


class SnippetCatalog(Artifact):
    """Code examples of the product."""

    artifact = "snippet_catalog"

    pin: RepoPin
    """The product repository and commit."""
    snippets: tuple[Snippet, ...]
    """Best first."""
    withheld: tuple[Withheld, ...] = ()
    """Code that never becomes a snippet, and why; by path and line."""
