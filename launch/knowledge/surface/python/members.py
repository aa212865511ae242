"""What a class offers: methods, properties and attributes, its own and those it inherits."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from launch.knowledge.surface.python.bindings import Function, bound_names, flat_body, is_overload
from launch.knowledge.surface.python.describe import decorators, doc_after
from launch.knowledge.surface.python.program import Found, Program

type Node = Function | ast.ClassDef | ast.Assign | ast.AnnAssign

_ACCESSORS = ("setter", "deleter", "getter")
_PROPERTIES = ("property", "cached_property", "hybrid_property", "abstractproperty")


@dataclass(frozen=True)
class Member:
    """A member of a class, and the class that defines it."""

    name: str
    kind: str
    node: Node
    owner: Found
    doc: str = ""
    """Documentation beside an attribute; other members carry their own."""
    bound: bool = True
    """Whether its first parameter is given by the call."""


def members_of(program: Program, found: Found) -> Iterator[Member]:
    """Yield the public members of a class, nearest definition first, each name once."""
    seen: set[str] = set()
    for owner in program.ancestry(found):
        node = program.definition(owner)
        if not isinstance(node, ast.ClassDef):
            continue
        enumeration = is_enumeration(node)
        own: dict[str, Member] = {}
        attached = (
            Member(name, "constant" if name.isupper() else "attribute", statement, owner)
            for class_name, name, statement in program.modules[owner.module].attached
            if class_name == owner.name
        )
        for member in (*_own(node, owner, enumeration=enumeration), *attached):
            _keep(own, member)
        for name, member in own.items():
            if name not in seen and not name.startswith("_"):
                yield member
        seen |= set(own)


def _keep(own: dict[str, Member], member: Member) -> None:
    known = own.get(member.name)
    if known is None or member.kind not in ("attribute", "constant"):
        own[member.name] = member


def is_enumeration(node: ast.ClassDef) -> bool:
    """Return whether a class is an enumeration, by the name of its base."""
    names = [ast.unparse(base).rpartition(".")[2] for base in node.bases]
    return any(name.endswith(("Enum", "IntFlag", "Flag")) for name in names)


def _own(node: ast.ClassDef, owner: Found, *, enumeration: bool) -> Iterator[Member]:
    for item in flat_body(node.body):
        match item:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield from _method(item, owner)
            case ast.ClassDef(name=name):
                yield Member(name, "class", item, owner)
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield Member(name, "attribute", item, owner, doc_after(node.body, item))
            case ast.Assign(targets=targets):
                for name in (name for target in targets for name in bound_names(target)):
                    kind = "constant" if enumeration or name.isupper() else "attribute"
                    yield Member(name, kind, item, owner, doc_after(node.body, item))
                    if name == "__slots__":
                        yield from _slots(item, item.value, owner)
    methods = [
        item for item in node.body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    for item in sorted(methods, key=lambda method: method.name != "__init__"):
        yield from _set_by_method(item, owner)


def _method(item: Function, owner: Found) -> Iterator[Member]:
    names = [name.rpartition(".")[2] for name in decorators(item)]
    if any(name in _ACCESSORS for name in names) or is_overload(item):
        if is_overload(item):
            yield Member(item.name, "overload", item, owner)
        return
    if any(name in _PROPERTIES for name in names):
        yield Member(item.name, "property", item, owner)
    else:
        yield Member(item.name, "method", item, owner, bound="staticmethod" not in names)


def _slots(node: ast.Assign, value: ast.expr, owner: Found) -> Iterator[Member]:
    """Names that ``__slots__`` lists are attributes, whoever sets them."""
    items = value.elts if isinstance(value, ast.Tuple | ast.List | ast.Set) else [value]
    for item in items:
        match item:
            case ast.Constant(value=str(name)):
                yield Member(name, "attribute", node, owner)


def _set_by_method(item: Function, owner: Found) -> Iterator[Member]:
    """Yield the attributes that a method sets on its instance."""
    for statement in flat_body(item.body):
        match statement:
            case ast.AnnAssign(target=ast.Attribute(value=ast.Name(id="self"), attr=name)):
                yield Member(name, "attribute", statement, owner, doc_after(item.body, statement))
            case ast.Assign(targets=targets):
                for name in (name for target in targets for name in _set_on_self(target)):
                    yield Member(
                        name, "attribute", statement, owner, doc_after(item.body, statement)
                    )


def _set_on_self(target: ast.expr) -> Iterator[str]:
    match target:
        case ast.Attribute(value=ast.Name(id="self"), attr=name):
            yield name
        case ast.Tuple(elts=items) | ast.List(elts=items):
            for item in items:
                yield from _set_on_self(item)
