"""The worker as a process: ask it about one source, replace it where it ends or does not answer."""

import os
import selectors
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO

_PROJECT = Path(__file__).resolve().parents[2]
WORKER = (sys.executable, "-m", "resources.grammars.worker")


class Worker:
    """One process at a time; started at the first question."""

    def __init__(self, command: Sequence[str], seconds: float) -> None:
        self._command = tuple(command)
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, grammar: str, source: bytes) -> str:
        """Return the worker's word, ``failed`` where it ended, ``time`` where it did not answer."""
        stdin, stdout = self._pipes()
        try:
            stdin.write(f"{grammar} {len(source)}\n".encode())
            stdin.write(source)
            stdin.flush()
        except BrokenPipeError:
            self.end()
            return "failed"
        with selectors.DefaultSelector() as selector:
            selector.register(stdout, selectors.EVENT_READ)
            answered = bool(selector.select(self._seconds))
        word = os.read(stdout.fileno(), 64).decode().strip() if answered else "time"
        if word in ("", "time"):
            self.end()
        return word or "failed"

    def end(self) -> None:
        """End the process, whatever it does."""
        if self._process is not None:
            self._process.kill()
            for pipe in (self._process.stdout, self._process.stdin):
                if pipe is not None:
                    _close(pipe)
            self._process.wait()
            self._process = None

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process is None:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=_PROJECT,
            )
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise BrokenPipeError("the process that parses has no pipes")
        return stdin, stdout


def _close(pipe: IO[bytes]) -> None:
    """Close a pipe; what was not sent before the process ended is lost, as it should be."""
    try:
        pipe.close()
    except BrokenPipeError:
        return
