"""YAML text to plain values with the line of every key: bounded, without aliases or tags."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import yaml

from launch.errors import PilotError

MAX_BYTES = 256 * 1024
MAX_DEPTH = 16
MAX_NODES = 20_000

type Value = dict[str, Value] | list[Value] | str | int | float | bool | None
type Path = tuple[str | int, ...]

_TYPES = {
    "tag:yaml.org,2002:null": "null",
    "tag:yaml.org,2002:bool": "bool",
    "tag:yaml.org,2002:int": "int",
    "tag:yaml.org,2002:float": "float",
}
_NUMBERS = {"int", "float"}
_TRUE = {"yes", "true", "on"}


@dataclass
class Document:
    """A parsed file: its value, and where each key or item stands."""

    value: Value
    lines: dict[Path, int]
    """Line of each key or item, by its path from the top."""
    written: dict[Path, str]
    """Scalars as written, by path."""


@dataclass
class _Open:
    """A collection that is being read."""

    value: dict[str, Value] | list[Value]
    path: Path
    line: int
    key: str | None = None
    seen: dict[str, int] = field(default_factory=dict)


class _RefusedError(Exception):
    """Why a document is not accepted, and at which line."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def parse(data: bytes, name: str) -> Document:
    """Read one YAML document; PilotError with ``name:line`` for what is not plain and bounded."""
    text = _decoded(data, name)
    try:
        return _Reader().read(text)
    except _RefusedError as error:
        raise PilotError(
            f"{name}:{error.line}: {error}",
            hint="write the pilot as plain YAML: mappings, lists, texts and numbers",
        ) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise PilotError(
            f"{name}:{_line_of(mark)}: this is not valid YAML: {error.problem or 'syntax error'}",
            hint="correct the syntax at that line; `docs/pilots.md` shows a whole pilot",
        ) from None
    except yaml.YAMLError as error:
        raise PilotError(
            f"{name}: this is not valid YAML: {str(error).splitlines()[0]}",
            hint="save the file as UTF-8 text without control characters",
        ) from None


def _decoded(data: bytes, name: str) -> str:
    if len(data) > MAX_BYTES:
        raise PilotError(
            f"{name}: {len(data)} bytes are too many for a pilot (at most {MAX_BYTES})",
            hint="check that this is the file you meant",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise PilotError(
            f"{name}:{line}: this is not UTF-8 text (byte 0x{data[error.start]:02x})",
            hint="check that this is the file you meant, and save it as UTF-8",
        ) from None
    if not text.strip():
        raise PilotError(
            f"{name}: the file is empty",
            hint="start from a file in `pilots/`, such as pilots/example_pilot.yml",
        )
    if "\0" in text:
        raise PilotError(
            f"{name}: this is a binary file, not a pilot",
            hint="check that this is the file you meant",
        )
    return text


class _Mark(Protocol):
    line: int


def _line_of(mark: _Mark | None) -> int:
    return 1 if mark is None else mark.line + 1


class _Reader:
    """Builds values from parser events without recursion, so that nothing deep can exhaust it."""

    def __init__(self) -> None:
        self.stack: list[_Open] = []
        self.document = Document(value=None, lines={}, written={})
        self.nodes = 0
        self.documents = 0
        self.resolver = yaml.SafeLoader("")
        self.resolve: Callable[..., object] = self.resolver.resolve

    def read(self, text: str) -> Document:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            line = _line_of(event.start_mark)
            match event:
                case yaml.DocumentStartEvent():
                    self.documents += 1
                    if self.documents > 1:
                        raise _RefusedError(line, "a second YAML document starts here")
                case yaml.AliasEvent():
                    raise _RefusedError(line, "YAML aliases are not accepted")
                case yaml.ScalarEvent():
                    self._no_magic(event, line)
                    self._scalar(event, line)
                case yaml.MappingStartEvent():
                    self._no_magic(event, line)
                    self._open({}, line)
                case yaml.SequenceStartEvent():
                    self._no_magic(event, line)
                    self._open([], line)
                case yaml.CollectionEndEvent():
                    self.stack.pop()
        return self.document

    def _no_magic(self, event: yaml.NodeEvent, line: int) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise _RefusedError(line, f"more than {MAX_NODES} values are too many for a pilot")
        if event.anchor is not None:
            raise _RefusedError(line, "YAML anchors are not accepted")
        if getattr(event, "tag", None) is not None:
            raise _RefusedError(line, "YAML tags are not accepted")

    def _open(self, value: dict[str, Value] | list[Value], line: int) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise _RefusedError(line, f"more than {MAX_DEPTH} levels of nesting")
        path = self._place(value, line)
        self.stack.append(_Open(value=value, path=path, line=line))

    def _place(self, value: Value, line: int) -> Path:
        if not self.stack:
            self.document.value = value
            return ()
        parent = self.stack[-1]
        if isinstance(parent.value, list):
            path = (*parent.path, len(parent.value))
            parent.value.append(value)
        elif parent.key is None:
            raise _RefusedError(line, "a key must be plain text")
        else:
            path = (*parent.path, parent.key)
            parent.value[parent.key] = value
            parent.key = None
        self.document.lines.setdefault(path, line)
        return path

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        parent = self.stack[-1] if self.stack else None
        if parent is not None and isinstance(parent.value, dict) and parent.key is None:
            if event.value in parent.seen:
                first = parent.seen[event.value]
                raise _RefusedError(line, f"`{event.value[:80]}` stands twice (see line {first})")
            parent.seen[event.value] = line
            parent.key = event.value
            self.document.lines[(*parent.path, event.value)] = line
            return
        path = self._place(self._resolved(event, line), line)
        self.document.written[path] = event.value

    def _resolved(self, event: yaml.ScalarEvent, line: int) -> Value:
        if not event.implicit[0]:
            return str(event.value)
        tag = str(self.resolve(yaml.ScalarNode, event.value, (True, False)))
        kind = _TYPES.get(tag, "str")
        if kind == "null":
            return None
        if kind == "bool":
            return event.value.lower() in _TRUE
        return self._number(event, tag, line) if kind in _NUMBERS else str(event.value)

    def _number(self, event: yaml.ScalarEvent, tag: str, line: int) -> int | float:
        if len(event.value) > 40:
            raise _RefusedError(line, "this number is too long")
        node = yaml.ScalarNode(tag, event.value)
        try:
            number = self.resolver.construct_object(node)
            json.dumps(number, allow_nan=False)
        except (ValueError, OverflowError):
            raise _RefusedError(line, f"`{event.value}` is not a usable number") from None
        return number if isinstance(number, int) else float(number)
