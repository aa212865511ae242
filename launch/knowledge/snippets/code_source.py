"""Code that stands in source files: example programs, doc comments, tests that read as usage."""

import ast
import html
import re
from collections.abc import Iterator

from launch.contracts.product_facts import Symbol
from launch.knowledge.snippets.found import FoundCode, fence_of, last_sentence
from launch.knowledge.snippets.markdown_source import markdown_code
from launch.knowledge.snippets.python_names import parse_python
from launch.knowledge.snippets.rst_source import rst_code
from launch.knowledge.snippets.syntax import knows, parses

MAX_EXAMPLE_LINES = 150
_HEADER = re.compile(r"\A(?:(?:\s*(?:#|//|\*|/\*|--|;)[^\n]*\n|[ \t]*\*/[^\n]*\n|[ \t]*\n)+)")
_LEGAL = re.compile(r"(?i)copyright|licen[cs]e|SPDX|all rights reserved|^#!|coding[:=]")
_PRE = re.compile(r"<pre>\s*(?:<code>)?\s*(\{@code\s)?(.*?)</pre>", re.DOTALL)
_JSDOC = re.compile(r"^[ \t]*@example\b[ \t]*(.*?)(?=^[ \t]*@\w|\Z)", re.DOTALL | re.MULTILINE)
_GO_EXAMPLE = re.compile(r"^func (Example\w*)\(\) \{\n(.*?)^\}", re.DOTALL | re.MULTILINE)
_GO_OUTPUT = re.compile(r"^[ \t]*// (?:Unordered o|O)utput:", re.MULTILINE)
_TEST_NOISE = re.compile(
    r"\b(?:pytest|mock|Mock|monkeypatch|unittest|fixture|patch|raises|self|tmp_path|capsys)\b"
)
MAX_TEST_LINES = 14


def example_program(text: str, path: str, language: str | None) -> FoundCode | None:
    """Return an example file as one piece of code without its legal header; None if too long."""
    header = _HEADER.match(text)
    skipped = 0
    if header and _LEGAL.search(header[0]):
        kept = header[0].split("\n")
        while skipped < len(kept) - 1 and not _opens_text(kept, skipped):
            skipped += 1
    lines = text.split("\n")[skipped:]
    while lines and not lines[0].strip():
        lines.pop(0)
        skipped += 1
    while lines and not lines[-1].strip():
        lines.pop()
    if not lines or len(lines) > MAX_EXAMPLE_LINES:
        return None
    fence, last = fence_of(language), skipped + len(lines)
    code = "\n".join(lines)
    return FoundCode(
        path, skipped + 1, last, "example", fence, code, title=_title(code, fence, path)
    )


def _opens_text(lines: list[str], at: int) -> bool:
    """Return whether a comment that is not legal begins after an empty line."""
    before = "\n".join(lines[:at])
    rest = "\n".join(lines[at:]).strip()
    starts = at > 0 and not lines[at - 1].strip() and rest and not rest.startswith("*/")
    return bool(starts and _LEGAL.search(before) and not _LEGAL.search(rest))


_UNNAMED = frozenset({"index", "main", "app", "__main__", "mod", "lib", "program", "server"})


def _title(code: str, fence: str, path: str) -> str:
    if fence == "python" and (tree := parse_python(code)) and (doc := ast.get_docstring(tree)):
        return re.split(r"(?<=[.!?])\s", " ".join(doc.split("\n\n")[0].split()))[0].rstrip(".")
    stem = path.rpartition("/")[2].partition(".")[0]
    if stem.lower() in _UNNAMED and "/" in path:
        stem = path.split("/")[-2].rpartition(".")[2]
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", stem)
    return re.sub(r"[-_ ]+", " ", words).strip().capitalize()


def docstring_code(symbol: Symbol, text: str) -> tuple[FoundCode, ...]:
    """Return the code in a public symbol's doc comment, placed where it stands in its file."""
    if not re.search(r"```|>>> |::|@example|<pre>|code-block", symbol.doc):
        return ()
    lines = text.split("\n")
    return tuple(
        placed for item in _in_doc(symbol) if (placed := _placed(item, symbol, lines)) is not None
    )


def _in_doc(symbol: Symbol) -> Iterator[FoundCode]:
    fence = fence_of(symbol.language)
    if "```" in symbol.doc:
        for item in markdown_code(symbol.doc, symbol.path, "docstring"):
            given = "" if symbol.language == "Rust" and item.language in _RUSTDOC else item.language
            if item.language or symbol.language == "Rust":
                yield _under(item, symbol, given or fence)
        return
    for code in (*_javadoc(symbol.doc), *(match[1] for match in _JSDOC.finditer(symbol.doc))):
        if code.strip():
            language = fence
            if knows(fence) and parses(code, fence) == "no" and parses(code, "json") == "alone":
                language = "json"
            yield FoundCode(symbol.path, 1, 1, "docstring", language, code, (symbol.name,))
    if symbol.language == "Python":
        for item in rst_code(symbol.doc, symbol.path, "docstring", default=fence):
            yield _under(item, symbol, item.language)


def _javadoc(doc: str) -> Iterator[str]:
    """Yield the code of ``<pre>`` blocks as a reader of the generated pages sees it."""
    for match in _PRE.finditer(doc):
        text = match[2].rstrip()
        if match[1]:
            yield text.removesuffix("</code>").rstrip().removesuffix("}").strip("\n")
        else:
            yield html.unescape(re.sub(r"</?(?:code|b|i|em|strong)>", "", text)).strip("\n")


_RUSTDOC = {"", "no_run", "rust", "should_panic", "ignore", "compile_fail", "edition2021"}


def _under(item: FoundCode, symbol: Symbol, language: str) -> FoundCode:
    introduced = item.introduced_by or last_sentence(symbol.summary)
    return FoundCode(
        item.path, 1, 1, "docstring", language, item.code, (symbol.name,), introduced, item.output
    )


def _placed(item: FoundCode, symbol: Symbol, lines: list[str]) -> FoundCode | None:
    """Return the code with its lines in the file, found near the symbol; None if not there."""
    first = next((line.strip() for line in item.code.split("\n") if line.strip()), "")
    near = sorted(range(len(lines)), key=lambda at: abs(at + 1 - symbol.first_line))
    at = next((at for at in near if first and first in html.unescape(lines[at])), None)
    if at is None:
        return None
    count = len(item.code.strip("\n").split("\n"))
    return FoundCode(
        item.path, at + 1, min(at + count, len(lines)), "docstring", item.language, item.code,
        item.heading_path, item.introduced_by, item.output,
    )  # fmt: skip


def go_examples(text: str, path: str) -> tuple[FoundCode, ...]:
    """Return the bodies of Go's ``Example`` functions; their output comment is their output."""
    found = []
    for match in _GO_EXAMPLE.finditer(text):
        body = match[2].rstrip("\n")
        output = _GO_OUTPUT.search(body)
        shown = None
        if output:
            rows = body[output.end() :].split("\n")
            texts = [row.strip().removeprefix("//").strip() for row in rows]
            shown = "\n".join(text for text in texts if text) or None
            body = body[: output.start()].rstrip()
        line = text.count("\n", 0, match.start(2)) + 1
        last = line + body.count("\n")
        title = re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", match[1].removeprefix("Example")).strip()
        if body.strip():
            found.append(
                FoundCode(path, line, last, "example", "go", body, output=shown, title=title)
            )
    return tuple(found)


def python_tests(text: str, path: str) -> tuple[FoundCode, ...]:
    """Return short tests that read as usage: no fixtures, no mocks, a name that is a sentence."""
    tree = parse_python(text)
    if tree is None:
        return ()
    lines = text.split("\n")
    found = []
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test_"):
            continue
        arguments = node.args
        if node.decorator_list or arguments.args or arguments.kwonlyargs or arguments.posonlyargs:
            continue
        first, last = node.body[0].lineno, node.end_lineno or node.lineno
        code = "\n".join(lines[first - 1 : last])
        if last - first >= MAX_TEST_LINES or _TEST_NOISE.search(code) or "assert" not in code:
            continue
        imports = "\n".join(_needed_imports(tree, node, lines))
        title = node.name.removeprefix("test_").replace("_", " ").capitalize()
        body = "\n".join(line.removeprefix("    ") for line in code.split("\n"))
        whole = f"{imports}\n\n{body}" if imports else body
        found.append(FoundCode(path, first, last, "test", "python", whole, title=title))
    return tuple(found)


def _needed_imports(tree: ast.Module, node: ast.FunctionDef, lines: list[str]) -> Iterator[str]:
    """Yield the module's one-name import lines that the test uses, as they stand."""
    used = {item.id for item in ast.walk(node) if isinstance(item, ast.Name)}
    for statement in tree.body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            bound = {alias.asname or alias.name.split(".")[0] for alias in statement.names}
            if bound & used:
                yield "\n".join(lines[statement.lineno - 1 : statement.end_lineno])
