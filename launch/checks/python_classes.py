"""What a Python class inherits, across files: its constructor, and the fields of a dataclass."""

import ast
from collections.abc import Iterator

from launch.checks.python_names import definitions, files_of, function_of, module_of, targets_of
from launch.checks.python_signatures import Row, code_of
from launch.checks.texts import read_text
from launch.ports import Tree

_MAX_BASES = 40
_MAX_IMPORTS = 6

Placed = tuple[str, ast.stmt]
"""A definition and the file that it stands in."""


def heirs(tree: Tree, path: str, found: tuple[ast.stmt, ...]) -> tuple[Placed, ...]:
    """Return definitions, each followed by the classes that it takes its constructor from."""
    rows: list[Placed] = [(path, node) for node in found]
    for where, node in rows:
        if isinstance(node, ast.ClassDef) and function_of(node) is None and len(rows) < _MAX_BASES:
            rows += [row for row in bases_of(tree, where, node) if row not in rows]
    return tuple(rows)


def bases_of(tree: Tree, path: str, node: ast.ClassDef) -> Iterator[Placed]:
    """Yield the base classes of a class that the tree defines, imports followed."""
    for base in node.bases:
        name = ast.unparse(base).split("[")[0]
        yield from (row for row in _found(tree, path, name, 0) if isinstance(row[1], ast.ClassDef))


def _found(tree: Tree, path: str, name: str, depth: int) -> Iterator[Placed]:
    text = read_text(tree, path)
    module = module_of(text) if text is not None and depth < _MAX_IMPORTS else None
    if module is None:
        return
    first, _, rest = name.partition(".")
    for node in definitions(module, first):
        if isinstance(node, ast.ImportFrom):
            yield from _imported(tree, path, node, (first, rest), depth)
        elif not rest:
            yield path, node
    if rest:
        yield from ((path, node) for node in definitions(module, name))


def _imported(
    tree: Tree, path: str, node: ast.ImportFrom, name: tuple[str, str], depth: int
) -> Iterator[Placed]:
    first, rest = name
    for alias in node.names:
        if (alias.asname or alias.name) != first:
            continue
        for target in files_of(path, node):
            if rest:
                folder = target.rpartition("/")[0] if target.endswith("/__init__.py") else ""
                yield from _found(tree, f"{folder}/{alias.name}.py".lstrip("/"), rest, depth + 1)
            else:
                yield from _found(tree, target, alias.name, depth + 1)


def is_data(node: ast.ClassDef) -> bool:
    """Return whether fields make the constructor: a dataclass or a named tuple."""
    marked = any("dataclass" in ast.unparse(mark) for mark in node.decorator_list)
    return marked or any(ast.unparse(base).endswith("NamedTuple") for base in node.bases)


def fields_match(tree: Tree, path: str, node: ast.ClassDef, rows: tuple[Row, ...]) -> bool:
    """Return whether the fields of a class and its bases are these parameters, in this order."""
    if not is_data(node):
        return not rows
    own = fields_of(tree, path, node)
    return own == tuple((name, kind, default) for _, name, kind, default in rows)


def fields_of(tree: Tree, path: str, node: ast.ClassDef) -> tuple[tuple[str, str, str], ...]:
    """Return name, annotation and default of every field that the constructor takes."""
    found: dict[str, tuple[str, str, str]] = {}
    for owner in reversed(_ancestry(tree, path, node)):
        for item in owner.body if is_data(owner) else ():
            if not isinstance(item, ast.AnnAssign) or not targets_of(item.target):
                continue
            kind, name = code_of(item.annotation), targets_of(item.target)[0]
            default = _default(item.value)
            if default is not None and not kind.startswith(("ClassVar", "typing.ClassVar")):
                found[name] = (name, kind, default)
    return tuple(found.values())


def _ancestry(tree: Tree, path: str, node: ast.ClassDef) -> tuple[ast.ClassDef, ...]:
    rows: list[tuple[str, ast.ClassDef]] = [(path, node)]
    for where, owner in rows:
        if len(rows) < _MAX_BASES:
            for base_path, base in bases_of(tree, where, owner):
                if isinstance(base, ast.ClassDef) and (base_path, base) not in rows:
                    rows.append((base_path, base))
    return tuple(owner for _, owner in rows)


def _default(value: ast.expr | None) -> str | None:
    """Return a field's default as code, empty for none; None where no parameter comes of it."""
    if not isinstance(value, ast.Call) or ast.unparse(value.func).rpartition(".")[2] != "field":
        return code_of(value)
    given = {word.arg: code_of(word.value) for word in value.keywords}
    if given.get("init") == "False":
        return None
    factory = given.get("default_factory")
    return given.get("default") or (f"{factory}()" if factory else "")
