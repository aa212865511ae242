"""What must agree before recorded requests are sent: bytes, digests, keys, payloads, patches.

Pure: it says what does not agree, and never mends it.
"""

import json
from collections.abc import Iterator, Mapping

from launch.contracts.delivery import CreateCommitBundle, OpenPrBundle, WireRequest
from launch.delivery.wire import wire_request
from launch.digests import sha256


def contradiction(
    commit: CreateCommitBundle, pull: OpenPrBundle, changes: Mapping[str, bytes | None]
) -> str | None:
    """Return the first thing that recorded requests say otherwise than they should, or None.

    ``changes`` is what the judged bundle makes of the site: bytes by path, None deletes.
    """
    return next(_contradictions(commit, pull, changes), None)


def _contradictions(
    commit: CreateCommitBundle, pull: OpenPrBundle, changes: Mapping[str, bytes | None]
) -> Iterator[str]:
    for name, request in (("commit", commit.request), ("pull request", pull.request)):
        if (why := _unsound(request)) is not None:
            yield f"the {name} request: {why}"
            return
    sent, opened = json.loads(commit.request.body), json.loads(pull.request.body)
    payload = commit.payload
    subject, _, text = payload.commit_message.partition("\n\n")
    shown = {
        "repo_url": payload.repo_url,
        "base_ref": payload.base_ref,
        "base_commit": payload.base_commit,
        "branch_name": payload.branch_name,
        "commit_message": subject,
        "commit_body": text,
    }
    yield from _differing("commit", sent, shown)
    shown_pull = {
        "repo_url": payload.repo_url,
        "base_ref": payload.base_ref,
        "branch_name": payload.branch_name,
        "pr_title": pull.payload.title,
        "pr_body": pull.payload.body,
        "draft": pull.payload.draft,
        "run_id": sent.get("run_id"),
    }
    yield from _differing("pull request", opened, shown_pull)
    if _written(sent) != {path: None if d is None else sha256(d) for path, d in changes.items()}:
        yield "the commit request does not hold the files that were judged"


def _unsound(request: WireRequest) -> str | None:
    """Return what is wrong with a request in itself, or None."""
    if sha256(request.body) != request.sha256:
        return "its body does not have the SHA-256 that was recorded"
    body = json.loads(request.body)
    if not isinstance(body, dict) or body.pop("idempotency_key", None) != request.idempotency_key:
        return "its body does not hold its idempotency key"
    if wire_request(request.path, body) != request:
        return "its idempotency key is not that of its body"
    return None


def _differing(name: str, body: Mapping[str, object], shown: Mapping[str, object]) -> Iterator[str]:
    for key, value in shown.items():
        if body.get(key) != value:
            yield f"the {name} request: `{key}` is not what its payload shows"


def _written(body: Mapping[str, object]) -> dict[str, str | None]:
    """Return the digest of every file that a commit request writes, None for what it deletes."""
    bundle = body.get("patch_bundle")
    patches = bundle.get("patches", []) if isinstance(bundle, dict) else []
    return {
        str(one.get("path")): None
        if one.get("type") == "delete_file"
        else sha256(str(one.get("new_content", "")))
        for one in patches
    }
