"""The public surface of a Rust crate: modules from `lib.rs` on, re-exports followed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tree_sitter import Node

from launch.contracts.product_facts import Symbol
from launch.contracts.repo_inventory import FileEntry, RepoInventory
from launch.knowledge.surface.doc_text import summary_of
from launch.knowledge.surface.grammars.comments import plain_doc
from launch.knowledge.surface.grammars.parse import parse
from launch.knowledge.surface.grammars.publish import merged, symbol_of
from launch.knowledge.surface.grammars.rust import RUST, implemented_type
from launch.knowledge.surface.grammars.table import Place, Raw, text, text_lines
from launch.knowledge.surface.grammars.walk import definitions_in
from launch.ports import Tree

type Way = tuple[str, ...]


@dataclass
class _Module:
    """A module: its items by name, its children, what it re-exports."""

    way: Way
    path: str
    public: bool
    doc: str = ""
    line: int = 1
    items: dict[str, list[Raw]] = field(default_factory=dict)
    uses: list[tuple[Way, str]] = field(default_factory=list)
    """Public ``use``: the path, and the name given (``*`` for all)."""


@dataclass
class _Crate:
    name: str
    modules: dict[Way, _Module] = field(default_factory=dict)
    members: dict[str, list[tuple[str, Raw]]] = field(default_factory=dict)
    """What ``impl`` blocks add to a type by its bare name, with the file."""


def rust_surface(
    inventory: RepoInventory, tree: Tree
) -> tuple[tuple[Symbol, ...], tuple[str, ...]]:
    """Return the public symbols of the product's library crate, and what could not be read."""
    prefix = f"{inventory.subdir}/" if inventory.subdir else ""
    files = {f.path: f for f in inventory.files if f.language == "Rust" and f.skipped is None}
    root = f"{prefix}src/lib.rs"
    name = next((m.name.value for m in inventory.manifests
                 if m.is_product and m.ecosystem == "cargo" and m.name), "")  # fmt: skip
    if root not in files:
        return (), ((f"`{name or 'the crate'}` has no library: {root} does not exist, so there "
                     "is no Rust API to list"),)  # fmt: skip
    crate = _Crate(name.replace("-", "_"))
    _read_file(crate, (), root, files, tree, public=True)
    return merged(_published(crate)), ()


def _read_file(
    crate: _Crate, way: Way, path: str, files: dict[str, FileEntry], tree: Tree, *, public: bool
) -> None:
    data = tree.read(path)
    node = parse("rust", data) if data is not None else None
    if node is None or way in crate.modules or len(way) > 30:
        return
    inner = [text_lines(c) for c in node.named_children
             if c.type.endswith("_comment") and text(c).startswith(("//!", "/*!"))]  # fmt: skip
    doc = plain_doc(inner)
    crate.modules[way] = _Module(way, path, public, doc)
    _read_items(crate, crate.modules[way], node, files, tree)


def _read_items(
    crate: _Crate, module: _Module, node: Node, files: dict[str, FileEntry], tree: Tree
) -> None:
    for raw in definitions_in(node, RUST, "Rust", Place()):
        module.items.setdefault((*raw.inner, raw.name)[0], []).append(raw)
    hidden = False
    for child in node.named_children:
        if child.type == "attribute_item":
            hidden = hidden or re.search(r"cfg\(test\)|doc\(hidden\)", text(child)) is not None
            continue
        if child.type == "mod_item" and not hidden:
            _read_module(crate, module, child, files, tree)
        elif child.type == "use_declaration" and text(child).startswith("pub use"):
            module.uses += list(_uses(child.child_by_field_name("argument"), ()))
        elif child.type == "impl_item":
            _read_impl(crate, module, child)
        if not child.type.endswith("_comment"):
            hidden = False


def _read_module(
    crate: _Crate, module: _Module, node: Node, files: dict[str, FileEntry], tree: Tree
) -> None:
    name = text(node.child_by_field_name("name"))
    way = (*module.way, name)
    public = text(node).startswith("pub mod") and module.public
    body = node.child_by_field_name("body")
    if body is not None:
        line = node.start_point[0] + 1
        crate.modules.setdefault(way, _Module(way, module.path, public, line=line))
        _read_items(crate, crate.modules[way], body, files, tree)
        return
    folder, _, stem = module.path.rpartition("/")
    base = folder if stem in ("lib.rs", "main.rs", "mod.rs") else f"{folder}/{stem[:-3]}"
    for path in (f"{base}/{name}.rs", f"{base}/{name}/mod.rs"):
        if path in files:
            _read_file(crate, way, path, files, tree, public=public)
            return


def _uses(node: Node | None, before: Way) -> Iterator[tuple[Way, str]]:
    if node is None:
        return
    match node.type:
        case "use_list":
            for child in node.named_children:
                yield from _uses(child, before)
        case "scoped_use_list":
            inner = (*before, *text(node.child_by_field_name("path")).split("::"))
            yield from _uses(node.child_by_field_name("list"), inner)
        case "use_as_clause":
            way = (*before, *text(node.child_by_field_name("path")).split("::"))
            yield way, text(node.child_by_field_name("alias"))
        case "use_wildcard":
            inner_node = node.named_children[0] if node.named_children else None
            yield (*before, *text(inner_node).split("::")), "*"
        case _:
            way = (*before, *text(node).split("::"))
            yield way if way[-1] != "self" else way[:-1], way[-1] if way[-1] != "self" else way[-2]


def _read_impl(crate: _Crate, module: _Module, node: Node) -> None:
    """Methods that an ``impl`` gives a type; those of a trait belong to the trait."""
    body = node.child_by_field_name("body")
    if body is None or node.child_by_field_name("trait") is not None:
        return
    owner = implemented_type(node)
    place = Place(scope=(owner,), inner=(owner,))
    for raw in definitions_in(body, RUST, "Rust", place):
        crate.members.setdefault(owner, []).append((module.path, raw))


def _published(crate: _Crate) -> Iterator[Symbol]:
    seen: set[tuple[Way, str, Way]] = set()
    waiting: list[tuple[Way, Way]] = [((), ())]
    for way, module in crate.modules.items():
        if module.public and way:
            waiting.append((way, way))
    for way, shown in waiting:
        yield _module_symbol(crate, crate.modules[way], shown)
        yield from _items_of(crate, way, shown, seen, depth=0)


def _module_symbol(crate: _Crate, module: _Module, shown: Way) -> Symbol:
    name = "::".join((crate.name, *shown))
    return Symbol(
        name=name, kind="module", language="Rust", path=module.path, first_line=module.line,
        last_line=module.line, signature="", summary=summary_of(module.doc), doc=module.doc,
        parent="::".join((crate.name, *shown[:-1])) if shown else "",
    )  # fmt: skip


def _items_of(
    crate: _Crate, way: Way, shown: Way, seen: set[tuple[Way, str, Way]], *, depth: int
) -> Iterator[Symbol]:
    module = crate.modules.get(way)
    if module is None or depth > 8:
        return
    for name, raws in module.items.items():
        yield from _item(crate, module, name, raws, shown, name)
    for target, given in module.uses:
        absolute = _absolute(crate, way, target)
        if absolute is None or (absolute, given, shown) in seen:
            continue
        seen.add((absolute, given, shown))
        if given == "*":
            yield from _items_of(crate, absolute, shown, seen, depth=depth + 1)
        elif absolute in crate.modules:
            inner = (*shown, given)
            yield _module_symbol(crate, crate.modules[absolute], inner)
            yield from _items_of(crate, absolute, inner, seen, depth=depth + 1)
        else:
            yield from _reexported(crate, absolute, given, shown, seen, depth)


def _reexported(
    crate: _Crate,
    absolute: Way,
    given: str,
    shown: Way,
    seen: set[tuple[Way, str, Way]],
    depth: int,
) -> Iterator[Symbol]:
    home = crate.modules.get(absolute[:-1])
    if home is None:
        return
    if absolute[-1] in home.items:
        raws = home.items[absolute[-1]]
        yield from _item(crate, home, absolute[-1], raws, shown, given)
        return
    for target, name in home.uses:
        further = _absolute(crate, home.way, target)
        if name == absolute[-1] and further is not None and depth < 8:
            yield from _reexported(crate, further, given, shown, seen, depth + 1)
        elif name == "*" and further is not None and depth < 8:
            nested = (*further, absolute[-1])
            yield from _reexported(crate, nested, given, shown, seen, depth + 1)


def _absolute(crate: _Crate, way: Way, target: Way) -> Way | None:
    first = target[0]
    if first in ("crate", crate.name):
        return target[1:]
    here = list(way)
    rest = list(target)
    while rest and rest[0] in ("self", "super"):
        if rest.pop(0) == "super":
            if not here:
                return None
            here.pop()
    found = (*here, *rest)
    known = found in crate.modules or found[:-1] in crate.modules
    return found if known else None


def _item(
    crate: _Crate, module: _Module, name: str, raws: list[Raw], shown: Way, given: str
) -> Iterator[Symbol]:
    macros = all(raw.kind == "macro" for raw in raws)
    base = (crate.name,) if macros else (crate.name, *shown)
    for raw in raws:
        if not raw.public:
            continue
        scope = (*base, *((given, *raw.inner[1:]) if raw.inner else ()))
        own = "" if raw.inner else given
        yield symbol_of(raw, RUST, "Rust", module.path, scope, own)
    if any(raw.public and not raw.inner for raw in raws):
        for path, raw in crate.members.get(name, ()):
            if raw.public:
                yield symbol_of(raw, RUST, "Rust", path, (*base, given))
