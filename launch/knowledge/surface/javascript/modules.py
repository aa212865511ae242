"""One script's imports and exports, in ES modules and in CommonJS."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tree_sitter import Node

from launch.knowledge.surface.grammars.comments import is_hidden, plain_doc
from launch.knowledge.surface.grammars.table import Place, Raw, Table, text, text_lines
from launch.knowledge.surface.grammars.typescript import SCRIPT
from launch.knowledge.surface.grammars.walk import (
    definitions_in,
    parameters_of,
    raises_of,
    signature_of,
)

MODULE = "*"
"""In place of a name: the whole module."""
WHOLE = "module.exports"
"""In place of a name: what ``require`` returns."""
_FUNCTIONS = ("arrow_function", "function_expression", "generator_function")
_COMMONJS = re.compile(r"^(?:module\.)?exports$")


@dataclass(frozen=True)
class Target:
    """What an export or import stands for: a local name, or a name of another module."""

    source: str
    """Module as written, or empty for this one."""
    name: str


@dataclass
class Script:
    """A parsed module."""

    path: str
    language: str
    exports: dict[str, Target] = field(default_factory=dict)
    stars: list[str] = field(default_factory=list)
    imports: dict[str, Target] = field(default_factory=dict)
    local: dict[str, list[Raw]] = field(default_factory=dict)
    dynamic: list[int] = field(default_factory=list)
    """Lines where names are made at run time."""


def read_script(root: Node, path: str, language: str, table: Table = SCRIPT) -> Script:
    """Return a module's definitions, imports and exports."""
    script = Script(path, language)
    for raw in definitions_in(root, table, language, Place()):
        script.local.setdefault((*raw.scope, raw.name)[0], []).append(raw)
    pending: list[Node] = []
    for child in root.named_children:
        match child.type:
            case "comment":
                pending.append(child)
                continue
            case "export_statement":
                _export(script, child)
            case "import_statement":
                _import(script, child)
            case "expression_statement":
                _commonjs(script, child.named_children[0], pending)
            case "lexical_declaration" | "variable_declaration":
                _declared(script, child, pending)
        pending = []
    return script


def _source(node: Node) -> str:
    source = node.child_by_field_name("source")
    return text(source).strip("\"'`") if source is not None else ""


def _export(script: Script, node: Node) -> None:
    source = _source(node)
    declaration = node.child_by_field_name("declaration")
    default = text(node).startswith("export default")
    kinds = {child.type: child for child in node.named_children}
    if declaration is not None:
        for name in _declared_names(declaration):
            script.exports["default" if default else name] = Target("", name)
    elif "export_clause" in kinds:
        for item in kinds["export_clause"].named_children:
            name = text(item.child_by_field_name("name"))
            alias = text(item.child_by_field_name("alias")) or name
            script.exports[alias] = Target(source, name)
    elif "namespace_export" in kinds:
        script.exports[text(kinds["namespace_export"].named_children[0])] = Target(source, MODULE)
    elif source:
        script.stars.append(source)
    elif default:
        value = node.child_by_field_name("value")
        if value is not None and value.type == "identifier":
            script.exports["default"] = Target("", text(value))
        elif value is not None:
            _export_value(script, "default", value, "")


def _declared_names(declaration: Node) -> Iterator[str]:
    if declaration.type == "ambient_declaration":
        for child in declaration.named_children:
            yield from _declared_names(child)
        return
    name = declaration.child_by_field_name("name")
    if name is not None:
        yield text(name)
    for child in declaration.named_children:
        if child.type == "variable_declarator":
            yield text(child.child_by_field_name("name"))


def _import(script: Script, node: Node) -> None:
    source = _source(node)
    clause = next((c for c in node.named_children if c.type == "import_clause"), None)
    for child in clause.named_children if clause is not None else ():
        match child.type:
            case "identifier":
                script.imports[text(child)] = Target(source, "default")
            case "namespace_import":
                script.imports[text(child.named_children[-1])] = Target(source, MODULE)
            case "named_imports":
                for item in child.named_children:
                    name = text(item.child_by_field_name("name"))
                    alias = text(item.child_by_field_name("alias")) or name
                    script.imports[alias] = Target(source, name)


def _declared(script: Script, node: Node, pending: list[Node]) -> None:
    for child in node.named_children:
        value = child.child_by_field_name("value")
        name = text(child.child_by_field_name("name"))
        if value is None:
            continue
        required = _required(value)
        if required is not None:
            script.imports[name] = required
        elif value.type == "assignment_expression":
            _commonjs(script, value, pending)
            for left in _lefts(value):
                if _COMMONJS.match(text(left)):
                    script.exports["default"] = Target("", name)


def _required(node: Node) -> Target | None:
    """Return what ``require('x')`` or ``require('x').y`` stands for."""
    match = re.match(r"require\(\s*['\"]([^'\"]+)['\"]\s*\)(?:\.(\w+))?$", text(node))
    return Target(match[1], match[2] or WHOLE) if match is not None else None


def _lefts(node: Node) -> Iterator[Node]:
    current: Node | None = node
    while current is not None and current.type == "assignment_expression":
        left = current.child_by_field_name("left")
        if left is not None:
            yield left
        current = current.child_by_field_name("right")


def _commonjs(script: Script, node: Node, pending: list[Node]) -> None:
    if node.type != "assignment_expression":
        if _defines_property(script, node, pending):
            return
        if re.search(r"\.(?:forEach|defineProperty)\b|Object\.assign", text(node)[:200]):
            script.dynamic.append(node.start_point[0] + 1)
        return
    value: Node | None = node
    while value is not None and value.type == "assignment_expression":
        value = value.child_by_field_name("right")
    if value is None:
        return
    doc = plain_doc([text_lines(c) for c in pending if text(c).startswith("/**")])
    for left in _lefts(node):
        written = text(left)
        if _COMMONJS.match(written):
            _export_value(script, "default", value, doc)
        elif match := re.match(r"^(?:module\.)?exports\.(\w+)$", written):
            _export_value(script, match[1], value, doc)
        elif match := re.match(r"^(\w+)(\.prototype)?\.([^\W_]\w*)$", written):
            if value.type in _FUNCTIONS:
                raw = _function((match[1],), match[3], node, value, doc)
                script.local.setdefault(match[1], []).append(raw)
            elif match[2] is None and match[1] in script.local:
                raw = _function((match[1],), match[3], node, value, doc)
                member = replace(raw, kind="property", signature="", parameters=(), raises=())
                script.local[match[1]].append(member)


_DEFINES = re.compile(
    r"^\w*\.?(?:define|add|create)\w*(?:Property|Getter|Accessor)$", re.IGNORECASE
)


def _defines_property(script: Script, node: Node, pending: list[Node]) -> bool:
    """Read ``Object.defineProperty(owner, "name", ...)`` and a module's own function like it."""
    arguments = node.child_by_field_name("arguments")
    if node.type != "call_expression" or arguments is None:
        return False
    given = [child for child in arguments.named_children if child.type != "comment"]
    if not _DEFINES.match(text(node.child_by_field_name("function"))) or len(given) < 2:
        return False
    owner = re.fullmatch(r"(\w+)(?:\.prototype)?", text(given[0]))
    named = re.fullmatch(r"['\"]([A-Za-z$][\w$]*)['\"]", text(given[1]))
    if owner is None or named is None:
        return False
    doc = plain_doc([text_lines(c) for c in pending if text(c).startswith("/**")])
    if _COMMONJS.match(owner[1]):
        return named[1] == "__esModule"
    raw = _function((owner[1],), named[1], node, given[-1], doc)
    member = replace(raw, kind="property", signature="", parameters=(), raises=())
    script.local.setdefault(owner[1], []).append(member)
    return True


def _export_value(script: Script, name: str, value: Node, doc: str) -> None:
    required = _required(value)
    if required is not None:
        script.exports[name] = required
    elif value.type == "identifier":
        script.exports[name] = Target("", text(value))
    elif value.type == "object":
        for item in value.named_children:
            key = text(item.child_by_field_name("key")) or text(item)
            target = item.child_by_field_name("value")
            if re.fullmatch(r"\w+", key):
                inner = _required(target) if target is not None else None
                script.exports[key] = inner or Target("", text(target) if target else key)
    elif value.type in (*_FUNCTIONS, "class"):
        local = text(value.child_by_field_name("name")) or name
        script.exports[name] = Target("", local)
        script.local.setdefault(local, []).append(_function((), local, value, value, doc))
    elif value.type == "member_expression":
        first, _, rest = text(value).partition(".")
        script.exports[name] = Target("", f"{first}.{rest}")


def _function(scope: tuple[str, ...], name: str, node: Node, value: Node, doc: str) -> Raw:
    prose = re.split(r"(?m)^\s*@\w+", doc, maxsplit=1)[0].strip()
    return Raw(
        scope=scope,
        inner=scope,
        name=name,
        kind="method" if scope else "class" if value.type == "class" else "function",
        first_line=node.start_point[0] + 1,
        last_line=node.end_point[0] + 1,
        public=not is_hidden(doc),
        signature=signature_of(value, SCRIPT),
        parameters=parameters_of(value, SCRIPT, {}),
        raises=raises_of(value, SCRIPT),
        doc=prose,
    )
