"""Java: public members of public types; what an interface holds is public by itself."""

from collections.abc import Iterable

from tree_sitter import Node

from launch.knowledge.surface.grammars.table import Place, Table, text

_OPEN = frozenset({"interface_declaration", "annotation_type_declaration"})


def _names(node: Node) -> Iterable[tuple[str, Node]]:
    declarators = node.children_by_field_name("declarator")
    for declarator in declarators:
        yield text(declarator.child_by_field_name("name")), node
    name = node.child_by_field_name("name")
    if not declarators and name is not None:
        yield text(name), node


def _public(node: Node, name: str, place: Place) -> bool:
    del name
    if node.type == "enum_constant":
        return True
    modifiers = next((c for c in node.children if c.type == "modifiers"), None)
    words = {c.type for c in modifiers.children} if modifiers is not None else set()
    if place.owner in _OPEN:
        return "private" not in words
    return "public" in words


def _package(root: Node, path: str) -> tuple[str, ...]:
    del path
    found = next((c for c in root.named_children if c.type == "package_declaration"), None)
    return tuple(text(found.named_children[-1]).split(".")) if found is not None else ()


JAVA = Table(
    grammars={"Java": "java"},
    definitions={
        "class_declaration": "class",
        "interface_declaration": "interface",
        "enum_declaration": "enum",
        "record_declaration": "record",
        "annotation_type_declaration": "interface",
        "method_declaration": "method",
        "constructor_declaration": "constructor",
        "annotation_type_element_declaration": "method",
        "field_declaration": "attribute",
        "constant_declaration": "constant",
        "enum_constant": "constant",
    },
    transparent=frozenset({"enum_body_declarations"}),
    names=_names,
    public=_public,
    file_scope=_package,
    parameter_nodes=frozenset({"formal_parameter", "spread_parameter"}),
)
