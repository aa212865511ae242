"""Ruby: methods that no `private` hides, constants, accessors, aliases."""

import re
from collections.abc import Iterable

from tree_sitter import Node

from launch.knowledge.surface.grammars.table import Place, Table, first_string, text

_ACCESSORS = ("attr_reader", "attr_writer", "attr_accessor", "alias_method", "delegate",
              "def_delegators", "def_delegator", "define_method",
              "define_singleton_method")  # fmt: skip
_HIDING = ("private", "protected", "private_class_method", "private_constant")


def _names(node: Node) -> Iterable[tuple[str, Node]]:
    if node.type == "call":
        method = text(node.child_by_field_name("method"))
        arguments = node.child_by_field_name("arguments")
        listed = [c for c in arguments.named_children if c.type in ("simple_symbol", "string")] if (
            arguments is not None
        ) else []  # fmt: skip
        if method in _ACCESSORS:
            only_first = method in ("alias_method", "define_method", "define_singleton_method")
            chosen = listed[:1] if only_first else listed
            for symbol in listed[-1:] if method == "def_delegator" else chosen:
                yield text(symbol).strip(":'\""), node
        elif method in _HIDING and arguments is not None:
            for child in arguments.named_children:
                if child.type in ("method", "singleton_method"):
                    yield text(child.child_by_field_name("name")), child
        return
    if node.type == "assignment":
        left = node.child_by_field_name("left")
        if left is not None and left.type == "constant":
            yield text(left), node
        return
    name = node.child_by_field_name("name")
    if name is not None:
        yield text(name).lstrip(":"), node


def _public(node: Node, name: str, place: Place) -> bool:
    del place
    parent = node.parent
    if name.startswith(("_", "@")) or _is_undocumented(node):
        return False
    if parent is None:
        return True
    if node.type == "call" and text(node.child_by_field_name("method")) in _HIDING:
        return False
    hidden = False
    for sibling in parent.named_children:
        if sibling.type == "identifier" and sibling.start_byte < node.start_byte:
            word = text(sibling)
            if word in ("private", "protected", "public", "module_function"):
                hidden = word in ("private", "protected")
        elif sibling.type == "call" and _hides(sibling, name):
            return False
    if node.type in ("class", "module", "assignment", "singleton_method"):
        return True
    return not hidden or name == "initialize"


def _is_undocumented(node: Node) -> bool:
    """``# :nodoc:`` on a definition's first line hides it from the documentation."""
    first = (node.text or b"").decode("utf-8", "replace").split("\n", 1)[0]
    return re.search(r"#\s*:nodoc\b", first) is not None


def _hides(call: Node, name: str) -> bool:
    arguments = call.child_by_field_name("arguments")
    if arguments is None or text(call.child_by_field_name("method")) not in _HIDING:
        return False
    return any(text(c).strip(":'\"") == name for c in arguments.named_children)


def _is_shared(node: Node) -> bool:
    """Return whether a definition stands in ``class << self``."""
    parent = node.parent
    while parent is not None and parent.type not in ("class", "module", "singleton_class"):
        parent = parent.parent
    return parent is not None and parent.type == "singleton_class"


_METHODS = ("alias_method", "define_method", "define_singleton_method", "delegate",
            "def_delegators", "def_delegator")  # fmt: skip


def _kind(node: Node, kind: str, place: Place) -> str:
    if kind == "attribute":
        word = text(node.child_by_field_name("method"))
        if word == "define_singleton_method" or (word in _METHODS and _is_shared(node)):
            return "function"
        return "method" if word in _METHODS else "property" if _is_shared(node) else kind
    if kind == "method":
        shared = node.type == "singleton_method" or _is_shared(node)
        if text(node.child_by_field_name("name")) == "initialize":
            return "constructor"
        return "function" if shared or not place.inner else "method"
    return kind


def _thrown(node: Node) -> tuple[str, str]:
    """``raise Name, "message"`` or ``raise Name.new("message")``."""
    arguments = node.child_by_field_name("arguments")
    if arguments is None or text(node.child_by_field_name("method")) != "raise":
        return "", ""
    first = next(iter(arguments.named_children), None)
    made = first.child_by_field_name("receiver") if first is not None else None
    raised = made or first
    if raised is None or raised.type not in ("constant", "scope_resolution"):
        return "", ""
    return text(raised), first_string(arguments)


def _head_end(node: Node) -> Node | None:
    """Return what ends ``def name(parameters)``: a body needs no brace to begin."""
    if node.type in ("class", "module"):
        return node.child_by_field_name("superclass") or node.child_by_field_name("name")
    if node.type not in ("method", "singleton_method"):
        return None
    return node.child_by_field_name("parameters") or node.child_by_field_name("name")


def _heads_group(node: Node) -> bool:
    """Constants in a row have a comment in common: it tells nothing of the first alone."""
    following = node.next_named_sibling
    return (
        node.type == "assignment"
        and following is not None
        and following.type == "assignment"
        and following.start_point[0] == node.end_point[0] + 1
    )


RUBY = Table(
    grammars={"Ruby": "ruby"},
    definitions={
        "class": "class",
        "module": "module",
        "method": "method",
        "singleton_method": "method",
        "call": "attribute",
        "alias": "method",
        "assignment": "constant",
    },
    transparent=frozenset(
        {
            "singleton_class",
            "body_statement",
            "if",
            "unless",
            "begin",
            "then",
            "else",
            "if_modifier",
            "unless_modifier",
        }
    ),
    separator="::",
    member_separator="#",
    names=_names,
    public=_public,
    kind_of=_kind,
    heads_group=_heads_group,
    head_end=_head_end,
    throws=frozenset({"call"}),
    thrown=_thrown,
)
