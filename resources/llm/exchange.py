"""Requests as files and answers taken back from files, so that they can be made elsewhere.

A request's file holds all that its key is the hash of: an answer cannot be brought to another one.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from launch.contracts.llm import ModelAnswer, ModelRequest, ModelUsage
from launch.contracts.model import Contract, Sha256
from launch.digests import digest_of
from launch.errors import InputError
from resources.llm.answers import AnswerStore
from resources.llm.capabilities import table
from resources.llm.wire import PROVIDER, body_of, key_of
from resources.run_store.atomic import disk_errors, make_folder, write_atomic

_MOST_BYTES = 1_000_000
_NONE = ModelUsage(input_tokens=0, cache_read_tokens=0, cache_write_tokens=0, output_tokens=0)


class ExportedRequest(Contract):
    """A pending request as a file."""

    key: Sha256
    """Hash of what is asked."""
    purpose: str
    """What for."""
    page: str
    """Page of the plan."""
    answer_file: str
    """Name of the file that the answer is to stand in, beside this one."""
    api_version: str
    """API version that it was made for."""
    prompt_digest: Sha256
    """Digest of the prompt files."""
    body: str
    """The request as it would be sent, as JSON text."""


@dataclass(frozen=True)
class Imported:
    """What came of an answer's file."""

    file: str
    key: str
    kept: bool
    """Whether it is on record now; else another answer was already."""


def export(folder: Path, requests: Sequence[ModelRequest]) -> tuple[Path, ...]:
    """Write each request as JSON, and beside it as a text to read; return the JSON files.

    StorageError where the folder cannot be written.
    """
    make_folder(folder)
    files = []
    for request in requests:
        key = key_of(request, table().api_version)
        name = f"{request.purpose}-{request.subject}-{key[:12]}"
        told = ExportedRequest(
            key=key,
            purpose=request.purpose,
            page=request.subject,
            answer_file=f"{name}.answer.json",
            api_version=table().api_version,
            prompt_digest=request.prompt_digest,
            body=json.dumps(body_of(request), ensure_ascii=False),
        )
        file = folder / f"{name}.request.json"
        write_atomic(file, told.model_dump_json(indent=2).encode() + b"\n")
        write_atomic(folder / f"{name}.request.md", _readable(request, told).encode())
        files.append(file)
    return tuple(files)


def bring(folder: Path, answers: AnswerStore, by: str, *, replace: bool) -> tuple[Imported, ...]:
    """Put every answer of a folder on record, under the hash of its request.

    ``by`` names who answered. InputError for a file that is no answer to the request beside it;
    then nothing is put on record.
    """
    read = tuple(_read(folder, by))
    done = []
    for file, answer in read:
        keep = replace or answers.get(answer.key) is None
        if keep:
            answers.put(answer)
        done.append(Imported(file, answer.key, keep))
    return tuple(done)


def _read(folder: Path, by: str) -> Iterator[tuple[str, ModelAnswer]]:
    requests = sorted(folder.glob("*.request.json")) if folder.is_dir() else []
    if not requests:
        raise InputError(
            f"{folder} holds no requests",
            hint="write them with `python -m launch llm export --run-id <run_id> --out <folder>`",
        )
    for file in requests:
        request = _request(file)
        answer = folder / request.answer_file
        if answer.is_file():
            yield (
                answer.name,
                ModelAnswer(
                    key=request.key,
                    text=_text(answer),
                    model=by,
                    usage=_NONE,
                    replayed=False,
                    origin="import",
                ),
            )


def _request(file: Path) -> ExportedRequest:
    try:
        told = ExportedRequest.model_validate_json(_bytes(file))
        asked = digest_of(PROVIDER, told.api_version, json.loads(told.body), told.prompt_digest)
    except (ValidationError, ValueError) as error:
        raise InputError(
            f"{file} is not a request as it was exported",
            hint="export the run's requests again",
        ) from error
    name = f"{file.name.removesuffix('.request.json')}.answer.json"
    if asked != told.key or told.answer_file != name:
        raise InputError(
            f"{file} was changed since it was exported: an answer to it answers something else",
            hint="export the run's requests again; put answers into files of their own",
        )
    return told


def _text(file: Path) -> str:
    data = _bytes(file)
    try:
        read: Any = json.loads(data)
        if not isinstance(read, dict):
            raise InputError(f"{file} holds no JSON object", hint="see the schema in the request")
        return data.decode()
    except ValueError as error:
        raise InputError(
            f"{file} is not JSON: {error}",
            hint="the answer is one JSON object by the schema in the request, without a fence",
        ) from error


def _bytes(file: Path) -> bytes:
    with disk_errors(file):
        size = file.stat().st_size
        if size > _MOST_BYTES * 4:
            raise InputError(f"{file} has {size} bytes", hint="an answer is at most 1 MB")
        return file.read_bytes()


def _readable(request: ModelRequest, told: ExportedRequest) -> str:
    documents = [f"## Document: {title}\n\n{text}" for title, text in request.documents]
    schema = json.dumps(json.loads(request.answer_schema), indent=1)
    return "\n\n".join(
        [
            f"# {request.purpose}: {request.subject}",
            f"Put the answer, one JSON object, into `{told.answer_file}`.",
            f"## Instructions\n\n{request.system}",
            *documents,
            f"## Task\n\n{request.instruction}",
            f"## JSON Schema of the answer\n\n{schema}\n",
        ]
    )
