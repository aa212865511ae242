"""Markdown (and MDX) to blocks, by markdown-it-py and its line maps."""

import re
import textwrap
from dataclasses import replace
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from launch.checks.texts import fold
from launch.knowledge.passages.blocks import Block, BlockKind, Document, Text
from launch.knowledge.passages.containers import LABEL, without_containers
from launch.knowledge.passages.lists import depth_of, with_code
from launch.knowledge.passages.restructured import read_restructured
from launch.knowledge.passages.right import without_wrongs
from launch.wording.edits import drop_images

_HTML_HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1>", re.DOTALL | re.IGNORECASE)
_ADMONITION = re.compile(
    r"^\s*(?::::?|!!!|\?\?\?|\{%|\{\{[<%]|<[A-Z][\w.]*[\s/>]|import .* from |export )"
)

_INCLUDED = re.compile(
    r"\{\{[<%]\s*(\w*(?:[cC]ode|highlight|mermaid|raw|include|[iI]nline)\w*)\b[^}]*[%>]\}\}"
    r".*?\{\{[<%]\s*/\s*\1\s*[%>]\}\}",
    re.DOTALL,
)
_HTML_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HTML_TAG = re.compile(r"<[^>]*>")
_ALERT = re.compile(
    r"(?:\[!\w+\]|(?:[*_]{1,3}(?:note|tip|important|warning|caution|attention|info)[:.!]?[*_]{1,3}:?))"
    r"\s*",
    re.IGNORECASE,
)
_TARGET = re.compile(r"^\([\w.:-]+\)=$|^\{[.#][\w .#=-]+\}$")
"""A line that names the place for links, or its look."""
_MDX_COMMENT = re.compile(r"(?m)^[ \t]*\{/\*.*?\*/\}", re.DOTALL)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def read_markdown(path: str, text: str) -> Document:
    """Return the blocks of a Markdown document; front matter is passed over."""
    plain = _without_included(text)
    body, offset = _without_front_matter(plain)
    environment: dict[str, object] = {}
    tokens = _parser().parse(body, environment)
    blocks = _Reader(tokens, offset).blocks()
    if not any(block.kind == "heading" and block.level == 1 for block in blocks):
        blocks = [*_front_title(plain, offset), *blocks]
    return Document(path, without_wrongs(blocks), _references(body))


def _front_title(text: str, offset: int) -> list[Block]:
    """Return the front matter's title as the heading that the document itself lacks."""
    for number, line in enumerate(text.split("\n")[:offset], 1):
        match = re.match(r"title\s*[:=]\s*[\"']?([^\"'\s{}][^\"'\n{}]{1,79}?)[\"']?\s*$", line)
        if match is not None:
            return [Block("heading", number, number, (Text(match[1], number, number),), level=1)]
    return []


def _without_included(text: str) -> str:
    """Blank, line by line, what stands inside shortcodes that set code: no prose, no headings."""
    bare = _MDX_COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)
    return without_containers(_INCLUDED.sub(lambda match: "\n" * match[0].count("\n"), bare))


def _references(body: str) -> tuple[tuple[str, str], ...]:
    pattern = re.compile(r"(?m)^ {0,3}\[([^\]\n^][^\]\n]*)\]:\s*<?(\S+?)>?(?:\s+[\"'(].*)?$")
    found: dict[str, str] = dict(reversed(pattern.findall(body)))
    return tuple(sorted(found.items(), key=lambda pair: (-len(pair[0]), pair[0])))


def _without_front_matter(text: str) -> tuple[str, int]:
    match = re.match(r"(---|\+\+\+)[ \t]*\n.*?\n\1[ \t]*(?:\n|$)", text, re.DOTALL)
    if match is None:
        return text, 0
    return text[match.end() :], text.count("\n", 0, match.end())


class _Reader:
    """Walks the token stream once; lists and tables are flattened."""

    def __init__(self, tokens: list[Token], offset: int) -> None:
        self.tokens = tokens
        self.offset = offset
        self.at = 0

    def blocks(self) -> list[Block]:
        found: list[Block] = []
        while self.at < len(self.tokens):
            found += self._next()
        return found

    def _lines(self, token: Token) -> tuple[int, int]:
        first, last = token.map or (0, 1)
        return first + 1 + self.offset, max(first + 1, last) + self.offset

    def _next(self) -> list[Block]:
        token = self.tokens[self.at]
        self.at += 1
        first, last = self._lines(token)
        match token.type:
            case "heading_open":
                inline = self.tokens[self.at]
                self.at += 2
                text = Text(fold(inline.content), first, last)
                return [Block("heading", first, last, (text,), level=int(token.tag[1]))]
            case "paragraph_open":
                inline = self.tokens[self.at]
                self.at += 2
                bare = _TARGET.sub("", drop_images(inline.content))
                if not bare.strip(" |·•"):
                    return []
                return [_paragraph(inline.content, first, last)]
            case "fence" if "eval-rst" in token.info:
                return _embedded(token.content, first)
            case "fence" | "code_block":
                return [_code(token, first, last)]
            case "bullet_list_open" | "ordered_list_open":
                return self._list(token)
            case "table_open":
                return [self._table(token)]
            case "blockquote_open":
                return self._quote(first, last)
            case "html_block":
                return self._html(token.content, first, last)
        return []

    def _html(self, content: str, first: int, last: int) -> list[Block]:
        """Return a heading, or what no page can show; nothing for comments, pictures, buttons."""
        bare = _HTML_COMMENT.sub("", content)
        heading = _HTML_HEADING.search(content)
        if heading is not None and bare.strip():
            text = Text(fold(heading[2]), first, last)
            return [Block("heading", first, last, (text,), level=int(heading[1]))]
        if not _HTML_TAG.sub("", bare).strip(" \n|·•"):
            return []
        return [Block("other", first, last, why="html")]

    def _quote(self, first: int, last: int) -> list[Block]:
        """Return what an alert holds, without its label; other people's words are no text."""
        inner: list[Block] = []
        while self.at < len(self.tokens) and self.tokens[self.at].type != "blockquote_close":
            inner += self._next()
        self.at += 1
        text = inner[0].texts[0] if inner and inner[0].kind == "paragraph" else None
        label = _ALERT.match(text.source) if text is not None else None
        if text is None or label is None:
            return [Block("other", first, last, why="quote")]
        rest = replace(text, source=text.source[label.end() :])
        return [replace(inner[0], texts=(rest,)), *inner[1:]] if rest.source else inner[1:]

    def _list(self, opening: Token) -> list[Block]:
        first, last = self._lines(opening)
        ordered = opening.type.startswith("ordered")
        texts: list[Text] = []
        inner: list[Block] = []
        depth = 1
        while self.at < len(self.tokens) and depth:
            token = self.tokens[self.at]
            if token.type in {"bullet_list_open", "ordered_list_open"}:
                depth += 1
                if texts:
                    texts[-1] = replace(texts[-1], leads=True)
                self.at += 1
            elif token.type in {"bullet_list_close", "ordered_list_close"}:
                depth -= 1
                self.at += 1
            elif token.type in {"list_item_open", "list_item_close"}:
                self.at += 1
            else:
                for block in self._next():
                    inner.append(block)
                    here = block.texts if block.kind == "paragraph" else ()
                    texts += (replace(text, depth=depth - 1) for text in here)
        kind: BlockKind = "ordered_list" if ordered else "list"
        if all(block.kind == "paragraph" for block in inner) and texts:
            return [Block(kind, first, last, tuple(texts), level=depth_of(texts))]
        return with_code(kind, inner, texts)

    def _table(self, opening: Token) -> Block:
        first, last = self._lines(opening)
        texts: list[Text] = []
        columns = 0
        line = first
        while self.at < len(self.tokens) and self.tokens[self.at].type != "table_close":
            token = self.tokens[self.at]
            if token.type == "tr_open" and token.map:
                line = self._lines(token)[0]
            elif token.type == "th_open":
                columns += 1
            elif token.type == "inline":
                texts.append(Text(fold(token.content), line, line))
            self.at += 1
        self.at += 1
        return Block("table", first, last, tuple(texts), columns=columns)


def _embedded(content: str, first: int) -> list[Block]:
    """Return the code blocks of reStructuredText inside a Markdown fence, at their own lines."""
    found = read_restructured("", content).blocks
    return [
        replace(block, first=block.first + first, last=block.last + first)
        if block.kind == "code"
        else Block("other", block.first + first, block.last + first, why="directive")
        for block in found
    ]


def _paragraph(content: str, first: int, last: int) -> Block:
    if content.startswith(LABEL) and "\n" not in content:
        return Block("paragraph", first, last, (Text(content[1:], first, last),), inside=True)
    if _ADMONITION.match(content):
        return Block("other", first, last, why="directive")
    return Block("paragraph", first, last, (Text(fold(content), first, last),))


def _code(token: Token, first: int, last: int) -> Block:
    directive = re.match(r"\{([\w:.-]+)\}\s*(\S*)", (token.info or "").strip())
    if directive is not None and directive[1] not in {"code-block", "code", "sourcecode"}:
        return Block("other", first, last, why="directive")
    named = directive[2] if directive is not None else (token.info or "").strip()
    language = re.split(r"[\s{,:]", named.lstrip("{"))[0].strip("}").lower()
    if language in {"note", "warning", "tip", "important", "toctree", "mermaid", "eval-rst"}:
        return Block("other", first, last, why="directive")
    code = textwrap.dedent(token.content).rstrip("\n")
    return Block("code", first, last, language=language, code=code)
