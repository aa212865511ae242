"""Front matter keys set and removed in place: comments, order and quoting of all others stay."""

import json
import re
from collections.abc import Sequence
from typing import Literal

import tomlkit
import tomlkit.exceptions
import yaml

from launch.contracts.page_plan import FrontMatterValue
from launch.markdown.front_matter import BOM, emit
from launch.markdown.lines import line_end, newlines, split_lines

_Value = str | int | float | bool | tuple[str, ...]


def set_keys(
    lines: Sequence[str], values: Sequence[FrontMatterValue], remove: Sequence[str]
) -> str:
    """Return front matter (both delimiter lines included) with keys set and removed.

    ValueError where it does not parse or a key to remove is not there.
    """
    eol = line_end("".join(lines))
    opening = next(at for at, line in enumerate(lines) if line.removeprefix(BOM).strip())
    inner = newlines("".join(lines[opening + 1 : -1]))
    match lines[opening].removeprefix(BOM).rstrip():
        case "---":
            inner = _set_yaml(inner, values, remove)
        case "+++":
            inner = _set_toml(inner, values, remove)
        case _:
            return _set_json(newlines("".join(lines)), values, remove).replace("\n", eol)
    return "".join(lines[: opening + 1]) + inner.replace("\n", eol) + lines[-1]


def _set_yaml(inner: str, values: Sequence[FrontMatterValue], remove: Sequence[str]) -> str:
    text = inner
    for value in values:
        span = _yaml_span(text, value.key)
        if span is None:
            text = _ended(text) + _inner_lines("yaml", value)
        elif _plain(_yaml_value(text, value.key)) != _plain(value.value):
            first, key_end, end = span
            text = text[:key_end] + _yaml_tail(value, text[key_end:end]) + text[end:]
    for key in remove:
        span = _yaml_span(text, key)
        if span is None:
            raise ValueError(f"key {key!r} is not there")
        first, _, end = span
        rest, _, after = text[end:].partition("\n")
        if rest.strip(" \t\r") and not rest.lstrip(" \t").startswith("#"):
            raise ValueError(f"key {key!r} shares its line with another")
        text = text[:first] + after
    return text


def _yaml_span(text: str, key: str) -> tuple[int, int, int] | None:
    """Return where the key starts, where its colon ends and where its value ends."""
    for key_node, value_node in _yaml_pairs(text):
        if key_node.value == key:
            colon = text.index(":", key_node.end_mark.index) + 1
            return key_node.start_mark.index, colon, max(colon, _yaml_end(text, value_node))
    return None


def _yaml_value(text: str, key: str) -> object:
    return yaml.load(text, Loader=_PlainLoader)[key]  # noqa: S506 - a safe loader


class _PlainLoader(yaml.SafeLoader):
    """Dates stay text: what a value says is compared as it is written."""


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, shape) for tag, shape in rules if tag != "tag:yaml.org,2002:timestamp"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _yaml_pairs(text: str) -> list[tuple[yaml.Node, yaml.Node]]:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise ValueError(str(error).splitlines()[0]) from error
    if root is None:
        return []
    if not isinstance(root, yaml.MappingNode):
        raise ValueError("is no mapping")  # noqa: TRY004 - the text is wrong, not a type
    return list(root.value)


def _yaml_end(text: str, node: yaml.Node) -> int:
    if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
        taken = text[node.start_mark.index : node.end_mark.index]
        return node.start_mark.index + len(re.sub(r"(\n[ \t]*(#[^\n]*)?)+\Z", "", taken))
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _yaml_end(text, last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


def _yaml_tail(new: FrontMatterValue, old: str) -> str:
    value = new.value
    if isinstance(value, tuple) and value and old.lstrip(" ").startswith("\n"):
        indent = re.match(r"\s*\n(?:\s*#[^\n]*\n)*([ \t]*)-", old)
        lead = indent[1] if indent else "  "
        return "".join(f"\n{lead}- {_yaml_scalar(item, '')}" for item in value)
    if isinstance(value, str) and new.style == "plain" and old.strip()[:1] in {"'", '"'}:
        return " " + _yaml_scalar(value, old.strip()[:1])
    written = _inner_lines("yaml", FrontMatterValue(key="k", value=value, style=new.style))
    return written.removeprefix("k:").rstrip("\n")


def _inner_lines(fmt: Literal["yaml", "toml"], value: FrontMatterValue) -> str:
    """Return the lines of one key as the renderer writes them."""
    return "".join(split_lines(emit(fmt, (value,)))[1:-1])


def _yaml_scalar(text: str, quote: str) -> str:
    """Write a text in the quotes given, or as the renderer writes it."""
    if quote == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    if quote == '"':
        return _inner_lines("yaml", FrontMatterValue(key="k", value=text, style="quoted"))[3:-1]
    return _inner_lines("yaml", FrontMatterValue(key="k", value=text))[3:-1]


def _set_toml(inner: str, values: Sequence[FrontMatterValue], remove: Sequence[str]) -> str:
    try:
        document = tomlkit.parse(inner)
    except tomlkit.exceptions.TOMLKitError as error:
        raise ValueError(str(error)) from error
    for value in values:
        new = tomlkit.parse(_inner_lines("toml", value))[value.key]
        if value.key not in document or _plain(document[value.key]) != _plain(new):
            document[value.key] = new
    for key in remove:
        if key not in document:
            raise ValueError(f"key {key!r} is not there")
        document.remove(key)
    return tomlkit.dumps(document)


def _set_json(text: str, values: Sequence[FrontMatterValue], remove: Sequence[str]) -> str:
    """Write the object that the text opens with anew; what stands around it stays."""
    first = text.index("{")
    try:
        known, end = json.JSONDecoder().raw_decode(text, first)
    except json.JSONDecodeError as error:
        raise ValueError(str(error)) from error
    missing = [key for key in remove if key not in known]
    if missing:
        raise ValueError(f"key {missing[0]!r} is not there")
    wanted = {value.key: value.value for value in values}
    kept = {key: value for key, value in {**known, **wanted}.items() if key not in remove}
    if json.dumps(kept) == json.dumps(known):
        return text
    return text[:first] + json.dumps(kept, ensure_ascii=False, indent=2) + text[end:]


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return ("bool", bool(value))
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, str | int | float):
        return value
    return str(value)


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n"
