"""The surface of languages whose names follow from each file: Go, Java, C#, PHP, Ruby, C, C++."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from pydantic import TypeAdapter
from tree_sitter import Node

from launch.contracts.product_facts import Symbol
from launch.contracts.repo_inventory import FileEntry, RepoInventory
from launch.knowledge.surface.grammars.c_family import (
    blank_macros,
    namespace_macros,
    open_namespaces,
)
from launch.knowledge.surface.grammars.comments import is_doc, plain_doc
from launch.knowledge.surface.grammars.parse import parse
from launch.knowledge.surface.grammars.publish import merged, symbols_of
from launch.knowledge.surface.grammars.table import Raw, Table, text_lines
from launch.knowledge.surface.grammars.walk import definitions_of
from launch.knowledge.surface.packages import (
    apart,
    go_path,
    package,
    told_apart,
    with_public_parents,
)
from launch.knowledge.surface.source_files import (
    is_inner_header,
    loaded,
    public_headers,
    source_files,
)
from launch.ports import Readings, Tree
from launch.readings import UNKEPT, Reading

_PARTLY = "read in part"


@dataclass(frozen=True)
class Source:
    """What one file says by itself."""

    raws: tuple[Raw, ...] = ()
    """Its definitions in order."""
    doc: str = ""
    """The comment right before its first declaration."""
    problem: str | None = None
    """Why it could not be read, or not in full."""


_SOURCE: Reading[Source] = Reading("source", TypeAdapter(Source))


def table_surface(
    table: Table, language: str, inventory: RepoInventory, tree: Tree, readings: Readings
) -> tuple[tuple[Symbol, ...], tuple[str, ...]]:
    """Return the public symbols of one language by its table, and what could not be read."""
    symbols: list[Symbol] = []
    notes: list[str] = []
    packages: dict[str, Symbol] = {}
    partly: list[str] = []
    files = list(_files(language, inventory, tree))
    joined = _with_namespaces(table, files, tree) if language == "C++" else table
    if joined is not table:
        # What other files define takes part in the reading: it is no property of the blob.
        table, readings = joined, UNKEPT
    for file in files:
        source = read_file(table, language, file, tree, readings)
        raws, doc = source.raws, source.doc
        if source.problem is not None and source.problem.startswith(_PARTLY):
            partly.append(file.path)
        elif source.problem is not None:
            notes.append(source.problem)
        if language == "Go":
            named = next((raw.scope[0] for raw in raws if raw.scope), "main")
            if named == "main":
                continue
            path = go_path(inventory, file.path)
            packages[path] = package(packages.get(path), named, path, file, doc)
            for symbol in symbols_of(raws, table, language, file.path):
                alias = symbol.name.replace(named, path, 1)
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
    if language == "Go":
        shown = apart([*with_public_parents(symbols), *packages.values()])
        return merged(shown), tuple(notes)
    return merged(told_apart(symbols) if language == "C#" else symbols), tuple(notes)


def _files(language: str, inventory: RepoInventory, tree: Tree) -> Iterable[FileEntry]:
    files = list(source_files(inventory, language))
    if language not in ("C", "C++"):
        return loaded(files, inventory, language)
    speaking = {language, *(share.language for share in inventory.languages)}
    if {"C", "C++"} <= speaking:
        files = [
            file
            for file in (*source_files(inventory, "C"), *source_files(inventory, "C++"))
            if _speaks(file, tree) == language
        ]
    return public_headers(files, *_installed(inventory, tree))


_CPP_WORDS = re.compile(
    rb"(?m)^[ \t]*(?:class\s+\w+|namespace\s+\w+|inline namespace|template\s*<|using namespace|"
    rb"constexpr\b|public:|private:)|\bstd::"
)


def _speaks(file: FileEntry, tree: Tree) -> str:
    """Return C or C++: a header that C++ may read too is C where it holds no word of C++ alone."""
    if not file.path.endswith(".h"):
        return file.language or ""
    return "C++" if _CPP_WORDS.search(blank_macros(tree.read(file.path) or b"")) else "C"


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
    r"|(?i:install\s*\(\s*FILES)\s+([^)]*)\)|set_target_properties\([^)]*PUBLIC_HEADER\s+([^)]*)\)"
    r"|install_headers\(([^)]*)\)"
)
_INSTALLED_FOLDER = re.compile(r"(?i)install\s*\(\s*DIRECTORY\s+([\w./-]+)")


def _installed(inventory: RepoInventory, tree: Tree) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the names of headers, and the folders, that a build file says are installed."""
    found: set[str] = set()
    folders: set[str] = set()
    for file in inventory.files:
        if file.path.rpartition("/")[2] not in ("Makefile.am", "CMakeLists.txt", "meson.build"):
            continue
        if file.role != "manifest" and file.skipped is not None:
            continue
        said = (tree.read(file.path) or b"").decode("utf-8", "replace")
        for match in _INSTALLED.finditer(said):
            listed = _written_out(next(g for g in match.groups() if g is not None), said)
            found |= {PurePosixPath(name).name for name in re.findall(r"[\w./-]+\.h\w*", listed)}
        home = file.path.rpartition("/")[0]
        folders |= {f"{home}/{name.strip('./')}/".lstrip("/")
                    for name in _INSTALLED_FOLDER.findall(said) if name.strip("./")}  # fmt: skip
    return frozenset(found), tuple(sorted(folders))


_SET = re.compile(r"(?i)\bset\s*\(\s*(\w+)\s+([^)]*)\)")


def _written_out(listed: str, said: str) -> str:
    """Put in place of CMake's variables the lists that the same file sets them to."""
    if "${" not in listed:
        return listed
    known = {match[1]: match[2] for match in _SET.finditer(said)}
    return re.sub(r"\$\{(\w+)\}", lambda match: f" {known.get(match[1], match[0])} ", listed)


def read_file(
    table: Table, language: str, file: FileEntry, tree: Tree, readings: Readings
) -> Source:
    """Return a file's definitions, the comment at its top, and why it could not be read."""

    def make() -> Source:
        data = tree.read(file.path)
        if data is None:
            return Source()
        if file.encoding is not None:
            data = data.decode(file.encoding, "replace").encode()
        return read_source(table, language, file.path, data)

    # A header may be read in two languages.
    reading = replace(_SOURCE, name=f"source {language}")
    return readings.of(reading, file.path, file.blob, make)


def read_source(table: Table, language: str, path: str, data: bytes) -> Source:
    """Return what UTF-8 source says by itself; the path gives some languages their packages."""
    prepared = table.prepare(data)
    root = parse(table.grammars[language], prepared)
    if root is not None and table.retry is not None and _fell_apart(root):
        root = parse(table.grammars[language], table.retry(prepared))
    if root is None:
        odd = f"{path} is too large or too odd to be parsed; its symbols are not listed"
        return Source(problem=odd)
    raws = tuple(definitions_of(root, table, language, path))
    partly = next((child for child in root.children if child.type == "ERROR"), None)
    problem = f"{_PARTLY} at line {partly.start_point[0] + 1}" if partly is not None else None
    return Source(raws, _top_comment(root), problem)


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
