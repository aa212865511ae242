"""What brings a name in: the product's exports, import lines and first lines of its own code."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from launch.checks.code_names import names_in
from launch.contracts.product_facts import ProductFacts, Symbol
from launch.contracts.snippet_catalog import Snippet
from launch.wording.imports import Imported, family, imports_in, last_name

_LANGUAGES = {
    "Python": "python", "JavaScript": "javascript", "TypeScript": "javascript", "Go": "go",
    "Java": "java", "Kotlin": "kotlin", "C#": "csharp", "PHP": "php", "Rust": "rust",
    "Ruby": "ruby",
}  # fmt: skip
_TYPES = frozenset({"class", "struct", "interface", "enum", "trait", "record", "exception", "type"})
_SEPARATOR = re.compile(r"::|[.\\/]")
_SETUP = re.compile(
    r"^(?:(?:const|let|var)[ ]+)?(\$?\w+)[ ]*=[ ]*(?:new[ ]+)?[\w.\\]+\([^\n]*\);?$", re.MULTILINE
)
_LONGEST = 80
_SETTING = frozenset({"python", "javascript", "php"})
_AUTOLOAD = re.compile(r"^require(?:_once)? '?vendor/autoload\.php'?;$", re.MULTILINE)
_NAMED = re.compile(r"(?i)(\w+)\s*=\s*(?:new\s+)?(?:[\w.\\]*[.\\])?\1\(")
"""A name that is its type's, such as ``$box = new Acme\\Box()``: nothing else is meant by it."""
_AGREED = 2
_OFTEN = 3


def key(language: str, name: str) -> str:
    """Return what a name is looked up by, in a language's family."""
    return f"{family(language)} {name}"


def exports_of(facts: ProductFacts) -> dict[str, Imported]:
    """Return what brings in each name that the product exports, by `key`; none that two share."""
    found: dict[str, set[Imported]] = {}
    for symbol in facts.symbols:
        language = _LANGUAGES.get(symbol.language)
        if language and symbol.visibility == "public" and symbol.release != "unreleased":
            one = _export(facts, symbol, language)
            if one is not None:
                found.setdefault(f"{language} {one.name}", set()).add(one)
    alone = {name: _nearest(ones) for name, ones in found.items()}
    return {name: one for name, one in alone.items() if one is not None} | _roots(facts)


def _export(facts: ProductFacts, symbol: Symbol, language: str) -> Imported | None:
    parts = _SEPARATOR.split(symbol.name)
    last, package = parts[-1], facts.identity.package
    match language:
        case "python" | "rust":
            module = symbol.parent
            inside = "." not in module.removeprefix(facts.identity.import_name)
            typed = symbol.kind in _TYPES or (language == "python" and symbol.kind == "function")
            outer = len(parts) > 1 and last[:1].isupper() and typed
            joined = "." if language == "python" else "::"
            at_home = symbol.name == f"{module}{joined}{last}" and (inside or language == "python")
            return Imported(last, module, last) if outer and at_home else None
        case "javascript":
            outer = symbol.name == f"{package}.{last}" and last[:1].isupper()
            typed = symbol.kind in {"class", "enum"}
            return Imported(last, package, last) if outer and typed else None
        case "java" | "kotlin" | "php" | "csharp" if symbol.kind in _TYPES:
            module = symbol.name[: -len(last) - 1]
            if not module or symbol.parent != module:
                return None
            return Imported("", module) if language == "csharp" else Imported(last, module, last)
    return None


def namespaces_of(facts: ProductFacts) -> dict[str, str]:
    """Return the one namespace of each type's short name, for languages that import namespaces."""
    found: dict[str, set[str]] = {}
    for symbol in facts.symbols:
        last = symbol.name.rpartition(".")[2]
        if symbol.language == "C#" and symbol.kind in _TYPES and symbol.visibility == "public":
            found.setdefault(last, set()).add(symbol.name[: -len(last) - 1])
    return {last: next(iter(spaces)) for last, spaces in found.items() if len(spaces) == 1}


def _nearest(ones: set[Imported]) -> Imported | None:
    """Return the import from the module nearest to the package's top; None where two are."""
    depth = {one: len(_SEPARATOR.split(one.module)) for one in ones}
    least = [one for one in sorted(ones) if depth[one] == min(depth.values())]
    return least[0] if len(least) == 1 else None


def _roots(facts: ProductFacts) -> dict[str, Imported]:
    """Return what brings in the product under its own name."""
    identity = facts.identity
    language = _LANGUAGES.get(identity.language)
    name = identity.import_name
    if language == "python" and name:
        root = name.split(".")[0]
        return {f"python {root}": Imported(root, name)}
    if language == "javascript" and name.isidentifier():
        named = any(symbol.parent == name for symbol in facts.symbols)
        return {f"javascript {name}": Imported(name, name, "*")} if named else {}
    if language == "go" and name:
        return {f"go {last_name(name)}": Imported(last_name(name), name)}
    return {}


def imports_of(snippets: Iterable[Snippet]) -> dict[str, Imported]:
    """Return what the product's own programs bring in, the most frequent form of each name.

    Under ``import NAME`` and ``require NAME``, too, for pages whose scripts keep to one form.
    """
    counts: Counter[tuple[str, Imported]] = Counter()
    programs: set[tuple[str, Imported]] = set()
    for snippet in snippets:
        if snippet.release == "unreleased" or not snippet.parses or snippet.unresolved:
            continue
        ones = {(family(snippet.language), one) for one in
                imports_in(snippet.code, snippet.language) if _is_plain(one)}  # fmt: skip
        counts.update(ones)
        programs |= ones if snippet.form == "program" else set()
    found: dict[str, Imported] = {}
    for known, one in sorted(counts, key=lambda pair: (counts[pair], pair)):
        if counts[known, one] >= _AGREED or (known, one) in programs:
            found[f"{known} {one.name}"] = one
            form = "require" if one.required else "import"
            found[f"{known}/{form} {one.name}"] = one
    return found


def _is_plain(one: Imported) -> bool:
    return bool(one.name) and not one.module.startswith((".", "/")) and len(one.module) < _LONGEST


def setups_of(snippets: Sequence[Snippet], imported: Mapping[str, Imported]) -> dict[str, str]:
    """Return the line that most of the product's code sets a name up with, where it is one line.

    It calls what an import line gives, takes nothing else, and more than half of the code agrees.
    """
    lines: dict[str, Counter[str]] = {}
    for snippet in snippets:
        known = family(snippet.language)
        if known in _SETTING and snippet.parses and snippet.release != "unreleased":
            for match in _SETUP.finditer(snippet.code):
                lines.setdefault(f"{known} {match[1]}", Counter())[match[0]] += 1
    found = {name: line for name, counts in lines.items()
             if (line := _agreed(name.split(" ")[0], counts, imported))}  # fmt: skip
    loads = Counter(m[0] for s in snippets if s.language == "php" for m in
                    _AUTOLOAD.finditer(s.code))  # fmt: skip
    return found | (
        {"php autoload": max(sorted(loads), key=lambda line: loads[line])} if loads else {}
    )


def _agreed(language: str, counts: Counter[str], imported: Mapping[str, Imported]) -> str:
    """Return the line that the code agrees on, the one without arguments first; else empty."""
    bare = [line for line in sorted(counts) if line.rstrip(";").endswith("()")]
    often = [line for line in bare if counts[line] >= _OFTEN and _NAMED.search(line)]
    most = max(sorted(counts), key=lambda line: counts[line])
    line = most if 2 * counts[most] > counts.total() else (often or [""])[0]
    names = names_in(line, language)
    if names is None or counts[line] < _AGREED or len(line) > _LONGEST:
        return ""
    qualified = language == "php" and re.search(r"new \\?\w+\\", line) is not None
    known = all(f"{language} {name}" in imported for name in names.free)
    return line if known and (names.free or qualified) else ""
