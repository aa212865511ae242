"""Evaluate claims about commands, flags, environment variables and keys where they are declared.

Python by its own parse tree; other languages by the statement around the name's literal.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from launch.checks.python_names import module_of
from launch.checks.source_text import bare_code
from launch.checks.texts import fold, lines_of, read_text
from launch.contracts.claims import CheckOutcome, OptionCheck
from launch.digests import sha256
from launch.ports import Tree

_MAX_LINES = 60


def option_outcome(check: OptionCheck, tree: Tree) -> CheckOutcome:
    """Return whether the option is declared in the file, with default and help as claimed."""
    text = read_text(tree, check.path)
    if text is None:
        return CheckOutcome(holds=False, found=f"{check.path} cannot be read")
    python = check.path.endswith(".py")
    regions = tuple(_python_regions(text, check) if python else _text_regions(text, check))
    if not regions:
        return CheckOutcome(holds=False, found=f"{check.path} does not declare {check.name}")
    for region in regions:
        if _default_holds(region, check) and _help_holds(region, check):
            return CheckOutcome(holds=True, found=f"{check.path}: {check.name}")
    return CheckOutcome(holds=False, found=f"{check.path}: {check.name} is declared otherwise")


_Region = tuple[frozenset[str], frozenset[str]]
"""Values that may be its default, and texts that may be its help."""


def _python_regions(text: str, check: OptionCheck) -> Iterator[_Region]:
    module = module_of(text)
    if module is None:
        return
    index = _nodes_by_word(module)
    parameter = check.name.lstrip("-").replace("-", "_")
    words = (check.name, parameter.lower(), check.name.split(" ")[-1].replace("-", "_").lower())
    seen: set[int] = set()
    for word in words:
        for node in index.get(word, ()):
            if id(node) not in seen:
                seen.add(id(node))
                yield from _node_regions(node, parameter, check)


def _node_regions(node: ast.AST, parameter: str, check: OptionCheck) -> Iterator[_Region]:
    if isinstance(node, ast.Call) and _names_it(node, check.name):
        yield _call_region(node)
    elif _reads(node, check.name):
        yield frozenset(), frozenset()
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield from _function_regions(node, parameter, check)
    elif isinstance(node, ast.AnnAssign) and _field_of(node, check.name):
        yield frozenset({_plain(node.value)} if node.value else ()), frozenset()


@lru_cache(maxsize=64)
def _nodes_by_word(module: ast.Module) -> Mapping[str, tuple[ast.AST, ...]]:
    """Return the nodes that may declare or read a name, by each word that they name: one walk."""
    found: dict[str, list[ast.AST]] = {}
    for node in ast.walk(module):
        for word in _words_of(node):
            found.setdefault(word, []).append(node)
    return {word: tuple(nodes) for word, nodes in found.items()}


def _words_of(node: ast.AST) -> set[str]:
    values: list[ast.expr] = []
    match node:
        case ast.Call():
            values = [*node.args, *(word.value for word in node.keywords)]
        case ast.Subscript():
            values = [node.slice]
        case ast.Compare():
            values = [node.left, *node.comparators]
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            names = [row.arg for row in (*node.args.posonlyargs, *node.args.args)]
            names += [row.arg for row in node.args.kwonlyargs]
            short = {f"no_{name}" for name in names}
            return {name.lower() for name in (node.name, *names)} | short | _decorated(node)
        case ast.AnnAssign(target=ast.Name(id=name)):
            return {name.lower()}
    words: set[str] = set()
    for value in values:
        for item in value.elts if isinstance(value, ast.List | ast.Tuple) else [value]:
            if isinstance(item, ast.Constant) and isinstance(item.value, str):
                words |= {item.value, *re.split(r"[/,\s|]+", item.value[:400])}
    return words


def _decorated(node: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """Return the texts that a function's decorators are called with."""
    calls = [item for item in node.decorator_list if isinstance(item, ast.Call)]
    values = [value for call in calls for value in (*call.args, *(w.value for w in call.keywords))]
    return {
        value.value
        for value in values
        if isinstance(value, ast.Constant) and isinstance(value.value, str)
    }


def _reads(node: ast.AST, name: str) -> bool:
    """Return whether a subscript or comparison names it: ``environ["X"]``, ``"X" in environ``."""
    if isinstance(node, ast.Subscript):
        return _is_text(node.slice, name)
    sides = (node.left, *node.comparators) if isinstance(node, ast.Compare) else ()
    return any(_is_text(side, name) for side in sides)


def _field_of(node: ast.AnnAssign, name: str) -> bool:
    if not isinstance(node.target, ast.Name):
        return False
    return node.target.id.lower() == name.lower().lstrip("-").replace("-", "_")


def _function_regions(
    node: ast.FunctionDef | ast.AsyncFunctionDef, parameter: str, check: OptionCheck
) -> Iterator[_Region]:
    last = check.name.split(" ")[-1]
    own = {node.name.replace("_", "-"), node.name.replace("_", "-").lower(), *_decorated(node)}
    if check.what == "command" and own & {last, check.name.replace("_", "-")}:
        doc = (ast.get_docstring(node) or "").split("\f")[0]
        yield frozenset(), frozenset({fold(doc), fold(doc.split("\n\n")[0])})
    arguments = [*node.args.posonlyargs, *node.args.args]
    padding: list[ast.expr | None] = [None] * (len(arguments) - len(node.args.defaults))
    pairs = [*zip(arguments, [*padding, *node.args.defaults], strict=True)]
    pairs += zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
    for argument, default in pairs:
        if argument.arg not in {parameter, parameter.removeprefix("no_")}:
            continue
        calls = [sub for sub in ast.walk(argument) if isinstance(sub, ast.Call)]
        if isinstance(default, ast.Call):
            calls.append(default)
        values = {_plain(default)} if default is not None else set()
        regions = [_call_region(call) for call in calls]
        values |= {value for region in regions for value in region[0]}
        yield frozenset(values), frozenset(text for region in regions for text in region[1])


def _names_it(node: ast.Call, name: str) -> bool:
    values = [*node.args, *(word.value for word in node.keywords)]
    for value in values:
        items = value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
        for item in items:
            if _is_text(item, name):
                return True
    return False


def _is_text(node: ast.expr, name: str) -> bool:
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return False
    return name in re.split(r"[/,\s|]+", node.value) or node.value == name


def _call_region(node: ast.Call) -> _Region:
    values: set[str] = set()
    texts: set[str] = set()
    for word in node.keywords:
        values.add(_plain(word.value))
        if word.arg in {"help", "description", "short_help"}:
            texts |= _texts(word.value)
    for position in node.args:
        values.add(_plain(position))
        texts |= _texts(position)
    return frozenset(values), frozenset(texts)


def _texts(node: ast.expr) -> set[str]:
    try:
        value = ast.literal_eval(node)
    except (ValueError, SyntaxError):
        return {fold(sub.value) for sub in ast.walk(node)
                if isinstance(sub, ast.Constant) and isinstance(sub.value, str)}  # fmt: skip
    return {fold(value)} if isinstance(value, str) else set()


def _plain(node: ast.expr | None) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return "" if node is None else ast.unparse(node)


_LITERAL = re.compile(r"\"((?:\\.|[^\"\\])*)\"|'((?:\\.|[^'\\\n])*)'|`([^`]*)`", re.DOTALL)


def _text_regions(text: str, check: OptionCheck) -> Iterator[_Region]:
    bare = check.name.lstrip("-").split(" ")[-1] if check.what != "config_key" else check.name
    field = bare.replace("-", "_")
    code = bare_code(text, "")
    words = rf"(?<![\w-])(?:--?)?{re.escape(bare)}(?![\w-])"
    quoted = re.compile(rf"[\"'`][^\"'`\n]*?{words}[^\"'`\n]*?[\"'`]")
    named = re.compile(
        rf"\s*(?:pub(?:\([^)]*\))?\s+)?(?:r#)?{re.escape(field)}\s*(?::|[({{,]|$)"
        if check.what == "command"
        else rf"\s*(?:pub(?:\([^)]*\))?\s+)?(?:r#)?{re.escape(field)}\s*:"
    )
    usage = re.compile(words)
    seen: set[int] = set()
    patterns = (quoted, named) if check.what in {"flag", "command"} else (quoted,)
    pairs = zip(lines_of(code), lines_of(text), strict=True)
    rows = [
        (number, row, whole)
        for number, (row, whole) in enumerate(pairs)
        if bare in whole or field in whole
    ]
    for pattern in (*patterns, *((usage,) if check.what == "flag" else ())):
        look = pattern.match if pattern is named else pattern.search
        for number, row, whole in rows:
            if number not in seen and len(seen) < 50 and look(whole if pattern is usage else row):
                seen.add(number)
                values, texts = _region(text, number)
                told = _USAGE.match(whole) if check.what == "flag" else None
                yield values, texts | frozenset(_stretch(text, number) if told else ())


_USAGE = re.compile(r"[\s\"'*/#]*(?:[-+]\w,?\s*)?--\w")


def _stretch(text: str, line: int) -> Iterator[str]:
    """Yield every ending of what a usage text says from a flag's line on, five lines at most."""
    said = ""
    quoted = lines_of(text)[line].lstrip().startswith(('"', "'"))
    tail = r"(?:\\n)?(?:[\"'][\"',;)\\\s]*|[,;\\]+)?\s*$" if quoted else r"[;\\]*\s*$"
    for row in lines_of(text)[line : line + 6]:
        bare = re.sub(tail, "", row.replace('\\"', '"').replace("\\t", " "))
        said = fold(f"{said} {bare.lstrip(' \t*/#').removeprefix('"')}")
        words = said.split(" ")
        yield from (" ".join(words[at:]).rstrip(";") for at in range(1, len(words)))


def _attributed(lines: tuple[str, ...], line: int) -> int:
    """Return the first line of the attributes and doc comment that stand above a Rust field."""
    first = line
    while first > 0 and line - first < _MAX_LINES and lines[first - 1].strip():
        if re.match(r"\s*(?:pub\S*\s+)?\w+\s*:\s[^\"]*,$|.*[{}]\s*,?$", lines[first - 1]):
            break
        first -= 1
    return first if any(row.lstrip().startswith("#[") for row in lines[first:line]) else line


def _region(text: str, line: int) -> _Region:
    """Return the literals and words of the statement around a line, comments above included."""
    lines = lines_of(text)
    first = _attributed(lines, line)
    while first > 0 and line - first < _MAX_LINES and lines[first - 1].lstrip().startswith(
        ("///", "//", "#[", "*", "/*", "#")
    ):  # fmt: skip
        first -= 1
    last, depth = line, 0
    while last < len(lines) and last - line < _MAX_LINES:
        depth += sum(lines[last].count(sign) for sign in "([{")
        depth -= sum(lines[last].count(sign) for sign in ")]}")
        last += 1
        if depth <= 0 and (last >= len(lines) or not _goes_on(lines[last])):
            break
    above = max(0, first - 14)
    span = "\n".join(lines[first:last])
    literals = [a or b or c for a, b, c in _LITERAL.findall(span)]
    wide = "\n".join(lines[above : min(len(lines), last + 14)])
    notes = [re.sub(r"^\s*(///?|\*|#)\s?", "", row) for row in lines[first:line]
             if re.match(r"\s*(?://|\*|#(?!\[))", row)]  # fmt: skip
    comments = fold(" ".join(notes))
    values = frozenset(literals) | frozenset(re.findall(r"[\w.\-+*/:%]+", span))
    texts = {fold(_unescaped(item)) for item in literals}
    texts |= {fold(_unescaped(a or b or c)) for a, b, c in _LITERAL.findall(wide)}
    texts |= {comments, fold(" ".join(literals)), *(fold(row) for row in span.split("\n"))}
    texts |= {part for row in span.split("\n") for part in _columns(row)}
    texts |= {fold(part) for part in re.split(r"\n\s*\n", "\n".join(notes))}
    return values, frozenset(texts)


def _columns(row: str) -> tuple[str, ...]:
    return tuple(fold(part) for part in re.split(r"\s{2,}|\t", row.strip(" \t\"',\\n")))


def _goes_on(line: str) -> bool:
    return line.lstrip().startswith((".", "+", "|", "&&", "||", "?", ":"))


def _unescaped(text: str) -> str:
    plain = text.replace('\\"', '"').replace("\\'", "'").replace("\\n", " ").replace("\\t", " ")
    return re.sub(r"\\\s*\n\s*", " ", plain)


def _default_holds(region: _Region, check: OptionCheck) -> bool:
    if check.default is None:
        return True
    claimed = check.default.strip("\"'`")
    return any(value.strip("\"'`") == claimed for value in region[0])


def _help_holds(region: _Region, check: OptionCheck) -> bool:
    if check.help_sha256 is None:
        return True
    return any(sha256(text) == check.help_sha256 for text in region[1])
