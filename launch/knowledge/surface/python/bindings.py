"""What a module's statements bind: definitions, assignments, imports, `__all__`."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

type Function = ast.FunctionDef | ast.AsyncFunctionDef
type Definition = Function | ast.ClassDef | ast.Assign | ast.AnnAssign | ast.TypeAlias


@dataclass(frozen=True)
class Imported:
    """A name that an import binds."""

    module: str
    """Absolute dotted name."""
    name: str | None
    """Name within that module, or None for the module itself."""
    line: int
    relative: bool
    same_name: bool
    """Written ``x as x``, which marks a re-export."""


@dataclass
class Module:
    """A parsed module."""

    name: str
    path: str
    is_package: bool
    tree: ast.Module
    definitions: dict[str, Definition] = field(default_factory=dict)
    imports: dict[str, Imported] = field(default_factory=dict)
    stars: list[str] = field(default_factory=list)
    """Modules of star imports, absolute."""
    exported: tuple[str, ...] | None = None
    """Names in ``__all__``, or None where there is none that can be read."""
    exports_of: tuple[str, ...] = ()
    """Modules whose ``__all__`` is part of this one's."""
    overloads: dict[str, list[Function]] = field(default_factory=dict)
    attached: list[tuple[str, str, ast.Assign]] = field(default_factory=list)
    """Class, name and statement of ``Class.NAME = ...`` after the class."""
    respelled: dict[str, str] = field(default_factory=dict)
    """Enumerations whose members get a second name: ``lower`` or ``upper``, by class."""
    notes: list[str] = field(default_factory=list)


def read_module(name: str, path: str, text: str) -> Module:
    """Parse a module and list its bindings; raises what `ast.parse` raises."""
    tree = ast.parse(text)
    module = Module(name, path, path.endswith(("__init__.py", "__init__.pyi")), tree)
    for statement, nested in _flat(tree.body, nested=False):
        _bind(module, statement, nested=nested)
    if "__getattr__" in module.definitions:
        module.notes.append(
            f"`{name}` makes names at run time (`__getattr__` in {path}): they are not listed"
        )
    line = next(_set_at_run_time(tree.body), None)
    if line is not None:
        module.notes.append(f"{path}:{line} makes names at run time: they are not listed")
    return module


def _set_at_run_time(body: Iterable[ast.stmt]) -> Iterator[int]:
    """Yield the lines on which a module itself calls ``setattr`` or writes to ``globals()``."""
    for statement in body:
        if _respelling(statement) is not None:
            continue
        if isinstance(statement, ast.For | ast.Expr | ast.If | ast.With | ast.Try):
            for node in ast.walk(statement):
                called = node.func if isinstance(node, ast.Call) else None
                if isinstance(called, ast.Name) and called.id in ("setattr", "globals"):
                    yield node.lineno if isinstance(node, ast.Call) else statement.lineno


def _respelling(statement: ast.stmt) -> tuple[str, str] | None:
    """Return class and case of ``for c in C: setattr(C, c.name.lower(), ...)``."""
    match statement:
        case ast.For(
            target=ast.Name(id=member),
            iter=ast.Name(id=owner),
            body=[ast.Expr(value=ast.Call(func=ast.Name(id="setattr"), args=[kind, name, _]))],
        ) if ast.unparse(kind) == owner:
            spelled = re.sub(r"^str\((.*)\)$", r"\1", ast.unparse(name))
            found = re.fullmatch(rf"{member}\._?name_?\.(lower|upper)\(\)", spelled)
            inner = re.fullmatch(
                rf"str\({member}\._?name_?\)\.(lower|upper)\(\)", ast.unparse(name)
            )
            either = found or inner
            return (owner, either[1]) if either is not None else None
    return None


def flat_body(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield statements, those inside ``if``, ``try`` and ``with`` included."""
    for statement, _ in _flat(body, nested=False):
        yield statement


def _flat(body: Iterable[ast.stmt], *, nested: bool) -> Iterator[tuple[ast.stmt, bool]]:
    for statement in body:
        yield statement, nested
        match statement:
            case ast.If(test=test, body=inner, orelse=other):
                if not _is_main_guard(test):
                    yield from _flat(inner, nested=nested)
                yield from _flat(other, nested=True)
            case ast.Try(body=inner, handlers=handlers, orelse=other, finalbody=last):
                yield from _flat([*inner, *other, *last], nested=nested)
                for handler in handlers:
                    yield from _flat(handler.body, nested=True)
            case ast.With(body=inner):
                yield from _flat(inner, nested=nested)


def _is_main_guard(test: ast.expr) -> bool:
    return "__name__" in ast.unparse(test)


def _bind(module: Module, statement: ast.stmt, *, nested: bool) -> None:
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            if is_overload(statement):
                module.overloads.setdefault(statement.name, []).append(statement)
                module.definitions.setdefault(statement.name, statement)
            else:
                _define(module, statement.name, statement, nested=nested)
        case ast.ClassDef():
            _define(module, statement.name, statement, nested=nested)
        case ast.TypeAlias():
            _define(module, statement.name.id, statement, nested=nested)
        case ast.Assign() | ast.AnnAssign():
            _bind_value(module, statement, nested=nested)
        case ast.AugAssign(target=ast.Name(id="__all__"), value=value):
            _export(module, value)
        case ast.Expr(value=ast.Call() as call):
            _extend(module, call)
        case ast.For():
            module.respelled.update([row] if (row := _respelling(statement)) is not None else [])
        case ast.Import() | ast.ImportFrom():
            _import(module, statement, nested=nested)


def _bind_value(module: Module, statement: ast.Assign | ast.AnnAssign, *, nested: bool) -> None:
    match statement:
        case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=owner), attr=name)]):
            module.attached.append((owner, name, statement))
        case ast.Assign(targets=targets):
            for target in targets:
                for name in bound_names(target):
                    _assign(module, name, statement, nested=nested)
        case ast.AnnAssign(target=ast.Name(id=name)):
            _assign(module, name, statement, nested=nested)


def bound_names(target: ast.expr) -> Iterator[str]:
    """Yield the names that an assignment's target binds."""
    match target:
        case ast.Name(id=name):
            yield name
        case ast.Tuple(elts=items) | ast.List(elts=items):
            for item in items:
                yield from bound_names(item)


def _assign(
    module: Module, name: str, statement: ast.Assign | ast.AnnAssign, *, nested: bool
) -> None:
    if name == "__all__":
        module.exported = None if statement.value is None else module.exported
        if statement.value is not None:
            _export(module, statement.value)
    else:
        _define(module, name, statement, nested=nested)


def _define(module: Module, name: str, node: Definition, *, nested: bool) -> None:
    """Bind a name: the last binding counts, but an ``else`` or ``except`` is the second choice."""
    if nested and (name in module.definitions or name in module.imports):
        return
    if _wraps(node, name) and isinstance(module.definitions.get(name), ast.ClassDef):
        return
    module.imports.pop(name, None)
    module.definitions[name] = node


def _wraps(node: Definition, name: str) -> bool:
    """Return whether ``Name = wrap(Name, ...)`` gives a name back what it stood for."""
    called = node.value if isinstance(node, ast.Assign) else None
    return isinstance(called, ast.Call) and any(
        isinstance(part, ast.Name) and part.id == name for part in ast.walk(called)
    )


def is_overload(node: Function) -> bool:
    """Return whether a function is one of several typed forms of the one that follows."""
    return any(ast.unparse(d).rpartition(".")[2] == "overload" for d in node.decorator_list)


def _extend(module: Module, call: ast.Call) -> None:
    match call:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="__all__"), attr="extend"), args=[value]
        ):
            _export(module, value)
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="__all__"), attr="append"), args=[value]
        ):
            _export(module, ast.List(elts=[value], ctx=ast.Load()))


def _export(module: Module, value: ast.expr) -> None:
    match value:
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            for item in items:
                match item:
                    case ast.Constant(value=str(name)):
                        module.exported = (*(module.exported or ()), name)
                    case ast.Starred(value=inner):
                        _export(module, inner)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            _export(module, left)
            _export(module, right)
        case ast.Attribute(value=ast.Name(id=name), attr="__all__"):
            module.exported = module.exported or ()
            module.exports_of = (*module.exports_of, name)
        case ast.Call(func=ast.Name(id="list" | "tuple" | "sorted"), args=[inner]):
            _export(module, inner)
        case _:
            module.notes.append(
                f"`__all__` of `{module.name}` is computed ({module.path}:{value.lineno}): "
                "public names follow the underscore convention there"
            )


def _import(module: Module, node: ast.Import | ast.ImportFrom, *, nested: bool) -> None:
    if isinstance(node, ast.Import):
        for alias in node.names:
            bound = alias.asname or alias.name.partition(".")[0]
            target = alias.name if alias.asname else alias.name.partition(".")[0]
            found = Imported(
                target, None, node.lineno, relative=False, same_name=alias.asname == alias.name
            )
            _bind_import(module, bound, found, nested=nested)
        return
    base = _absolute(module, node)
    for alias in node.names:
        if alias.name == "*":
            module.stars.append(base)
            continue
        same = alias.asname == alias.name
        found = Imported(base, alias.name, node.lineno, relative=node.level > 0, same_name=same)
        _bind_import(module, alias.asname or alias.name, found, nested=nested)


def _bind_import(module: Module, name: str, found: Imported, *, nested: bool) -> None:
    if nested and (name in module.definitions or name in module.imports):
        return
    module.definitions.pop(name, None)
    module.imports[name] = found


def _absolute(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parts = module.name.split(".")
    keep = len(parts) - node.level + (1 if module.is_package else 0)
    return ".".join([*parts[: max(0, keep)], *([node.module] if node.module else [])])
