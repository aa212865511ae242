"""Read any manifest into plain data, from scratch, and look a value up in it.

Written apart from the intake's readers, so that a mistake there cannot confirm itself here.
"""

import ast
import configparser
import itertools
import json
import re
import tomllib
from collections.abc import Callable
from functools import lru_cache
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

import yaml

_LINE_NAMES = ("CMakeLists.txt", "go.mod", "Rakefile")
_LINE_FORMATS = (".gemspec", ".gradle", ".kts", ".cmake", ".ac", ".am", ".build", ".properties")


@lru_cache(maxsize=256)
def data_of(path: str, text: str) -> object:
    """Return a manifest's content as nested dicts, lists and strings; None if unreadable."""
    reader = _reader(path)
    try:
        return reader(text)
    except (ValueError, SyntaxError, yaml.YAMLError, ET.ParseError, configparser.Error):
        return None


def values_at(data: object, pointer: tuple[str, ...]) -> tuple[str, ...]:
    """Return every scalar under the pointer, as text; a number or none indexes a list."""
    if not pointer:
        return _scalars(data)
    head, rest = pointer[0], pointer[1:]
    if isinstance(data, dict):
        key = next((k for k in data if str(k) == head), None)
        if key is None:
            key = next((k for k in data if str(k).lower() == head.lower()), None)
        return () if key is None else values_at(data[key], rest)
    if isinstance(data, list):
        if head.isdigit():
            return values_at(data[int(head)], rest) if int(head) < len(data) else ()
        return tuple(value for item in data for value in values_at(item, pointer))
    return ()


def has_pointer(data: object, pointer: tuple[str, ...]) -> bool:
    """Return whether the keys lead anywhere."""
    for key in pointer:
        if isinstance(data, dict) and key in data:
            data = data[key]
        elif isinstance(data, list) and key.isdigit() and int(key) < len(data):
            data = data[int(key)]
        else:
            return False
    return True


def names_under(data: object, pointer: tuple[str, ...]) -> tuple[str, ...]:
    """Return keys and scalars under a pointer: how manifests list what they depend on."""
    for depth, key in enumerate(pointer):
        if isinstance(data, dict) and key in data:
            data = data[key]
        elif isinstance(data, list) and key.isdigit() and int(key) < len(data):
            data = data[int(key)]
        elif isinstance(data, list):
            found = (names_under(item, pointer[depth:]) for item in data)
            return tuple(name for names in found for name in names)
        else:
            return ()
    return _names(data)


def line_holds(path: str, text: str, key: str, value: str) -> bool:
    """Return whether one line of a line-oriented manifest holds both key and value."""
    if not path.endswith(_LINE_FORMATS) and not path.endswith(_LINE_NAMES):
        return False
    word = re.compile(rf"(?<![\w.-]){re.escape(value)}(?![\w-])")
    return any(
        key.lower() in line.lower() and word.search(line)
        for line in text.splitlines()
        if not line.lstrip().startswith(("#", "//"))
    )


def _names(data: object) -> tuple[str, ...]:
    if isinstance(data, dict):
        pairs = [f"{key} {value}" for key, value in data.items() if isinstance(value, str)]
        nested = [name for value in data.values() for name in _names(value)]
        return (*map(str, data), *pairs, *nested)
    if isinstance(data, list):
        return tuple(name for item in data for name in _names(item))
    return () if data is None else (str(data),)


def _scalars(data: object) -> tuple[str, ...]:
    if isinstance(data, dict):
        picked = [data[key] for key in ("text", "value", "type", "url", "_text") if key in data]
        return tuple(scalar for value in picked for scalar in _scalars(value))
    if isinstance(data, list):
        return tuple(scalar for item in data for scalar in _scalars(item))
    if data is None:
        return ()
    return (str(data).lower() if isinstance(data, bool) else str(data).strip(),)


def _reader(path: str) -> Callable[[str], object]:
    name = PurePosixPath(path).name
    suffix = PurePosixPath(path).suffix
    by_name: dict[str, Callable[[str], object]] = {
        "go.mod": _go_mod, "setup.py": _setup_py, "CMakeLists.txt": _cmake,
        "Pipfile": tomllib.loads,
    }  # fmt: skip
    by_suffix: dict[str, Callable[[str], object]] = {
        ".py": _setup_py,
        ".toml": tomllib.loads, ".json": json.loads, ".yaml": yaml.safe_load,
        ".yml": yaml.safe_load, ".cfg": _ini, ".ini": _ini, ".xml": _xml, ".csproj": _xml,
        ".props": _xml, ".nuspec": _xml, ".fsproj": _xml, ".vbproj": _xml, ".gemspec": _gemspec,
        ".gradle": _assigned, ".kts": _assigned, ".properties": _assigned,
    }  # fmt: skip
    return by_name.get(name) or by_suffix.get(suffix) or _assigned


def _ini(text: str) -> object:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.read_string(text)
    return {
        section: {
            key: value.strip().splitlines() if "\n" in value else value
            for key, value in parser[section].items()
        }
        for section in parser.sections()
    }


def _xml(text: str) -> object:
    # Entities are refused: expat's own limits stop expansion, and no manifest needs a DTD.
    if "<!ENTITY" in text:
        return None
    root = ET.fromstring(text)  # noqa: S314 - entities are refused above
    return {_tag(root): _element(root)}


def _element(node: ET.Element) -> object:
    children = list(node)
    if not children and not node.attrib:
        return (node.text or "").strip()
    found: dict[str, object] = {f"@{key}": value for key, value in node.attrib.items()}
    found.update({key: value for key, value in node.attrib.items() if key not in found})
    if (node.text or "").strip():
        found["_text"] = (node.text or "").strip()
    for child in children:
        tag, value = _tag(child), _element(child)
        known = found.get(tag)
        if isinstance(known, list):
            known.append(value)
        elif known is not None:
            found[tag] = [known, value]
        else:
            found[tag] = value
    return found


def _tag(node: ET.Element) -> str:
    return str(node.tag).rsplit("}", 1)[-1]


def _go_mod(text: str) -> object:
    found: dict[str, object] = {}
    required: dict[str, str] = {}
    block = ""
    for raw in text.splitlines():
        line = raw.split("//")[0].strip()
        words = line.split()
        if line == ")":
            block = ""
        elif len(words) == 2 and words[1] == "(":
            block = words[0]
        elif block == "require" and len(words) >= 2:
            required[words[0]] = words[1]
        elif not block and words[:1] == ["require"] and len(words) >= 3:
            required[words[1]] = words[2]
        elif not block and len(words) >= 2:
            found[words[0]] = words[1]
    return {**found, "require": required}


def _setup_py(text: str) -> object:
    module = ast.parse(text)
    constants = {
        target.id: node.value
        for node in module.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    constants |= {
        node.target.id: node.value
        for node in module.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value
    }
    for node in ast.walk(module):
        if not isinstance(node, ast.Call) or not _called(node).endswith("setup"):
            continue
        words = [*_gathered(module, node), *((word.arg, word.value) for word in node.keywords)]
        given = {key: _literal(value, constants) for key, value in reversed(words) if key}
        return {"setup": given, **given}
    return {name: _literal(value, constants) for name, value in constants.items()}


def _gathered(module: ast.Module, call: ast.Call) -> list[tuple[str | None, ast.expr]]:
    """Keywords that a call is given as ``**name``: all that is ever put under the name."""
    names = {word.value.id for word in call.keywords
             if word.arg is None and isinstance(word.value, ast.Name)}  # fmt: skip
    found: list[tuple[str | None, ast.expr]] = []
    for node in ast.walk(module):
        made = node.value if isinstance(node, ast.Assign) else node
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) not in names:
            continue
        if isinstance(made, ast.Dict) and isinstance(node, ast.Assign):
            found += [(_key(key), value) for key, value in zip(made.keys, made.values, strict=True)]
        elif isinstance(made, ast.Call) and (
            isinstance(node, ast.Assign) or _called(made) in {f"{name}.update" for name in names}
        ):
            found += [(word.arg, word.value) for word in made.keywords]
    return found


def _key(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _called(node: ast.Call) -> str:
    return ast.unparse(node.func)


def _literal(node: ast.expr, constants: dict[str, ast.expr]) -> object:
    if isinstance(node, ast.Name) and node.id in constants:
        node = constants[node.id]
    try:
        value: object = ast.literal_eval(node)
    except ValueError:
        return None
    return list(value) if isinstance(value, tuple) else value


def _cmake(text: str) -> object:
    bare = re.sub(r"#[^\n]*", "", text)
    match = re.search(r"(?is)\bproject\s*\(\s*([^\s)]+)([^)]*)\)", bare)
    if match is None:
        return {}
    words = re.findall(r'"([^"]*)"|(\S+)', match[2])
    flat = [quoted or plain for quoted, plain in words]
    pairs = dict(itertools.pairwise(flat))
    found = {"name": match[1].strip('"')}
    found.update({key.lower(): value for key, value in pairs.items()})
    return {"project": found, **found}


def _gemspec(text: str) -> object:
    match = re.search(r"""Gem::Specification\.new\s*\(?\s*["']([^"'\n]+)["']""", text)
    assigned = _assigned(text)
    named = {"name": match[1]} if match is not None else {}
    return {**named, **assigned} if isinstance(assigned, dict) else named


def _assigned(text: str) -> object:
    found: dict[str, object] = {}
    pattern = re.compile(r"""(?m)^\s*(?:[\w]+\.)?(\w+)\s*(?:=|\s|\()\s*["']([^"'\n]+)["']""")
    for key, value in pattern.findall(text):
        found.setdefault(key, value)
    return found
