"""What a class offers: methods, properties and attributes, its own and those it inherits."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from launch.knowledge.surface.python.bindings import Function, flat_body, is_overload
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
                for target in targets:
                    if isinstance(target, ast.Name):
                        kind = "constant" if enumeration or target.id.isupper() else "attribute"
                        yield Member(target.id, kind, item, owner, doc_after(node.body, item))
    for item in node.body:
        if isinstance(item, ast.FunctionDef) and item.name == "__init__":
            yield from _set_in_constructor(item, owner)


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


def _set_in_constructor(item: ast.FunctionDef, owner: Found) -> Iterator[Member]:
    for statement in flat_body(item.body):
        match statement:
            case ast.AnnAssign(target=ast.Attribute(value=ast.Name(id="self"), attr=name)):
                yield Member(name, "attribute", statement, owner, doc_after(item.body, statement))
            case ast.Assign(targets=targets):
                for target in targets:
                    match target:
                        case ast.Attribute(value=ast.Name(id="self"), attr=name):
                            doc = doc_after(item.body, statement)
                            yield Member(name, "attribute", statement, owner, doc)
