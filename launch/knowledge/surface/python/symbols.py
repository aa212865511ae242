"""Symbols of modules, classes with their members, functions and values."""

import ast
from collections.abc import Iterator, Mapping

from launch.contracts.product_facts import Parameter, Symbol
from launch.knowledge.surface.doc_text import deprecation_of, summary_of
from launch.knowledge.surface.python.bindings import Definition, Function, Module
from launch.knowledge.surface.python.describe import (
    code,
    constructor_of,
    decorators,
    deprecated,
    doc_after,
    doc_of,
    parameters_of,
    raises_of,
    signature_of,
)
from launch.knowledge.surface.python.members import Member, is_enumeration, members_of
from launch.knowledge.surface.python.program import Found, Program

type More = Mapping[str, object]


def module_symbol(module: Module) -> Symbol:
    """Return the symbol of a module."""
    doc = doc_of(module.tree)
    last = max((node.end_lineno or 1 for node in module.tree.body), default=1)
    return _symbol(
        module.name, "module", module.path, 1, last,
        signature="", doc=doc, parent=module.name.rpartition(".")[0],
    )  # fmt: skip


def plain_symbol(program: Program, found: Found, path: str, more: More) -> Symbol:
    """Return the symbol of a function or of a value."""
    module = program.modules[found.module]
    node = program.definition(found)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return _function(node, "function", path, module.path, found.name, more, bound=False)
    return _value(node, module, path, found.name, more)


def _function(
    node: Function, kind: str, path: str, file: str, qualname: str, more: More, *, bound: bool
) -> Symbol:
    doc = doc_of(node)
    name = path.rpartition(".")[2]
    is_property = kind == "property"
    return _symbol(
        path, kind, file, node.lineno, node.end_lineno or node.lineno,
        qualname=qualname,
        signature="" if is_property else signature_of(name, node, bound=bound),
        parameters=() if is_property else parameters_of(node, doc, bound=bound),
        returns=code(node.returns),
        raises=raises_of(node),
        doc=doc,
        deprecated=deprecated(node, doc),
        **more,
    )  # fmt: skip


def _value(node: Definition, module: Module, path: str, qualname: str, more: More) -> Symbol:
    annotation = node.annotation if isinstance(node, ast.AnnAssign) else None
    kind = "type" if isinstance(node, ast.TypeAlias) else "constant"
    doc = doc_after(module.tree.body, node)
    return _symbol(
        path, kind, module.path, node.lineno, node.end_lineno or node.lineno,
        qualname=qualname, signature="", returns=code(annotation), doc=doc, **more,
    )  # fmt: skip


def class_symbols(
    program: Program, found: Found, path: str, more: More, paths: Mapping[Found, str]
) -> Iterator[Symbol]:
    """Yield a class and its public members; ``paths`` are the public paths of other classes."""
    node = program.definition(found)
    if not isinstance(node, ast.ClassDef):
        return
    yield _class(program, found, node, path, more)
    for member in members_of(program, found):
        inherited = "" if member.owner == found else paths.get(member.owner, "")
        case = program.modules[member.owner.module].respelled.get(member.owner.name)
        again = getattr(member.name, case)() if case is not None else member.name
        own = {
            "parent": path, "exported_by": more["exported_by"], "inherited_from": inherited,
            "aliases": (f"{path}.{again}",) if again != member.name else (),
        }  # fmt: skip
        yield _member(program, member, f"{path}.{member.name}", own)


def _class(program: Program, found: Found, node: ast.ClassDef, path: str, more: More) -> Symbol:
    doc = doc_of(node)
    name = path.rpartition(".")[2]
    function = _inherited_constructor(program, found)
    parameters: tuple[Parameter, ...] = ()
    signature = name
    if function is not None:
        both = "\n\n".join(part for part in (doc, doc_of(function)) if part)
        parameters = parameters_of(function, both, bound=True)
        signature = signature_of(name, function, bound=True, returns=False)
    elif _is_data(node):
        parameters = _fields(program, found)
        signature = f"{name}({', '.join(_field(parameter) for parameter in parameters)})"
    return _symbol(
        path, "enum" if is_enumeration(node) else "class",
        program.modules[found.module].path, node.lineno, node.end_lineno or node.lineno,
        qualname=found.name,
        signature=signature,
        parameters=parameters,
        raises=raises_of(function) if function is not None else (),
        doc=doc,
        deprecated=deprecated(node, doc),
        bases=tuple(code(base) for base in node.bases),
        **more,
    )  # fmt: skip


def _inherited_constructor(program: Program, found: Found) -> Function | None:
    for owner in program.ancestry(found):
        node = program.definition(owner)
        if isinstance(node, ast.ClassDef):
            if (function := constructor_of(node)) is not None:
                return function
            if _is_data(node):
                return None
    return None


def _is_data(node: ast.ClassDef) -> bool:
    """Return whether fields make the constructor: a dataclass or a named tuple."""
    by_decorator = any(name.rpartition(".")[2] == "dataclass" for name in decorators(node))
    return by_decorator or any(code(base).endswith("NamedTuple") for base in node.bases)


def _fields(program: Program, found: Found) -> tuple[Parameter, ...]:
    fields: dict[str, Parameter] = {}
    for owner in reversed(program.ancestry(found)):
        node = program.definition(owner)
        for item in node.body if isinstance(node, ast.ClassDef) and _is_data(node) else ():
            match item:
                case ast.AnnAssign(target=ast.Name(id=name), annotation=kind, value=value):
                    written = code(kind)
                    if written.startswith(("ClassVar", "typing.ClassVar")) or _not_given(value):
                        continue
                    default = None if value is None else _default(value)
                    fields[name] = Parameter(
                        name=name,
                        type=written,
                        default=default,
                        description=" ".join(doc_after(node.body, item).split())
                        if isinstance(node, ast.ClassDef)
                        else "",
                    )
    return tuple(fields.values())


def _not_given(value: ast.expr | None) -> bool:
    match value:
        case ast.Call(keywords=words):
            return any(w.arg == "init" and code(w.value) == "False" for w in words)
    return False


def _default(value: ast.expr) -> str | None:
    """Return a field's default as written: that of ``field(...)``, where there is one."""
    match value:
        case ast.Call(func=called, keywords=words) if code(called).rpartition(".")[2] == "field":
            given = {word.arg: code(word.value) for word in words}
            if "default" in given:
                return given["default"]
            return f"{given['default_factory']}()" if "default_factory" in given else None
    return code(value)


def _field(parameter: Parameter) -> str:
    typed = f"{parameter.name}: {parameter.type}"
    return typed if parameter.default is None else f"{typed} = {parameter.default}"


def _member(program: Program, member: Member, path: str, more: More) -> Symbol:
    file = program.modules[member.owner.module].path
    qualname = f"{member.owner.name}.{member.name}"
    node = member.node
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        kind = "method" if member.kind == "overload" else member.kind
        return _function(node, kind, path, file, qualname, more, bound=member.bound)
    if isinstance(node, ast.ClassDef):
        return _symbol(
            path, "class", file, node.lineno, node.end_lineno or node.lineno,
            qualname=qualname, signature=member.name, doc=doc_of(node), **more,
        )  # fmt: skip
    annotation = node.annotation if isinstance(node, ast.AnnAssign) else None
    return _symbol(
        path, member.kind, file, node.lineno, node.end_lineno or node.lineno,
        qualname=qualname, signature="", returns=code(annotation), doc=member.doc, **more,
    )  # fmt: skip


def _symbol(name: str, kind: str, path: str, first: int, last: int, **more: object) -> Symbol:
    doc = str(more.get("doc", ""))
    said = more.pop("deprecated", None) or deprecation_of(doc)
    return Symbol.model_validate(
        {
            "name": name,
            "kind": kind,
            "language": "Python",
            "path": path,
            "first_line": first,
            "last_line": max(first, last),
            "summary": summary_of(doc),
            "deprecated": said,
            **more,
        }
    )
