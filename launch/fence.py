"""The fence: what a bundle may write. Patching, the gate and the commit service all ask here.

Name first, then the pattern, then the base tree. No git and no file system: paths are text.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from launch.contracts.tree import TreeEntry

Operation = Literal["create", "update", "delete"]

MAX_FILE_BYTES = 1024 * 1024
"""A page larger than this is refused."""
_MAX_PATH_BYTES = 1024
_MAX_NAME_BYTES = 255
_TEXT_SUFFIXES = (".md", ".markdown", ".txt", ".csv")
_PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")
_PUNCTUATION = frozenset("-_.+,()@=&' ")
_CATEGORIES = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd"})
# Letters and marks that draw nothing: Unicode calls them default ignorable.
_INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0]")
_DEVICE = re.compile(r"^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9])$", re.IGNORECASE)
_ALIKE_SCRIPTS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"})
_FORBIDDEN_ROOTS = frozenset(
    {"archetypes", "assets", "config", "data", "layouts", "node_modules", "themes"}
)


@dataclass(frozen=True)
class BaseIndex:
    """The base tree, prepared for many questions: build it once a bundle with `index_of`."""

    entries: Mapping[str, TreeEntry]
    folders: frozenset[str]
    spellings: Mapping[str, frozenset[str]]
    """Every path and folder by its folded form."""


def index_of(base: Mapping[str, TreeEntry]) -> BaseIndex:
    """Return the index of a base tree given by path."""
    folders = {folder for path in base for folder in _parents(path)}
    spellings: dict[str, set[str]] = {}
    for path in (*base, *folders):
        spellings.setdefault(_folded(path), set()).add(path)
    frozen = {key: frozenset(paths) for key, paths in spellings.items()}
    return BaseIndex(entries=base, folders=frozenset(folders), spellings=frozen)


def refusal(
    path: str,
    op: Operation,
    mode: str,
    allowed_paths: Iterable[str],
    base: Mapping[str, TreeEntry] | BaseIndex,
) -> str | None:
    """Return why this operation may not happen, or None where it may.

    ``mode`` is git's octal text of the new entry; ``base`` holds the base tree's entries by path.
    """
    patterns = tuple(allowed_paths)
    index = base if isinstance(base, BaseIndex) else index_of(base)
    return (
        _bad_path(path)
        or check_allowed_paths(patterns)
        or _bad_mode(mode)
        or _outside(path, patterns)
        or _bad_place(path, op, index)
    )


def batch_refusals(
    operations: Iterable[tuple[str, Operation, str]],
    allowed_paths: Iterable[str],
    base: Mapping[str, TreeEntry] | BaseIndex,
) -> tuple[tuple[str, str], ...]:
    """Return (path, reason) of every (path, op, mode) that may not happen, alone or together."""
    patterns = tuple(allowed_paths)
    index = base if isinstance(base, BaseIndex) else index_of(base)
    refused: list[tuple[str, str]] = []
    seen: dict[str, str] = {}
    for path, op, mode in operations:
        reason = refusal(path, op, mode, patterns, index)
        earlier = seen.get(_folded(path))
        seen.setdefault(_folded(path), path)
        if reason is None and earlier is not None:
            same = earlier == path
            reason = "twice in one bundle" if same else f"differs only in spelling from {earlier!r}"
        if reason is not None:
            refused.append((path, reason))
    return (*refused, *_files_as_folders(seen.values()))


def content_refusal(path: str, data: bytes) -> str | None:
    """Return why these bytes may not become the file at ``path``, or None."""
    if len(data) > MAX_FILE_BYTES:
        return f"{len(data)} bytes; a file may have {MAX_FILE_BYTES}"
    if not path.lower().endswith(_TEXT_SUFFIXES):
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return f"not UTF-8 at byte {error.start}"
    return "holds a NUL character" if "\0" in text else None


@lru_cache(maxsize=256)
def check_allowed_paths(patterns: tuple[str, ...]) -> str | None:
    """Return why a fence is refused as configuration, or None: the first bad pattern decides."""
    if not patterns:
        return "no path is allowed: give at least one pattern, such as `content/docs/product/**`"
    for pattern in patterns:
        reason = _bad_pattern(pattern)
        if reason is not None:
            return f"{pattern!r}: {reason}"
    return None


def _bad_pattern(pattern: str) -> str | None:
    if not pattern.strip():
        return "is empty"
    if pattern.startswith("/"):
        return "begins with `/`, and paths are those inside the site's repository"
    if pattern.endswith("/"):
        return f"ends with `/`; all files below a folder are `{pattern}**`"
    components = pattern.split("/")
    if ".." in components:
        return "holds `..`, which leads out of its folder"
    if len(components) < 2 or any(mark in components[0] for mark in "*?"):
        return "must begin with a folder that is spelled out, such as `content/docs/product/**`"
    if components[0].casefold() in _FORBIDDEN_ROOTS:
        return f"`{components[0]}` decides how the site is built; pages do not live there"
    for component in components:
        if "**" in component and component != "**":
            return "`**` stands for whole folders: it must be alone between slashes"
        reason = _bad_name(component.replace("*", "x").replace("?", "x"))
        if reason is not None:
            return reason
    if not any(mark in components[-1] for mark in "*?") and not _is_page_or_picture(pattern):
        return f"fits no page; all files below a folder are `{pattern}/**`"
    return None


def _is_page_or_picture(path: str) -> bool:
    return path.lower().endswith((*_TEXT_SUFFIXES, *_PICTURE_SUFFIXES))


def _bad_path(path: str) -> str | None:
    if not path.strip():
        return "an empty path"
    try:
        size = len(path.encode())
    except UnicodeEncodeError:
        return "not UTF-8"
    if size > _MAX_PATH_BYTES:
        return f"{size} bytes long; a path may have {_MAX_PATH_BYTES}"
    if path.startswith("/"):
        return "an absolute path"
    for component in path.split("/"):
        reason = _bad_name(component)
        if reason is not None:
            return reason
    if not _is_page_or_picture(path):
        return "not a kind of file that documentation is made of (Markdown, plain text, pictures)"
    return None


@lru_cache(maxsize=65536)
def _bad_name(name: str) -> str | None:
    if name in {"", ".", ".."}:
        return f"the component {name!r} is no name"
    if unicodedata.normalize("NFKC", name) != name or unicodedata.normalize("NFC", name) != name:
        return f"{name!r} is not in normal form (NFC and NFKC)"
    strange = next((mark for mark in name if not _is_plain(mark)), None)
    if strange is not None:
        return f"{name!r} holds the character U+{ord(strange):04X}"
    if name.startswith((".", "-", " ")) or name.endswith((".", " ")):
        return f"{name!r} begins with a dot, dash or space, or ends with a dot or space"
    if _DEVICE.match(name.split(".", maxsplit=1)[0].rstrip(" ")):
        return f"{name!r} is a device name on Windows"
    if len(name.encode()) > _MAX_NAME_BYTES:
        return f"a name of more than {_MAX_NAME_BYTES} bytes"
    return _mixed_scripts(name)


def _is_plain(mark: str) -> bool:
    if mark in _PUNCTUATION or mark.isascii():
        return mark in _PUNCTUATION or mark.isalnum()
    return unicodedata.category(mark) in _CATEGORIES and not _INVISIBLE.match(mark)


def _mixed_scripts(name: str) -> str | None:
    if name.isascii():
        return None
    for word in re.findall(r"[^\W\d_]+", name):
        scripts = {unicodedata.name(letter, "?").split()[0] for letter in word} & _ALIKE_SCRIPTS
        if len(scripts) > 1:
            return f"{name!r} mixes letters that look alike ({', '.join(sorted(scripts))})"
    return None


def _bad_mode(mode: str) -> str | None:
    return None if mode == "100644" else f"mode {mode}; only regular files (100644) are written"


def _outside(path: str, patterns: tuple[str, ...]) -> str | None:
    components = tuple(path.split("/"))
    if any(_matches(components, tuple(pattern.split("/"))) for pattern in patterns):
        return None
    return f"outside of the allowed paths ({', '.join(patterns)})"


def _matches(path: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    """Match component by component; ``**`` is any number of folders, and at the end any file."""
    reach = {0}
    for index, wanted in enumerate(pattern):
        if wanted == "**":
            first = min(reach)
            reach = set(range(first + (index == len(pattern) - 1), len(path) + 1))
        else:
            shape = _shape(wanted)
            reach = {at + 1 for at in reach if at < len(path) and shape.fullmatch(path[at])}
        if not reach:
            return False
    return len(path) in reach


@lru_cache(maxsize=1024)
def _shape(component: str) -> re.Pattern[str]:
    wild = {"*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(wild.get(mark, re.escape(mark)) for mark in component))


def _bad_place(path: str, op: Operation, base: BaseIndex) -> str | None:
    for parent in _parents(path):
        entry = base.entries.get(parent)
        if entry is not None:
            return f"its parent {parent!r} is a {entry.kind}, not a folder"
    for part in (path, *_parents(path)):
        twins = base.spellings.get(_folded(part), frozenset())
        if twins and part not in twins:
            return f"{part!r} differs only in spelling from {min(twins)!r}"
    if path in base.folders:
        return "a folder of the site has this path"
    entry = base.entries.get(path)
    if entry is None:
        return None if op == "create" else f"there is no file to {op}"
    if entry.kind not in {"file", "executable"}:
        return f"it is a {entry.kind}, not a regular file"
    return "the file is there already" if op == "create" else None


def _files_as_folders(paths: Iterable[str]) -> tuple[tuple[str, str], ...]:
    written = sorted(paths)
    known = {_folded(path) for path in written}
    return tuple(
        (path, "a file of the same bundle has the path of its folder")
        for path in written
        if any(_folded(parent) in known for parent in _parents(path))
    )


def _parents(path: str) -> tuple[str, ...]:
    components = path.split("/")
    return tuple("/".join(components[:end]) for end in range(1, len(components)))


def _folded(path: str) -> str:
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold())
