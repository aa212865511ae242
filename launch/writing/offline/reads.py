"""What a page was written from, traced: each thing that the writer looked up, and its digest.

A page of the same plan whose reads come out the same would be written the same.
"""

from collections.abc import Iterator, Mapping

from launch.contracts.model import Contract, Sha256

EVERYTHING = "*"
"""The key of a read that went over a whole mapping."""
_PLACES = frozenset({"path", "first_line", "last_line", "line", "exported_by", "sources"})
"""Where a thing stands: no page says it, so a line that moved writes nothing anew."""

Seen = set[tuple[str, str]]


class Read(Contract):
    """One thing that was looked up while a page was written, found or not."""

    kind: str
    """Name of the mapping."""
    key: str
    """Key in it; ``*`` for all."""
    sha256: Sha256
    """Digest of what was found, without the place where it stands."""


class Watched[V](Mapping[str, V]):
    """A mapping that remembers in ``seen`` which keys were asked for."""

    def __init__(self, kind: str, of: Mapping[str, V], seen: Seen) -> None:
        self._kind = kind
        self._of = of
        self._seen = seen

    def __getitem__(self, key: str) -> V:
        """Return a value; the question counts as a read even where there is none."""
        self._seen.add((self._kind, key))
        return self._of[key]

    def __iter__(self) -> Iterator[str]:
        self._seen.add((self._kind, EVERYTHING))
        return iter(self._of)

    def __len__(self) -> int:
        self._seen.add((self._kind, EVERYTHING))
        return len(self._of)


def without_places(value: object) -> object:
    """Return a JSON-able value without the keys that say where a thing stands."""
    match value:
        case dict():
            return {k: without_places(v) for k, v in value.items() if k not in _PLACES}
        case list() | tuple():
            return [without_places(one) for one in value]
        case _:
            return value
