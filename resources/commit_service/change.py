"""What a commit request changes: paths and bytes, behind two fences, the client's and our own."""

from launch.digests import sha256
from launch.fence import Operation, batch_refusals, check_allowed_paths, content_refusal, index_of
from resources.commit_service.contract import CommitRequest, WirePatch
from resources.commit_service.forges.port import Forge
from resources.commit_service.refusals import RefusedRequestError

_OPERATIONS: dict[str, Operation] = {
    "create_file": "create",
    "update_file_range": "update",
    "delete_file": "delete",
}
_MODE = "100644"


def changes_of(
    request: CommitRequest, forge: Forge, base: str, own: tuple[str, ...] | None
) -> dict[str, bytes | None]:
    """Return bytes by path (None deletes) for a request on a base commit.

    RefusedRequestError: 403 outside of a fence, 422 for hashes that do not fit, 409 for a file that
    is not as the client saw it.
    """
    patches = request.patch_bundle.patches
    index = index_of({entry.path: entry for entry in forge.entries(base)})
    operations = [(patch.path, _OPERATIONS[patch.type], _MODE) for patch in patches]
    for patterns in (request.allowed_paths, own):
        if patterns is None:
            continue
        reason = check_allowed_paths(tuple(patterns))
        refused = () if reason else batch_refusals(operations, patterns, index)
        if reason or refused:
            path, why = refused[0] if refused else ("allowed_paths", reason or "")
            raise RefusedRequestError(
                403,
                "outside_fence",
                f"{path}: {why}",
                details={"path": path, "fence": "client" if patterns is not own else "service"},
            )
    return {patch.path: _content(patch, forge, base) for patch in patches}


def _content(patch: WirePatch, forge: Forge, base: str) -> bytes | None:
    if patch.type != "create_file":
        before = forge.read(base, patch.path) or b""
        if patch.before_sha256 is not None and sha256(before) != patch.before_sha256:
            text = f"{patch.path} is not the file that the change was made for; run again"
            raise RefusedRequestError(409, "file_changed", text, details={"path": patch.path})
        _check_range(patch, before)
    if patch.type == "delete_file":
        return None
    if patch.new_content is None or patch.content_hash is None:
        text = f"{patch.path}: `new_content` and `content_hash` are needed"
        raise RefusedRequestError(422, "invalid", text)
    data = patch.new_content.encode()
    if sha256(data) != patch.content_hash:
        text = f"{patch.path}: `content_hash` is not the SHA-256 of `new_content`"
        raise RefusedRequestError(422, "hash_differs", text, details={"path": patch.path})
    if reason := content_refusal(patch.path, data):
        raise RefusedRequestError(403, "outside_fence", f"{patch.path}: {reason}")
    return data


def _check_range(patch: WirePatch, before: bytes) -> None:
    if patch.type != "update_file_range":
        return
    if (patch.start_line, patch.end_line) != (1, len(before.splitlines())):
        text = f"{patch.path}: send the whole file, as lines 1 to {len(before.splitlines())}"
        raise RefusedRequestError(422, "invalid", text, details={"path": patch.path})
