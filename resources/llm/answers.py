"""Recorded answers by the hash of what was asked: no cache, only an explicit prune removes them."""

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from launch.contracts.llm import ModelAnswer, ModelRefusal
from resources.run_store.atomic import make_folder, write_atomic

_Kept: TypeAdapter[ModelAnswer | ModelRefusal] = TypeAdapter(ModelAnswer | ModelRefusal)


class AnswerStore:
    """One file an answer below ``folder``; written whole or not at all.

    What the provider refused or cut off is kept too: it was paid for, and would come again.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> ModelAnswer | ModelRefusal | None:
        """Return the recorded answer, or None where there is none that can be read."""
        try:
            return _Kept.validate_json(self._file(key).read_bytes())
        except (FileNotFoundError, ValidationError):
            return None

    def put(self, answer: ModelAnswer | ModelRefusal) -> None:
        """Keep an answer under its key, replacing an earlier one; StorageError where that fails."""
        file = self._file(answer.key)
        make_folder(file.parent)
        write_atomic(file, answer.model_dump_json(indent=2).encode() + b"\n")

    def _file(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"
