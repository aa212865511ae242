"""Refs of a repository as data, and which of them a pilot's ref means."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from launch.errors import RepositoryError
from resources.git.address import Role, keys_of, shown

OBJECT_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_ABBREVIATION = re.compile(r"[0-9a-f]{7,63}")
_HEADS, _TAGS = "refs/heads/", "refs/tags/"


@dataclass(frozen=True)
class Refs:
    """What a repository offers: objects by full ref name, and where HEAD leads."""

    by_name: Mapping[str, str]
    """Full name to object id, tags not peeled."""
    head: str | None
    """Full name of the branch that HEAD names, or an object id, or None."""

    @property
    def branches(self) -> tuple[str, ...]:
        """Short names of the branches, sorted."""
        return _short(self.by_name, _HEADS)

    @property
    def tags(self) -> tuple[str, ...]:
        """Short names of the tags, sorted."""
        return _short(self.by_name, _TAGS)

    @property
    def object_format(self) -> str:
        """``sha1`` or ``sha256``, by the length of the ids."""
        return "sha256" if any(len(oid) == 64 for oid in self.by_name.values()) else "sha1"


@dataclass(frozen=True)
class Wanted:
    """What a pilot's ref means."""

    revision: str
    """An object id, or an abbreviation of one."""
    name: str | None
    """The full ref it came from, or None for a commit id."""


def _short(by_name: Mapping[str, str], prefix: str) -> tuple[str, ...]:
    names = (name.removeprefix(prefix) for name in by_name if name.startswith(prefix))
    return tuple(sorted(names))


def choose(refs: Refs, ref: str, role: Role, url: str) -> Wanted:
    """Return what ``ref`` means: a branch first, then a tag, then a full ref, then a commit id.

    A site's ref must be a branch, since the pull request goes to it. RepositoryError names the
    nearest branches and tags.
    """
    if not refs.by_name:
        raise RepositoryError(
            f"the repository {shown(url)} is empty: it has no commit",
            hint=f"push a first commit to it, or correct `{keys_of(role)[0]}`",
        )
    candidates = [f"{_HEADS}{ref}", ref if ref.startswith(_HEADS) else ""]
    if role == "product":
        candidates += [f"{_TAGS}{ref}", ref]
        if ref == "HEAD" and refs.head:
            candidates.insert(0, refs.head)
            if OBJECT_ID.fullmatch(refs.head):
                return Wanted(refs.head, None)
    for name in candidates:
        if name in refs.by_name:
            return Wanted(refs.by_name[name], name)
    if role == "product" and (OBJECT_ID.fullmatch(ref) or _ABBREVIATION.fullmatch(ref)):
        return Wanted(ref, None)
    raise not_found(refs, ref, role, url)


def not_found(refs: Refs, ref: str, role: Role, url: str) -> RepositoryError:
    """Return the error for a ref that the repository does not have."""
    what = "branch" if role == "site" else "branch, tag or commit"
    names = refs.branches if role == "site" else refs.branches + refs.tags
    near = get_close_matches(ref, names, n=3, cutoff=0.5) or list(refs.branches[:5])
    offered = f"; nearest there: {', '.join(shown(name) for name in near)}" if near else ""
    return RepositoryError(
        f"{shown(url)} has no {what} {shown(ref)!r}",
        hint=f"correct `{keys_of(role)[1]}` in the pilot{offered}",
    )
