"""Typed claims and the checks that re-prove them: shared by facts, evidence, drafts and gates.

A check is data; `launch/checks` evaluates it from scratch against a tree.
"""

from typing import Annotated, Literal

from pydantic import Field

from launch.contracts.model import Contract, Line, ObjectId, RepoPath, Sha256

ClaimKind = Literal[
    "product_name",
    "summary",
    "version",
    "licence",
    "requirement",
    "dependency",
    "install_command",
    "entry_point",
    "symbol",
    "signature",
    "default_value",
    "parameter",
    "returns",
    "raises",
    "command",
    "flag",
    "environment_variable",
    "config_key",
    "supported_format",
    "link",
    "example",
    "statement",
]
ReleaseState = Literal["released", "unreleased", "unknown"]
Grade = Literal["proved", "quoted", "paraphrased", "connective"]


class Edit(Contract):
    """One edit of the closed list, as applied to a quote; replayed by the gate."""

    name: str
    """Name in the list of `launch/wording/edits`."""
    arguments: tuple[str, ...] = ()
    """What the edit needs to be replayed, in the order its definition states."""


class Anchor(Contract):
    """Where something stands in the product repository."""

    path: RepoPath
    """File."""
    first_line: Line
    """First line."""
    last_line: Line
    """Last line, inclusive."""
    blob: ObjectId
    """Blob id of the file at the pinned commit."""
    quote_sha256: Sha256
    """SHA-256 of those lines, joined by newlines, as UTF-8, without the last newline."""


class ManifestCheck(Contract):
    """A manifest holds this value under this pointer."""

    type: Literal["manifest_value"] = "manifest_value"
    path: RepoPath
    """The manifest."""
    pointer: tuple[str, ...]
    """Keys that lead to the value; a number indexes a list."""
    expected: str
    """The value, trimmed."""
    compare: Literal["equals", "licence", "dependency", "has_key", "package_name"] = "equals"
    """How it is compared; ``package_name`` ignores case and ``-_.`` runs."""


class LicenceTextCheck(Contract):
    """A licence file's text is this licence."""

    type: Literal["licence_text"] = "licence_text"
    path: RepoPath
    """The licence file."""
    expected: str
    """SPDX identifier."""


class SymbolCheck(Contract):
    """A symbol is defined in a file, with this signature."""

    type: Literal["symbol"] = "symbol"
    path: RepoPath
    """File that defines it."""
    language: str
    """Linguist's name of the language."""
    qualname: str
    """Name within the file, dotted, such as ``Client.get``."""
    kind: str
    """class, function, method, constant, type, ..."""
    signature: str | None = None
    """Normalised signature, or None where only existence is claimed."""
    parameter: str | None = None
    """Parameter that the claim is about, or None."""
    default: str | None = None
    """That parameter's default as written, or None."""
    public_path: str | None = None
    """Import path through which it is public, or None."""
    exported_by: RepoPath | None = None
    """File that makes it public (``__init__.py``, ``index.ts``), or None."""
    returns: str | None = None
    """Its return type as written, or None."""
    summary: str | None = None
    """First sentence of its doc comment, or None; compared word by word, markup aside."""


class ParameterCheck(Contract):
    """A callable has a parameter, and its documentation describes it so."""

    type: Literal["parameter"] = "parameter"
    path: RepoPath
    """File that defines the callable."""
    language: str
    """Linguist's name of the language."""
    qualname: str
    """Name of the callable within the file."""
    parameter: str
    """The parameter's name, without signs."""
    description: str
    """What the documentation says of it, white space folded; compared word by word."""


class FormatCheck(Contract):
    """A type names a format, and product code elsewhere handles it."""

    type: Literal["format"] = "format"
    path: RepoPath
    """File that defines the type."""
    language: str
    """Linguist's name of the language."""
    owner: str
    """Name of the type within its file."""
    member: str
    """Its member that stands for the format."""
    used_in: RepoPath
    """File whose code names the member through the type."""


class RaiseCheck(Contract):
    """A function raises an exception, with this message."""

    type: Literal["raises"] = "raises"
    path: RepoPath
    """File."""
    language: str
    """Linguist's name of the language."""
    qualname: str
    """Function that raises."""
    exception: str
    """Name of the exception."""
    message: str | None = None
    """Literal message (placeholders as written), or None."""


class OptionCheck(Contract):
    """A command, flag or environment variable is declared, and read, in a file."""

    type: Literal["option"] = "option"
    path: RepoPath
    """File."""
    what: Literal["command", "flag", "environment_variable", "config_key"]
    """What it is."""
    name: str
    """Its name as a user types it, such as ``--verbose``."""
    command: str = ""
    """Command it belongs to, or empty."""
    default: str | None = None
    """Default as written, or None."""
    help_sha256: Sha256 | None = None
    """SHA-256 of its help text, or None."""


class PathCheck(Contract):
    """A path exists in the tree."""

    type: Literal["path"] = "path"
    path: RepoPath
    """The path."""


class TextCheck(Contract):
    """A text stands in a file, with white space folded."""

    type: Literal["text"] = "text"
    path: RepoPath
    """File."""
    text_sha256: Sha256
    """SHA-256 of the folded text."""
    first_line: Line
    """Where it was found first; it may have moved within the file."""
    last_line: Line
    """Last line."""


class StatementCheck(Contract):
    """A passage stands, and the identifiers in it resolve on the public surface."""

    type: Literal["statement"] = "statement"
    path: RepoPath
    """Document."""
    text_sha256: Sha256
    """SHA-256 of the passage's source, white space folded."""
    first_line: Line
    """First line."""
    last_line: Line
    """Last line."""
    resolves: tuple[SymbolCheck | OptionCheck | PathCheck, ...] = ()
    """What its identifiers, flags and paths must resolve to."""


Check = Annotated[
    ManifestCheck
    | LicenceTextCheck
    | SymbolCheck
    | ParameterCheck
    | FormatCheck
    | RaiseCheck
    | OptionCheck
    | PathCheck
    | TextCheck
    | StatementCheck,
    Field(discriminator="type"),
]


class CheckOutcome(Contract):
    """What evaluating a check gave."""

    holds: bool
    """Whether the claim is true of the tree."""
    found: str
    """What was found, in words."""
