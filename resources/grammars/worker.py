"""The process that parses: a line ``grammar length``, then the source; answers one word a source.

It holds nothing of the run, so that a crash, a loop or too much memory ends only this process.
"""

import resource
import sys

from launch.checks.bounded_parse import parse_bounded

_MEMORY = 2 << 30
"""Bytes; a source of 600 kB takes 300 MB at the most."""


def main() -> None:
    """Answer ``ok``, ``steps`` or ``failed`` for each source until the pipe closes."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    while header := sys.stdin.buffer.readline():
        grammar, length = header.decode().split()
        source = sys.stdin.buffer.read(int(length))
        try:
            answer = "ok" if parse_bounded(grammar, source) is not None else "steps"
        except MemoryError:
            answer = "failed"
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
