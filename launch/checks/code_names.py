"""Names that a piece of code binds, and those that it takes from elsewhere, by language.

Exact for Python and scripts; in other languages only what stands where a package or a type does.
"""

import ast
import re
import textwrap
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tree_sitter import Node

from launch.checks.bounded_parse import parse_bounded
from launch.checks.standard_library import PYTHON_BUILTINS, SCRIPT_GLOBALS
from launch.wording.imports import family, imports_in

_AWAIT = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_PROMPTED = re.compile(r"^(?:>>>|\.\.\.)(?: |$)")
_SCRIPT_GRAMMARS = {"js": "javascript", "jsx": "javascript", "javascript": "javascript",
                    "ts": "typescript", "tsx": "tsx", "typescript": "typescript"}  # fmt: skip
_BINDING_PARENTS = frozenset({
    "variable_declarator", "function_declaration", "class_declaration", "formal_parameters",
    "import_clause", "import_specifier", "namespace_import", "catch_clause", "array_pattern",
    "object_pattern", "rest_pattern", "assignment_pattern", "required_parameter",
    "for_in_statement", "optional_parameter", "function_expression", "object_assignment_pattern",
    "generator_function_declaration", "pair_pattern", "enum_declaration", "arrow_function",
})  # fmt: skip
_LITERAL = re.compile(
    r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`[^`]*`|//[^\n]*|/\*[\s\S]*?\*/|(?<!\S)#[^\n\[]*"
)
_GO_PACKAGE = re.compile(r"(?<![\w.)\]])([a-z]\w*)\.([A-Z]\w*)")
_TYPE = re.compile(r"(?<![\w.@$\\>:])([A-Z]\w*[a-z]\w*)\b(?![\\]|\s*=[^=>])(?:(?:\.|::)(\w+))?")
_DECLARED = re.compile(
    r"\b(?:class|interface|struct|enum|trait|type|record|module|object|def|fn|func|function)\s+"
    r"([A-Za-z_]\w*)|\b(\w+)\s*(?:,\s*(\w+)\s*)?:=|\b(?:var|let|const|val)\s+(?:mut\s+)?(\w+)"
    r"|[(,]\s*(\w+)\s+[*\[\]\w.]+\s*(?=[,)])|<\s*([A-Z])\s*[,>:]"
)

_PHP_VARIABLE = re.compile(r"\$[A-Za-z_]\w*")
_PHP_SET = re.compile(
    r"(\$[A-Za-z_]\w*)(?=\s*(?:=[^=>]|[,)]\s*(?:use\b|[{=:])|,\s*[\w\\]+ \$|\)\s*(?:use|:|\{|=>)))"
)


@dataclass(frozen=True)
class Names:
    """What a piece of code gives to the code below it, and what it takes."""

    bound: frozenset[str]
    """Names that it binds, imports included."""
    free: Mapping[str, frozenset[str]]
    """Names that it takes, with the attributes taken from each; an empty one for its bare use."""
    exact: bool
    """Whether a name that is not free is sure to be no name of the code."""


@lru_cache(maxsize=512)
def names_in(code: str, language: str) -> Names | None:
    """Return the names of the code; None where the language is not known or it does not parse."""
    known = family(language)
    match known:
        case "python":
            return _python(code)
        case "javascript":
            return _script(code, language)
        case "go" | "java" | "kotlin" | "csharp" | "php" | "rust" | "ruby":
            return _other(code, known)
    return None


def without_prompts(code: str) -> str:
    """Return what a Python session types; code without prompts as it stands, dedented."""
    lines = textwrap.dedent(code).split("\n")
    if not any(line.startswith(">>>") for line in lines):
        return "\n".join(lines)
    return "\n".join(line[4:] for line in lines if _PROMPTED.match(line))


def _python(code: str) -> Names | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            tree = compile(without_prompts(code), "<code>", "exec", flags=_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if not isinstance(tree, ast.Module):
        return None
    bound = frozenset(bindings(tree))
    free: dict[str, set[str]] = {}
    based: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            based.add(id(node.value))
            free.setdefault(node.value.id, set()).add(node.attr)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and id(node) not in based:
            free.setdefault(node.id, set()).add("")
    kept = {name: frozenset(uses) for name, uses in sorted(free.items())
            if name not in bound and name not in PYTHON_BUILTINS}  # fmt: skip
    if any(one.member == "*" for one in imports_in(code, "python")):
        kept = {}
    return Names(bound, kept, exact=True)


def bindings(tree: ast.Module) -> Iterator[str]:
    """Yield every name that Python code binds, in the order of its nodes, some more than once."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
                yield name
            case (
                ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name)
                | ast.ClassDef(name=name) | ast.TypeVar(name=name)
            ):  # fmt: skip
                yield name
            case ast.alias(name=name, asname=alias):
                yield alias or name.split(".")[0]
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                yield name
            case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                yield name


def _script(code: str, language: str) -> Names | None:
    root = parse_bounded(_SCRIPT_GRAMMARS.get(language.lower(), "typescript"), code.encode())
    if root is None or root.has_error:
        return None
    bound: set[str] = set()
    read: dict[str, set[str]] = {}
    pending: list[Node] = [root]
    while pending:
        node = pending.pop()
        pending.extend(node.children)
        text = (node.text or b"").decode()
        if node.type == "shorthand_property_identifier_pattern" or _is_declared(node):
            bound.add(text)
        elif node.type in {"identifier", "shorthand_property_identifier"}:
            if _binds(node):
                bound.add(text)
            else:
                read.setdefault(text, set()).add(_taken(node))
    kept = {name: frozenset(uses) for name, uses in sorted(read.items())
            if name not in bound and name not in SCRIPT_GLOBALS}  # fmt: skip
    return Names(frozenset(bound), kept, exact=True)


def _binds(node: Node) -> bool:
    parent = node.parent
    if parent is None or parent.type not in _BINDING_PARENTS:
        return False
    if parent.type == "arrow_function":
        body = parent.child_by_field_name("body")
        return body is None or body.id != node.id
    values = (parent.child_by_field_name(field) for field in ("value", "right"))
    return all(value is None or value.id != node.id for value in values)


def _is_declared(node: Node) -> bool:
    parent = node.parent
    declares = {"class_declaration", "interface_declaration", "type_alias_declaration"}
    typed = node.type == "type_identifier"
    return typed and parent is not None and parent.type in declares


def _taken(node: Node) -> str:
    """Return the attribute that code takes from a name, empty for its bare use."""
    parent = node.parent
    if parent is None or parent.type != "member_expression":
        return ""
    value, taken = parent.child_by_field_name("object"), parent.child_by_field_name("property")
    if value is None or taken is None or value.id != node.id:
        return ""
    return (taken.text or b"").decode()


def _other(code: str, language: str) -> Names:
    bare = _LITERAL.sub(" ", code)
    imported = {one.name or one.module for one in imports_in(code, language)}
    declared = {name for found in _DECLARED.findall(bare) for name in found if name}
    body = "\n".join(
        line for line in bare.split("\n")
        if not re.match(r"\s*(?:import|package|using|use|namespace|require)\b", line)
    )  # fmt: skip
    free: dict[str, set[str]] = {}
    for name, taken in (_GO_PACKAGE if language == "go" else _TYPE).findall(body):
        free.setdefault(name, set()).add(taken)
    if language == "php":
        declared |= set(_PHP_SET.findall(code))
        for name in _PHP_VARIABLE.findall(code):
            free.setdefault(name, set()).add("")
    bound = frozenset(imported | declared | {"$this"})
    kept = {name: frozenset(u) for name, u in sorted(free.items()) if name not in bound}
    return Names(bound, kept, exact=False)
