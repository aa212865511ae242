"""What Dagster says on its own of a disk that is full: left out, as the run's outcome tells it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from io import TextIOBase
from typing import TextIO

_REPEATED = "Exception while writing logger call to event log"


class _Sieve(TextIOBase):
    """A stream that lets everything through but that one message."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self._stream = stream

    def write(self, text: str) -> int:
        """Write the text, unless it is that message."""
        return len(text) if text.startswith(_REPEATED) else self._stream.write(text)

    def flush(self) -> None:
        """Flush the stream behind."""
        self._stream.flush()


@contextmanager
def without_repeated_errors() -> Iterator[None]:
    """Keep Dagster from printing every event that it cannot store."""
    with redirect_stderr(_Sieve(sys.stderr)):
        yield
