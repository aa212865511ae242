"""reStructuredText to blocks, by its lines: titles, paragraphs, lists and literal code.

Directives that the product's own documentation build computes have no text and are passed over.
"""

import ast
import re
from dataclasses import replace

from launch.checks.texts import fold, lines_of
from launch.knowledge.passages.blocks import Block, BlockKind, Document, Text
from launch.knowledge.passages.lists import shifted, with_code
from launch.knowledge.passages.right import without_wrongs

_RULE = re.compile(r"([=\-~^\"'#*+`:.<>_])\1{2,}\s*$")
_ITEM = re.compile(r"(\s*)([-*+•]|\d+[.)]|#\.)\s+(?=\S)")
_DIRECTIVE = re.compile(r"\.\.\s+([\w:.-]+)::\s*(.*)$")
_CODE = frozenset(
    {"code-block", "code", "sourcecode", "highlight", "literalinclude", "parsed-literal"}
)
_FIELD = re.compile(r":[A-Za-z][\w -]{0,30}:(?:\s|$)")
_NOTES = frozenset(
    {"note", "warning", "tip", "important", "caution", "hint", "attention", "danger", "admonition"}
)
_LONGEST_TERM = 60
_PROSE = frozenset({"note", "warning", "admonition", "tip", "versionadded", "versionchanged"})


def read_restructured(path: str, text: str) -> Document:
    """Return the blocks of a reStructuredText document."""
    reader = _Reader(lines_of(text))
    blocks = without_wrongs(block for block in reader.blocks() if block.why != "comment")
    pattern = re.compile(r"(?m)^\.\. _([^:\n]+):\s+(https?://\S+)$")
    found = tuple(sorted((label.strip("`"), url) for label, url in pattern.findall(text)))
    return Document(path, blocks, found)


class _Reader:
    def __init__(self, lines: tuple[str, ...]) -> None:
        self.lines = lines
        self.at = 0
        self.levels: list[str] = []
        self.literal = False

    def blocks(self) -> list[Block]:
        found: list[Block] = []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.strip():
                self.at += 1
                continue
            found += self._title() or self._directive() or self._indented() or self._rest()
        return _with_terms(found)

    def _title(self) -> list[Block]:
        line = self.lines[self.at]
        after = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
        third = self.lines[self.at + 2] if self.at + 2 < len(self.lines) else ""
        first = self.at + 1
        if _RULE.match(line) and after.strip() and _RULE.match(third) and line[:2] == third[:2]:
            title, mark, height = after.strip(), line[0] * 2, 3
        elif (
            not line[0].isspace() and _RULE.match(after) and len(after.strip()) >= len(line.strip())
        ):
            title, mark, height = line.strip(), after[0], 2
        elif _RULE.match(line):
            self.at += 1
            return [Block("other", first, first, why="rule")]
        else:
            return []
        self.at += height
        if mark not in self.levels:
            self.levels.append(mark)
        level = min(6, self.levels.index(mark) + 1)
        return [
            Block("heading", first, first + height - 1, (Text(fold(title), first, first),), level)
        ]

    def _directive(self) -> list[Block]:
        line = self.lines[self.at]
        if not line.startswith(".."):
            return []
        first = self.at + 1
        match = _DIRECTIVE.match(line)
        self.at += 1
        body = self._body()
        last = max(first, self.at)
        if match is not None and match[1] in _CODE:
            code = _without_options(body)
            if code.strip():
                return [Block("code", first, last, language=match[2].strip().lower(), code=code)]
        elif match is not None and match[1] in _NOTES:
            return _note("" if match[1] == "admonition" else match[2], body, first)
        elif match is not None and _holds_python(match[1], body):
            code = _without_options(body)
            return [Block("code", first, last, language="python", code=code)]
        return [Block("other", first, last, why=match[1] if match else "comment")]

    def _body(self) -> list[str]:
        body: list[str] = []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.strip() and not line[0].isspace():
                break
            body.append(line)
            self.at += 1
        while body and not body[-1].strip():
            body.pop()
        return body

    def _indented(self) -> list[Block]:
        line = self.lines[self.at]
        if not line[0].isspace():
            if line.startswith((">>> ", "|", "+-", "===")):
                first = self.at + 1
                self._paragraph_lines()
                return [Block("other", first, self.at, why="literal")]
            return []
        first = self.at + 1
        body = self._body()
        if self.literal:
            self.literal = False
            return [Block("code", first, first + len(body) - 1, code=_dedent(body))]
        return [Block("other", first, first + len(body) - 1, why="indented")]

    def _paragraph_lines(self) -> list[str]:
        found: list[str] = []
        while self.at < len(self.lines) and self.lines[self.at].strip():
            found.append(self.lines[self.at])
            self.at += 1
        return found

    def _rest(self) -> list[Block]:
        if _ITEM.match(self.lines[self.at]):
            return self._list()
        first = self.at + 1
        if _FIELD.match(self.lines[self.at]):
            return self._fields()
        lines = self._paragraph_lines()
        if len(lines) > 1 and lines[1][:1].isspace():
            return self._definitions(lines, first)
        text = fold(" ".join(lines))
        self.literal = text.endswith("::")
        text = re.sub(r"(?:^|\s+)::$", "", text) if re.search(r"(?:^|[.\s])::$", text) else text
        text = re.sub(r"::$", ":", text)
        return [Block("paragraph", first, self.at, (Text(text, first, self.at),))] if text else []

    def _list(self) -> list[Block]:
        first = self.at + 1
        texts: list[Text] = []
        inner: list[Block] = []
        kind: BlockKind = "list"
        while self.at < len(self.lines):
            match = _ITEM.match(self.lines[self.at])
            if match is None or match[1]:
                break
            kind = "list" if match[2] in "-*+•" else "ordered_list"
            start = self.at + 1
            parts = [self.lines[self.at][match.end() :]]
            self.at += 1
            while self.at < len(self.lines) and self.lines[self.at][:1].isspace():
                if not self.lines[self.at].strip() or _ITEM.match(self.lines[self.at]):
                    break
                parts.append(self.lines[self.at])
                self.at += 1
            end = self.at
            texts.append(Text(fold(" ".join(parts)), start, end))
            held = self._between_items()
            inner += [Block("paragraph", start, end, (texts[-1],)), *held]
        if len(inner) > len(texts):
            return with_code(kind, inner, texts)
        return [Block(kind, first, texts[-1].last, tuple(texts), level=1)]

    def _definitions(self, lines: list[str], first: int) -> list[Block]:
        """Return a list of terms with what is said of each; other indented lines are no text."""
        texts: list[Text] = []
        while len(lines) > 1 and lines[1][:1].isspace() and len(lines[0]) <= _LONGEST_TERM:
            told = fold(" ".join(lines))
            texts.append(Text(told, first, first + len(lines) - 1, term=fold(lines[0])))
            while self.at < len(self.lines) and not self.lines[self.at].strip():
                self.at += 1
            after = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
            here = self.lines[self.at] if self.at < len(self.lines) else ""
            if not after[:1].isspace() or here[:1].isspace() or here.startswith((".. ", ":", "- ")):
                break
            first = self.at + 1
            lines = self._paragraph_lines()
        if not texts:
            return [Block("other", first, self.at, why="definition")]
        return [Block("list", texts[0].first, texts[-1].last, tuple(texts), level=1)]

    def _fields(self) -> list[Block]:
        """Return a field list as a list; code that a field holds comes after its name."""
        inner: list[Block] = []
        while self.at < len(self.lines) and _FIELD.match(self.lines[self.at]):
            start = self.at + 1
            head = self.lines[self.at]
            self.at += 1
            body = self._body()
            code = next((at for at, line in enumerate(body) if line.strip() == "::"), None)
            told = [head, *(body if code is None else body[:code])]
            while told and not told[-1].strip():
                told.pop()
            end = start + len(told) - 1
            if all(line.strip() for line in told):
                text = Text(fold(" ".join(told)), start, end)
                inner.append(Block("paragraph", start, end, (text,)))
            if code is not None:
                rest = body[code + 1 :]
                first = start + 1 + code
                inner.append(
                    Block("code", first, first + len(rest), code=_dedent(rest).strip("\n"))
                )
        return with_code("list", inner, [text for block in inner for text in block.texts])

    def _between_items(self) -> list[Block]:
        """Pass blank lines; return what an item holds below its first paragraph."""
        at = self.at
        while at < len(self.lines) and not self.lines[at].strip():
            at += 1
        if at < len(self.lines) and self.lines[at][:1].isspace():
            self.at = at
            return _inner(self._body(), at)
        if at < len(self.lines) and _ITEM.match(self.lines[at]):
            self.at = at
        return []


def _with_terms(blocks: list[Block]) -> list[Block]:
    """Return the blocks with definitions that code stands between as one list."""
    found: list[Block] = []
    defined = False
    for block in blocks:
        is_terms = block.kind == "list" and bool(block.texts[0].term)
        goes_on = is_terms and defined and found[-1].kind == "code"
        if goes_on:
            found[-1] = replace(found[-1], inside=True)
        defined = is_terms or (defined and block.kind == "code")
        found.append(replace(block, inside=True) if goes_on else block)
    return found


def _note(head: str, body: list[str], line: int) -> list[Block]:
    """Return the blocks of a note whose text may begin on the line of its directive."""
    plain = list(body)
    for at, row in enumerate(plain):
        if row.strip() and not row.lstrip().startswith(":"):
            break
        plain[at] = ""
    return _inner([head, *_dedent(plain).split("\n")], line - 1)


def _inner(body: list[str], above: int) -> list[Block]:
    """Return the blocks of lines that stand further in, below the line number ``above``."""
    rows = body if body and body[0][:1].strip() else _dedent(body).split("\n")
    return [shifted(block, above) for block in _Reader(tuple(rows)).blocks()]


def _holds_python(directive: str, body: list[str]) -> bool:
    """Return whether a directive of a documentation's own shows its body as Python code."""
    code = _without_options(body)
    if (
        directive in _PROSE
        or "example" not in directive
        or not re.search(r"\b(?:def|import|class)\b", code)
    ):
        return False
    try:
        ast.parse(code)
    except (SyntaxError, ValueError, RecursionError):
        return False
    return True


def _without_options(body: list[str]) -> str:
    start = 0
    while start < len(body) and (not body[start].strip() or body[start].lstrip().startswith(":")):
        start += 1
    return _dedent(body[start:])


def _dedent(body: list[str]) -> str:
    depths = [len(line) - len(line.lstrip()) for line in body if line.strip()]
    return "\n".join(line[min(depths) :] if depths else line for line in body)
