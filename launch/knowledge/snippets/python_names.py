"""What Python code uses of the product, and what it needs and does not define (by `ast`)."""

import ast
import builtins
import re
import sys
import warnings

from launch.checks.code_names import bindings
from launch.knowledge.snippets.surface import PublicSurface
from launch.knowledge.snippets.used import Used, is_file_name

_BUILTINS = frozenset({*dir(builtins), "__file__", "__name__", "__doc__", "__annotations__"})
_WRITES = re.compile(r"(?i)(?:^|_)(?:save|write|export|dump|to|out|output|mkdir|touch|create)")
_PATH_PARAMETER = re.compile(r"(?i)^(?:\w+_)?(?:path|file|filename|folder|directory|dir)$")
_TOP_LEVEL_AWAIT = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


def read_python(code: str, surface: PublicSurface, packages: frozenset[str]) -> Used | None:
    """Return what the code uses, or None where it is not Python.

    ``packages``: import names that come with the product (its dependencies).
    """
    tree = parse_python(code)
    if tree is None:
        return None
    used = Used()
    reading = _Reading(surface, used, packages)
    reading.imports(tree)
    reading.types_of_variables(tree)
    reading.chains(tree)
    reading.paths(tree)
    used.names |= _loaded(tree) - _bound(tree) - _BUILTINS
    if reading.star:
        used.names.clear()
    used.needs |= _files(tree)
    used.effect = any(_acts(statement) for statement in tree.body)
    used.complete = not used.names and not _awaits_at_top(tree) and _stands_alone(tree)
    return used


def parse_python(code: str) -> ast.Module | None:
    """Return the module's tree, with ``await`` allowed at the top; None if it does not parse."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            tree = compile(code, "<snippet>", "exec", flags=_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return tree if isinstance(tree, ast.Module) else None


class _Reading:
    """Names bound by imports and constructors, as import paths of the product."""

    def __init__(self, surface: PublicSurface, used: Used, packages: frozenset[str]) -> None:
        self.surface = surface
        self.used = used
        self.packages = packages
        self.root = surface.identity.import_name.split(".")[0]
        self.aliases: dict[str, str] = {}
        self.star = False

    def imports(self, tree: ast.Module) -> None:
        for node in ast.walk(tree):
            match node:
                case ast.Import(names=names):
                    for name in names:
                        self._module(name.name)
                        bound = name.asname or name.name.split(".")[0]
                        path = name.name if name.asname else bound
                        if self._ours(name.name):
                            self.aliases[bound] = path
                case ast.ImportFrom(module=module, names=names, level=level):
                    if level:
                        self.used.names.add("." * level + (module or ""))
                        continue
                    self._module(module or "")
                    if self._ours(module or ""):
                        self._from(module or "", [(n.name, n.asname) for n in names])

    def _from(self, module: str, names: list[tuple[str, str | None]]) -> None:
        for name, alias in names:
            if name == "*":
                self.star = True
                prefix = f"{module}."
                for path in self.surface.symbols:
                    if path.startswith(prefix) and "." not in path.removeprefix(prefix):
                        self.aliases[path.removeprefix(prefix)] = path
                continue
            path = f"{module}.{name}"
            self.aliases[alias or name] = path
            self._resolve(path)

    def _module(self, name: str) -> None:
        top = name.split(".", maxsplit=1)[0]
        if self._ours(name):
            self.used.imports_product = True
        elif top and top not in sys.stdlib_module_names and top.lower() not in self.packages:
            self.used.needs.add(top)

    def _ours(self, name: str) -> bool:
        return bool(self.root) and name.split(".", maxsplit=1)[0] == self.root

    def types_of_variables(self, tree: ast.Module) -> None:
        """Follow ``name = Class(...)`` and ``with Class(...) as name`` to the class."""
        for node in ast.walk(tree):
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    self._bind(name, value)
                case ast.withitem(context_expr=value, optional_vars=ast.Name(id=name)):
                    self._bind(name, value)

    def _bind(self, name: str, value: ast.expr) -> None:
        if isinstance(value, ast.Await):
            value = value.value
        if not isinstance(value, ast.Call) or name in self.aliases:
            return
        path = self._path(value.func)
        symbol = self.surface.symbols.get(path) if path else None
        if symbol is None:
            return
        if symbol.kind == "class":
            self.aliases[name] = symbol.name
        elif symbol.returns and (made := self.surface.type_named(symbol.returns.strip("\"'"))):
            self.aliases[name] = made.name

    def chains(self, tree: ast.Module) -> None:
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute | ast.Name) and (path := self._path(node)):
                self._resolve(path)

    def paths(self, tree: ast.Module) -> None:
        """Note literals given for parameters that are named after files and folders."""
        tried = {id(n) for t in ast.walk(tree) if isinstance(t, ast.Try) for n in ast.walk(t)}
        written = _written(tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or id(node) in tried:
                continue
            path = self._path(node.func)
            symbol = self.surface.symbols.get(path) if path else None
            if symbol is None or _WRITES.search(symbol.name.rpartition(".")[2]):
                continue
            names = [p.name for p in symbol.parameters if p.name not in {"self", "cls"}]
            for name, value in zip(names, node.args, strict=False):
                match value:
                    case ast.Constant(value=str(text)) if _PATH_PARAMETER.search(name):
                        self.used.needs |= {text} - written

    def _path(self, node: ast.expr) -> str | None:
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name) or node.id not in self.aliases:
            return None
        return ".".join([self.aliases[node.id], *reversed(parts)])

    def _resolve(self, path: str) -> None:
        """Note the longest existing symbol of a path; a name that a module lacks is unresolved."""
        symbols, parts = self.surface.symbols, path.split(".")
        if not symbols:
            return
        for count in range(len(parts), 0, -1):
            prefix = ".".join(parts[:count])
            if prefix in symbols and symbols[prefix].kind != "module":
                self.used.identifiers.add(prefix)
                return
            if prefix in self.surface.modules or prefix == self.surface.identity.import_name:
                if count < len(parts) and not parts[count].startswith("__"):
                    self.used.unresolved.add(".".join(parts[: count + 1]))
                return


def _loaded(tree: ast.Module) -> set[str]:
    return {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


def _bound(tree: ast.Module) -> set[str]:
    return set(bindings(tree))


def _files(tree: ast.Module) -> set[str]:
    """Return files that calls name and that the code does not write itself."""
    read: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) not in _TAKE_NO_FILES:
            read |= {text for text in _texts(node) if is_file_name(text)}
    return read - _written(tree)


_TAKE_NO_FILES = frozenset({"print", "input", "endswith", "replace", "startswith", "split"})


def _written(tree: ast.Module) -> set[str]:
    """Return the texts given to calls that write files."""
    written: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            texts = _texts(node)
            mode = any(re.fullmatch(r"[wax]b?\+?", text) for text in texts)
            if (_called(node) == "open" and mode) or _WRITES.search(_called(node)):
                written |= texts
    return written


def _called(node: ast.Call) -> str:
    match node.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def _texts(node: ast.Call) -> set[str]:
    """Return the literal texts among a call's arguments."""
    values = [*node.args, *(keyword.value for keyword in node.keywords)]
    return {v.value for v in values if isinstance(v, ast.Constant) and isinstance(v.value, str)}


def _acts(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Constant()):
            return False
        case ast.Import() | ast.ImportFrom() | ast.FunctionDef() | ast.AsyncFunctionDef():
            return False
        case ast.ClassDef() | ast.Assign() | ast.AnnAssign() | ast.Assert():
            return False
    return True


def _awaits_at_top(tree: ast.Module) -> bool:
    inside = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for inner in ast.walk(node)
    }
    waits = (ast.Await, ast.AsyncFor, ast.AsyncWith, ast.Return, ast.Yield, ast.YieldFrom)
    return any(isinstance(node, waits) and id(node) not in inside for node in ast.walk(tree))


def _stands_alone(tree: ast.Module) -> bool:
    """Return whether nothing is left out: no ``...`` as a statement or argument."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant(value=value)) if value is Ellipsis:
                return False
            case ast.Call(args=arguments, keywords=keywords):
                values = [*arguments, *(keyword.value for keyword in keywords)]
                if any(isinstance(v, ast.Constant) and v.value is Ellipsis for v in values):
                    return False
    return True
