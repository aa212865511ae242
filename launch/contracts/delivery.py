"""W9: the commit and the pull request as they go over the wire, for machines and for readers.

``request`` is the exact text that is sent; its hash is what `submit` compares.
"""

from typing import Literal

from launch.contracts.model import Artifact, Contract, ObjectId, RepoPath, Sha256


class Delivery(Contract):
    """Whether and how a bundle left."""

    state: Literal["sent", "deferred"]
    """As of sealing."""
    reason: str
    """Why it was deferred, or how it was sent."""


class WireRequest(Contract):
    """One request, byte for byte."""

    method: Literal["POST"] = "POST"
    path: Literal["/commit", "/open_pr"]
    """Path below the endpoint."""
    idempotency_key: str
    """UUID; the ``Idempotency-Key`` header and the body's field."""
    body: str
    """The body: JSON text, sent as UTF-8."""
    sha256: Sha256
    """SHA-256 of the body's bytes."""


class CommitFile(Contract):
    """One file of the commit, for readers."""

    path: RepoPath
    """Path."""
    change: Literal["added", "modified", "deleted"]
    """What happens to it."""
    lines_added: int
    """Lines added."""
    lines_removed: int
    """Lines removed."""


class CommitPayload(Contract):
    """The commit, for readers."""

    repo_url: str
    """Site repository as the pilot wrote it."""
    base_ref: str
    """Branch that it goes to."""
    base_commit: ObjectId
    """Commit that it is built on."""
    branch_name: str
    """Branch that is written."""
    commit_message: str
    """Subject and body."""
    files: tuple[CommitFile, ...]
    """Files by path."""


class CreateCommitBundle(Artifact):
    """The commit request."""

    artifact = "create_commit_bundle"

    request: WireRequest
    """What is sent."""
    payload: CommitPayload
    """The same, for readers."""
    rollback: tuple[str, ...]
    """Steps that undo the delivery, with real commits and paths."""
    delivery: Delivery
    """As of sealing."""


class PrPayload(Contract):
    """The pull request, for readers."""

    title: str
    """Title."""
    body: str
    """Body in Markdown."""
    base_ref: str
    """Branch that it goes to."""
    branch_name: str
    """Branch that it comes from."""
    draft: bool
    """Whether it is a draft."""


class PrResult(Contract):
    """An open pull request."""

    pr_number: int
    """Number."""
    pr_url: str
    """API address, or the page's where there is no other."""
    pr_html_url: str
    """Page for people."""


class Exchange(Contract):
    """One request to the commit service and what came back: a file of ``evidence/delivery/``."""

    step: Literal["health", "commit", "open_pr"]
    """What was asked for."""
    attempt: int
    """From 1."""
    method: Literal["GET", "POST"]
    """HTTP method."""
    url: str
    """Address."""
    headers: tuple[tuple[str, str], ...]
    """Request headers by name, without the token."""
    request_sha256: Sha256 | None
    """SHA-256 of the body that was sent, which is the bundle's; None without a body."""
    status: int | None
    """HTTP status, or None where no answer came."""
    answer: str
    """Body of the answer, or why none came; the token is masked."""


class OpenPrBundle(Artifact):
    """The pull request."""

    artifact = "open_pr_bundle"

    request: WireRequest
    """What is sent."""
    payload: PrPayload
    """The same, for readers."""
    delivery: Delivery
    """As of sealing."""
    result: PrResult | None = None
    """The pull request, where it was sent."""
    left_out: tuple[str, ...] = ()
    """Headings of the sections that the sent body has no room for."""
    full_body: str = ""
    """The whole body where the sent one was cut, to be kept beside it; empty otherwise."""
