"""Try every source on its grammar in a second process, beside the scan; remember it by blob id."""

import queue
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from launch.contracts.repo_inventory import GrammarTrouble
from launch.contracts.tree import TreeEntry
from launch.digests import digest_of
from launch.knowledge.surface.grammars.parse import MAX_BYTES
from launch.knowledge.surface.grammars.registry import TABLES
from launch.knowledge.surface.grammars.rust import RUST
from launch.knowledge.surface.grammars.table import Table
from launch.knowledge.surface.grammars.typescript import SCRIPT
from resources.cache_room import used
from resources.grammars.process import WORKER, Worker

_SECONDS = 20.0
"""For one source; counted steps end all but a true loop within two."""
_WAITING = 64
"""Sources handed in and not looked at yet: beyond that the scan waits."""
_STRIKES = 5
"""After so many files that ended the process, a grammar is not tried again in this scan."""
_MEANS: Mapping[str, GrammarTrouble] = {"steps": "parse_timeout", "failed": "parse_failed"}
_BY_LANGUAGE: Mapping[str, Table] = {
    language: table for table in (*TABLES, RUST, SCRIPT) for language in table.grammars
}


@dataclass(frozen=True)
class _Asked:
    path: str
    blob: str
    grammar: str
    source: bytes


class ProcessProbe:
    """`launch.ports.GrammarProbe` with one worker process that is replaced where it ends."""

    def __init__(
        self, cache: Path, command: Sequence[str] = WORKER, seconds: float = _SECONDS
    ) -> None:
        self._memory = cache / "grammars" / f"{_edition()}.txt"
        self._worker = Worker(command, seconds)
        self._asked: queue.Queue[_Asked | None] = queue.Queue(_WAITING)
        self._found: dict[str, GrammarTrouble] = {}
        self._learned: list[str] = []
        self._strikes: Counter[str] = Counter()
        self._thread: threading.Thread | None = None

    def look(self, entry: TreeEntry, language: str, source: bytes) -> None:
        """Hand in a source; what its grammar does with it is told by `troubles`."""
        table = _BY_LANGUAGE.get(language)
        if table is None or len(source) > MAX_BYTES:
            return
        grammar = table.grammars[language]
        known = self._known.get(f"{grammar} {entry.blob}")
        if known is not None:
            self._note(entry.path, known)
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, daemon=True)
            self._thread.start()
        self._asked.put(_Asked(entry.path, entry.blob, grammar, table.prepare(source)))

    def troubles(self) -> Mapping[str, GrammarTrouble]:
        """Wait for the last source; return what cannot be parsed, by path."""
        if self._thread is not None:
            self._asked.put(None)
            self._thread.join()
            self._thread = None
            self._keep()
        return dict(sorted(self._found.items()))

    def _work(self) -> None:
        while (asked := self._asked.get()) is not None:
            if self._strikes[asked.grammar] >= _STRIKES:
                self._found[asked.path] = "parse_failed"
                continue
            word = self._worker.ask(asked.grammar, asked.source)
            self._strikes[asked.grammar] += word in ("failed", "time")
            if word == "time":
                # A slow machine is no property of the file: it is asked again in the next scan.
                self._found[asked.path] = "parse_timeout"
            else:
                self._note(asked.path, word)
                self._learned.append(f"{asked.grammar} {asked.blob} {word}")
        self._worker.end()

    def _note(self, path: str, word: str) -> None:
        if word in _MEANS:
            self._found[path] = _MEANS[word]

    @cached_property
    def _known(self) -> Mapping[str, str]:
        used(self._memory)
        try:
            lines = self._memory.read_text().splitlines()
        except (OSError, UnicodeDecodeError):
            return {}
        rows = (line.rpartition(" ") for line in lines)
        return {key: word for key, _, word in rows if word in ("ok", *_MEANS)}

    def _keep(self) -> None:
        """Append what was learned; a cache that cannot be written is none."""
        try:
            self._memory.parent.mkdir(parents=True, exist_ok=True)
            with self._memory.open("a") as out:
                out.write("".join(f"{line}\n" for line in self._learned))
        except OSError:
            self._learned = []


def _edition() -> str:
    """Return what the answers hold for: the grammars and the program that asks them."""
    rooms = (version("tree-sitter"), version("tree-sitter-language-pack"), MAX_BYTES, 1)
    return digest_of(*rooms)[:16]
