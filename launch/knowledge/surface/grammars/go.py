"""Go: what begins with a capital is exported, a method belongs to its receiver's type."""

import re
from collections.abc import Iterable

from tree_sitter import Node

from launch.knowledge.surface.grammars.table import Place, Table, text


def _names(node: Node) -> Iterable[tuple[str, Node]]:
    named = node.children_by_field_name("name")
    for name in named:
        yield text(name), node
    if not named and node.type == "field_declaration":
        written = text(node.child_by_field_name("type")).lstrip("*").partition("[")[0]
        yield written.rpartition(".")[2], node


def _public(node: Node, name: str, place: Place) -> bool:
    del node, place
    return name[:1].isupper()


def _package(root: Node, path: str) -> tuple[str, ...]:
    del path
    clause = next((c for c in root.named_children if c.type == "package_clause"), None)
    return (text(clause.named_children[0]),) if clause and clause.named_children else ()


def _kind(node: Node, kind: str, place: Place) -> str:
    if node.type == "type_spec":
        form = node.child_by_field_name("type")
        return {"struct_type": "struct", "interface_type": "interface"}.get(
            form.type if form else "", "type"
        )
    return "attribute" if kind == "attribute" and place.owner else kind


def _receiver(node: Node) -> str | None:
    if node.type != "method_declaration":
        return None
    return re.sub(
        r"^\(\s*(?:\w+\s+)?\*?(\w+).*$", r"\1", text(node.child_by_field_name("receiver"))
    )


def _head(node: Node) -> Node:
    parent = node.parent
    alone = parent is not None and parent.type.endswith("_declaration")
    return parent if alone and parent is not None and not _is_group(parent) else node


def _lead(node: Node) -> str:
    parent = node.parent
    return "type " if node.type == "type_spec" and parent is not None and _is_group(parent) else ""


def _is_group(declaration: Node) -> bool:
    return text(declaration)[:6] == "type ("


GO = Table(
    grammars={"Go": "go"},
    definitions={
        "function_declaration": "function",
        "method_declaration": "method",
        "method_elem": "method",
        "type_spec": "type",
        "type_alias": "type",
        "const_spec": "constant",
        "var_spec": "variable",
        "field_declaration": "attribute",
    },
    transparent=frozenset(
        {"type_declaration", "const_declaration", "var_declaration", "var_spec_list",
         "field_declaration_list"}
    ),
    names=_names,
    public=_public,
    file_scope=_package,
    kind_of=_kind,
    owner_of=_receiver,
    head=_head,
    lead=_lead,
    throws=frozenset(),
)  # fmt: skip
