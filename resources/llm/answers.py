"""Recorded answers by the hash of what was asked: no cache, only an explicit prune removes them."""

import os
import tempfile
from pathlib import Path

from pydantic import ValidationError

from launch.contracts.llm import ModelAnswer


class AnswerStore:
    """One file an answer below ``folder``; written whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> ModelAnswer | None:
        """Return the recorded answer, or None where there is none that can be read."""
        try:
            data = self._file(key).read_bytes()
            return ModelAnswer.model_validate_json(data)
        except (FileNotFoundError, ValidationError):
            return None

    def put(self, answer: ModelAnswer) -> None:
        """Keep an answer under its key, replacing an earlier one."""
        file = self._file(answer.key)
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as handle:
            handle.write(answer.model_dump_json(indent=2).encode() + b"\n")
            handle.flush()
            os.fsync(handle.fileno())
        Path(handle.name).replace(file)

    def _file(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"
