"""What the service needs from a place that keeps repositories. Every call may be repeated.

A call that finds its effect there already returns it; only compare-and-swap makes effects.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from launch.contracts.tree import TreeEntry


@dataclass(frozen=True)
class NewCommit:
    """A commit as reserved: its id is a function of this value alone (on a forge that lets us)."""

    base_commit: str
    """Commit whose tree the changes are put on."""
    parent: str | None
    """Head of the branch that gets another commit, or None where the branch is new."""
    branch: str
    changes: Mapping[str, bytes | None]
    """Bytes by path; None deletes."""
    message: str
    """Subject, body and trailers."""
    time: int
    """Author and committer time, Unix seconds."""


@dataclass(frozen=True)
class NewPull:
    """A pull request to open, or to bring up to date."""

    base_ref: str
    branch: str
    title: str
    body: str
    draft: bool
    key: str
    """Idempotency key."""
    time: int


@dataclass(frozen=True)
class Pull:
    """A pull request that is there."""

    number: int
    url: str
    html_url: str


class Forge(Protocol):
    """A host of one repository."""

    def head(self, branch: str) -> str | None:
        """Return the commit that a branch is at, or None."""

    def messages(self, branch: str) -> tuple[tuple[str, str], ...]:
        """Return (commit, message) of a branch's newest commits, at least 50, the head first."""

    def entries(self, commit: str) -> tuple[TreeEntry, ...]:
        """Return every entry of a commit's tree."""

    def read(self, commit: str, path: str) -> bytes | None:
        """Return a file's bytes at a commit."""

    def publish(self, new: NewCommit) -> str:
        """Write the commit and move the branch to it.

        RefusedRequestError where the branch is another's, or the change is none.
        """

    def open_pull(self, new: NewPull) -> Pull:
        """Open a pull request, or return the open one of this branch, brought up to date."""
