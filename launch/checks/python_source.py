"""Evaluate claims about Python code from its own parse tree: definitions, parameters, raises."""

import ast
import re
from functools import lru_cache
from pathlib import PurePosixPath

from launch.checks.texts import bare_words, fold, read_text
from launch.contracts.claims import CheckOutcome, RaiseCheck, SymbolCheck
from launch.ports import Tree

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@lru_cache(maxsize=256)
def module_of(text: str) -> ast.Module | None:
    """Return the parse tree of a module, or None where it does not parse."""
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return None


def symbol_outcome(check: SymbolCheck, tree: Tree) -> CheckOutcome:
    """Return whether the symbol is defined, with the signature or default that is claimed."""
    text = read_text(tree, check.path)
    module = module_of(text) if text is not None else None
    if module is None:
        return _no(f"{check.path} cannot be parsed")
    where = f"{check.path}: {check.qualname}"
    if not check.qualname or check.kind == "module":
        return _yes(where)
    found = definitions(module, check.qualname)
    if not found:
        return _no(f"{where} is not defined")
    heirs = (*found, *_bases(module, found))
    if check.signature is not None and not any(_signed(node, check.signature) for node in heirs):
        return _no(f"{where} has another signature")
    if check.parameter is not None and not any(
        _default(node, check.parameter, check.default) for node in heirs
    ):
        return _no(f"{where}: {check.parameter} has another default")
    if check.returns is not None and not any(_returned(node) == check.returns for node in found):
        return _no(f"{where} returns another type")
    if check.summary is not None and not any(
        _told(node, check.summary, text or "") for node in found
    ):
        return _no(f"{where} is described otherwise")
    if check.exported_by is not None and check.public_path is not None:
        name = check.public_path.rsplit(".", 1)[-1]
        if not exported(tree, check.exported_by, name, frozenset()):
            return _no(f"{check.exported_by} does not export {name}")
    return _yes(where)


def raise_outcome(check: RaiseCheck, tree: Tree) -> CheckOutcome:
    """Return whether the function raises the exception, with the message that is claimed."""
    text = read_text(tree, check.path)
    module = module_of(text) if text is not None else None
    if module is None:
        return _no(f"{check.path} cannot be parsed")
    for definition in definitions(module, check.qualname):
        for node in ast.walk(definition):
            if isinstance(node, ast.Raise) and _raises(node, check):
                return _yes(f"{check.path}:{node.lineno}")
    return _no(f"{check.path}: {check.qualname} raises no {check.exception} like that")


def definitions(module: ast.Module, qualname: str) -> tuple[ast.stmt, ...]:
    """Return the statements that define a dotted name, branches of if and try included."""
    bodies: list[list[ast.stmt]] = [module.body]
    found: tuple[ast.stmt, ...] = ()
    owners: list[ast.ClassDef] = []
    for part in qualname.split("."):
        found = tuple(node for body in bodies for node in _flat(body) if part in _names(node))
        if not found:
            made = (node for owner in owners for node in _assigned_in_init(owner))
            found = tuple(node for node in made if part in _names(node))
        owners = [node for node in found if isinstance(node, ast.ClassDef)]
        bodies = [node.body for node in owners]
    return found or _set_on(module, qualname)


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


def _bases(module: ast.Module, found: tuple[ast.stmt, ...]) -> tuple[ast.stmt, ...]:
    """Return the classes that constructor-less classes take their constructor from."""
    rows: list[ast.stmt] = []
    ahead = [node for node in found if isinstance(node, ast.ClassDef) and _function(node) is None]
    while ahead and len(rows) < 20:
        node = ahead.pop()
        for base in node.bases:
            for row in definitions(module, ast.unparse(base).split("[")[0]):
                rows.append(row)
                if isinstance(row, ast.ClassDef) and _function(row) is None:
                    ahead.append(row)
    return tuple(rows)


def _assigned_in_init(node: ast.ClassDef) -> list[ast.stmt]:
    """Return ``self.x = ...`` statements as if they stood in the class."""
    found: list[ast.stmt] = []
    for function in node.body:
        if isinstance(function, ast.FunctionDef) and function.name == "__init__":
            found += [
                sub for sub in ast.walk(function) if isinstance(sub, ast.Assign | ast.AnnAssign)
            ]
    return found


def _flat(body: list[ast.stmt]) -> list[ast.stmt]:
    found: list[ast.stmt] = []
    for node in body:
        found.append(node)
        if isinstance(node, ast.If | ast.Try | ast.With | ast.For | ast.While):
            for field in ("body", "orelse", "finalbody"):
                found += _flat(getattr(node, field, []))
            for handler in getattr(node, "handlers", []):
                found += _flat(handler.body)
    return found


def _names(node: ast.stmt) -> tuple[str, ...]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return (node.name,)
        case ast.Assign():
            return tuple(name for target in node.targets for name in _targets(target))
        case ast.AnnAssign() | ast.AugAssign():
            return _targets(node.target)
        case ast.Import() | ast.ImportFrom():
            return tuple(alias.asname or alias.name.split(".")[0] for alias in node.names)
        case ast.TypeAlias():
            return (node.name.id,)
    return ()


def _targets(node: ast.expr) -> tuple[str, ...]:
    if isinstance(node, ast.Tuple | ast.List):
        return tuple(name for item in node.elts for name in _targets(item))
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return (node.attr,) if node.value.id == "self" else ()
    return (node.id,) if isinstance(node, ast.Name) else ()


def _function(node: ast.stmt) -> _Function | None:
    """Return the callable of a definition: itself, or the class's constructor."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return node
    if isinstance(node, ast.ClassDef):
        for name in ("__init__", "__new__"):
            for item in _flat(node.body):
                if isinstance(item, ast.FunctionDef) and item.name == name:
                    return item
    return None


_Row = tuple[str, str, str, str]


def _rows(arguments: ast.arguments) -> tuple[_Row, ...]:
    """Return (kind, name, annotation, default) of every parameter but self and cls."""
    rows: list[_Row] = []
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults = [None] * (len(positional) - len(arguments.defaults)) + list(arguments.defaults)
    for argument, default in zip(positional, defaults, strict=True):
        rows.append(("", argument.arg, _code(argument.annotation), _code(default)))
    if arguments.vararg:
        rows.append(("*", arguments.vararg.arg, _code(arguments.vararg.annotation), ""))
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        rows.append(("k", argument.arg, _code(argument.annotation), _code(default)))
    if arguments.kwarg:
        rows.append(("**", arguments.kwarg.arg, _code(arguments.kwarg.annotation), ""))
    if rows and rows[0][1] in {"self", "cls"}:
        rows = rows[1:]
    return tuple(rows)


def _code(node: ast.expr | None) -> str:
    if node is None:
        return ""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return f"'{node.value}'"
    return ast.unparse(node)


def _returned(node: ast.stmt) -> str:
    function = _function(node)
    return _code(function.returns) if function is not None else ""


def _told(node: ast.stmt, summary: str, source: str) -> bool:
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        # A value has no docstring of its own: the text or comment beside it is looked for.
        return bare_words(summary) in _prose(source)
    texts = [ast.get_docstring(node) or ""]
    function = _function(node)
    if function is not None and function is not node:
        texts.append(ast.get_docstring(function) or "")
    return any(bare_words(summary) in bare_words(text) for text in texts)


@lru_cache(maxsize=64)
def _prose(source: str) -> str:
    return bare_words(re.sub(r"(?m)^[ \t]*#:?", " ", source))


def _signed(node: ast.stmt, signature: str) -> bool:
    function = _function(node)
    claimed = parsed_signature(signature)
    if claimed is None:
        return _squeezed(signature) in _squeezed(ast.unparse(node))
    if function is None and isinstance(node, ast.ClassDef):
        return _fields_match(node, _rows(claimed.args))
    if function is None:
        return False
    if _rows(function.args) != _rows(claimed.args):
        return False
    return claimed.returns is None or _code(claimed.returns) == _code(function.returns)


def _fields_match(node: ast.ClassDef, rows: tuple[_Row, ...]) -> bool:
    """Return whether a dataclass's own fields are these parameters, in this order, at the end."""
    if not any("dataclass" in ast.unparse(mark) for mark in node.decorator_list):
        return not rows
    fields = [item for item in node.body if isinstance(item, ast.AnnAssign)]
    fields = [item for item in fields if "ClassVar" not in ast.unparse(item.annotation)]
    found = [(_targets(item.target)[0], _code(item.annotation), item.value) for item in fields]
    if len(found) > len(rows):
        return False
    for (name, annotation, value), (_, claimed, kind, default) in zip(
        found, rows[len(rows) - len(found) :], strict=True
    ):
        computed = isinstance(value, ast.Call)
        if (name, annotation) != (claimed, kind) or not (computed or _code(value) == default):
            return False
    return True


@lru_cache(maxsize=4096)
def parsed_signature(signature: str) -> _Function | None:
    """Return a signature as written (``name(a, b=1) -> int``, with or without def) parsed."""
    match = re.match(r"\s*(?:async\s+)?(?:def\s+|class\s+)?[\w.]*\s*(\(.*)", signature, re.DOTALL)
    if match is None:
        return None
    rest = match[1].rstrip().rstrip(":").rstrip()
    module = module_of(f"def f{rest}:\n    pass")
    first = module.body[0] if module is not None and module.body else None
    return first if isinstance(first, ast.FunctionDef) else None


def _default(node: ast.stmt, parameter: str, default: str | None) -> bool:
    name = parameter.lstrip("*")
    function = _function(node)
    if function is not None:
        for _, argument, _, value in _rows(function.args):
            if argument == name:
                return _same_value(value, default)
    for item in [node, *(node.body if isinstance(node, ast.ClassDef) else [])]:
        if isinstance(item, ast.Assign | ast.AnnAssign) and name in _names(item):
            return _same_value(_code(item.value), default)
    return False


def _same_value(found: str, claimed: str | None) -> bool:
    if claimed is None or not found:
        return not found and claimed is None
    return _squeezed(found).replace('"', "'") == _squeezed(claimed).replace('"', "'")


def _raises(node: ast.Raise, check: RaiseCheck) -> bool:
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    if raised is None or ast.unparse(raised).rsplit(".", 1)[-1] != check.exception.rsplit(".")[-1]:
        return False
    if check.message is None or not check.message:
        return True
    if not isinstance(node.exc, ast.Call):
        return False
    values = [*node.exc.args, *(word.value for word in node.exc.keywords)]
    return any(fold(_message(value)) == fold(check.message) for value in values)


def _message(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr():
            return "".join(_message(value) for value in node.values)
        case ast.FormattedValue():
            return "{" + ast.unparse(node.value) + "}"
        case ast.BinOp(op=ast.Add()):
            return _message(node.left) + _message(node.right)
        case ast.BinOp(op=ast.Mod()):
            return _message(node.left)
        case ast.Call(func=ast.Attribute(value=value, attr="format" | "join" | "strip")):
            return _message(value)
    return ""


def exported(tree: Tree, path: str, name: str, seen: frozenset[str]) -> bool:
    """Return whether a module makes a name importable, star imports followed."""
    text = read_text(tree, path) if path not in seen and len(seen) < 8 else None
    if text is None:
        return False
    names, stars = _top_names(text)
    return name in names or any(
        exported(tree, target, name, seen | {path})
        for node in stars
        for target in _files_of(path, node)
    )


@lru_cache(maxsize=256)
def _top_names(text: str) -> tuple[frozenset[str], tuple[ast.ImportFrom, ...]]:
    """Return the names that a module binds, and its star imports."""
    module = module_of(text)
    nodes = _flat(module.body) if module is not None else []
    names = frozenset(name for node in nodes for name in _names(node))
    stars = tuple(
        node
        for node in nodes
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    )
    return names, stars


def _files_of(path: str, node: ast.ImportFrom) -> tuple[str, ...]:
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


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _yes(found: str) -> CheckOutcome:
    return CheckOutcome(holds=True, found=found)


def _no(found: str) -> CheckOutcome:
    return CheckOutcome(holds=False, found=found)
