"""The wire format of the commit service: requests, answers, errors. Unknown fields are ignored.

Requests are the ones that existing services speak; what we add has a default.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(min_length=1, max_length=4096)]
Key = Annotated[
    str,
    StringConstraints(
        pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
    ),
]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Commit = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{40}([0-9a-f]{24})?$")]
Version = Annotated[str, StringConstraints(pattern=r"^1(\.\d+)*$|^v1$")]


class _Wire(BaseModel):
    model_config = ConfigDict(
        frozen=True, strict=True, extra="ignore", use_attribute_docstrings=True
    )


class WirePatch(_Wire):
    """One file: its whole new content, or its removal."""

    patch_id: Text
    """Name of the patch."""
    type: Literal["create_file", "update_file_range", "delete_file"]
    """What happens to the file; a range must be the whole file."""
    path: Text
    """Path in the repository."""
    content_hash: Digest | None = None
    """SHA-256 of the new content."""
    new_content: str | None = None
    """The file's whole new text; absent for a removal."""
    before_sha256: Digest | None = None
    """SHA-256 of the file that is replaced or removed."""
    start_line: int | None = None
    """First line that is replaced: 1."""
    end_line: int | None = None
    """Last line that is replaced: the file's last."""


class WirePatchBundle(_Wire):
    """The patches of a commit."""

    schema_version: Version
    """Version of this format."""
    patches: Annotated[tuple[WirePatch, ...], Field(min_length=1, max_length=2000, strict=False)]
    """One patch per path."""


class CommitRequest(_Wire):
    """``POST /v1/commit``."""

    schema_version: Version
    """Version of this format."""
    run_id: Text
    """Run that asks."""
    idempotency_key: Key
    """Equal to the ``Idempotency-Key`` header."""
    repo_url: Text
    """Repository that is written to."""
    base_ref: Text
    """Branch that the pull request will go to."""
    branch_name: Text
    """Branch that is written."""
    allowed_paths: Annotated[tuple[Text, ...], Field(min_length=1, strict=False)]
    """The client's fence; it narrows the service's own."""
    commit_message: Text
    """Subject."""
    commit_body: str = ""
    """Body."""
    patch_bundle: WirePatchBundle
    """The change."""
    require_clean_base: bool = True
    """Refuse if the base branch has moved on from ``base_commit``."""
    base_commit: Commit | None = None
    """Commit that the change was made for; default: the base branch's head."""
    on_existing_branch: Literal["refuse", "append"] = "refuse"
    """``append``: a branch whose head is our own commit gets another commit on top."""


class PrRequest(_Wire):
    """``POST /v1/open_pr``."""

    schema_version: Version
    """Version of this format."""
    run_id: Text
    """Run that asks."""
    idempotency_key: Key
    """Equal to the ``Idempotency-Key`` header."""
    repo_url: Text
    """Repository."""
    base_ref: Text
    """Branch that the pull request goes to."""
    branch_name: Text
    """Branch that it comes from."""
    pr_title: Annotated[str, StringConstraints(min_length=1, max_length=256)]
    """Title."""
    pr_body: Annotated[str, StringConstraints(max_length=65_536)]
    """Body in Markdown."""
    draft: bool = False
    """Whether it is opened as a draft."""


class CommitAnswer(_Wire):
    """Answer of ``/v1/commit``."""

    schema_version: Literal["1.0"] = "1.0"
    """Version of this format."""
    run_id: str
    """Run that asked."""
    idempotency_key: str
    """Its key."""
    repo_url: str
    """Repository."""
    branch_name: str
    """Branch that was written."""
    base_commit: str
    """Commit that the change stands on."""
    commit_sha: str
    """The commit."""
    created_at: str
    """When it was reserved, UTC; a replay has the first time."""


class PrAnswer(_Wire):
    """Answer of ``/v1/open_pr``."""

    schema_version: Literal["1.0"] = "1.0"
    """Version of this format."""
    run_id: str
    """Run that asked."""
    idempotency_key: str
    """Its key."""
    pr_number: int
    """Number."""
    pr_url: str
    """API address."""
    pr_html_url: str
    """Page for people."""
    created_at: str
    """When it was reserved, UTC."""


class ErrorAnswer(_Wire):
    """Every refusal."""

    schema_version: Literal["1.0"] = "1.0"
    """Version of this format."""
    code: str
    """Stable name of the refusal."""
    message: str
    """What was found, and what to do."""
    details: dict[str, str] = {}
    """Figures and names."""


class HealthAnswer(_Wire):
    """Answer of ``/v1/health``."""

    schema_version: Literal["1.0"] = "1.0"
    """Version of this format."""
    status: Literal["ok"] = "ok"
    """The service takes requests."""
    service: str = "foss-launcher-commit-service"
    """Name of the program."""
