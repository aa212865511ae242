"""The base of every contract, and the types of ids, digests and paths.

Bytes of an artifact are a pure function of its value: field order, two-space indent, final newline.
"""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

SCHEMA_VERSION: Literal["1.0"] = "1.0"


def _pattern(pattern: str) -> StringConstraints:
    return StringConstraints(pattern=pattern)


Sha256 = Annotated[str, _pattern(r"^[0-9a-f]{64}$")]
"""Hexadecimal SHA-256 digest of some bytes."""

ObjectId = Annotated[str, _pattern(r"^[0-9a-f]{40}([0-9a-f]{24})?$")]
"""A git object id (SHA-1, or SHA-256 in a SHA-256 repository): a commit, tree or blob."""

RepoPath = Annotated[str, StringConstraints(min_length=1, max_length=4096)]
"""A path inside a repository: forward slashes, no leading slash. Hostile until the fence saw it."""

ClaimId = Annotated[str, _pattern(r"^c-[0-9a-f]{16}$")]
"""Hash of what a claim says and where it was found; never of a directory."""

SnippetId = Annotated[str, _pattern(r"^s-[0-9a-f]{16}$")]
"""Hash of a snippet's language and normalised code."""

PageId = Annotated[str, _pattern(r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""A page's identity within a pilot: stable over commits, independent of its path."""

PilotKey = Annotated[str, _pattern(r"^[a-z0-9][a-z0-9_-]{0,62}$")]
"""A pilot's slug: Dagster partition key and directory name."""

Line = Annotated[int, Field(ge=1)]
"""A line number, counted from 1."""


class Contract(BaseModel):
    """A frozen, strict value: no unknown fields, no coercion."""

    model_config = ConfigDict(
        frozen=True, strict=True, extra="forbid", use_attribute_docstrings=True
    )


_ALL_GIVEN: dict[type[Contract], set[str]] = {}


def lean[T: Contract](value: T) -> T:
    """Return the value, its note of which fields were given shared with all others of its kind.

    For values made by the hundred thousand with every field given: two thirds of their memory.
    """
    noted = _ALL_GIVEN.setdefault(type(value), set(type(value).model_fields))
    object.__setattr__(value, "__pydantic_fields_set__", noted)
    return value


class Artifact(Contract):
    """A value that a stage stores: carries the version of its schema."""

    artifact: ClassVar[str]
    """The asset key, which is the file's stem too."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    """Version of this artifact's schema."""

    def to_bytes(self) -> bytes:
        """Return the artifact's canonical JSON: the bytes on disk and under every digest."""
        return self.model_dump_json(indent=2).encode() + b"\n"

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read canonical JSON back; ValidationError on any difference in shape."""
        return cls.model_validate_json(data)
