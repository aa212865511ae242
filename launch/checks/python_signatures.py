"""Signatures of Python callables, as written and as parsed: the rows that are compared."""

import ast
import re
from functools import lru_cache

from launch.checks.python_names import Function, module_of

Row = tuple[str, str, str, str]
"""Kind, name, annotation and default of a parameter."""


def rows_of(arguments: ast.arguments) -> tuple[Row, ...]:
    """Return (kind, name, annotation, default) of every parameter but self and cls."""
    rows: list[Row] = []
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults = [None] * (len(positional) - len(arguments.defaults)) + list(arguments.defaults)
    for argument, default in zip(positional, defaults, strict=True):
        rows.append(("", argument.arg, code_of(argument.annotation), code_of(default)))
    if arguments.vararg:
        rows.append(("*", arguments.vararg.arg, code_of(arguments.vararg.annotation), ""))
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        rows.append(("k", argument.arg, code_of(argument.annotation), code_of(default)))
    if arguments.kwarg:
        rows.append(("**", arguments.kwarg.arg, code_of(arguments.kwarg.annotation), ""))
    if rows and rows[0][1] in {"self", "cls"}:
        rows = rows[1:]
    return tuple(rows)


def code_of(node: ast.expr | None) -> str:
    """Return an expression as code; empty for None."""
    if node is None:
        return ""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return f"'{node.value}'"
    return ast.unparse(node)


@lru_cache(maxsize=4096)
def parsed_signature(signature: str) -> Function | None:
    """Return a signature as written (``name(a, b=1) -> int``, with or without def) parsed."""
    match = re.match(r"\s*(?:async\s+)?(?:def\s+|class\s+)?[\w.]*\s*(\(.*)", signature, re.DOTALL)
    if match is None:
        return None
    rest = match[1].rstrip().rstrip(":").rstrip()
    module = module_of(f"def f{rest}:\n    pass")
    first = module.body[0] if module is not None and module.body else None
    return first if isinstance(first, ast.FunctionDef) else None


def squeezed(text: str) -> str:
    """Return the text without white space."""
    return re.sub(r"\s+", "", text)
