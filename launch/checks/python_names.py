"""Which statements of a Python module define a name, and which modules make it importable."""

import ast
from collections.abc import Mapping
from functools import lru_cache
from pathlib import PurePosixPath

from launch.checks.texts import read_text
from launch.ports import Tree

Function = ast.FunctionDef | ast.AsyncFunctionDef


@lru_cache(maxsize=256)
def module_of(text: str) -> ast.Module | None:
    """Return the parse tree of a module, or None where it does not parse."""
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return None


def definitions(module: ast.Module, qualname: str) -> tuple[ast.stmt, ...]:
    """Return the statements that define a dotted name, branches of if and try included."""
    scopes: list[ast.Module | ast.ClassDef] = [module]
    found: tuple[ast.stmt, ...] = ()
    owners: list[ast.ClassDef] = []
    for part in qualname.split("."):
        found = tuple(node for scope in scopes for node in _bound(scope).get(part, ()))
        if not found:
            made = (node for owner in owners for node in _assigned_by_methods(owner))
            found = tuple(node for node in made if part in names_of(node))
            found = found or tuple(node for owner in owners for node in _slots(owner, part))
        owners = [node for node in found if isinstance(node, ast.ClassDef)]
        scopes = list(owners)
    return found or _set_on(module, qualname)


@lru_cache(maxsize=2048)
def _bound(scope: ast.Module | ast.ClassDef) -> Mapping[str, tuple[ast.stmt, ...]]:
    """Return the statements of a module or class by each name that they bind."""
    found: dict[str, list[ast.stmt]] = {}
    for node in flat(scope.body):
        for name in dict.fromkeys(names_of(node)):
            found.setdefault(name, []).append(node)
    return {name: tuple(nodes) for name, nodes in found.items()}


def _set_on(module: ast.Module, qualname: str) -> tuple[ast.stmt, ...]:
    """Return module-level statements that set a class's attribute: ``Colour.RED = ...``."""
    if "." not in qualname:
        return ()
    return tuple(
        node
        for node in module.body
        if isinstance(node, ast.Assign)
        and any(ast.unparse(target) == qualname for target in node.targets)
    )


@lru_cache(maxsize=512)
def _assigned_by_methods(node: ast.ClassDef) -> tuple[ast.stmt, ...]:
    """Return ``self.x = ...`` statements as if they stood in the class, the constructor's first."""
    methods = [item for item in node.body if isinstance(item, Function)]
    methods.sort(key=lambda function: function.name != "__init__")
    return tuple(
        statement
        for function in methods
        for statement in ast.walk(function)
        if isinstance(statement, ast.Assign | ast.AnnAssign)
    )


def _slots(node: ast.ClassDef, name: str) -> tuple[ast.stmt, ...]:
    """Return the ``__slots__`` that list a name."""
    return tuple(
        item
        for item in node.body
        if isinstance(item, ast.Assign)
        and "__slots__" in names_of(item)
        and any(isinstance(part, ast.Constant) and part.value == name for part in ast.walk(item))
    )


def flat(body: list[ast.stmt]) -> list[ast.stmt]:
    """Return the statements of a body, those inside branches and loops included."""
    found: list[ast.stmt] = []
    for node in body:
        found.append(node)
        if isinstance(node, ast.If | ast.Try | ast.With | ast.For | ast.While):
            for field in ("body", "orelse", "finalbody"):
                found += flat(getattr(node, field, []))
            for handler in getattr(node, "handlers", []):
                found += flat(handler.body)
    return found


def names_of(node: ast.stmt) -> tuple[str, ...]:
    """Return the names that a statement binds."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return (node.name,)
        case ast.Assign():
            return tuple(name for target in node.targets for name in targets_of(target))
        case ast.AnnAssign() | ast.AugAssign():
            return targets_of(node.target)
        case ast.Import() | ast.ImportFrom():
            return tuple(alias.asname or alias.name.split(".")[0] for alias in node.names)
        case ast.TypeAlias():
            return (node.name.id,)
    return ()


def targets_of(node: ast.expr) -> tuple[str, ...]:
    """Return the names that an assignment binds, attributes of ``self`` included."""
    if isinstance(node, ast.Tuple | ast.List):
        return tuple(name for item in node.elts for name in targets_of(item))
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return (node.attr,) if node.value.id == "self" else ()
    return (node.id,) if isinstance(node, ast.Name) else ()


def function_of(node: ast.stmt) -> Function | None:
    """Return the callable of a definition: itself, or the class's constructor."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return node
    if isinstance(node, ast.ClassDef):
        for name in ("__init__", "__new__"):
            for item in flat(node.body):
                if isinstance(item, ast.FunctionDef) and item.name == name:
                    return item
    return None


def exported(tree: Tree, path: str, name: str, seen: frozenset[str]) -> bool:
    """Return whether a module makes a name importable, star imports followed."""
    text = read_text(tree, path) if path not in seen and len(seen) < 8 else None
    if text is None:
        return False
    names, stars = _top_names(text)
    return name in names or any(
        exported(tree, target, name, seen | {path})
        for node in stars
        for target in files_of(path, node)
    )


def is_importable(tree: Tree, name: str) -> bool:
    """Return whether a module of the tree binds the dotted name, in public."""
    parts = name.split(".")
    if any(part.startswith("_") for part in parts):
        return False
    for end in range(len(parts) - 1, 0, -1):
        module, inner = "/".join(parts[:end]), parts[end:]
        for path in (f"{module}.py", f"{module}/__init__.py"):
            for found in (path, f"src/{path}"):
                text = read_text(tree, found)
                parsed = module_of(text) if text is not None else None
                if parsed is None:
                    continue
                if len(inner) == 1:
                    return exported(tree, found, inner[0], frozenset())
                return bool(definitions(parsed, ".".join(inner)))
    return False


@lru_cache(maxsize=256)
def _top_names(text: str) -> tuple[frozenset[str], tuple[ast.ImportFrom, ...]]:
    """Return the names that a module binds, and its star imports."""
    module = module_of(text)
    nodes = flat(module.body) if module is not None else []
    names = frozenset(name for node in nodes for name in names_of(node))
    stars = tuple(
        node
        for node in nodes
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    )
    return names, stars


def files_of(path: str, node: ast.ImportFrom) -> tuple[str, ...]:
    """Return the files that an import in the file at ``path`` may mean."""
    folder = PurePosixPath(path).parent
    if node.level:
        for _ in range(node.level - 1):
            folder = folder.parent
    else:
        top = (node.module or "").split(".")[0]
        while folder.name and folder.name != top:
            folder = folder.parent
        folder = folder.parent
    stem = folder / (node.module or "").replace(".", "/")
    return (f"{stem}.py", f"{stem}/__init__.py")
