"""What a reader sees of a page's Markdown, node by node, with lines; and its code and links.

Strict: raw HTML, shortcode arguments, footnotes and whatever else is not known are nodes too.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from launch.markdown.front_matter import FrontMatter
from launch.markdown.lines import normal
from launch.markdown.shortcodes import seen_arguments, standing_alone, unescaped

NodePlace = Literal[
    "title",
    "link_title",
    "description",
    "front_matter",
    "heading",
    "paragraph",
    "list_item",
    "cell",
    "image_alt",
]
_READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_BLOCKS = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
"""Reads blocks alone: most texts hold no link, and their inline parse is half of the time."""
_BLOCKS.core.ruler.disable(["inline", "text_join"])
_MAY_LINK = re.compile(r"[\[<]|://|www\.")
_SPACE = re.compile(r"\s+")
_FOOTNOTE = re.compile(r"^( {0,3})\[\^[^\]\n]+\]:[ \t]*", re.MULTILINE)
_ALERT = re.compile(r"^\[!\w+\][+-]?[ \t]*")
_HEADING_ID = re.compile(r"\s*\{(?:\s*[#.][\w:.-]+)+\s*\}\s*$")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BARE_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'`)\]]*[^\s<>\"'`)\].,;:!?]")
_FRONT_PLACES: dict[str, NodePlace] = {
    "title": "title",
    "linktitle": "link_title",
    "description": "description",
}
_UNSEEN_KEYS = frozenset(
    """
    aliases bookcollapsesection bookflatsection bookhidden booktoc build cascade date draft
    expirydate headless id identifier iscjklanguage lastmod layout markup menu menus no_list
    notoc outputs parent publishdate sidebar_position slug sitemap toc_hide toc translationkey
    type url weight
    """.split()  # noqa: SIM905 - a word list reads better than forty lines
)


@dataclass(frozen=True)
class VisibleNode:
    """One text that readers see."""

    place: NodePlace
    text: str
    """Inline Markdown on one line, white space folded, escaped shortcodes unescaped."""
    line: int
    """Line it starts on."""


@dataclass(frozen=True)
class CodeBlock:
    """One code block."""

    language: str
    """First word of the fence's info; empty for indented code."""
    code: str
    """Code without final newline, escaped shortcodes unescaped."""
    line: int
    """Line of the fence, or of the first line of indented code."""


@dataclass(frozen=True)
class Link:
    """One link or image, references resolved, bare addresses included."""

    target: str
    """As written."""
    text: str
    """Link text or alt text, as plain text."""
    line: int
    """Line of the block it is in, moved down to its own where that is certain."""
    image: bool = False
    """Whether it is an image."""


@dataclass(frozen=True)
class HeadingNode:
    """One heading."""

    level: int
    text: str
    """Inline Markdown, without an id in braces."""
    line: int


def fold(text: str) -> str:
    """Return the text with runs of white space as one space, trimmed."""
    return _SPACE.sub(" ", text).strip()


def front_matter_nodes(front: FrontMatter) -> tuple[VisibleNode, ...]:
    """Return every front matter text that readers may see; keys of structure are left out."""
    found: list[VisibleNode] = []
    for key, value in front.values.items():
        if key.lower() in _UNSEEN_KEYS:
            continue
        place = _FRONT_PLACES.get(key.lower(), "front_matter")
        line = _key_line(front, key)
        found += [VisibleNode(place, fold(text), line) for text in _texts(value) if text.strip()]
    return tuple(found)


@dataclass(frozen=True)
class Body:
    """All that is read from a page's body, parsed once."""

    nodes: tuple[VisibleNode, ...]
    code: tuple[CodeBlock, ...]
    links: tuple[Link, ...]


def read_body(body: str, first_line: int = 1) -> Body:
    """Return visible texts, code blocks and links of a page's body."""
    parsed = _parse(body)
    return Body(
        _visible_nodes(parsed, first_line),
        _code_blocks(parsed, first_line),
        _links(parsed, first_line),
    )


def visible_nodes(body: str, first_line: int = 1) -> tuple[VisibleNode, ...]:
    """Return every visible text of a page's body, in order; code blocks are no nodes."""
    return _visible_nodes(_parse(body), first_line)


def _visible_nodes(parsed: "_Parsed", first_line: int) -> tuple[VisibleNode, ...]:
    nodes = [*_block_nodes(parsed.tokens), *parsed.extra]
    moved = [VisibleNode(n.place, fold(unescaped(n.text)), n.line + first_line) for n in nodes]
    return tuple(sorted((n for n in moved if n.text), key=lambda n: n.line))


def code_blocks(body: str, first_line: int = 1) -> tuple[CodeBlock, ...]:
    """Return every code block, fenced or indented, in order."""
    return _code_blocks(_parse(body), first_line)


def _code_blocks(parsed: "_Parsed", first_line: int) -> tuple[CodeBlock, ...]:
    return tuple(
        CodeBlock(
            (token.info.split() or [""])[0],
            unescaped(token.content.removesuffix("\n")),
            _line(token) + first_line,
        )
        for token in parsed.tokens
        if token.type in {"fence", "code_block"}
    )


def headings(body: str, first_line: int = 1) -> tuple[HeadingNode, ...]:
    """Return the headings in order."""
    tokens = _parse(body).tokens
    return tuple(
        HeadingNode(
            int(token.tag[1]),
            fold(_HEADING_ID.sub("", unescaped(tokens[index + 1].content))),
            _line(token) + first_line,
        )
        for index, token in enumerate(tokens)
        if token.type == "heading_open"
    )


def links(body: str, first_line: int = 1) -> tuple[Link, ...]:
    """Return links and images in order; targets in raw HTML are not among them."""
    return _links(_parse(body), first_line)


def _links(parsed: "_Parsed", first_line: int) -> tuple[Link, ...]:
    found: list[Link] = []
    for token in parsed.tokens:
        if token.type == "inline":
            found += _inline_links(token.children or [], _line(token) + first_line)
    return tuple(found)


@dataclass(frozen=True)
class _Parsed:
    tokens: list[Token]
    extra: list[VisibleNode]
    """Nodes that are no block of Markdown; lines from 0."""


def _parse(body: str) -> _Parsed:
    body = _FOOTNOTE.sub(r"\1", normal(body))
    extra: list[VisibleNode] = []
    if "{{" in body:
        body, extra = _without_shortcode_lines(body)
    env: dict[str, dict[str, dict[str, str]]] = {}
    tokens = _BLOCKS.parse(body, env)
    for token in tokens:
        if token.type == "inline" and _MAY_LINK.search(token.content):
            token.children = _READER.parseInline(token.content, env)[0].children
    references = env.get("references", {}).values()
    extra += [VisibleNode("paragraph", ref["title"], 0) for ref in references if ref.get("title")]
    return _Parsed(tokens, extra)


def _without_shortcode_lines(body: str) -> tuple[str, list[VisibleNode]]:
    """Blank the lines that are one shortcode tag; its readable arguments become nodes."""
    lines = body.split("\n")
    in_code = {
        number
        for token in _BLOCKS.parse(body)
        if token.type in {"fence", "code_block"} and token.map
        for number in range(*token.map)
    }
    extra: list[VisibleNode] = []
    for number, line in enumerate(lines):
        tag = standing_alone(line)
        if tag is None or number in in_code:
            continue
        extra += [VisibleNode("paragraph", text, number) for text in seen_arguments(tag)]
        lines[number] = line[: len(line) - len(line.lstrip(" >"))].rstrip()
    return "\n".join(lines), extra


def _block_nodes(tokens: Sequence[Token]) -> Iterator[VisibleNode]:
    within: list[str] = []
    quote_opens = False
    for token in tokens:
        if token.nesting == 1:
            within.append(token.type.removesuffix("_open"))
        quote_opens = token.type == "blockquote_open" or (
            quote_opens and token.type in {"paragraph_open", "inline"}
        )
        match token.type:
            case "inline":
                yield from _inline_nodes(token, _place(within), quote_opens)
            case "html_block":
                yield VisibleNode("paragraph", _COMMENT.sub("", token.content), _line(token))
            case "fence" if len(token.info.split()) > 1:
                yield VisibleNode("paragraph", token.info.split(None, 1)[1], _line(token))
        if token.nesting == -1:
            within.pop()


def _inline_nodes(token: Token, place: NodePlace, in_alert: bool) -> Iterator[VisibleNode]:  # noqa: FBT001
    text, line = token.content, _line(token)
    if in_alert:
        text = _ALERT.sub("", text)
    if place == "heading":
        text = _HEADING_ID.sub("", text)
    children = [c for c in token.children or [] if c.type not in {"softbreak", "hardbreak"}]
    if children and all(c.type == "image" for c in children):
        for child in children:
            yield VisibleNode("image_alt", child.content, line)
            yield VisibleNode("image_alt", str(child.attrGet("title") or ""), line)
        return
    yield VisibleNode(place, _COMMENT.sub("", text), line)


def _place(within: list[str]) -> NodePlace:
    if within and within[-1] == "heading":
        return "heading"
    if within and within[-1] in {"th", "td"}:
        return "cell"
    return "list_item" if "list_item" in within else "paragraph"


def _inline_links(children: Sequence[Token], line: int) -> Iterator[Link]:
    open_link: tuple[str, int] | None = None
    text = ""
    for child in children:
        match child.type:
            case "link_open":
                open_link, text = (str(child.attrGet("href") or ""), line), ""
            case "link_close" if open_link:
                yield Link(open_link[0], fold(text), open_link[1])
                open_link = None
            case "image":
                yield Link(str(child.attrGet("src") or ""), fold(child.content), line, image=True)
            case "softbreak" | "hardbreak":
                line += 1
                text += " "
            case _ if open_link:
                text += child.content
            case "text":
                yield from (Link(m[0], m[0], line) for m in _BARE_URL.finditer(child.content))


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for item in value:
                yield from _texts(item)
        case dict():
            for item in value.values():
                yield from _texts(item)


def _key_line(front: FrontMatter, key: str) -> int:
    first = front.body_line - front.raw.count("\n") - (1 if front.format == "json" else 2)
    for number, line in enumerate(front.raw.split("\n")):
        if line.lstrip(" \t\"'{").startswith(key):
            return first + number
    return first


def _line(token: Token) -> int:
    return token.map[0] if token.map else 0
