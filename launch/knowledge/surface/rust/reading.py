"""Read a crate's files: modules, items, public ``use``, ``impl`` blocks, macros that make items."""

import re
from collections.abc import Iterator
from dataclasses import replace

from tree_sitter import Node

from launch.knowledge.surface.grammars.comments import plain_doc
from launch.knowledge.surface.grammars.parse import parse
from launch.knowledge.surface.grammars.rust import HIDDEN, RUST, feature_of, implemented_type
from launch.knowledge.surface.grammars.table import Place, text, text_lines
from launch.knowledge.surface.grammars.walk import definitions_in
from launch.knowledge.surface.rust.crate import Crate, Module, Sources, Way, root_of

_MAX_DEPTH = 30


def read_file(crate: Crate, way: Way, path: str, sources: Sources, feature: str = "") -> None:
    """Read a module's file and those that it declares into the crate."""
    file = sources.find(path)
    data = sources.tree.read(file.path) if file is not None else None
    node = parse("rust", data) if data is not None else None
    if data is not None and node is None:
        crate.unread.add(path)
    if file is None or node is None or way in crate.modules or len(way) > _MAX_DEPTH:
        return
    inner = [text_lines(c) for c in node.named_children
             if c.type.endswith("_comment") and text(c).startswith(("//!", "/*!"))]  # fmt: skip
    crate.modules[way] = Module(way, file.path, plain_doc(inner), feature=feature)
    _read_items(crate, crate.modules[way], node, sources)


_PATH = re.compile(r'#\[path\s*=\s*"([^"]+)"')


def _read_items(crate: Crate, module: Module, node: Node, sources: Sources) -> None:
    for raw in definitions_in(node, RUST, "Rust", Place()):
        module.items.setdefault((*raw.inner, raw.name)[0], []).append(raw)
    _read_declared(crate, module, node, sources)


def _read_declared(crate: Crate, module: Module, node: Node, sources: Sources) -> None:
    marks = ""
    for child in node.named_children:
        if child.type == "attribute_item":
            marks += text(child)
            continue
        if child.type.endswith("_comment"):
            continue
        if not HIDDEN.search(marks):
            _read_item(crate, module, child, sources, marks)
        marks = ""


def _read_item(crate: Crate, module: Module, node: Node, sources: Sources, marks: str) -> None:
    match node.type:
        case "mod_item":
            _read_module(crate, module, node, sources, marks)
        case "use_declaration" if text(node).startswith("pub use"):
            module.uses += list(_uses(node.child_by_field_name("argument"), ()))
        case "impl_item":
            _read_impl(crate, module, node, feature_of(marks))
        case "macro_definition":
            _remember(crate, node)
        case "macro_invocation" | "expression_statement":
            _expand(crate, module, node, sources)


def _remember(crate: Crate, node: Node) -> None:
    """Keep a macro that takes nothing: what it stands for can be read in its place."""
    body = re.search(r"!\s*\w+\s*\{\s*\(\s*\)\s*=>\s*[{(](.*)[})]\s*;?\s*\}\s*$",
                     text_lines(node), re.DOTALL)  # fmt: skip
    if body is not None:
        crate.macros[text(node.child_by_field_name("name"))] = body[1]


def _expand(crate: Crate, module: Module, node: Node, sources: Sources) -> None:
    called = re.match(r"([\w:]+)!\s*(.*)$", text(node).removesuffix(";"), re.DOTALL)
    if called is None or called[1].endswith(("compile_error", "include_str", "thread_local")):
        return
    _read_exported(module, node)
    body = crate.macros.get(called[1])
    if body is None or called[2] not in ("()", "{}", "[]"):
        crate.made.add(module.path)
        return
    expanded = parse("rust", body.encode())
    if expanded is not None:
        # Definitions would lie about their lines: what the macro declares and re-exports counts.
        _read_declared(crate, module, expanded, sources)


def _read_exported(module: Module, node: Node) -> None:
    """Read macros that are exported from inside of a macro that only passes them on."""
    whole = text_lines(node)
    opened = re.search(r"[(\[{]", whole)
    if opened is None or "#[macro_export]" not in whole:
        return
    lines = "\n" * (node.start_point[0] + whole.count("\n", 0, opened.end()))
    inner = parse("rust", (lines + whole[opened.end() :].rstrip("; \n")[:-1]).encode())
    for raw in definitions_in(inner, RUST, "Rust", Place()) if inner is not None else ():
        if raw.kind == "macro" and raw.public:
            module.items.setdefault(raw.name, []).append(raw)


def _read_module(crate: Crate, module: Module, node: Node, sources: Sources, marks: str) -> None:
    name = text(node.child_by_field_name("name"))
    way = (*module.way, name)
    module.children[name] = text(node).startswith("pub mod")
    own = feature_of(marks)
    feature = own if own and own not in crate.defaults else module.feature
    body = node.child_by_field_name("body")
    if body is not None:
        line = node.start_point[0] + 1
        crate.modules.setdefault(way, Module(way, module.path, line=line, feature=feature))
        _read_items(crate, crate.modules[way], body, sources)
        return
    folder, _, stem = module.path.rpartition("/")
    stated = _PATH.search(marks)
    base = folder if stem in ("lib.rs", "main.rs", "mod.rs") else f"{folder}/{stem[:-3]}"
    paths = (f"{base}/{name}.rs", f"{base}/{name}/mod.rs")
    for path in (f"{folder}/{stated[1]}",) if stated else paths:
        if sources.find(path) is not None:
            read_file(crate, way, path, sources, feature)
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


def _read_impl(crate: Crate, module: Module, node: Node, feature: str) -> None:
    """Methods that an ``impl`` gives a type; those of a trait belong to the trait."""
    body = node.child_by_field_name("body")
    if body is None or node.child_by_field_name("trait") is not None:
        return
    owner = implemented_type(node)
    place = Place(scope=(owner,), inner=(owner,))
    for raw in definitions_in(body, RUST, "Rust", place):
        asked = replace(raw, feature=raw.feature or feature)
        crate.members.setdefault((root_of(module.way), owner), []).append((module.way, asked))
    if any("macro_invocation" in str(child.type) for child in body.named_children):
        crate.made.add(module.path)
