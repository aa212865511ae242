"""The patches between two states of one file: keys, then sections where they fit, else lines."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from launch.contracts.page_plan import FrontMatterValue
from launch.contracts.patch_bundle import (
    Patch,
    UpdateByAnchor,
    UpdateFileRange,
    UpdateFrontmatterKeys,
)
from launch.digests import sha256
from launch.markdown.lines import split_lines
from launch.markdown.sections import Pages, read_page
from launch.patching.apply import new_bytes

_ID = "p0001"


def key_patches(
    path: str, data: bytes, values: Sequence[FrontMatterValue]
) -> tuple[tuple[Patch, ...], bytes]:
    """Return the patch that sets the keys, and the bytes afterwards; none where nothing changes."""
    if not values:
        return (), data
    patch = UpdateFrontmatterKeys(
        patch_id=_ID,
        page_id=None,
        path=path,
        before_sha256=None,
        after_sha256=None,
        values=tuple(values),
    )
    return _hashed(data, (patch,))


def body_patches(path: str, data: bytes, target: str) -> tuple[Patch, ...]:
    """Return patches that make the text ``target`` of the bytes; by section where that is exact."""
    text = data.decode()
    if text == target:
        return ()
    old, new = read_page(text), read_page(target)
    if [s.path for s in old.sections] == [s.path for s in new.sections] and _distinct(old):
        patches, after = _hashed(data, tuple(_sections(path, old, new)))
        if after == target.encode():
            return patches
    patches, after = _hashed(data, tuple(_ranges(path, text, target)))
    assert after == target.encode()
    return patches


def _distinct(page: Pages) -> bool:
    paths = [section.path for section in page.sections]
    return len(set(paths)) == len(paths)


def _sections(path: str, old: Pages, new: Pages) -> Iterator[Patch]:
    for before, after in zip(old.sections, new.sections, strict=True):
        was = "".join(old.lines[before.body : before.end])
        now = "".join(new.lines[after.body : after.end])
        if was != now and before.path:
            yield UpdateByAnchor(
                patch_id=_ID,
                page_id=None,
                path=path,
                before_sha256=None,
                after_sha256=None,
                heading_path=before.path,
                section_sha256=sha256(was),
                content=now,
            )
        elif was != now:
            yield _range(path, before.body, before.end, was, now)


def _ranges(path: str, text: str, target: str) -> Iterator[Patch]:
    """Yield line ranges, last first: so no range moves another."""
    old, new = split_lines(text), split_lines(target)
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for kind, first, last, start, end in reversed(codes):
        if kind != "equal":
            yield _range(path, first, last, "".join(old[first:last]), "".join(new[start:end]))


def _range(path: str, first: int, last: int, was: str, now: str) -> UpdateFileRange:
    return UpdateFileRange(
        patch_id=_ID,
        page_id=None,
        path=path,
        before_sha256=None,
        after_sha256=None,
        first_line=first + 1,
        last_line=last,
        range_sha256=sha256(was),
        content=now,
    )


def _hashed(data: bytes, patches: Sequence[Patch]) -> tuple[tuple[Patch, ...], bytes]:
    """Apply the patches one after the other and give each its real hashes."""
    done: list[Patch] = []
    for patch in patches:
        after = new_bytes(data, patch)
        if after is not None and after != data:
            hashes = {"before_sha256": sha256(data), "after_sha256": sha256(after)}
            done.append(patch.model_copy(update=hashes))
            data = after
    return tuple(done), data
