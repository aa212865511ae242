"""Quoted passages as blocks: moved whole, code with its announcement, or not at all."""

import re
from collections.abc import Iterator, Sequence

from launch.checks.code_origin import without_prompts
from launch.checks.code_parses import parse_problem
from launch.contracts.draft_content import (
    Block,
    Code,
    Heading,
    ListBlock,
    Paragraph,
    Sentence,
    Table,
)
from launch.contracts.product_facts import Claim, PassageBlock
from launch.markdown.shortcodes import can_be_escaped
from launch.writing.offline.material import Material, empty_cell, plain, quoted

_OPENS_BLOCK = re.compile(r"^(?:#{1,6}\s|>|[-*+]\s|\d+[.)]\s|```|~~~|\||\s{4}|<[a-zA-Z!/])")
_DIRECTIVE = re.compile(r"\s*:[a-z][\w-]*:(?:\s|$)")
_ROLE = re.compile(r"(?<!`)\{[a-z][\w:+-]*\}`[^`]+`")
_EMPHASISED = re.compile(r"(\*\*|__)[^*_]+[^*_.,;:!?](\1)")
"""A paragraph that is nothing but emphasis: its author meant a heading."""


_SHELLS = frozenset({"bash", "sh", "shell", "console", "zsh"})
_MARKUP = frozenset({*_SHELLS, "xml", "toml", "groovy", "kotlin", "json", "yaml", "text"})
"""Languages in which code that stands on the page already has nothing new to say."""


_FEW_LINES = 2
"""Lines up to which code that stands on the page in longer code has nothing new to say."""
_ANNOUNCEMENT = 20
"""Words up to which a paragraph before a command does no more than announce it."""


def passage_blocks(material: Material, claim: Claim, level: int) -> tuple[Block, ...]:
    """Return the passage's blocks, headings at ``level`` or below; none where one cannot stand."""
    if claim.passage is None:
        return ()
    blocks = claim.passage.blocks
    problem = next((why for block in blocks if (why := _unfit(block))), None)
    if problem is not None:
        material.notes.append(f"A passage of {claim.subject} was left out: {problem}.")
        return ()
    shown = _shown(material, blocks)
    found: list[Block] = []
    for number in range(len(blocks)):
        if number in shown:
            continue
        found += _block(material, claim, number, level)
    return tuple(found)


def _shown(material: Material, blocks: Sequence[PassageBlock]) -> frozenset[int]:
    """Return the commands and files that the page shows already, with what announces each."""
    earlier = {_command(code) for code in material.shown_code}
    gone: set[int] = set()
    for number, block in enumerate(blocks):
        if block.kind != "code" or not _is_shown(block, earlier, material.shown_code):
            continue
        gone.add(number)
        before = blocks[number - 1] if number else None
        if before is not None and before.kind == "paragraph" and _announces(before.texts[-1]):
            gone.add(number - 1)
    return frozenset(gone)


def _is_shown(block: PassageBlock, earlier: set[str], shown: Sequence[str]) -> bool:
    """Return whether a command or file, or a line or two of a program, stands on the page."""
    if block.language in _MARKUP:
        return _command(block.snippet_code) in earlier
    lines = {_typed(line) for line in block.snippet_code.split("\n") if line.strip()}
    if len(lines) > _FEW_LINES:
        return block.snippet_code.strip() in {code.strip() for code in shown}
    return any(lines <= {_typed(line) for line in code.split("\n")} for code in shown)


def _typed(line: str) -> str:
    """Return a line as a reader types it, without a session's prompt."""
    return line.removeprefix(">>> ").strip()


def _command(code: str) -> str:
    """Return code as it is compared: prompts, quotes and white space do not tell apart."""
    plain = without_prompts(code).replace('"', "").replace("'", "")
    return " ".join(re.sub(r"\s(?:-u|-U|--upgrade)(?=\s)", " ", plain).split())


def _announces(text: str) -> bool:
    return text.endswith(":") or len(text.split()) <= _ANNOUNCEMENT


def _unfit(block: PassageBlock) -> str | None:
    if block.kind == "code" and _DIRECTIVE.match(block.snippet_code):
        return "its code is a directive of the product's own documentation build"
    if block.kind == "code":
        return None if can_be_escaped(block.snippet_code) else "its code holds an open shortcode"
    if any(_OPENS_BLOCK.match(text) for text in block.texts):
        return "a text would open another block of Markdown"
    if any(_ROLE.search(text) for text in block.texts):
        return "a text holds a role that only the product's own documentation build resolves"
    if not all(can_be_escaped(text) for text in block.texts):
        return "a text holds an open shortcode"
    return None


def _block(material: Material, claim: Claim, number: int, level: int) -> Iterator[Block]:
    assert claim.passage is not None
    block = claim.passage.blocks[number]
    texts = tuple(
        quoted(claim, number, t, material.documents)
        for t in range(len(block.texts))
        if t < len(block.edits)
    )
    match block.kind:
        case "code":
            code = code_block(material, claim, block)
            material.shown_code.append(code.code)
            yield code
        case "paragraph" if texts and _EMPHASISED.fullmatch(texts[0].text):
            yield Heading(level=min(6, level + 1), text=plain(texts[0]))
        case "paragraph" if texts and texts[0].text:
            yield Paragraph(sentences=texts)
        case "heading" if texts and texts[0].text:
            yield Heading(level=min(6, level + 1), text=plain(texts[0]))
        case "list" | "ordered_list":
            ordered = block.kind == "ordered_list"
            if any(block.depths):
                yield ListBlock(ordered=ordered, items=texts, depths=block.depths)
            else:
                once = {item.text: item for item in reversed(texts) if item.text}
                yield from _list(tuple(once.values())[::-1], level, ordered=ordered)
        case "table" if block.columns and len(texts) >= 2 * block.columns:
            cells = [cell if cell.text else empty_cell() for cell in texts]
            rows = [
                tuple(cells[start : start + block.columns])
                for start in range(0, len(cells) - block.columns + 1, block.columns)
            ]
            yield Table(header=rows[0], rows=tuple(rows[1:]))


def _list(items: tuple[Sentence, ...], level: int, *, ordered: bool) -> Iterator[Block]:
    """Yield a list; one whose items are groups under emphasised names, as headings and lists."""
    named = [bool(_EMPHASISED.fullmatch(item.text)) for item in items]
    grouped = not ordered and sum(named) > 1 and named[:1] == [True] and not named[-1]
    run: list[Sentence] = []
    for item, is_name in zip(items, named, strict=True):
        if grouped and is_name:
            if run:
                yield ListBlock(ordered=ordered, items=tuple(run))
            run = []
            yield Heading(level=min(6, level + 1), text=plain(item))
        else:
            run.append(item)
    if run:
        yield ListBlock(ordered=ordered, items=tuple(run))


def code_block(material: Material, claim: Claim, block: PassageBlock) -> Code:
    """Return a passage's code; where the catalogue has it, under its id."""
    bare = without_prompts(block.snippet_code)
    snippet = material.by_code.get(bare) or material.by_code.get(block.snippet_code.strip())
    if snippet is not None and without_prompts(snippet.code) != snippet.code:
        snippet = None
    language = block.language or (snippet.language if snippet is not None else "text")
    if snippet is not None and not snippet.parses:
        language = "text"
    if snippet is None and parse_problem(bare, language) is not None:
        language = "text"
    return Code(
        language=material.fence(language),
        code=snippet.code if snippet is not None else bare,
        snippet_id=snippet.id if snippet is not None else None,
        claim_ids=(claim.id,),
    )
