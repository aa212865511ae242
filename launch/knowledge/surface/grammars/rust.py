"""Rust: what `pub` makes public; attributes stand between a doc comment and its item."""

import re
from collections.abc import Iterable

from tree_sitter import Node

from launch.knowledge.surface.grammars.table import Place, Table, text

_IN_TRAIT = ("trait_item", "enum_item")


def _names(node: Node) -> Iterable[tuple[str, Node]]:
    name = node.child_by_field_name("name")
    if name is not None:
        yield text(name), node


HIDDEN = re.compile(
    r"cfg\((?:all\()?(?:test|fuzzing|loom|miri|doctest)\b|doc\(hidden\)"
    r"|cfg\((?:(?!x86_64|not\()[^\]])*target_arch\s*=\s*\"(?!x86_64)(?:(?!x86_64)[^\]])*\]"
)
"""Attributes of what no user of the crate gets to see, or only one of another processor."""


_FEATURE = re.compile(r"cfg\((?:(?!not\()[^\]])*?feature\s*=\s*\"([\w-]+)\"")


def feature_of(marks: str) -> str:
    """Return the first Cargo feature that attributes ask for; empty if none."""
    found = _FEATURE.search(marks)
    return found[1] if found is not None else ""


def _feature(node: Node) -> str:
    return feature_of(_marks(node))


def _marks(node: Node) -> str:
    """Return the attributes that stand before an item."""
    found: list[str] = []
    before = node.prev_named_sibling
    while before is not None and (
        before.type == "attribute_item" or before.type.endswith("_comment")
    ):
        found.append(text(before) if before.type == "attribute_item" else "")
        before = before.prev_named_sibling
    return "".join(found)


def _public(node: Node, name: str, place: Place) -> bool:
    marks = _marks(node)
    if HIDDEN.search(marks):
        return False
    if node.type == "macro_definition":
        return "macro_export" in marks and not name.startswith("_")
    if place.owner in _IN_TRAIT:
        return True
    modifier = next((c for c in node.children if c.type == "visibility_modifier"), None)
    return modifier is not None and text(modifier) == "pub"


def _kind(node: Node, kind: str, place: Place) -> str:
    if kind == "function" and place.inner:
        holder = node.child_by_field_name("parameters")
        receivers = holder.named_children[:1] if holder is not None else []
        is_method = bool(receivers) and receivers[0].type == "self_parameter"
        return "method" if is_method else "function"
    return kind


def implemented_type(node: Node) -> str:
    """Return the bare name of the type that an ``impl`` is for."""
    written = text(node.child_by_field_name("type"))
    return re.split(r"::", re.sub(r"<.*$", "", written.lstrip("&")))[-1].strip()


RUST = Table(
    grammars={"Rust": "rust"},
    definitions={
        "struct_item": "struct",
        "enum_item": "enum",
        "union_item": "union",
        "trait_item": "trait",
        "function_item": "function",
        "function_signature_item": "function",
        "const_item": "constant",
        "static_item": "constant",
        "type_item": "type",
        "associated_type": "type",
        "field_declaration": "attribute",
        "enum_variant": "constant",
        "macro_definition": "macro",
    },
    separator="::",
    member_separator="::",
    names=_names,
    public=_public,
    kind_of=_kind,
    feature_of=_feature,
    parameter_nodes=frozenset({"parameter", "variadic_parameter"}),
    attributes=frozenset({"attribute_item", "inner_attribute_item"}),
    throws=frozenset(),
)
