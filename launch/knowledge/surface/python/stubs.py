"""Functions that do nothing but say that they are not implemented; what subclasses fill is none."""

import ast
import re
from collections.abc import Iterable, Iterator

from launch.knowledge.surface.python.bindings import Function, Module, flat_body

type Place = tuple[str, int]
"""A file and the line of a definition."""

_FOR_OTHERS = re.compile(r"(?i)\b(?:sub-?class|overrid|overwrit|implement|abstract|interface|hook)")


def stubs_of(modules: Iterable[Module]) -> frozenset[Place]:
    """Return where functions stand that only raise ``NotImplementedError``, and such classes.

    A method that another class implements, or that its documentation leaves to others, is none.
    A class that nobody can make, as its constructor only raises, is one with all its methods,
    unless others are made from it.
    """
    every = tuple(modules)
    rows = [(module.path, *row) for module in every for row in _functions(module.tree.body)]
    done = {node.name for _, node, inside in rows if inside and not _is_empty(node)}
    return _empty_classes(every) | frozenset(
        (path, node.lineno)
        for path, node, inside in rows
        if _is_empty(node) and not (inside and node.name in done) and not _is_for_others(node)
    )


def _functions(body: list[ast.stmt], *, inside: bool = False) -> Iterator[tuple[Function, bool]]:
    for item in flat_body(body):
        if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef):
            yield item, inside
        elif isinstance(item, ast.ClassDef):
            yield from _functions(item.body, inside=True)


def _empty_classes(modules: tuple[Module, ...]) -> frozenset[Place]:
    classes = [(module.path, node) for module in modules for node in _classes(module.tree.body)]
    parents = {ast.unparse(base).rpartition(".")[2] for _, node in classes for base in node.bases}
    found: set[Place] = set()
    for path, node in classes:
        methods = [item for item, _ in _functions(node.body)]
        made = next((item for item in methods if item.name == "__init__"), None)
        if made is None or node.name in parents or not _is_empty(made) or _is_for_others(made):
            continue
        found |= {(path, node.lineno), *((path, item.lineno) for item in methods)}
    return frozenset(found)


def _classes(body: list[ast.stmt]) -> Iterator[ast.ClassDef]:
    for item in flat_body(body):
        if isinstance(item, ast.ClassDef):
            yield item
            yield from _classes(item.body)


def _is_empty(node: Function) -> bool:
    body = node.body[1:] if ast.get_docstring(node, clean=False) is not None else node.body
    raised = body[0].exc if len(body) == 1 and isinstance(body[0], ast.Raise) else None
    called = raised.func if isinstance(raised, ast.Call) else raised
    return isinstance(called, ast.Name) and called.id == "NotImplementedError"


def _is_for_others(node: Function) -> bool:
    marked = any("abstract" in ast.unparse(mark) for mark in node.decorator_list)
    return marked or _FOR_OTHERS.search(ast.get_docstring(node) or "") is not None
