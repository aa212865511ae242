"""TypeScript and JavaScript: declarations and their members; exports are followed elsewhere."""

import re
from collections.abc import Iterable

from tree_sitter import Node

from launch.knowledge.surface.grammars.table import Place, Table, text

_WORD = re.compile(r"[A-Za-z$][\w$]*")
"""A member that a user names: no underscore, no ``#``, nothing that has to be quoted."""
_FUNCTIONS = ("arrow_function", "function_expression", "generator_function")


def _names(node: Node) -> Iterable[tuple[str, Node]]:
    if node.type in ("property_identifier", "enum_assignment"):
        name = node.child_by_field_name("name") if node.type == "enum_assignment" else node
        yield text(name), node
        return
    name = node.child_by_field_name("name")
    if name is not None and name.type != "object_pattern":
        yield text(name).strip("\"'"), node


def _public(node: Node, name: str, place: Place) -> bool:
    if not place.inner:
        return True
    modifier = next((c for c in node.children if c.type == "accessibility_modifier"), None)
    if not _WORD.fullmatch(name) or name == "constructor":
        return False
    return modifier is None or text(modifier) == "public"


def _kind(node: Node, kind: str, place: Place) -> str:
    if node.type == "variable_declarator":
        value = node.child_by_field_name("value")
        return "function" if value is not None and value.type in _FUNCTIONS else "constant"
    if node.type == "method_definition":
        return "property" if any(c.type in ("get", "set") for c in node.children) else "method"
    del place
    return kind


def _head(node: Node) -> Node:
    """``const name = (...) =>`` begins with its keyword."""
    parent = node.parent
    if node.type == "variable_declarator" and parent is not None:
        return parent if len(parent.named_children) <= 2 else node
    return node


def _head_end(node: Node) -> Node | None:
    """Return what ends the head of ``const name = (a, b): T => ...``: no body shows it there."""
    value = node.child_by_field_name("value") if node.type == "variable_declarator" else None
    if value is None or value.type not in _FUNCTIONS:
        return None
    return (
        value.child_by_field_name("return_type")
        or value.child_by_field_name("parameters")
        or value.child_by_field_name("parameter")
    )


SCRIPT = Table(
    grammars={"TypeScript": "typescript", "TSX": "tsx", "JavaScript": "javascript"},
    definitions={
        "class_declaration": "class",
        "abstract_class_declaration": "class",
        "interface_declaration": "interface",
        "type_alias_declaration": "type",
        "enum_declaration": "enum",
        "function_declaration": "function",
        "generator_function_declaration": "function",
        "function_signature": "function",
        "variable_declarator": "constant",
        "method_definition": "method",
        "method_signature": "method",
        "abstract_method_signature": "method",
        "public_field_definition": "attribute",
        "field_definition": "attribute",
        "property_signature": "attribute",
        "property_identifier": "constant",
        "enum_assignment": "constant",
    },
    transparent=frozenset(
        {"export_statement", "lexical_declaration", "variable_declaration", "ambient_declaration"}
    ),
    namespaces=frozenset({"internal_module"}),
    names=_names,
    public=_public,
    kind_of=_kind,
    head=_head,
    head_end=_head_end,
)
