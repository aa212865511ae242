"""Which signal stopped this process: Dagster's handlers turn SIGINT and SIGTERM into one error.

The C-level wakeup pipe keeps the number whatever Python handler is installed.
"""

import os
import signal
from contextlib import suppress

_STOPPING = (signal.SIGINT, signal.SIGTERM)
_pipe: list[int] = []


def watch_signals() -> None:
    """Remember the signals that arrive from now on; main thread only."""
    if not _pipe:
        reader, writer = os.pipe()
        os.set_blocking(reader, False)
        os.set_blocking(writer, False)
        _pipe.extend((reader, writer))
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    for number in _STOPPING:
        signal.signal(number, _interrupt)


def was_signalled() -> bool:
    """Return whether a stopping signal was seen."""
    return bool(_seen())


def received_signal() -> int:
    """Return the number of the last stopping signal; SIGINT where none was seen."""
    seen = _seen()
    return seen[-1] if seen else int(signal.SIGINT)


def _seen() -> list[int]:
    seen = bytearray()
    if _pipe:
        with suppress(BlockingIOError):
            seen.extend(os.read(_pipe[0], 4096))
        if seen:
            os.write(_pipe[1], bytes(seen[-1:]))
    return [number for number in seen if number in _STOPPING]


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
