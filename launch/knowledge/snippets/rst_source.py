"""Code blocks of a reStructuredText document or docstring: directives, literals, sessions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from launch.knowledge.snippets.found import FoundCode, Origin, fence_name, last_sentence

_DIRECTIVE = re.compile(
    r"^(?P<indent>\s*)\.\. (?P<name>code-block|code|sourcecode|testcode|doctest|testoutput|prompt)"
    r"::[ \t]*(?P<argument>.*)$"
)
_UNDERLINE = re.compile(r"^([=\-~^\"'`#*+:.<>_])\1{2,}\s*$")
_ROLE = re.compile(r":[\w:]+:`~?([^`<]+?)(?:\s*<[^`]*>)?`")


@dataclass
class _Reading:
    """Where the reader is: headings open, the paragraph before."""

    headings: list[tuple[str, str]]
    paragraph: list[str]


def rst_code(text: str, path: str, origin: Origin, default: str = "") -> tuple[FoundCode, ...]:
    """Return the code blocks in order; ``default`` is the language of a block that names none."""
    found: list[FoundCode] = []
    for name, block in _blocks(text.split("\n"), path, origin, default):
        if name == "testoutput":
            if found:
                found[-1] = replace(found[-1], output=block.code.strip("\n"))
        else:
            found.append(block)
    return tuple(found)


def _blocks(
    lines: list[str], path: str, origin: Origin, default: str
) -> Iterator[tuple[str, FoundCode]]:
    reading = _Reading([], [])
    index = 0
    while index < len(lines):
        line = lines[index]
        directive = _DIRECTIVE.match(line)
        name, language = "", ""
        if directive:
            name = directive["name"]
            language = _language(name, directive["argument"], default)
            start, end = _body(lines, index + 1, len(directive["indent"]))
        elif line.rstrip().endswith("::") and not line.lstrip().startswith(".. "):
            reading.paragraph.append(line.rstrip().removesuffix(":"))
            language = default
            start, end = _body(lines, index + 1, _indent(line))
        elif line.lstrip().startswith(">>> "):
            language = "python"
            start, end = index, _session_end(lines, index)
        else:
            _note(reading, lines, index)
            index += 1
            continue
        if start < end:
            code = "\n".join(lines[start:end])
            before = _ROLE.sub(r"`\1`", " ".join(reading.paragraph))
            above = tuple(title for _, title in reading.headings)
            yield (
                name,
                FoundCode(
                    path, start + 1, end, origin, language, code, above, last_sentence(before)
                ),
            )
            reading.paragraph = []
        index = max(end, index + 1)


def _language(name: str, argument: str, default: str) -> str:
    if name in {"testcode", "doctest"}:
        return "python"
    return "bash" if name == "prompt" else fence_name(argument) or default


def _body(lines: list[str], index: int, indent: int) -> tuple[int, int]:
    """Return the span of the indented block that follows, options and blank ends left out."""
    end = index
    while end < len(lines) and (not lines[end].strip() or _indent(lines[end]) > indent):
        end += 1
    while index < end and re.match(r"^\s*:[\w-]+:.*$", lines[index]):
        index += 1
    while index < end and not lines[index].strip():
        index += 1
    while end > index and not lines[end - 1].strip():
        end -= 1
    return index, end


def _session_end(lines: list[str], index: int) -> int:
    """Return where a session ends: at a blank line that no further prompt follows."""
    while index < len(lines):
        following = lines[index + 1] if index + 1 < len(lines) else ""
        if not lines[index].strip() and not following.lstrip().startswith(">>> "):
            break
        index += 1
    return index


def _note(reading: _Reading, lines: list[str], index: int) -> None:
    """Keep the heading or paragraph that the line belongs to."""
    line = lines[index]
    mark = _UNDERLINE.match(line)
    above = lines[index - 1].strip() if index else ""
    if mark and above and not _UNDERLINE.match(above):
        known = [char for char, _ in reading.headings]
        keep = known.index(mark[1]) if mark[1] in known else len(known)
        reading.headings = [*reading.headings[:keep], (mark[1], above)]
        reading.paragraph = []
    elif not line.strip():
        if index + 1 < len(lines) and not _DIRECTIVE.match(lines[index + 1]):
            following = next((text for text in lines[index + 1 :] if text.strip()), "")
            if not following.lstrip().startswith((">>> ", ".. ")):
                reading.paragraph = []
    else:
        reading.paragraph.append(line.strip())


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
