"""A tree in memory: `launch.ports.Tree` over a mapping, for what needs no git."""

from collections.abc import Mapping

from launch.contracts.tree import EntryKind, TreeEntry
from launch.digests import sha256


class MemoryTree:
    """Files by path; kinds other than a plain file by path."""

    def __init__(
        self, files: Mapping[str, bytes | str], kinds: Mapping[str, EntryKind] | None = None
    ) -> None:
        self.files = {p: d.encode() if isinstance(d, str) else d for p, d in files.items()}
        self.kinds = dict(kinds or {})

    @property
    def entries(self) -> tuple[TreeEntry, ...]:
        return tuple(self._entry(path) for path in sorted(self.files))

    def entry(self, path: str) -> TreeEntry | None:
        return self._entry(path) if path in self.files else None

    def read(self, path: str) -> bytes | None:
        return self.files.get(path)

    def _entry(self, path: str) -> TreeEntry:
        data = self.files[path]
        kind = self.kinds.get(path, "file")
        return TreeEntry(path=path, kind=kind, blob=sha256(data)[:40], size=len(data))
