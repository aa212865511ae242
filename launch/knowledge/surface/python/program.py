"""Follow names over modules to what defines them: imports first, submodules second.

So a class is found even where a submodule has its name.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from launch.knowledge.surface.python.bindings import Definition, Module


@dataclass(frozen=True)
class Found:
    """A definition: the module and the name it has there."""

    module: str
    name: str


@dataclass(frozen=True)
class FoundModule:
    """A name that is a module."""

    name: str


class Program:
    """The product's modules, and what their names mean."""

    def __init__(self, modules: Mapping[str, Module]) -> None:
        self.modules = modules

    def definition(self, found: Found) -> Definition:
        """Return the statement that defines a name."""
        return self.modules[found.module].definitions[found.name]

    def resolve(
        self, module: str, name: str, seen: frozenset[tuple[str, str]] = frozenset()
    ) -> Found | FoundModule | None:
        """Return what a name of a module is; None where it is not the product's."""
        here = self.modules.get(module)
        if here is None or (module, name) in seen:
            return None
        seen |= {(module, name)}
        if name in here.definitions:
            return self._behind_alias(here, name, seen)
        imported = here.imports.get(name)
        if imported is not None:
            if imported.name is None:
                known = imported.module in self.modules
                return FoundModule(imported.module) if known else None
            return self._member(imported.module, imported.name, seen)
        for star in here.stars:
            if not name.startswith("_") and (found := self.resolve(star, name, seen)):
                return found
        submodule = f"{module}.{name}"
        return FoundModule(submodule) if submodule in self.modules else None

    def _member(
        self, module: str, name: str, seen: frozenset[tuple[str, str]]
    ) -> Found | FoundModule | None:
        found = self.resolve(module, name, seen)
        submodule = f"{module}.{name}"
        if found is None and submodule in self.modules:
            return FoundModule(submodule)
        return found

    def _behind_alias(
        self, module: Module, name: str, seen: frozenset[tuple[str, str]]
    ) -> Found | FoundModule:
        """Follow ``Public = _private`` to what it names, where that is a class or function."""
        node = module.definitions[name]
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name | ast.Attribute):
            target = self.dotted(module.name, ast.unparse(node.value), seen)
            if isinstance(target, Found) and isinstance(
                self.definition(target), ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
            ):
                return target
        return Found(module.name, name)

    def dotted(
        self, module: str, written: str, seen: frozenset[tuple[str, str]] = frozenset()
    ) -> Found | FoundModule | None:
        """Return what a dotted expression of a module is; None for members of classes."""
        first, *rest = written.split(".")
        found = self.resolve(module, first, seen)
        for part in rest:
            if not isinstance(found, FoundModule):
                return None
            found = self.resolve(found.name, part, seen)
        return found

    def exports(self, module: str, seen: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """Return the public names of a module in a stable order."""
        here = self.modules[module]
        if module in seen:
            return ()
        seen |= {module}
        if here.exported is not None:
            more = [n for part in here.exports_of for n in self._exports_of(here, part, seen)]
            return tuple(dict.fromkeys([*here.exported, *more]))
        names = [
            name
            for name, node in here.definitions.items()
            if not name.startswith("_") and not _is_type_variable(node)
        ]
        names += [name for name in here.imports if self._is_reexport(here, name)]
        for star in here.stars:
            if star in self.modules:
                names += [n for n in self.exports(star, seen) if not n.startswith("_")]
        return tuple(dict.fromkeys(names))

    def _exports_of(self, here: Module, part: str, seen: frozenset[str]) -> tuple[str, ...]:
        found = self.resolve(here.name, part)
        return self.exports(found.name, seen) if isinstance(found, FoundModule) else ()

    def _is_reexport(self, here: Module, name: str) -> bool:
        imported = here.imports[name]
        if name.startswith("_"):
            return False
        if imported.same_name:
            return True
        inside = imported.module.partition(".")[0] == here.name.partition(".")[0]
        return here.is_package and inside and imported.name is not None

    def bases(self, module: str, node: ast.ClassDef) -> Iterator[Found]:
        """Yield the product's own base classes of a class, in order."""
        for base in node.bases:
            written = base.value if isinstance(base, ast.Subscript) else base
            if isinstance(written, ast.Name | ast.Attribute):
                found = self.dotted(module, ast.unparse(written))
                if isinstance(found, Found) and isinstance(self.definition(found), ast.ClassDef):
                    yield found

    def ancestry(self, found: Found) -> tuple[Found, ...]:
        """Return a class and its own product bases, nearest first, each once."""
        order: dict[Found, None] = {}
        waiting = [found]
        while waiting:
            current = waiting.pop(0)
            node = self.definition(current)
            if current in order or not isinstance(node, ast.ClassDef):
                continue
            order[current] = None
            waiting = [*self.bases(current.module, node), *waiting]
        return tuple(order)


def _is_type_variable(node: Definition) -> bool:
    """A type variable is the annotations' own business, whatever its name."""
    match node:
        case ast.Assign(value=ast.Call(func=called)):
            kinds = ("TypeVar", "ParamSpec", "TypeVarTuple")
            return ast.unparse(called).rpartition(".")[2] in kinds
    return False
