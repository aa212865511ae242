"""C#: public members of public types; the other branches of `#if` are blanked, offsets kept."""

import re
from collections.abc import Iterable

from tree_sitter import Node

from launch.knowledge.surface.grammars.table import Place, Table, text

_DIRECTIVE = re.compile(rb"^[ \t]*#[ \t]*(if|elif|else|endif|region|endregion|pragma|nullable|line|"
                        rb"define|undef|error|warning)\b")  # fmt: skip


def blank_branches(source: bytes) -> bytes:
    """Put spaces where directives and all but the first branch of a conditional stand."""
    depth: list[bool] = []
    lines = []
    for line in source.split(b"\n"):
        match = _DIRECTIVE.match(line)
        word = match[1] if match else b""
        if word == b"if":
            depth.append(True)
        elif word in (b"elif", b"else") and depth:
            depth[-1] = False
        elif word == b"endif" and depth:
            depth.pop()
        hidden = match is not None or not all(depth)
        lines.append(re.sub(rb"[^\r]", b" ", line) if hidden else line)
    return b"\n".join(lines)


def _names(node: Node) -> Iterable[tuple[str, Node]]:
    declared = next((c for c in node.named_children if c.type == "variable_declaration"), None)
    if declared is not None:
        for child in declared.named_children:
            if child.type == "variable_declarator":
                yield text(child.child_by_field_name("name")), node
        return
    name = node.child_by_field_name("name")
    if name is not None:
        yield text(name), node


def _public(node: Node, name: str, place: Place) -> bool:
    del name
    words = {text(child) for child in node.children if child.type == "modifier"}
    if node.type == "enum_member_declaration":
        return True
    explicit = any(child.type == "explicit_interface_specifier" for child in node.children)
    if explicit:
        return False
    if place.owner == "interface_declaration":
        return not words & {"private", "protected", "internal"}
    return "public" in words


def _file_scope(root: Node, path: str) -> tuple[str, ...]:
    del path
    found = next(
        (c for c in root.named_children if c.type == "file_scoped_namespace_declaration"), None
    )
    return tuple(text(found.child_by_field_name("name")).split(".")) if found is not None else ()


def _kind(node: Node, kind: str, place: Place) -> str:
    del place
    words = {text(child) for child in node.children if child.type == "modifier"}
    return "constant" if node.type == "field_declaration" and "const" in words else kind


CSHARP = Table(
    grammars={"C#": "csharp"},
    definitions={
        "class_declaration": "class",
        "interface_declaration": "interface",
        "enum_declaration": "enum",
        "struct_declaration": "struct",
        "record_declaration": "record",
        "delegate_declaration": "delegate",
        "method_declaration": "method",
        "constructor_declaration": "constructor",
        "property_declaration": "property",
        "field_declaration": "attribute",
        "event_field_declaration": "event",
        "event_declaration": "event",
        "enum_member_declaration": "constant",
    },
    transparent=frozenset({"file_scoped_namespace_declaration"}),
    namespaces=frozenset({"namespace_declaration"}),
    names=_names,
    public=_public,
    file_scope=_file_scope,
    prepare=blank_branches,
    kind_of=_kind,
    parameter_nodes=frozenset({"parameter"}),
)
