"""Pages that were changed elsewhere, as the bundle that makes them: for gates, as any other."""

from collections.abc import Mapping

from launch.contracts.patch_bundle import CreateFile, Patch, PatchBundle
from launch.contracts.tree import RepoPin
from launch.digests import sha256
from launch.patching.difference import body_patches
from launch.patching.errors import PatchError
from launch.ports import Tree


def bundle_of_pages(
    pages: Mapping[str, bytes], tree: Tree, pin: RepoPin, allowed_paths: tuple[str, ...]
) -> PatchBundle:
    """Return the bundle that turns the site into the one with these pages, in the order of paths.

    Pages that are as the site has them make no patch. PatchError where one is no text.
    """
    patches: list[Patch] = []
    for path, data in sorted(pages.items()):
        old = tree.read(path) if tree.entry(path) is not None else None
        if old != data:
            made = _patches(path, old, data, f"p{len(patches) + 1:04}")
            patches += made
    numbered = tuple(
        patch.model_copy(update={"patch_id": f"p{number:04}"})
        for number, patch in enumerate(patches, start=1)
    )
    return PatchBundle(site=pin, allowed_paths=allowed_paths, patches=numbered)


def _patches(path: str, old: bytes | None, new: bytes, patch_id: str) -> tuple[Patch, ...]:
    try:
        text = new.decode()
        if old is not None:
            old.decode()
    except UnicodeDecodeError as error:
        why = f"is not UTF-8 at byte {error.start}"
        raise PatchError(patch_id, path, why) from error
    if old is not None:
        return body_patches(path, old, text)
    return (
        CreateFile(
            patch_id=patch_id,
            page_id=None,
            path=path,
            before_sha256=None,
            after_sha256=sha256(text),
            content=text,
        ),
    )
