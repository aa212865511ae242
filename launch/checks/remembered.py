"""A tree that reads each blob and proves each check once: for callers that have many of both."""

from dataclasses import dataclass, field

from launch.contracts.claims import Check, CheckOutcome
from launch.contracts.tree import TreeEntry
from launch.ports import Tree


@dataclass(frozen=True)
class Remembered:
    """A `launch.ports.Tree` over another one; blobs that were read stay in memory."""

    tree: Tree
    outcomes: dict[Check, CheckOutcome] = field(default_factory=dict, repr=False)
    """Checks that were evaluated against this tree already."""
    _blobs: dict[str, bytes | None] = field(default_factory=dict, repr=False)

    @property
    def entries(self) -> tuple[TreeEntry, ...]:
        """Every entry, by path."""
        return self.tree.entries

    def entry(self, path: str) -> TreeEntry | None:
        """Return the entry at exactly this path, or None."""
        return self.tree.entry(path)

    def read(self, path: str) -> bytes | None:
        """Return a blob's bytes, or None where it is missing."""
        if path not in self._blobs:
            self._blobs[path] = self.tree.read(path)
        return self._blobs[path]
