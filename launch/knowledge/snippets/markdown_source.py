"""Code blocks of a Markdown document, with the headings above and the sentence before."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from launch.knowledge.snippets.found import FoundCode, Origin, fence_name, last_sentence

_READER = MarkdownIt("commonmark", {"html": True}).enable("table")
_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\n.*?\n\1[ \t]*(?:\n|\Z)", re.DOTALL)
_ADMONITION = re.compile(r"^(?:===|!!!|\?\?\?)\+? .*$", re.MULTILINE)
_OUTPUT_NAMES = {"output", "out", "stdout"}
_PLAIN_NAMES = {"", "text", "txt", "plain", "plaintext", "none", "console", "bash"}
_ANNOUNCES_OUTPUT = re.compile(
    r"(?i)^(?:the |expected |example |sample |console )?(?:output|result)s?\b"
    r"|\b(?:outputs?|prints?|printed|displays)(?: the following| this)?$"
)


def markdown_code(text: str, path: str, origin: Origin) -> tuple[FoundCode, ...]:
    """Return the document's code blocks in order; a block of output joins the code before it."""
    front = _FRONT_MATTER.match(text)
    skipped = front[0].count("\n") if front else 0
    body = text[front.end() :] if front else text
    found: list[FoundCode] = []
    for block in _blocks(body, path, origin, skipped, ()):
        previous = found[-1] if found else None
        if previous is not None and _is_output_of(block, previous, body, skipped):
            found[-1] = replace(previous, output=block.code.rstrip())
        elif block.language not in _OUTPUT_NAMES:
            found.append(block)
    return tuple(found)


def _blocks(
    body: str, path: str, origin: Origin, offset: int, above: tuple[str, ...]
) -> Iterator[FoundCode]:
    headings: list[tuple[int, str]] = []
    before = ""
    tokens = _READER.parse(body)
    for index, token in enumerate(tokens):
        match token.type:
            case "heading_open":
                level = int(token.tag[1])
                headings = [item for item in headings if item[0] < level]
                headings.append((level, _plain(tokens[index + 1])))
                before = ""
            case "inline" if tokens[index - 1].type == "paragraph_open":
                before = last_sentence(_ADMONITION.sub("", token.content)) if _says(token) else ""
            case "fence" | "code_block" if token.map:
                path_above = (*above, *(title for _, title in headings))
                yield from _code(token, path, origin, offset, path_above, before)
                before = ""
            case "hr" | "table_open" | "html_block":
                before = ""


def _code(
    token: Token, path: str, origin: Origin, offset: int, above: tuple[str, ...], before: str
) -> Iterator[FoundCode]:
    fenced = token.type == "fence"
    first = (token.map or [0])[0] + offset + (2 if fenced else 1)
    if not fenced and re.search(r"^\s*(?:```|~~~)\w", token.content, re.MULTILINE):
        for inner in _blocks(token.content, path, origin, first - 1, above):
            yield replace(inner, introduced_by=inner.introduced_by or before)
        return
    lines = token.content.rstrip("\n").count("\n")
    if token.content.strip():
        yield FoundCode(
            path=path,
            line=first,
            last_line=first + lines,
            origin=origin,
            language=fence_name(token.info) if fenced else "",
            code=token.content,
            heading_path=above,
            introduced_by=before,
        )


def _is_output_of(block: FoundCode, code: FoundCode, body: str, skipped: int) -> bool:
    """Return whether a block shows what the code before it prints."""
    if block.heading_path != code.heading_path or code.output is not None:
        return False
    if block.language not in _PLAIN_NAMES | _OUTPUT_NAMES or code.language in {"", "text"}:
        return False
    if block.language in _OUTPUT_NAMES:
        return True
    if not _ANNOUNCES_OUTPUT.search(block.introduced_by.strip("*_: ")):
        return False
    between = body.split("\n")[code.last_line - skipped : block.line - skipped - 1]
    return len([line for line in between if line.strip(" `~")]) <= 2


def _says(token: Token) -> bool:
    """Return whether a paragraph has words of its own, beside images and links."""
    depth = 0
    for part in token.children or ():
        depth += part.nesting if part.type.startswith("link_") else 0
        if depth == 0 and part.type in {"text", "code_inline"} and part.content.strip(" |·•-"):
            return True
    return False


def _plain(token: Token) -> str:
    parts: Sequence[Token] = token.children or ()
    texts = (part.content for part in parts if part.type in {"text", "code_inline"})
    return re.sub(r"\s*\{[#.][^}]*\}\s*$", "", "".join(texts)).strip()
