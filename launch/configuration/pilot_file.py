"""A pilot's bytes to a `Pilot`, or one message: file, line, what is wrong, what to do."""

import difflib
import json
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from launch.configuration.templates import PLACEHOLDERS, unknown_placeholders
from launch.configuration.yaml_text import Document, parse
from launch.contracts.pilot import Pilot
from launch.errors import PilotError

_SHOWN = 8
_WANTED = {
    "string_type": "a text; put it in quotes",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "tuple_type": "a list, one item a line after `- `",
    "model_type": "a block of keys",
    "string_too_short": "a text that is not empty",
    "too_short": "at least one item",
}


def read_pilot(data: bytes, name: str) -> Pilot:
    """Read and check a pilot file.

    ``name`` is the path shown in messages. Raises PilotError, which lists up to eight problems.
    """
    document = parse(data, name)
    if not isinstance(document.value, dict):
        raise PilotError(
            f"{name}:1: a pilot is a block of keys, and this is {_described(document.value)}",
            hint="start from a file in `pilots/`, such as pilots/example_pilot.yml",
        )
    try:
        pilot = Pilot.model_validate_json(json.dumps(document.value))
    except ValidationError as error:
        problems = [_problem(document, item, name) for item in error.errors(include_url=False)]
        raise _refusal(problems) from None
    problems = [
        f"{name}:{_line(document, path)}: {{{{{placeholder}}}}} is no placeholder"
        f" (known: {', '.join(PLACEHOLDERS)})"
        for path, text in _texts(pilot.model_dump(mode="json"))
        for placeholder in unknown_placeholders(text)
    ]
    if problems:
        raise _refusal(problems)
    return pilot


def line_of(data: bytes, name: str, path: tuple[str | int, ...]) -> int:
    """Return the line of a pilot's key, or of the nearest block around it."""
    return _line(parse(data, name), path)


def _refusal(problems: list[str]) -> PilotError:
    shown = problems[:_SHOWN]
    if len(problems) > _SHOWN:
        shown.append(f"and {len(problems) - _SHOWN} more")
    return PilotError(
        "\n  ".join(shown),
        hint="correct the lines named; `docs/pilots.md` explains every key",
    )


def _problem(document: Document, item: Any, name: str) -> str:
    path = tuple(part for part in item["loc"])
    where = f"{name}:{_line(document, path)}"
    key = ".".join(str(part) for part in path)
    match item["type"]:
        case "extra_forbidden":
            return f"{where}: unknown key `{key}`{_nearest(path)}"
        case "missing":
            return f"{where}: `{key}` is missing"
        case "literal_error":
            found = document.written.get(path, item["input"])
            return f"{where}: `{key}` is `{found}`; expected {item['ctx']['expected']}"
    written = document.written.get(path)
    found = _short(written) if written else _described(item["input"])
    wanted = _WANTED.get(item["type"], item["msg"][0].lower() + item["msg"][1:])
    return f"{where}: `{key}` is {found}; expected {wanted}"


def _line(document: Document, path: tuple[str | int, ...]) -> int:
    while path and path not in document.lines:
        path = path[:-1]
    return document.lines.get(path, 1)


def _nearest(path: tuple[str | int, ...]) -> str:
    wrong = str(path[-1])
    here = _fields_at(path[:-1])
    near = difflib.get_close_matches(wrong, here, n=1, cutoff=0.5)
    if near:
        return f"; did you mean `{near[0]}`?"
    for block, model in _blocks():
        if wrong in model.model_fields:
            return f"; it belongs under `{block}`" if block else "; it belongs at the top level"
    return f"; known here: {', '.join(here)}" if here else ""


def _blocks() -> Iterator[tuple[str, type[BaseModel]]]:
    yield "", Pilot
    for name, field in Pilot.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield name, field.annotation


def _fields_at(path: tuple[str | int, ...]) -> list[str]:
    block = ".".join(str(part) for part in path)
    models = dict(_blocks())
    return list(models[block].model_fields) if block in models else []


def _texts(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, str]]:
    match value:
        case str():
            yield path, value
        case dict():
            for key, item in value.items():
                yield from _texts(item, (*path, key))
        case list():
            for index, item in enumerate(value):
                yield from _texts(item, (*path, index))


def _described(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case dict():
            return "a block of keys"
        case list():
            return "a list" if value else "an empty list"
        case "":
            return "empty"
        case _:
            return _short(str(value))


def _short(text: str) -> str:
    return f"`{text}`" if len(text) <= 78 else f"`{text[:75]}...`"
