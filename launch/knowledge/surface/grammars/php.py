"""PHP: public members of classes, interfaces, traits and enumerations; free functions."""

from collections.abc import Iterable

from tree_sitter import Node

from launch.knowledge.surface.grammars.table import Place, Table, text


def _names(node: Node) -> Iterable[tuple[str, Node]]:
    for child in node.named_children:
        if child.type == "const_element" and child.named_children:
            yield text(child.named_children[0]), node
        elif child.type == "property_element":
            yield text(child.child_by_field_name("name")).lstrip("$"), node
    name = node.child_by_field_name("name")
    if name is not None:
        yield text(name), node
    for parameter in _promoted(node):
        yield text(parameter.child_by_field_name("name")).lstrip("$"), parameter


def _promoted(node: Node) -> list[Node]:
    """Return the parameters of a constructor that are properties of the class as well."""
    listed = node.child_by_field_name("parameters")
    found = listed.named_children if listed is not None and _is_constructor(node) else []
    return [child for child in found if child.type == "property_promotion_parameter"]


def _is_constructor(node: Node) -> bool:
    return text(node.child_by_field_name("name")) == "__construct"


def _public(node: Node, name: str, place: Place) -> bool:
    del place
    promoted = {text(p.child_by_field_name("name")).lstrip("$"): p for p in _promoted(node)}
    holder = promoted.get(name, node)
    modifier = next((c for c in holder.children if c.type == "visibility_modifier"), None)
    return modifier is None or text(modifier) == "public"


def _namespace(root: Node, path: str) -> tuple[str, ...]:
    del path
    found = next((c for c in root.named_children if c.type == "namespace_definition"
                  and c.child_by_field_name("body") is None), None)  # fmt: skip
    return tuple(text(found.child_by_field_name("name")).split("\\")) if found is not None else ()


def _kind(node: Node, kind: str, place: Place) -> str:
    del place
    if node.type == "property_promotion_parameter":
        return "attribute"
    return "constructor" if kind == "method" and _is_constructor(node) else kind


PHP = Table(
    grammars={"PHP": "php"},
    definitions={
        "class_declaration": "class",
        "interface_declaration": "interface",
        "trait_declaration": "trait",
        "enum_declaration": "enum",
        "function_definition": "function",
        "method_declaration": "method",
        "const_declaration": "constant",
        "property_declaration": "attribute",
        "enum_case": "constant",
    },
    transparent=frozenset({"if_statement", "compound_statement"}),
    namespaces=frozenset({"namespace_definition"}),
    separator="\\",
    member_separator="::",
    names=_names,
    public=_public,
    file_scope=_namespace,
    kind_of=_kind,
    parameter_nodes=frozenset(
        {"simple_parameter", "variadic_parameter", "property_promotion_parameter"}
    ),
    attributes=frozenset({"attribute_list"}),
)
