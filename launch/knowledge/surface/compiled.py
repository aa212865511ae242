"""The surface of languages whose names follow from each file: Go, Java, C#, PHP, Ruby, C, C++."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from tree_sitter import Node

from launch.contracts.product_facts import Symbol
from launch.contracts.repo_inventory import FileEntry, RepoInventory
from launch.knowledge.surface.doc_text import deprecation_of, summary_of
from launch.knowledge.surface.grammars.c_family import namespace_macros, open_namespaces
from launch.knowledge.surface.grammars.comments import is_doc, plain_doc
from launch.knowledge.surface.grammars.parse import parse
from launch.knowledge.surface.grammars.publish import merged, symbols_of
from launch.knowledge.surface.grammars.table import Raw, Table, text_lines
from launch.knowledge.surface.grammars.walk import definitions_of
from launch.knowledge.surface.source_files import is_inner_header, public_headers, source_files
from launch.ports import Tree

_PARTLY = "read in part"


def table_surface(
    table: Table, language: str, inventory: RepoInventory, tree: Tree
) -> tuple[tuple[Symbol, ...], tuple[str, ...]]:
    """Return the public symbols of one language by its table, and what could not be read."""
    symbols: list[Symbol] = []
    notes: list[str] = []
    packages: dict[str, Symbol] = {}
    partly: list[str] = []
    files = list(_files(language, inventory, tree))
    if language == "C++":
        table = _with_namespaces(table, files, tree)
    for file in files:
        raws, doc, problem = read_file(table, language, file, tree)
        if problem is not None and problem.startswith(_PARTLY):
            partly.append(file.path)
        elif problem is not None:
            notes.append(problem)
        scope = next((raw.scope for raw in raws if not raw.inner), ())
        if language == "Go":
            if scope == ("main",) or not scope:
                continue
            path = _go_path(inventory, file.path)
            packages[path] = _package(packages.get(path), scope[0], path, file, doc)
            for symbol in symbols_of(raws, table, language, file.path):
                alias = symbol.name.replace(scope[0], path, 1)
                symbols.append(symbol.model_copy(update={"aliases": (alias,)}))
        else:
            hidden = {"macro"} if is_inner_header(file.path) else set[str]()
            found = symbols_of(raws, table, language, file.path)
            symbols += [symbol for symbol in found if symbol.kind not in hidden]
    if partly:
        notes.append(
            f"{len(partly)} {language} file{'s hold' if len(partly) > 1 else ' holds'} code that "
            f"the grammar cannot read (first: {partly[0]}): symbols there may be missing"
        )
    return merged([*_with_public_parents(symbols, language), *packages.values()]), tuple(notes)


def _files(language: str, inventory: RepoInventory, tree: Tree) -> Iterable[FileEntry]:
    files = list(source_files(inventory, language))
    if language not in ("C", "C++"):
        return files
    both = files if language == "C++" else [
        *files, *(f for f in source_files(inventory, "C++") if f.path.endswith(".h"))
    ]  # fmt: skip
    return public_headers(both, _installed(inventory, tree))


def _with_namespaces(table: Table, files: list[FileEntry], tree: Tree) -> Table:
    """Return the table for headers whose namespaces some macro of theirs opens and closes."""
    macros: dict[bytes, bytes] = {}
    for file in files:
        macros.update(namespace_macros(tree.read(file.path) or b""))
    if b"}" not in macros.values():
        return table

    def prepare(source: bytes) -> bytes:
        return table.prepare(open_namespaces(source, macros))

    return replace(table, prepare=prepare)


_INSTALLED = re.compile(
    r"(?ms)^\s*(?:\w*include_HEADERS|PUBLIC_HEADER)\s*[+=]?=?\s*((?:[^\n]*\\\n)*[^\n]*)$"
    r"|install\s*\(\s*FILES\s+([^)]*)\)|set_target_properties\([^)]*PUBLIC_HEADER\s+([^)]*)\)"
)


def _installed(inventory: RepoInventory, tree: Tree) -> frozenset[str]:
    """Return the file names of headers that a build file says are installed."""
    found: set[str] = set()
    for file in inventory.files:
        if file.path.rpartition("/")[2] not in ("Makefile.am", "CMakeLists.txt", "meson.build"):
            continue
        data = tree.read(file.path) or b""
        for match in _INSTALLED.finditer(data.decode("utf-8", "replace")):
            listed = next(group for group in match.groups() if group is not None)
            found |= {PurePosixPath(name).name for name in re.findall(r"[\w./-]+\.h\w*", listed)}
    return frozenset(found)


def read_file(
    table: Table, language: str, file: FileEntry, tree: Tree
) -> tuple[list[Raw], str, str | None]:
    """Return a file's definitions, the comment at its top, and why it could not be read."""
    data = tree.read(file.path)
    if data is None:
        return [], "", None
    if file.encoding is not None:
        data = data.decode(file.encoding, "replace").encode()
    prepared = table.prepare(data)
    root = parse(table.grammars[language], prepared)
    if root is not None and table.retry is not None and _fell_apart(root):
        root = parse(table.grammars[language], table.retry(prepared))
    if root is None:
        return (
            [],
            "",
            f"{file.path} is too large or too odd to be parsed; its symbols are not listed",
        )
    raws = list(definitions_of(root, table, language, file.path))
    partly = next((child for child in root.children if child.type == "ERROR"), None)
    problem = f"{_PARTLY} at line {partly.start_point[0] + 1}" if partly is not None else None
    return raws, _top_comment(root), problem


_LINES_LOST = 10


def _fell_apart(root: Node) -> bool:
    """Return whether the grammar lost its way over more than a few lines."""
    lost = [node for node in (root, *root.children) if node.type == "ERROR"]
    return any(node.end_point[0] - node.start_point[0] > _LINES_LOST for node in lost)


def _top_comment(root: Node) -> str:
    """Return the comment that stands right before a file's first declaration."""
    top: list[str] = []
    last = -1
    for child in root.named_children:
        if top and child.start_point[0] - last > 1:
            top = []
        if child.type not in ("comment", "line_comment", "block_comment"):
            break
        last = child.end_point[0]
        top.append(text_lines(child))
    return plain_doc([comment for comment in top if is_doc(comment, "")])


def _go_path(inventory: RepoInventory, path: str) -> str:
    """Return the import path of a Go file's package: its module's path and its folder below."""
    modules = [m for m in inventory.manifests if m.ecosystem == "go" and m.name is not None]
    folder = path.rpartition("/")[0]
    holding = [m for m in modules if _is_below(folder, m.path.rpartition("/")[0])]
    best = max(holding, key=lambda m: len(m.path), default=None)
    if best is None or best.name is None:
        return folder
    inner = folder.removeprefix(best.path.rpartition("/")[0]).strip("/")
    return f"{best.name.value}/{inner}".rstrip("/")


def _is_below(folder: str, root: str) -> bool:
    return not root or folder == root or folder.startswith(f"{root}/")


def _package(known: Symbol | None, name: str, path: str, file: FileEntry, doc: str) -> Symbol:
    if known is not None and (known.doc or not doc.startswith(f"Package {name}")):
        return known
    said = doc if doc.startswith(f"Package {name}") else ""
    return Symbol(
        name=name, kind="module", language="Go", path=file.path, first_line=1, last_line=1,
        signature=f'import "{path}"', summary=summary_of(said), doc=said, aliases=(path,),
        deprecated=deprecation_of(said),
    )  # fmt: skip


def _with_public_parents(symbols: list[Symbol], language: str) -> Iterator[Symbol]:
    """Leave out members of types that are not public themselves (a Go method of a private type)."""
    if language != "Go":
        yield from symbols
        return
    types = {symbol.name for symbol in symbols if "." not in symbol.qualname}
    for symbol in symbols:
        if "." not in symbol.qualname or symbol.parent in types:
            yield symbol
