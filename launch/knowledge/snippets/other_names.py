"""What code in other languages uses of the product: by imports, qualified names and types."""

import itertools
import re
from collections.abc import Iterator

from launch.knowledge.snippets.surface import PublicSurface, parts_of
from launch.knowledge.snippets.syntax import DATA_LANGUAGES, root_of
from launch.knowledge.snippets.used import Used, is_file_name, is_written

_WHOLE = {
    "go": r"^package main\b[\s\S]*^func main\(\)",
    "rust": r"^(?:#\[\w+(?:::\w+)*\]\s*)?(?:pub )?(?:async )?fn main\(\)",
    "java": r"\bclass \w+[\s\S]*\bstatic void main\(|^void main\(",
    "kotlin": r"^fun main\(",
    "c": r"\bint main\(",
    "cpp": r"\bint main\(",
    "csharp": r"^using [\w.]+;[\s\S]*(?:static \w+ Main\(|^[\w.]+\(|^var |^await )",
    "ruby": r"^require ",
    "php": r"<\?php[\s\S]*(?:\brequire|^use [\w\\]+;)",
    "swift": r"^import ",
}
_CHAIN = re.compile(r"\b[A-Za-z_]\w*(?:(?:\.|::|->)[A-Za-z_]\w*)+")
_TYPE = re.compile(r"\b[A-Z]\w+")
_QUOTED = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`[^`]*`")
_COMMENT = re.compile(r"(?<![:\"'])//[^\n]*|/\*[\s\S]*?\*/|(?<!\S)#[^\n]*")
_PLACEHOLDER = re.compile(r"(?<![<\w$=])<[a-zA-Z][\w ./|-]*>|\[[A-Z_]+\]|(?<!\S)\.{3}(?!\S)")
_ELIDED = re.compile(r"^\s*(?:\.{3}|//\s*\.{3}\s*|/\*\s*\.{3}\s*\*/|#\s*\.{3})\s*$", re.MULTILINE)
_PRINTS = re.compile(
    r"(?i)\bprint|console\.log|\becho\b|puts\b|\.listen\(|std::cout|WriteLine|\.Execute\(|\.run\(|"
    r"\bListenAndServe\w*\(|\.Serve\(|\.save\w*\(|\bassert\w*!?\("
)
_JS_IMPORT = re.compile(r"(?:\bfrom\s*|\brequire\(\s*|\bimport\s*\(?\s*)[\"']([^\"'\n]+)[\"']")
_JS_NAMED = re.compile(
    r"(?:import|const|let|var)\s*(?:\w+\s*,\s*)?\{([^}]*)\}\s*"
    r"(?:=\s*require\(|from)\s*[\"']([^\"']+)"
)
_NODE = frozenset({"assert", "buffer", "child_process", "crypto", "events", "fs", "http", "https",
                   "net", "os", "path", "process", "querystring", "stream", "url", "util",
                   "worker_threads", "zlib"})  # fmt: skip


def read_other(code: str, language: str, surface: PublicSurface) -> Used:
    """Return what the code uses; ``language`` is a fence name that has a grammar."""
    if language in {"bash", "powershell", "fish"}:
        return _shell(code, surface)
    used = Used()
    if language in DATA_LANGUAGES:
        return used
    bare = _COMMENT.sub(" ", code)
    _imports(bare, language, surface, used)
    _resolve(_QUOTED.sub('""', bare), surface, used)
    used.imports_product = used.imports_product or _imports_what_it_uses(bare, used)
    whole = _WHOLE.get(language)
    if language in {"javascript", "typescript", "tsx"}:
        used.names |= _undeclared(code, language)
        used.complete = used.imports_product and not used.names
    else:
        used.complete = bool(whole and re.search(whole, code, re.MULTILINE))
        named = bool(surface.identity.import_name or surface.identity.package)
        used.complete = used.complete and (used.imports_product or not named)
    used.complete = used.complete and not _ELIDED.search(code)
    used.effect = bool(_PRINTS.search(code))
    used.needs |= _files_read(bare)
    return used


_NAMESPACE = re.compile(
    r"^\s*(?:import|using|use)\s+(?:static\s+)?([A-Za-z_][\w.\\:]*\w)", re.MULTILINE
)


def _imports_what_it_uses(code: str, used: Used) -> bool:
    """Return whether an imported namespace is that of the product's names in the code."""
    targets = {re.sub(r"[\\:]+", ".", target) for target in _NAMESPACE.findall(code)}
    names = [re.sub(r"[\\:]+", ".", name) for name in used.identifiers]
    return any(f"{name}.".startswith(f"{target}.") for target in targets for name in names)


def _files_read(code: str) -> set[str]:
    """Return the files that code names before it has made them itself."""
    read: set[str] = set()
    written: set[str] = set()
    for match in _QUOTED.finditer(code):
        name = match[0][1:-1]
        if is_file_name(name) and is_written(
            code[: match.start()].rsplit("\n", maxsplit=1)[-1], name
        ):
            written.add(name)
        elif is_file_name(name) and name not in written:
            read.add(name)
    return read


_INTO = re.compile(r"^(?:\d?>{1,2}|&>|tee|-o|-O|--out(?:put|file|-file)?)$")
_AT_ONCE = re.compile(r"^(?:\d?>{1,2}|&>|--out\S*=)")


def _read_by_shell(words: list[str], written: set[str]) -> Iterator[str]:
    """Yield the files that a command line names and no line wrote; add those that it writes."""
    for before, word in itertools.pairwise(words):
        target = _AT_ONCE.sub("", word)
        if _INTO.match(before) or target != word:
            written.add(target)
        elif is_file_name(word) and "=" not in word and word not in written:
            yield word


def _shell(code: str, surface: PublicSurface) -> Used:
    used = Used()
    used.complete = not _PLACEHOLDER.search(_QUOTED.sub('""', code))
    written: set[str] = set()
    for line in re.sub(r"\\\n", " ", code).split("\n"):
        words = re.sub(r"^\s*(?:sudo |\w+=\S* )*", "", line).split()
        if words and words[0] in surface.commands:
            used.imports_product = True
            used.effect = True
            used.needs |= set(_read_by_shell(words, written))
    return used


def _imports(code: str, language: str, surface: PublicSurface, used: Used) -> None:
    package = surface.identity.import_name or surface.identity.package
    if not package:
        return
    if language in {"javascript", "typescript", "tsx"}:
        for target in _JS_IMPORT.findall(code):
            if target == package or target.startswith(f"{package}/"):
                used.imports_product = True
            elif target.startswith("."):
                used.names.add(target)
            elif target.removeprefix("node:").split("/")[0] not in _NODE:
                used.needs.add(target)
        for names, target in _JS_NAMED.findall(code):
            if target == package:
                _named(names, surface, used)
        return
    text = re.escape(package)
    last = re.escape(parts_of(package)[-1]) if parts_of(package) else text
    patterns = (
        rf"[\"'<]{text}(?:/[\w./-]*)?[\"'>]",
        r"^\s*(?:pub )?(?:use|extern crate|import|using|require)\s+(?:static\s+)?"
        rf"[\\\w.:]*\b{last}\b",
    )
    used.imports_product = any(re.search(pattern, code, re.MULTILINE) for pattern in patterns)


def _named(names: str, surface: PublicSurface, used: Used) -> None:
    """Look up the names of ``import { A, B as C }``."""
    known = {parts_of(name)[-1]: name for name in sorted(surface.symbols, reverse=True)}
    for name in re.findall(r"(\w+)(?:\s*(?:as|:)\s*\w+)?", names):
        if name in known:
            used.identifiers.add(known[name])
        elif known and name != "type":
            used.unresolved.add(name)


def _resolve(code: str, surface: PublicSurface, used: Used) -> None:
    """Note symbols that stand in the code as a qualified name or as the name of one type."""
    last = parts_of(surface.identity.import_name or surface.identity.package or "-")[-1:]
    for chain in _CHAIN.findall(code):
        parts = re.split(r"\.|::|->", chain)
        hits = [
            names[0]
            for pair in itertools.pairwise(parts)
            if len(names := surface.by_ending.get(".".join(pair), ())) == 1
        ]
        used.identifiers.update(hits)
        exported = parts[0] in last and parts[1][:1].isupper()
        if exported and surface.symbols and not surface.by_ending.get(".".join(parts[:2])):
            used.unresolved.add(".".join(parts[:2]))
    for word in _TYPE.findall(code):
        if len(names := surface.types.get(word, ())) == 1:
            used.identifiers.add(names[0])


_JS_GLOBALS = frozenset({
    "Array", "BigInt", "Boolean", "Buffer", "Date", "Error", "Infinity", "Intl", "JSON", "Map",
    "Math", "NaN", "Number", "Object", "Promise", "Proxy", "Reflect", "RegExp", "Set", "String",
    "Symbol", "TypeError", "URL", "URLSearchParams", "WeakMap", "__dirname", "__filename",
    "arguments", "clearInterval", "clearTimeout", "console", "document", "exports", "fetch",
    "global", "globalThis", "isNaN", "module", "parseFloat", "parseInt", "process", "require",
    "setImmediate", "setInterval", "setTimeout", "undefined", "window", "AbortController",
    "TextDecoder", "TextEncoder", "queueMicrotask", "structuredClone",
})  # fmt: skip
_BINDING_PARENTS = frozenset({
    "variable_declarator", "function_declaration", "class_declaration", "formal_parameters",
    "import_clause", "import_specifier", "namespace_import", "catch_clause", "array_pattern",
    "object_pattern", "rest_pattern", "assignment_pattern", "required_parameter",
    "for_in_statement", "optional_parameter", "function_expression",
    "generator_function_declaration",
    "object_assignment_pattern", "pair_pattern",
})  # fmt: skip


def _undeclared(code: str, language: str) -> set[str]:
    """Return the names that JavaScript code reads and binds nowhere."""
    bound: set[str] = set()
    read: set[str] = set()
    root = root_of(code, language)
    pending = [root] if root is not None else []
    while pending:
        node = pending.pop()
        pending.extend(node.children)
        if node.type == "shorthand_property_identifier_pattern":
            bound.add((node.text or b"").decode())
        elif node.type in {"identifier", "shorthand_property_identifier"}:
            text, parent = (node.text or b"").decode(), node.parent
            binds = parent is not None and parent.type in _BINDING_PARENTS
            value = parent.child_by_field_name("value") if binds and parent is not None else None
            arrow = parent is not None and parent.type == "arrow_function"
            if (binds and (value is None or value.id != node.id)) or arrow:
                bound.add(text)
            else:
                read.add(text)
    return read - bound - _JS_GLOBALS
