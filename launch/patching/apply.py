"""A bundle on a tree: every patch or none. Pure; what comes out is bytes by path."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from launch.contracts.patch_bundle import (
    BundleBody,
    CreateFile,
    DeleteFile,
    Patch,
    UpdateByAnchor,
    UpdateFileRange,
    UpdateFrontmatterKeys,
)
from launch.digests import sha256
from launch.fence import Operation, batch_refusals, content_refusal
from launch.patching.errors import PatchError
from launch.patching.kinds import update_by_anchor, update_file_range, update_frontmatter_keys
from launch.ports import Tree

MAX_FILE_BYTES = 16 * 1024 * 1024
"""Files above this are never read for patching."""


def apply(bundle: BundleBody, tree: Tree) -> dict[str, bytes | None]:
    """Return the bytes of every patched path (None where the file goes), in the patches' order.

    A path that the bundle was applied to already comes back as it is. PatchError names the first
    patch that does not fit: outside of the bundle's fence, wrong hash, missing section, a path
    that is no regular file, a page too large.
    """
    _check_order(bundle.patches)
    chains: dict[str, list[Patch]] = {}
    for patch in bundle.patches:
        chains.setdefault(patch.path, []).append(patch)
    _check_fence(bundle, chains, tree)
    return {path: _chained(_bytes_at(path, chain, tree), chain) for path, chain in chains.items()}


def _check_fence(bundle: BundleBody, chains: Mapping[str, list[Patch]], tree: Tree) -> None:
    if not chains:
        return
    operations = [(path, _operation(path, chain, tree), "100644") for path, chain in chains.items()]
    base = {entry.path: entry for entry in tree.entries}
    for path, reason in batch_refusals(operations, bundle.allowed_paths, base):
        raise PatchError(chains[path][0].patch_id, path, reason)


def _operation(path: str, chain: list[Patch], tree: Tree) -> Operation:
    if tree.entry(path) is None:
        return "create"
    return "delete" if isinstance(chain[-1], DeleteFile) else "update"


def _check_order(patches: Iterable[Patch]) -> None:
    for earlier, later in pairwise(patches):
        if int(later.patch_id[1:]) <= int(earlier.patch_id[1:]):
            why = f"its id does not follow {earlier.patch_id}"
            raise PatchError(later.patch_id, later.path, why)


def patched(old: bytes | None, patch: Patch) -> bytes | None:
    """Return the bytes after one patch; the bytes themselves where it was applied before."""
    have = None if old is None else sha256(old)
    if have == patch.after_sha256:
        return old
    if have != patch.before_sha256:
        why = "the base has moved" if have is not None else "there is no such file"
        found = f"found {_short(have)}, expected {_short(patch.before_sha256)}"
        raise PatchError(patch.patch_id, patch.path, f"{why}: {found}")
    new = new_bytes(old, patch)
    got = None if new is None else sha256(new)
    if got != patch.after_sha256:
        why = f"gives {_short(got)}, not the {_short(patch.after_sha256)} that it states"
        raise PatchError(patch.patch_id, patch.path, why)
    return new


def _chained(old: bytes | None, chain: Iterable[Patch]) -> bytes | None:
    patches = tuple(chain)
    if (None if old is None else sha256(old)) == patches[-1].after_sha256:
        return old
    now = old
    for patch in patches:
        now = patched(now, patch)
        large = content_refusal(patch.path, now) if now is not None else None
        if large is not None:
            raise PatchError(patch.patch_id, patch.path, large)
    return now


def new_bytes(old: bytes | None, patch: Patch) -> bytes | None:
    """Return what a patch makes of the bytes, whatever hashes of whole files it states."""
    match patch:
        case CreateFile():
            return patch.content.encode()
        case DeleteFile():
            return None
        case UpdateByAnchor():
            return update_by_anchor(_text(old, patch), patch).encode()
        case UpdateFileRange():
            return update_file_range(_text(old, patch), patch).encode()
        case UpdateFrontmatterKeys():
            return update_frontmatter_keys(_text(old, patch), patch).encode()


def _bytes_at(path: str, chain: list[Patch], tree: Tree) -> bytes | None:
    entry = tree.entry(path)
    if entry is None:
        return None
    if entry.kind not in {"file", "executable"}:
        raise PatchError(chain[0].patch_id, path, f"is a {entry.kind}, not a regular file")
    if entry.size > MAX_FILE_BYTES:
        raise PatchError(chain[0].patch_id, path, f"has {entry.size} bytes: too large to patch")
    data = tree.read(path)
    if data is None:
        raise PatchError(chain[0].patch_id, path, "its content is missing from the repository")
    return data


def _text(old: bytes | None, patch: Patch) -> str:
    if old is None:
        raise PatchError(patch.patch_id, patch.path, "there is no file to change")
    try:
        return old.decode()
    except UnicodeDecodeError as error:
        why = f"is not UTF-8 at byte {error.start}"
        raise PatchError(patch.patch_id, patch.path, why) from error


def _short(digest: str | None) -> str:
    return "no file" if digest is None else digest[:12]
