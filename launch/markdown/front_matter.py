"""Front matter: split from a page's text, read strictly, and written back by value.

YAML is read as Hugo reads it (YAML 1.2 booleans, duplicate keys refused). No file access here.
"""

import json
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import yaml

from launch.contracts.frontmatter_index import FrontMatterFormat
from launch.contracts.page_plan import FrontMatterValue
from launch.markdown.lines import newlines, normal

BOM = "\ufeff"
_DELIMITERS: Mapping[str, FrontMatterFormat] = {"---": "yaml", "+++": "toml"}
_BARE_KEY = re.compile(r"^[A-Za-z0-9_-]+$")
_TOML_PLACE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")
_DATE = re.compile(
    r"^\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:\d{2})?)?\Z"
)
_YAML_SAFE_START = re.compile(r"^[^\W\d_]")
_YAML_RISK = re.compile(r": |:$| #")
_YAML_FLOW_RISK = re.compile(r"[,\[\]{}]")
_YAML_BREAK = re.compile("[\r\x85\u2028\u2029]")
"""What ends a line for YAML alone."""
_YAML_1_1 = frozenset({"tag:yaml.org,2002:bool", "tag:yaml.org,2002:int"})
_YAML_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


class FrontMatterError(ValueError):
    """Front matter cannot be read; ``line`` is the line of the file, from 1."""

    def __init__(self, problem: str, line: int) -> None:
        super().__init__(f"line {line}: {problem}")
        self.problem = problem
        self.line = line


@dataclass(frozen=True)
class FrontMatter:
    """A page's text in two parts."""

    format: FrontMatterFormat
    """Format; ``none`` where the page starts with its body."""
    raw: str
    """Text between the delimiters, or the JSON object; line ends are newlines, all else stays."""
    values: Mapping[str, object]
    """Parsed values in file order; dates are ``date`` or ``datetime``."""
    body: str
    """What follows, as a Markdown parser wants it; line ends are newlines."""
    body_line: int
    """Line of the file on which the body starts."""


def split(text: str) -> FrontMatter:
    """Split a page's text; FrontMatterError where Hugo would refuse it."""
    text = newlines(text.removeprefix(BOM))
    start, head = _head(text)
    if _is_object(head):
        return _split_json(head, start)
    opening = head.split("\n", 1)[0].rstrip()
    if opening in _DELIMITERS:
        return _split_fenced(head, start, opening)
    return FrontMatter("none", "", {}, normal(text), 1)


def lines_of_head(text: str) -> int:
    """Return how many lines the front matter takes with its delimiters; 0 where there is none."""
    start, head = _head(newlines(text.removeprefix(BOM)))
    if _is_object(head):
        try:
            _, end = json.JSONDecoder().raw_decode(head)
        except (json.JSONDecodeError, RecursionError):
            return 0
        return start + head.count("\n", 0, end)
    lines = head.split("\n")
    opening = lines[0].rstrip()
    number = _closing(lines, opening) if opening in _DELIMITERS else None
    return 0 if number is None else start + number


def _head(text: str) -> tuple[int, str]:
    """Return the line, from 1, of the first text, and the text from there: Hugo skips blanks."""
    head = text.lstrip()
    return text.count("\n", 0, len(text) - len(head)) + 1, head


def _is_object(head: str) -> bool:
    return head.startswith("{") and not head.startswith("{{")


def _closing(lines: Sequence[str], delimiter: str) -> int | None:
    found = (n for n, line in enumerate(lines[1:], 1) if line.startswith(delimiter))
    return next(found, None)


def emit(fmt: FrontMatterFormat, values: tuple[FrontMatterValue, ...]) -> str:
    """Return front matter with its delimiters and a final newline; keys keep their order."""
    match fmt:
        case "yaml":
            lines = [f"{_yaml_key(v.key)}: {_yaml_value(v)}" for v in values]
            return "\n".join(["---", *lines, "---"]) + "\n"
        case "toml":
            lines = [f"{_toml_key(v.key)} = {_toml_value(v)}" for v in values]
            return "\n".join(["+++", *lines, "+++"]) + "\n"
        case "json":
            return json.dumps({v.key: v.value for v in values}, ensure_ascii=False, indent=2) + "\n"
        case "none":
            return ""


def _split_fenced(head: str, start: int, delimiter: str) -> FrontMatter:
    lines = head.split("\n")
    number = _closing(lines, delimiter)
    if number is None:
        raise FrontMatterError(f"the front matter has no closing {delimiter}", start)
    raw = "\n".join(lines[1:number])
    fmt = _DELIMITERS[delimiter]
    values = _READERS[fmt](raw, start + 1)
    rest = lines[number].removeprefix(delimiter).rstrip()
    first = number if rest else number + 1  # Hugo takes what follows the delimiter for body.
    body = "\n".join([rest, *lines[number + 1 :]] if rest else lines[number + 1 :])
    return FrontMatter(fmt, raw, values, normal(body), start + first)


def _split_json(head: str, start: int) -> FrontMatter:
    def pairs(found: list[tuple[str, object]]) -> dict[str, object]:
        keys = [key for key, _ in found]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice is not None:
            raise FrontMatterError(f"the key {twice!r} stands twice", start)
        return dict(found)

    try:
        values, end = json.JSONDecoder(object_pairs_hook=pairs).raw_decode(head)
    except json.JSONDecodeError as error:
        problem = f"the JSON front matter cannot be read: {error.msg}"
        raise FrontMatterError(problem, start + error.lineno - 1) from error
    except RecursionError as error:
        raise FrontMatterError("the JSON front matter is nested too deeply", start) from error
    rest = head[end:]
    skipped = 1 if rest.startswith("\n") else 0
    line = start + head.count("\n", 0, end) + skipped
    return FrontMatter("json", head[:end], values, normal(rest[skipped:]), line)


class _Loader(yaml.CSafeLoader):
    """Safe YAML that refuses duplicate keys and knows no 1.1 booleans or base-60 numbers."""

    def construct_mapping(
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002
    ) -> dict[object, object]:
        """Construct a mapping after looking for a key that stands twice."""
        seen: set[object] = set()
        for key, _ in node.value:
            name = (key.tag, key.value) if isinstance(key, yaml.ScalarNode) else id(key)
            if name in seen:
                problem = f"the key {key.value!r} stands twice"
                raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
            seen.add(name)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] not in _YAML_1_1]
    for first, pairs in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int",
    re.compile(r"^(?:[-+]?[0-9]+|0x[0-9a-fA-F]+)$"),
    list("-+0123456789"),
)


def _read_yaml(raw: str, first_line: int) -> Mapping[str, object]:
    try:
        values = yaml.load(raw, Loader=_Loader)  # noqa: S506 - derived from the safe loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        below = mark.line - len(_YAML_BREAK.findall(raw, 0, mark.index)) if mark else 0
        raise FrontMatterError(
            error.problem or "the YAML cannot be read", first_line + below
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise FrontMatterError(f"the YAML cannot be read: {error}", first_line) from error
    return _mapping(values, first_line)


def _read_toml(raw: str, first_line: int) -> Mapping[str, object]:
    try:
        return tomllib.loads(raw)
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        line = int(place[1]) - 1 if place and place[1] else raw.count("\n")
        raise FrontMatterError(_TOML_PLACE.sub("", str(error)), first_line + line) from error
    except RecursionError as error:
        raise FrontMatterError("the TOML is nested too deeply", first_line) from error


_READERS: Mapping[FrontMatterFormat, Callable[[str, int], Mapping[str, object]]] = {
    "yaml": _read_yaml,
    "toml": _read_toml,
}


def _mapping(values: object, line: int) -> Mapping[str, object]:
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise FrontMatterError("the front matter is no mapping of keys to values", line)
    strange = next((key for key in values if not isinstance(key, str)), None)
    if strange is not None:
        raise FrontMatterError(f"the key {strange!r} is no text", line)
    return values


def _yaml_key(key: str) -> str:
    return key if _BARE_KEY.match(key) and key.lower() not in _YAML_WORDS else json.dumps(key)


def _yaml_value(item: FrontMatterValue) -> str:
    match item.value:
        case bool(flag):
            return "true" if flag else "false"
        case str(text):
            if item.style == "date" and _DATE.match(text):
                return text
            return _yaml_text(text, "quoted" if item.style == "quoted" else "plain", flow=False)
        case tuple(texts):
            return "[" + ", ".join(_yaml_text(text, "plain", flow=True) for text in texts) + "]"
        case number:
            return repr(number)


def _yaml_text(text: str, style: Literal["plain", "quoted"], *, flow: bool) -> str:
    plain = (
        style == "plain"
        and _YAML_SAFE_START.match(text)
        and text == text.strip()
        and text.isprintable()
        and not _YAML_RISK.search(text)
        and not (flow and _YAML_FLOW_RISK.search(text))
        and text.lower() not in _YAML_WORDS
    )
    return text if plain else _double_quoted(text)


def _toml_key(key: str) -> str:
    return key if _BARE_KEY.match(key) else _double_quoted(key)


def _toml_value(item: FrontMatterValue) -> str:
    match item.value:
        case bool(flag):
            return "true" if flag else "false"
        case str(text):
            return text if item.style == "date" and _DATE.match(text) else _double_quoted(text)
        case tuple(texts):
            return "[" + ", ".join(_double_quoted(text) for text in texts) + "]"
        case number:
            return repr(number)


def _double_quoted(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else _escape(ord(c)) for c in quoted)


def _escape(code: int) -> str:
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
