"""The public surface of a Rust crate: its modules, re-exports followed across the workspace."""

from collections.abc import Iterable, Iterator

from launch.contracts.product_facts import Symbol
from launch.contracts.repo_inventory import RepoInventory
from launch.knowledge.surface.doc_text import summary_of
from launch.knowledge.surface.grammars.publish import merged, symbol_of
from launch.knowledge.surface.grammars.rust import RUST
from launch.knowledge.surface.grammars.table import Raw
from launch.knowledge.surface.rust.crate import (
    Crate,
    Module,
    Sources,
    Way,
    default_features,
    home_of,
    library_of,
    root_of,
)
from launch.knowledge.surface.rust.reading import read_file
from launch.ports import Tree


def rust_surface(
    inventory: RepoInventory, tree: Tree
) -> tuple[tuple[Symbol, ...], tuple[str, ...]]:
    """Return the public symbols of the product's library crate, and what could not be read."""
    manifests = [m for m in inventory.manifests if m.ecosystem == "cargo" and m.name is not None]
    product = next((m for m in manifests if m.is_product), None)
    prefix = f"{inventory.subdir}/" if inventory.subdir else ""
    name, root = library_of(product.path, tree) if product else ("", f"{prefix}src/lib.rs")
    sources = Sources(inventory, tree)
    if sources.find(root) is None:
        return (), ((f"`{name or 'the crate'}` has no library: {root} does not exist, so there "
                     "is no Rust API to list"),)  # fmt: skip
    others = (library_of(m.path, tree) for m in manifests if m is not product)
    defaults = default_features(product.path, tree) if product else frozenset()
    reader = _Reader(Crate(name, dict(others), defaults=defaults), sources)
    read_file(reader.crate, (), root, sources)
    symbols = merged(reader.published())
    return symbols, (*_notes(reader.crate), *_asked_for(symbols))


def _asked_for(symbols: Iterable[Symbol]) -> Iterator[str]:
    behind = [symbol for symbol in symbols if symbol.feature]
    if behind:
        named = ", ".join(f"`{name}`" for name in sorted({s.feature for s in behind})[:10])
        yield (
            f"{len(behind)} Rust items need features that are off by default ({named}): they are "
            "listed, and not described"
        )


def _notes(crate: Crate) -> Iterator[str]:
    for path in sorted(crate.unread):
        yield f"{path} is too large or too odd to be parsed; its symbols are not listed"
    if crate.made:
        first = min(crate.made)
        count = len(crate.made)
        yield (
            f"macros make items in {count} Rust file{'s' if count > 1 else ''} (first: {first}): "
            "they are not listed"
        )


_DEPTH = 10


class _Reader:
    """Follows what a crate publishes; crates of the workspace are read when they are reached."""

    def __init__(self, crate: Crate, sources: Sources) -> None:
        self.crate = crate
        self.sources = sources
        self._homes: dict[tuple[str, Way], Way] = {}
        self._seen: set[tuple[Way, str, Way]] = set()

    def published(self) -> Iterator[Symbol]:
        """Yield every public symbol under each path that the crate gives it."""
        root = self.crate.modules.get(())
        if root is not None:
            yield from self._module(root, (), 0)
        for way, module in tuple(self.crate.modules.items()):
            for name, raws in module.items.items():
                if all(raw.kind == "macro" for raw in raws) and not root_of(way):
                    # What is exported stands at the crate's root, wherever it is written.
                    yield from self._item(module, name, raws, (), name)

    def _module(self, module: Module, shown: Way, depth: int) -> Iterator[Symbol]:
        if depth > _DEPTH or (module.way, "", shown) in self._seen:
            return
        self._seen.add((module.way, "", shown))
        yield _module_symbol(self.crate, module, shown)
        yield from self._items(module, shown, depth)

    def _items(self, module: Module, shown: Way, depth: int) -> Iterator[Symbol]:
        for name, raws in module.items.items():
            yield from self._item(module, name, raws, shown, name)
        for name, public in module.children.items():
            child = self.crate.modules.get((*module.way, name))
            if public and child is not None:
                yield from self._module(child, (*shown, name), depth + 1)
        for target, given in module.uses:
            named = self._macro(target) if not root_of(module.way) else None
            if named is not None:
                yield from self._item(named, target[-1], named.items[target[-1]], shown, given)
                continue
            way = self._absolute(module.way, target)
            if way is not None and (way, given, shown) not in self._seen and depth < _DEPTH:
                self._seen.add((way, given, shown))
                yield from self._used(way, given, shown, depth + 1)

    def _macro(self, target: Way) -> Module | None:
        """Return the module of an exported macro that a ``use`` of one name means."""
        if len(target) != 1:
            return None
        for way, module in self.crate.modules.items():
            raws = module.items.get(target[0], ())
            if not root_of(way) and any(raw.kind == "macro" and raw.public for raw in raws):
                return module
        return None

    def _used(self, way: Way, given: str, shown: Way, depth: int) -> Iterator[Symbol]:
        module = self.crate.modules.get(way)
        if given == "*" and module is not None:
            yield from self._items(module, shown, depth)
        elif module is not None:
            yield from self._module(module, (*shown, given), depth)
        elif given != "*" and depth <= _DEPTH:
            yield from self._reexported(way, given, shown, depth)

    def _reexported(self, way: Way, given: str, shown: Way, depth: int) -> Iterator[Symbol]:
        home = self.crate.modules.get(way[:-1])
        if home is None:
            return
        if way[-1] in home.items:
            yield from self._item(home, way[-1], home.items[way[-1]], shown, given)
            return
        for target, name in home.uses:
            further = self._absolute(home.way, target)
            if further is not None and name == way[-1]:
                yield from self._used(further, given, shown, depth + 1)
            elif further is not None and name == "*":
                yield from self._used((*further, way[-1]), given, shown, depth + 1)

    def _absolute(self, way: Way, target: Way) -> Way | None:
        """Return the way that a ``use`` in a module means; None where it leads elsewhere."""
        first = target[0]
        if first in ("crate", "$crate") or (first == self.crate.name and not root_of(way)):
            return (*root_of(way), *target[1:])
        here, rest = list(way), list(target)
        while rest and rest[0] in ("self", "super"):
            if rest.pop(0) == "super":
                if not here:
                    return None
                here.pop()
        found = (*here, *rest)
        if found in self.crate.modules or (found[:-1] in self.crate.modules and first in (
            "self", "super", *self.crate.modules[way].children, *self.crate.modules[way].items,
        )):  # fmt: skip
            return found
        return self._elsewhere(target)

    def _elsewhere(self, target: Way) -> Way | None:
        root = self.crate.neighbours.get(target[0])
        if root is None:
            return None
        way = (f"::{target[0]}",)
        if way not in self.crate.modules:
            read_file(self.crate, way, root, self.sources)
        return (*way, *target[1:]) if way in self.crate.modules else None

    def _item(
        self, module: Module, name: str, raws: list[Raw], shown: Way, given: str
    ) -> Iterator[Symbol]:
        macros = all(raw.kind == "macro" for raw in raws)
        base = (self.crate.name,) if macros else (self.crate.name, *shown)
        for raw in raws:
            if not raw.public:
                continue
            scope = (*base, *((given, *raw.inner[1:]) if raw.inner else ()))
            symbol = symbol_of(raw, RUST, "Rust", module.path, scope, "" if raw.inner else given)
            yield self._marked(symbol, raw, module)
        if any(raw.public and not raw.inner for raw in raws):
            for way, raw in self.crate.members.get((root_of(module.way), name), ()):
                if raw.public and self._home(name, way) == module.way:
                    home = self.crate.modules[way]
                    symbol = symbol_of(raw, RUST, "Rust", home.path, (*base, given))
                    yield self._marked(symbol, raw, home)

    def _marked(self, symbol: Symbol, raw: Raw, module: Module) -> Symbol:
        own = raw.feature if raw.feature not in self.crate.defaults else ""
        feature = own or module.feature
        return symbol.model_copy(update={"feature": feature}) if feature else symbol

    def _home(self, name: str, way: Way) -> Way:
        if (name, way) not in self._homes:
            self._homes[name, way] = home_of(self.crate, name, way)
        return self._homes[name, way]


def _module_symbol(crate: Crate, module: Module, shown: Way) -> Symbol:
    name = "::".join((crate.name, *shown))
    return Symbol(
        name=name, kind="module", language="Rust", path=module.path, first_line=module.line,
        last_line=module.line, signature="", summary=summary_of(module.doc), doc=module.doc,
        parent="::".join((crate.name, *shown[:-1])) if shown else "",
    )  # fmt: skip
