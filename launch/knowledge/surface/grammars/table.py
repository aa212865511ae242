"""The shape of a language's table, and the record of one definition found with it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from tree_sitter import Node

from launch.contracts.product_facts import Parameter, Raised

TYPES = frozenset({"class", "interface", "enum", "struct", "trait", "record", "union", "type",
                   "module"})  # fmt: skip
"""Kinds that have members."""


@dataclass(frozen=True)
class Raw:
    """One definition in one file, before it is known under which path it is public."""

    scope: tuple[str, ...]
    """Namespaces and types it is in, outermost first; the file's own first."""
    name: str
    kind: str
    first_line: int
    last_line: int
    public: bool
    """Whether its own modifiers let a user reach it; what it is in counts too."""
    signature: str = ""
    parameters: tuple[Parameter, ...] = ()
    returns: str = ""
    raises: tuple[Raised, ...] = ()
    doc: str = ""
    deprecated: str | None = None
    bases: tuple[str, ...] = ()
    inner: tuple[str, ...] = ()
    """Types it is in within its file: the scope without namespaces."""
    flat: bool = False
    """Whether users write its name without that of the type it is in (a C enumerator)."""
    feature: str = ""
    """What the build must be asked for to have it; empty where it is always there."""


@dataclass(frozen=True)
class Place:
    """Where the walk is."""

    scope: tuple[str, ...] = ()
    inner: tuple[str, ...] = ()
    public: bool = True
    owner: str = ""
    """Node type of the type that it is in; empty outside types."""
    flat: bool = False
    """Whether the type that it is in gives its members no scope of their own."""


def by_name_field(node: Node) -> Iterable[tuple[str, Node]]:
    """Yield the one name that most definitions have, with the node it stands for."""
    name = node.child_by_field_name("name")
    if name is not None:
        yield text(name), node


def always(node: Node, name: str, place: Place) -> bool:
    """Everything is public where the language has no other word for it."""
    del node, name, place
    return True


def no_scope(root: Node, path: str) -> tuple[str, ...]:
    """A file opens no namespace by itself."""
    del root, path
    return ()


def same_source(source: bytes) -> bytes:
    """The source needs no preparation."""
    return source


@dataclass(frozen=True)
class Table:
    """How one language's syntax tree is read."""

    grammars: Mapping[str, str]
    """Grammar by linguist's name of the language."""
    definitions: Mapping[str, str]
    """Kind by node type."""
    transparent: frozenset[str] = frozenset()
    """Nodes that hold definitions and mean nothing themselves."""
    namespaces: frozenset[str] = frozenset()
    """Nodes whose name is part of the path of what they hold."""
    separator: str = "."
    member_separator: str = "."
    """Between a type and its member."""
    names: Callable[[Node], Iterable[tuple[str, Node]]] = by_name_field
    public: Callable[[Node, str, Place], bool] = always
    file_scope: Callable[[Node, str], tuple[str, ...]] = no_scope
    prepare: Callable[[bytes], bytes] = same_source
    """Changes the source before parsing, keeping every offset."""
    retry: Callable[[bytes], bytes] | None = None
    """Takes out of a prepared source that did not parse what the grammar cannot read."""
    parameter_nodes: frozenset[str] = frozenset()
    receiver_nodes: frozenset[str] = frozenset({"self_parameter"})
    throws: frozenset[str] = frozenset({"throw_statement", "throw_expression"})
    thrown: Callable[[Node], tuple[str, str]] | None = None
    """Exception and message of a node that throws, where that is no ``new X(...)``."""
    attributes: frozenset[str] = frozenset()
    """Nodes between a doc comment and its definition."""
    header_after: frozenset[str] = frozenset({"modifiers", "attribute_list", "attribute"})
    """Leading nodes that are no part of a signature where they hold annotations."""
    kind_of: Callable[[Node, str, Place], str] = field(default=lambda node, kind, place: kind)
    head: Callable[[Node], Node] = field(default=lambda node: node)
    """The node that a signature begins with, where a wrapper holds its first words."""
    lead: Callable[[Node], str] = field(default=lambda node: "")
    """Words that a signature needs and that stand before a group of definitions."""
    head_end: Callable[[Node], Node | None] = field(default=lambda node: None)
    """The last node of a signature, where no body follows it in the tree."""
    flat: Callable[[Node], bool] = field(default=lambda node: False)
    """Whether a type's members are named without it."""
    type_of: Callable[[Node], str | None] = field(default=lambda node: None)
    """Type of a callable's result or of a parameter, where it stands around the name (C)."""
    heads_group: Callable[[Node], bool] = field(default=lambda node: False)
    """Whether what stands before a definition is about a whole group that it begins."""
    feature_of: Callable[[Node], str] = field(default=lambda node: "")
    """What the build must be asked for to have a definition."""
    owner_of: Callable[[Node], str | None] = field(default=lambda node: None)
    """Type that a definition outside any type belongs to (Go's receiver), or None."""


def inner_declarator(node: Node) -> Node | None:
    """Return what a C declarator is about; a reference has no field for it."""
    if node.type == "reference_declarator":
        return next(iter(node.named_children), None)
    return node.child_by_field_name("declarator")


def text(node: Node | None) -> str:
    """Return a node's source, white space folded; empty for None."""
    if node is None or node.text is None:
        return ""
    return " ".join(node.text.decode("utf-8", "replace").split())


def text_lines(node: Node) -> str:
    """Return a node's source with its lines."""
    return (node.text or b"").decode("utf-8", "replace")


_STRINGS = frozenset({"string", "string_literal", "interpreted_string_literal", "template_string",
                      "encapsed_string", "raw_string_literal", "interpolated_string_expression",
                      "verbatim_string_literal", "raw_string"})  # fmt: skip


_SIGNS = ("_start", "_end", "_quote", "_brace")
"""What grammars call the signs around and inside of a literal."""


def first_string(node: Node) -> str:
    """Return the content of the first string literal below a node; empty if there is none whole.

    A literal with values in it is half a text, and one with line breaks is not what a user reads.
    """
    stack = [node]
    while stack:
        current = stack.pop()
        if current.type in _STRINGS:
            inside = [c for c in current.named_children if not c.type.endswith(_SIGNS)]
            parts = [_plain(part) for part in inside]
            if None in parts:
                return ""
            return "".join(filter(None, parts)).strip() if parts else text(current).strip("\"'`")
        stack.extend(reversed(current.named_children))
    return ""


def _plain(part: Node) -> str | None:
    """Return a piece of a literal as it is read; None for a value, and for other escapes."""
    if part.type.endswith(("_content", "fragment")):
        return text_lines(part)
    return {'\\"': '"', "\\'": "'"}.get(text_lines(part)) if "escape" in part.type else None
