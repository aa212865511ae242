"""The kinds of patches as pure functions from old text to new text. Hashes are `apply`'s matter."""

from launch.contracts.patch_bundle import UpdateByAnchor, UpdateFileRange, UpdateFrontmatterKeys
from launch.digests import sha256
from launch.markdown.lines import line_end, newlines, split_lines
from launch.markdown.sections import Pages, Section, read_page
from launch.patching.errors import PatchError
from launch.patching.front_matter_keys import set_keys


def update_by_anchor(old: str, patch: UpdateByAnchor) -> str:
    """Return the text with the section's body replaced, or with the section added."""
    page = read_page(old)
    content = newlines(patch.content).replace("\n", line_end(old))
    if patch.section_sha256 is None:
        at = _place_of_new(page, patch)
        return "".join((*page.lines[:at], content, *page.lines[at:]))
    section = _only(page, patch.heading_path, patch)
    body = "".join(page.lines[section.body : section.end])
    if sha256(body) != patch.section_sha256:
        raise PatchError(patch.patch_id, patch.path, f"section {_show(section.path)} has changed")
    return "".join((*page.lines[: section.body], content, *page.lines[section.end :]))


def update_file_range(old: str, patch: UpdateFileRange) -> str:
    """Return the text with the lines replaced."""
    lines = split_lines(old)
    first, last = patch.first_line - 1, patch.last_line
    if not first <= last <= len(lines):
        why = f"lines {patch.first_line} to {last} of a file with {len(lines)}"
        raise PatchError(patch.patch_id, patch.path, why)
    if sha256("".join(lines[first:last])) != patch.range_sha256:
        why = f"lines {patch.first_line} to {last} have changed"
        raise PatchError(patch.patch_id, patch.path, why)
    return "".join((*lines[:first], patch.content, *lines[last:]))


def update_frontmatter_keys(old: str, patch: UpdateFrontmatterKeys) -> str:
    """Return the text with the keys set and removed; every other byte stays."""
    page = read_page(old)
    if page.front_matter_end == 0:
        raise PatchError(patch.patch_id, patch.path, "has no front matter")
    try:
        head = set_keys(page.lines[: page.front_matter_end], patch.values, patch.remove)
    except ValueError as error:
        raise PatchError(patch.patch_id, patch.path, f"front matter: {error}") from error
    return head + "".join(page.lines[page.front_matter_end :])


def _only(page: Pages, path: tuple[str, ...], patch: UpdateByAnchor) -> Section:
    found = [section for section in page.sections if section.path == path]
    if len(found) != 1:
        why = f"section {_show(path)} is there {len(found)} times"
        raise PatchError(patch.patch_id, patch.path, why)
    return found[0]


def _place_of_new(page: Pages, patch: UpdateByAnchor) -> int:
    if any(section.path == patch.heading_path for section in page.sections):
        why = f"section {_show(patch.heading_path)} is there already"
        raise PatchError(patch.patch_id, patch.path, why)
    if patch.after == ():
        starts = [section.first for section in page.sections if section.path]
        return min(starts, default=len(page.lines))
    if patch.after is not None:
        return _only(page, patch.after, patch).end
    parent = patch.heading_path[:-1]
    if not parent:
        return len(page.lines)
    _only(page, parent, patch)
    return max(s.end for s in page.sections if s.path[: len(parent)] == parent)


def _show(path: tuple[str, ...]) -> str:
    return repr(" > ".join(path))
