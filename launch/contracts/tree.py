"""A git tree as the core sees it: entries as data, never a work tree. Not an artifact."""

from typing import Literal

from launch.contracts.model import Contract, ObjectId, RepoPath

EntryKind = Literal["file", "executable", "symlink", "submodule"]


class TreeEntry(Contract):
    """One entry of a tree."""

    path: RepoPath
    r"""Path in the tree; bytes that are not UTF-8 are shown as ``\xNN``."""
    kind: EntryKind
    """From the entry's mode."""
    blob: ObjectId
    """Blob id (commit id for a submodule)."""
    size: int
    """Bytes; 0 for a submodule, -1 where the object is missing."""


class TagRef(Contract):
    """A tag of the product repository."""

    name: str
    """The tag's short name."""
    commit: ObjectId
    """The commit it points at."""
    time: int
    """Committer time of that commit, Unix seconds."""


class RepoPin(Contract):
    """What a ref meant when the run started."""

    url: str
    """The URL as the pilot wrote it."""
    ref: str
    """The ref as the pilot wrote it."""
    commit: ObjectId
    """The commit it resolved to."""
    tree: ObjectId
    """That commit's tree."""
    time: int
    """Committer time, Unix seconds UTC."""
