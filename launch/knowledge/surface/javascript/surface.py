"""Every public symbol of an npm package, by the entry point and name that users import."""

import re
from collections import Counter, deque
from collections.abc import Iterator

from pydantic import TypeAdapter

from launch.contracts.product_facts import Symbol
from launch.contracts.repo_inventory import RepoInventory
from launch.knowledge.surface.grammars.parse import parse
from launch.knowledge.surface.grammars.publish import merged, symbol_of
from launch.knowledge.surface.grammars.table import Raw
from launch.knowledge.surface.grammars.typescript import SCRIPT
from launch.knowledge.surface.javascript.entries import entry_files, inner_names, resolve_source
from launch.knowledge.surface.javascript.modules import MODULE, WHOLE, Script, Target, read_script
from launch.ports import Readings, Tree
from launch.readings import Reading

_DEPTH = 40
_SHOWN = 6
"""Paths of names under which one module is shown."""


_SCRIPT: Reading[Script | None] = Reading("script", TypeAdapter(Script | None))


def script_surface(
    inventory: RepoInventory, tree: Tree, readings: Readings
) -> tuple[tuple[Symbol, ...], tuple[str, ...]]:
    """Return the public JavaScript and TypeScript symbols, and what could not be read."""
    entries = entry_files(inventory, tree)
    if not entries:
        return (), ("no entry point of the npm package stands in the repository as source",)
    program = _Program(inventory, tree, readings)
    symbols: list[Symbol] = []
    for name, path in sorted(entries.items(), key=lambda item: (len(item[0]), item[0])):
        symbols.append(_module_symbol(name, path, program))
        program.waiting.append((path, (name,), frozenset()))
    times: Counter[str] = Counter()
    while program.waiting:
        # The shortest names come first; a module that is shown often enough is not shown deeper.
        path, shown, seen = program.waiting.popleft()
        times[path] += 1
        if times[path] <= _SHOWN:
            symbols += program.published(path, shown, seen)
    notes = [
        f"{path}:{lines[0]} makes names at run time: they are not listed"
        for path, lines in sorted(program.dynamic().items())
    ]
    notes += [f"{path} is too large or too odd to be parsed; its symbols are not listed"
              for path in sorted(program.unread)]  # fmt: skip
    if program.foreign:
        listed = ", ".join(f"`{name}`" for name in sorted(program.foreign)[:20])
        notes.append(f"defined by other packages, and not described here: {listed}")
    return _shallowest(merged(symbols)), tuple(notes)


def _module_symbol(name: str, path: str, program: "_Program") -> Symbol:
    script = program.script(path)
    language = script.language if script is not None else "JavaScript"
    return Symbol(name=name, kind="module", language=language, path=path, first_line=1,
                  last_line=1, signature="")  # fmt: skip


def _shallowest(symbols: tuple[Symbol, ...]) -> tuple[Symbol, ...]:
    """Keep one symbol a definition, under its shortest path; the others become its aliases."""
    best: dict[tuple[str, str, int, str], list[Symbol]] = {}
    for symbol in symbols:
        key = (symbol.path, symbol.qualname, symbol.first_line, symbol.kind)
        best.setdefault(key, []).append(symbol)
    found: list[Symbol] = []
    for group in best.values():
        ranked = sorted(group, key=_shortness)
        aliases = tuple(symbol.name for symbol in ranked[1:])[:20]
        found.append(ranked[0].model_copy(update={"aliases": aliases}))
    return tuple(found)


def _shortness(symbol: Symbol) -> tuple[bool, int, int, str]:
    """``z.core`` before ``default.core``; then the fewest names, then the fewest letters."""
    name = symbol.name
    by_default = "default" in re.split(r"[./]", name)
    return by_default, name.count(".") + name.count("/"), len(name), name


class _Program:
    """The package's scripts, parsed when they are reached."""

    def __init__(self, inventory: RepoInventory, tree: Tree, readings: Readings) -> None:
        self._files = {f.path: f for f in inventory.files if f.kind in ("file", "executable")}
        self._paths = set(self._files)
        self._tree = tree
        self._readings = readings
        self._inner = inner_names(inventory, tree)
        self._scripts: dict[str, Script | None] = {}
        self._names: dict[str, tuple[str, ...]] = {}
        self._targets: dict[tuple[str, str], str | None] = {}
        self.waiting: deque[tuple[str, tuple[str, ...], frozenset[str]]] = deque()
        """Modules to be shown, the names that lead to each, and the modules passed on the way."""
        self.unread: list[str] = []
        """Files that the grammar does not get through."""
        self.foreign: set[str] = set()
        """Exported names that another package defines."""

    def dynamic(self) -> dict[str, list[int]]:
        """Return the lines at which the scripts reached make names at run time."""
        return {path: s.dynamic for path, s in self._scripts.items() if s and s.dynamic}

    def script(self, path: str) -> Script | None:
        """Return a parsed script, or None where it cannot be read."""
        if path not in self._scripts:
            self._scripts[path] = self._read(path)
        return self._scripts[path]

    def _read(self, path: str) -> Script | None:
        language = self._files[path].language or ""
        if language not in SCRIPT.grammars:
            language = "TypeScript" if path.endswith("ts") else "JavaScript"

        def make() -> Script | None:
            data = self._tree.read(path)
            root = parse(SCRIPT.grammars[language], data) if data is not None else None
            return read_script(root, path, language) if root is not None else None

        script = self._readings.of(_SCRIPT, path, self._files[path].blob, make)
        if script is None and self._files[path].skipped != "missing_blob":
            self.unread.append(path)
        return script

    def published(
        self, path: str, shown: tuple[str, ...], seen: frozenset[str] = frozenset()
    ) -> Iterator[Symbol]:
        """Yield what a module exports, shown under a path of names."""
        script = self.script(path)
        if script is None or path in seen or len(shown) > 6:
            return
        default = script.exports.get("default")
        if default is not None and default.name == WHOLE:
            whole = self._target(path, default.source)
            if whole is not None:
                yield from self.published(whole, shown, seen | {path})
                return
        for name in self._exported(script):
            yield from self._symbols(script, name, shown, seen | {path})

    def _exported(self, script: Script) -> tuple[str, ...]:
        """Return the names that a module exports, those of its stars after its own."""
        known = self._names.get(script.path)
        if known is not None:
            return known
        names = dict.fromkeys(script.exports)
        reached = {script.path: script}
        waiting = [script]
        while waiting:
            current = waiting.pop(0)
            for star in current.stars:
                other = self._module(current.path, star)
                if other is not None and other.path not in reached:
                    reached[other.path] = other
                    waiting.append(other)
                    names.update((name, None) for name in other.exports if name != "default")
        self._names[script.path] = tuple(names)
        return self._names[script.path]

    def _module(self, path: str, written: str) -> Script | None:
        """Return the script that an import means, or None where it is another package's."""
        target = self._target(path, written)
        return self.script(target) if target is not None else None

    def _target(self, path: str, written: str) -> str | None:
        key = (path.rpartition("/")[0], written)
        if key not in self._targets:
            self._targets[key] = resolve_source(path, written, self._paths, self._inner)
        return self._targets[key]

    def _symbols(
        self, script: Script, name: str, shown: tuple[str, ...], seen: frozenset[str]
    ) -> Iterator[Symbol]:
        home, target = self._resolve(script, name, 0)
        if home is None:
            self.foreign.add(".".join((*shown, name)))
            return
        if target.name == MODULE:
            other = self._target(home.path, target.source)
            if other is not None:
                inner = (*shown, name)
                yield _module_symbol(".".join(inner), other, self)
                self.waiting.append((other, inner, seen))
            return
        raws = home.local.get(target.name.partition(".")[0], []) if not target.source else []
        yield from _named(home, raws, target.name, name, shown)

    def _resolve(self, script: Script, name: str, depth: int) -> tuple[Script | None, Target]:
        """Follow an exported name to the module that defines it."""
        target = script.exports.get(name)
        if depth > _DEPTH:
            return None, Target("", name)
        if target is None:
            return self._through_stars(script, name, depth)
        return self._follow(script, target, depth)

    def _follow(self, script: Script, target: Target, depth: int) -> tuple[Script | None, Target]:
        if not target.source:
            first = target.name.partition(".")[0]
            imported = script.imports.get(first)
            if imported is None or (first in script.local and script.local[first][0].kind in (
                "class", "interface",
            )):  # fmt: skip
                return script, target
            target = imported
        if target.name == MODULE:
            return script, target
        other = self._module(script.path, target.source)
        if other is None:
            return None, target
        if target.name == WHOLE:
            if "default" not in other.exports:
                return script, Target(target.source, MODULE)
            return self._resolve(other, "default", depth + 1)
        return self._resolve(other, target.name, depth + 1)

    def _through_stars(self, script: Script, name: str, depth: int) -> tuple[Script | None, Target]:
        for star in script.stars:
            other = self._module(script.path, star)
            if other is not None and name in self._exported(other):
                return self._resolve(other, name, depth + 1)
        return None, Target("", name)


def _named(
    script: Script, raws: list[Raw], local: str, name: str, shown: tuple[str, ...]
) -> Iterator[Symbol]:
    """Yield a definition and its members under the name that it is exported as."""
    alone = name == "default"
    scope = shown[:-1] if alone else shown
    own = shown[-1] if alone else name
    for raw in raws:
        if not raw.public:
            continue
        if raw.inner or raw.scope:
            below = (*scope, own, *raw.scope[1:])
            yield symbol_of(raw, SCRIPT, script.language, script.path, below)
        else:
            yield symbol_of(raw, SCRIPT, script.language, script.path, scope, own)
    del local
