"""What is read of one file alone, and may therefore be kept by its blob: readings as values.

A reading depends on nothing but the path and the bytes; what joins files belongs elsewhere.
"""

from collections.abc import Callable
from dataclasses import dataclass

from pydantic import TypeAdapter


@dataclass(frozen=True)
class Reading[T]:
    """A kind of reading, and the shape that it is kept in."""

    name: str
    """Unique; what is kept under it holds for one version of the program's code only."""
    shape: TypeAdapter[T]
    """Turns a reading into JSON and back, without loss."""


class Unkept:
    """`launch.ports.Readings` that keeps nothing."""

    def of[T](self, reading: Reading[T], path: str, blob: str, make: Callable[[], T]) -> T:
        """Return what `make` reads."""
        del reading, path, blob
        return make()


UNKEPT = Unkept()
"""For callers with nowhere to keep anything."""
