"""Make a symbol's parts from its definition: signature, parameters, returns, raises, docs."""

import ast
import inspect
import re
from collections.abc import Iterator

from launch.contracts.product_facts import Parameter, Raised
from launch.knowledge.surface.doc_text import deprecation_of
from launch.knowledge.surface.python.bindings import Function, flat_body
from launch.knowledge.surface.python.docstrings import parameter_descriptions

type Documented = ast.Module | ast.ClassDef | Function


def code(node: ast.expr | None) -> str:
    """Return an expression as code; empty for None. A string annotation loses its quotes."""
    return "" if node is None else ast.unparse(node)


def parameters_of(node: Function, doc: str, *, bound: bool) -> tuple[Parameter, ...]:
    """Return the parameters in order; ``bound`` leaves out ``self`` or ``cls``."""
    described = parameter_descriptions(doc)
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    missing = len(positional) - len(arguments.defaults)
    defaults: list[ast.expr | None] = [*([None] * missing), *arguments.defaults]
    rows = [(argument, "", default) for argument, default in zip(positional, defaults, strict=True)]
    if bound and rows:
        rows = rows[1:]
    if arguments.vararg:
        rows.append((arguments.vararg, "*", None))
    rows += [
        (argument, "", default)
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    ]
    if arguments.kwarg:
        rows.append((arguments.kwarg, "**", None))
    return tuple(
        Parameter(
            name=f"{stars}{argument.arg}",
            type=code(argument.annotation),
            default=None if default is None else code(default),
            description=described.get(argument.arg, ""),
        )
        for argument, stars, default in rows
    )


def signature_of(name: str, node: Function, *, bound: bool, returns: bool = True) -> str:
    """Return ``name(a, *, b: int = 1) -> str``, with ``async`` before it where it is."""
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    missing = len(positional) - len(arguments.defaults)
    defaults: list[ast.expr | None] = [*([None] * missing), *arguments.defaults]
    written = [_written(a, d) for a, d in zip(positional, defaults, strict=True)]
    if arguments.posonlyargs:
        written.insert(len(arguments.posonlyargs), "/")
    if bound and positional:
        written = written[1:]
        if written[:1] == ["/"]:
            written = written[1:]
    if arguments.vararg:
        written.append(f"*{_written(arguments.vararg, None)}")
    elif arguments.kwonlyargs:
        written.append("*")
    keywords = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    written += [_written(argument, default) for argument, default in keywords]
    if arguments.kwarg:
        written.append(f"**{_written(arguments.kwarg, None)}")
    before = "async " if isinstance(node, ast.AsyncFunctionDef) else ""
    after = f" -> {code(node.returns)}" if returns and node.returns is not None else ""
    return f"{before}{name}({', '.join(written)}){after}"


def _written(argument: ast.arg, default: ast.expr | None) -> str:
    if argument.annotation is None:
        return argument.arg if default is None else f"{argument.arg}={code(default)}"
    typed = f"{argument.arg}: {code(argument.annotation)}"
    return typed if default is None else f"{typed} = {code(default)}"


def doc_of(node: Documented) -> str:
    """Return a docstring, dedented; empty if there is none."""
    return ast.get_docstring(node, clean=True) or ""


def doc_after(body: list[ast.stmt], node: ast.stmt) -> str:
    """Return the string that stands right after an assignment, which documents it."""
    index = next((n for n, item in enumerate(body) if item is node), len(body))
    match body[index + 1 : index + 2]:
        case [ast.Expr(value=ast.Constant(value=str(text)))]:
            return inspect.cleandoc(text)
    return ""


def decorators(node: Function | ast.ClassDef) -> tuple[str, ...]:
    """Return the dotted names of decorators, calls without their arguments."""
    return tuple(
        ast.unparse(item.func if isinstance(item, ast.Call) else item)
        for item in node.decorator_list
    )


def deprecated(node: Function | ast.ClassDef, doc: str) -> str | None:
    """Return why a definition is deprecated: decorator, docstring, or a warning it always gives."""
    for item in node.decorator_list:
        name = ast.unparse(item.func if isinstance(item, ast.Call) else item)
        if re.search(r"(?i)(?:^|[._])deprecated?$", name):
            arguments = item.args if isinstance(item, ast.Call) else []
            texts = [message_of(argument) for argument in arguments]
            return next((text for text in texts if text), "Deprecated.")
    return deprecation_of(doc) or _warned(node)


def _warned(node: Function | ast.ClassDef) -> str | None:
    for statement in node.body:
        match statement:
            case ast.Expr(value=ast.Call(func=called, args=[first, *rest], keywords=words)):
                categories = [code(a) for a in rest] + [code(w.value) for w in words]
                if code(called).endswith("warn") and any(
                    "DeprecationWarning" in category for category in categories
                ):
                    return " ".join(message_of(first).split()) or "Deprecated."
    return None


def raises_of(node: Function) -> tuple[Raised, ...]:
    """Return the exceptions that a function's own body raises by name, in order of lines."""
    found: dict[tuple[str, str], Raised] = {}
    for statement in _own_raises(node):
        raised = statement.exc
        called = raised.func if isinstance(raised, ast.Call) else raised
        if not isinstance(called, ast.Name | ast.Attribute):
            continue
        name = ast.unparse(called)
        if not re.match(r"_?[A-Z]", name.rpartition(".")[2]):
            continue
        message = _message(raised) if isinstance(raised, ast.Call) else ""
        raised_here = Raised(exception=name, message=message, line=statement.lineno)
        found.setdefault((name, message), raised_here)
    return tuple(found.values())


def _own_raises(node: ast.AST) -> Iterator[ast.Raise]:
    waiting = list(ast.iter_child_nodes(node))
    raised: list[ast.Raise] = []
    while waiting:
        current = waiting.pop()
        if isinstance(current, ast.Raise):
            raised.append(current)
        elif not isinstance(current, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
                            | ast.Lambda):  # fmt: skip
            waiting.extend(ast.iter_child_nodes(current))
    return iter(sorted(raised, key=lambda item: (item.lineno, item.col_offset)))


def _message(call: ast.Call) -> str:
    values = [*call.args, *(word.value for word in call.keywords)]
    texts = (message_of(value) for value in values)
    return next((text for text in texts if text), "")


def message_of(node: ast.expr) -> str:
    """Return the text of a literal message, placeholders as written; empty if it is computed."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(message_of(value) for value in values)
        case ast.FormattedValue(value=value):
            return "{" + ast.unparse(value) + "}"
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return message_of(left) + message_of(right)
        case ast.BinOp(left=left, op=ast.Mod()):
            return message_of(left)
        case ast.Call(func=ast.Attribute(value=value, attr="format" | "strip")):
            return message_of(value)
        case ast.Call(func=ast.Name(id="_" | "gettext"), args=[value]):
            return message_of(value)
    return ""


def constructor_of(node: ast.ClassDef) -> Function | None:
    """Return a class's own ``__init__``, else ``__new__``, else None."""
    methods = {item.name: item for item in flat_body(node.body)
               if isinstance(item, ast.FunctionDef)}  # fmt: skip
    return methods.get("__init__") or methods.get("__new__")
