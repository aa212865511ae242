"""Recorded answers by the hash of what was asked: no cache, only an explicit prune removes them."""

import os
import threading
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from launch.contracts.llm import ModelAnswer, ModelRefusal
from resources.run_store.atomic import disk_errors, make_folder

_Kept: TypeAdapter[ModelAnswer | ModelRefusal] = TypeAdapter(ModelAnswer | ModelRefusal)


class AnswerStore:
    """One file an answer below ``folder``; written whole or not at all.

    What the provider refused or cut off is kept too: it was paid for, and would come again.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._unsettled: set[Path] = set()

    def get(self, key: str) -> ModelAnswer | ModelRefusal | None:
        """Return the recorded answer, or None where there is none that can be read."""
        try:
            return _Kept.validate_json(self._file(key).read_bytes())
        except (FileNotFoundError, ValidationError):
            return None

    def put(self, answer: ModelAnswer | ModelRefusal) -> None:
        """Keep an answer under its key, replacing an earlier one; StorageError where that fails.

        A killed process loses nothing by it; against a power cut see `settle`.
        """
        file = self._file(answer.key)
        make_folder(file.parent)
        part = file.with_suffix(f".{threading.get_ident()}.part")
        with disk_errors(file):
            part.write_bytes(answer.model_dump_json(indent=2).encode() + b"\n")
            part.replace(file)
        self._unsettled.add(file)

    def settle(self) -> None:
        """Wait until the disk has every answer of this process: once, not for each."""
        while self._unsettled:
            file = self._unsettled.pop()
            with disk_errors(file), file.open("rb") as handle:
                os.fsync(handle.fileno())

    def _file(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"
