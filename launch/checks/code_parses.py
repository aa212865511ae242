"""Whether code parses in its language, and which names of a module Python code uses."""

import ast
import json
import re
import textwrap
import tomllib
from collections.abc import Iterator
from functools import lru_cache

import yaml

from launch.checks.bounded_parse import parse_bounded

_GRAMMARS = {
    "bash": "bash", "sh": "bash", "shell": "bash", "zsh": "bash", "c": "c", "cpp": "cpp",
    "c++": "cpp", "csharp": "csharp", "cs": "csharp", "c#": "csharp", "go": "go", "java": "java",
    "javascript": "javascript", "js": "javascript", "jsx": "javascript", "kotlin": "kotlin",
    "php": "php", "ruby": "ruby", "rb": "ruby", "rust": "rust", "rs": "rust", "swift": "swift",
    "typescript": "typescript", "ts": "typescript", "tsx": "tsx", "xml": "xml", "html": "html",
}  # fmt: skip
# What a fragment may stand in: a body of a function, a member of a class, an expression.
_FRAMES = {
    "go": (
        "package p\n{}",
        "package p\ntype T interface {{\n{}\n}}",
        "package p\nfunc f() {{\n{}\n}}",
        "package p\nvar x = T{{\n{}\n}}",
        "package p\nvar x = T{{\n{},\n}}",
    ),
    "java": (
        "class C {{\n{}\n}}",
        "class C {{ void f() {{\n{}\n}} }}",
        "@interface A {{\n{};\n}}",
    ),
    "csharp": ("class C {{\n{}\n}}", "class C {{ void F() {{\n{}\n}} }}"),
    "kotlin": ("fun f() {{\n{}\n}}",),
    "rust": ("fn f() {{\n{}\n}}", "impl T {{\n{}\n}}", "trait T {{\n{};\n}}"),
    "c": ("void f(void) {{\n{}\n}}", "{};", "{} {{ int a; }} t;"),
    "cpp": ("void f() {{\n{}\n}}", "class C {{\n{}\n}};", "{};", "{} {{}};"),
    "ruby": ("{}\nend",),
    "php": ("<?php\n{}", "<?php class C {{\n{}\n}}"),
    "javascript": ("async function f() {{\n{}\n}}", "({})"),
    "typescript": ("async function f() {{\n{}\n}}", "({})", "declare {}", "{} => x"),
    "tsx": ("async function f() {{\n{}\n}}", "({})"),
}
# What makes a signature of a reference page whole.
_DECLARED = (
    "{} {{}}", "{};", "package p\n{} {{}}", "class C {{\n{};\n}}", "class C {{\n{} {{}}\n}}",
)  # fmt: skip
_CONTINUED = re.compile(r"^(?:>>>|\.\.\.)(?: |$)")
_JSON_COMMENT = re.compile(r"(\"(?:\\.|[^\"\\])*\")|//[^\n]*|/\*.*?\*/", re.DOTALL)
# A text that a shell reads up to a word of its own.
_HERE = re.compile(r"<<-?\s*[\"']?(\w+)")
# Keys to press, as documents write them in a session.
_KEY = re.compile(r"<(?:TAB|ENTER|RETURN|ESC|SPACE|CTRL[+-]\w)>", re.IGNORECASE)
# What an author left out or for the reader to fill in; dots before a name are an operator.
_LEFT_OUT = re.compile(r"\.\.\.(?![\w$({\[.&])|\u2026")
_TO_FILL_IN = re.compile(r"<[A-Za-z][\w .|/-]*>")
# Variance of a type parameter, which the grammars do not know.
_VARIANCE = re.compile(r"(?<=[<,])(\s*)(?:in out|in|out|const)\s+(?=[A-Z])")


def parse_problem(code: str, language: str) -> str | None:
    """Return why the code does not parse, or None; None too for a language without a grammar."""
    name = language.lower()
    try:
        match name:
            case "python" | "py" | "python3":
                return _python_problem(code)
            case "json" | "jsonc" | "jsonl" | "ndjson":
                _read_json(code)
            case "toml":
                tomllib.loads(code)
            case "yaml" | "yml":
                tuple(yaml.parse(code, Loader=yaml.CSafeLoader))
            case _ if name in _GRAMMARS:
                return _grammar_problem(_typed(code, _GRAMMARS[name]), _GRAMMARS[name])
    except (ValueError, yaml.YAMLError) as error:
        return str(error).splitlines()[0]
    return None


def product_names(code: str, module: str) -> tuple[tuple[str, int], ...]:
    """Return dotted names of the Python module that the code imports or reaches, with lines.

    Empty where the code does not parse: `parse_problem` says so.
    """
    tree = _tree(code)
    if tree is None or module not in code:
        return ()
    nodes = tuple(ast.walk(tree))
    known: dict[str, str] = {}
    found: list[tuple[str, int]] = []
    for node in nodes:
        for alias, name in _imported(node, module):
            known[alias] = name
            found.append((name, node.lineno if isinstance(node, ast.stmt) else 1))
    for node in nodes:
        dotted = _dotted(node) if isinstance(node, ast.Attribute) else ""
        if dotted and dotted.split(".", 1)[0] in known and isinstance(node, ast.Attribute):
            first, rest = dotted.split(".", 1)
            found.append((f"{known[first]}.{rest}", node.lineno))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=64)
def _tree(code: str) -> ast.Module | None:
    """Return the parsed code, or None; a block is asked twice in a row."""
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError):
        return None


def _imported(node: ast.AST, module: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            if alias.name.split(".", 1)[0] == module:
                bound = alias.asname or module
                yield bound, alias.name if alias.asname else module
                if "." in alias.name and alias.asname is None:
                    yield alias.name, alias.name
    elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".", 1)[0] == module:
        for alias in node.names:
            if alias.name != "*":
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        left = _dotted(node.value)
        return f"{left}.{node.attr}" if left else ""
    return ""


def _read_json(code: str) -> None:
    """Read one value, or several that each begin on a line of their own, as programs print them.

    Comments are no part of them: documents explain values by comments.
    """
    bare = _JSON_COMMENT.sub(lambda found: found[1] or "", code)
    decoder, rest = json.JSONDecoder(), bare.strip()
    while True:
        _, end = decoder.raw_decode(rest)
        rest, between = rest[end:].lstrip(), rest[end:]
        if not rest:
            return
        if "\n" not in between[: len(between) - len(rest)]:
            raise ValueError("two values of JSON stand on one line")


def _python_problem(code: str) -> str | None:
    code = textwrap.dedent(code)
    lines = code.split("\n")
    if any(line.startswith(">>>") for line in lines):
        prompted = (line[4:] for line in lines if _CONTINUED.match(line))
        code = "\n".join(prompted)
    return None if _tree(code) is not None else _signature_problem(code)


def _signature_problem(code: str) -> str | None:
    """Accept what stands before a body, decorators too, and a body that is told by a comment."""
    bare = re.sub(r"^(async )?(?:def )?", r"\1def ", code.strip())
    within = "\n".join(f"    {line}" for line in code.split("\n"))
    told = re.sub(r"(?m)^([ \t]*)#.*$", r"\1...", code)
    framed_in = (f"{bare}: ...", f"{code}: ...", f"{code}\n    ...", f"async def f():\n{within}")
    if any(_tree(framed) is not None for framed in (*framed_in, told)):
        return None
    try:
        ast.parse(code)
    except (SyntaxError, ValueError) as error:
        return str(error)
    return None


def _typed(code: str, grammar: str) -> str:
    """Return what a shell session types, without prompts and answers; other code as it is."""
    if grammar != "bash":
        return _VARIANCE.sub(r"\1", code)
    lines = _KEY.sub("", code).split("\n")
    if not any(line.startswith("$ ") for line in lines):
        return "\n".join(lines)
    typed: list[str] = []
    until: str | None = None
    for line in lines:
        if until is not None:
            typed.append(line)
            until = None if line.strip() == until else until
        elif line.startswith("$ "):
            typed.append(line[2:])
            opened = _HERE.search(line)
            until = opened[1] if opened else None
        elif typed and typed[-1].endswith("\\"):
            typed.append(line.removeprefix("> "))
    return "\n".join(typed)


def _grammar_problem(code: str, grammar: str) -> str | None:
    declared = () if grammar in {"bash", "html", "xml"} else _DECLARED
    blank = _TO_FILL_IN if grammar == "bash" else _LEFT_OUT
    for written in dict.fromkeys((code, blank.sub("_", code))):
        for frame in ("{}", *_FRAMES.get(grammar, ()), *declared):
            root = parse_bounded(grammar, f"{frame.format(written)}\n".encode())
            if root is None:
                return f"the {grammar} grammar does not get to the end of it"
            if not root.has_error:
                return None
    return f"the {grammar} grammar finds an error"
