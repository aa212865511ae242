"""How many calls may be out at a time, over all processes of this machine: a lock file a slot.

The kernel frees a slot when its holder dies.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from launch.errors import InputError
from resources.run_store.atomic import disk_errors, make_folder

VARIABLE = "LAUNCH_LLM_PARALLEL"
_DEFAULT = 8
_MOST = 64
_PAUSE_S = 0.02


@dataclass(frozen=True)
class Slots:
    """So many slots in a folder that all processes share."""

    folder: Path
    number: int
    sleep: Callable[[float], None] = time.sleep

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold one slot for the length of the block; wait for one where all are taken."""
        make_folder(self.folder)
        while (handle := self._taken()) is None:
            self.sleep(_PAUSE_S)
        try:
            yield
        finally:
            os.close(handle)

    def _taken(self) -> int | None:
        for number in range(self.number):
            path = self.folder / f"{number:02}.lock"
            with disk_errors(path):
                handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(handle)
                continue
            return handle
        return None


def parallel_calls(environment: Mapping[str, str]) -> int:
    """Return LAUNCH_LLM_PARALLEL, 8 where it is not set; InputError for what is no such number."""
    value = environment.get(VARIABLE, "").strip()
    if not value:
        return _DEFAULT
    if not value.isdecimal() or not 1 <= int(value) <= _MOST:
        raise InputError(
            f"{VARIABLE} is `{value[:40]}`; expected a number from 1 to {_MOST}",
            hint=f"set {VARIABLE}={_DEFAULT}, or unset it",
        )
    return int(value)
