"""W6: ordered minimal patches with before and after hashes; all of them or none."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from launch.contracts.model import Artifact, ClaimId, Contract, Line, PageId, RepoPath, Sha256
from launch.contracts.page_plan import FrontMatterValue
from launch.contracts.tree import RepoPin

PatchId = Annotated[str, StringConstraints(pattern=r"^p[0-9]{4,6}$")]


class _Patch(Contract):
    patch_id: PatchId
    """``p0001``, in order."""
    page_id: PageId | None
    """Page of the plan, or None."""
    path: RepoPath
    """File that it changes."""
    before_sha256: Sha256 | None
    """SHA-256 of the file's bytes before this patch, or None where there is no file."""
    after_sha256: Sha256 | None
    """SHA-256 of its bytes afterwards, or None where it is deleted."""
    claim_ids: tuple[ClaimId, ...] = ()
    """Claims that the new text rests on."""


class CreateFile(_Patch):
    """A file that is not there yet."""

    type: Literal["create_file"] = "create_file"
    content: str
    """The whole file."""


class UpdateByAnchor(_Patch):
    """The section under a heading gets a new body; it ends at the next heading of any level."""

    type: Literal["update_by_anchor"] = "update_by_anchor"
    heading_path: Annotated[tuple[str, ...], Field(min_length=1)]
    """Headings that lead to the section, outermost first, as written."""
    section_sha256: Sha256 | None
    """SHA-256 of the section's body before, or None where the section is added."""
    content: str
    """The new body, heading line excluded; the whole section where it is added."""
    after: tuple[str, ...] | None = None
    """Section whose lines an added one follows, or None: it comes last in its parent."""


class UpdateFrontmatterKeys(_Patch):
    """Some front matter keys get new values; everything else stays byte for byte."""

    type: Literal["update_frontmatter_keys"] = "update_frontmatter_keys"
    values: tuple[FrontMatterValue, ...]
    """Keys to set."""
    remove: tuple[str, ...] = ()
    """Keys to remove."""


class UpdateFileRange(_Patch):
    """Some lines are replaced."""

    type: Literal["update_file_range"] = "update_file_range"
    first_line: Line
    """First line to replace."""
    last_line: Annotated[int, Field(ge=0)]
    """Last line to replace; first_line - 1 inserts before first_line."""
    range_sha256: Sha256
    """SHA-256 of the lines before, line ends included."""
    content: str
    """New lines, line ends included."""


class DeleteFile(_Patch):
    """A file goes."""

    type: Literal["delete_file"] = "delete_file"


Patch = Annotated[
    CreateFile | UpdateByAnchor | UpdateFrontmatterKeys | UpdateFileRange | DeleteFile,
    Field(discriminator="type"),
]


class Proposal(Contract):
    """A change that is not made, because the text belongs to a person."""

    path: RepoPath
    """File."""
    heading_path: tuple[str, ...]
    """Section; empty for the whole file."""
    why: str
    """Who owns it and how that is known."""
    content: str
    """What would have been written."""


class DeliveredSection(Contract):
    """A section as it was delivered."""

    heading_path: tuple[str, ...]
    """Headings that lead to it; empty for what stands before the first heading."""
    sha256: Sha256
    """SHA-256 of its lines, heading included, line ends as newlines."""


class DeliveredPage(Contract):
    """A page as it was delivered last: what tells our text from a person's."""

    path: RepoPath
    """File."""
    page_id: PageId
    """Page of the plan."""
    sha256: Sha256
    """SHA-256 of the file's bytes."""
    sections: tuple[DeliveredSection, ...]
    """Its sections in order."""
    claim_ids: tuple[ClaimId, ...]
    """Claims that it rests on."""
    content: str | None = None
    """The delivered text, where it is still known: the base of a three-way merge."""


class DeliveryHistory(Contract):
    """What the launcher delivered to this site last; memory of updates."""

    pages: tuple[DeliveredPage, ...]
    """Pages, the oldest delivery first; one path may stand there more than once."""


class BundleBody(Artifact):
    """What the bundle of W6 and the one after repair have in common."""

    site: RepoPin
    """Site repository and base commit."""
    allowed_paths: tuple[str, ...]
    """The fence."""
    patches: tuple[Patch, ...]
    """Patches in order."""
    proposals: tuple[Proposal, ...] = ()
    """Changes that are reported only."""
    notes: tuple[str, ...] = ()
    """What was left alone, one sentence each."""


class PatchBundle(BundleBody):
    """W6's bundle."""

    artifact = "patch_bundle"


class FixedPatchBundle(BundleBody):
    """The bundle after the last round of W7 and W8, and the draft that it renders."""

    artifact = "fixed_patch_bundle"

    refused: bool
    """Whether a gate still refuses it: then nothing may be delivered."""
    draft_sha256: Sha256
    """Digest of the repaired draft, stored beside it in the evidence."""
