"""Admonitions and tabs of the many Markdown dialects, made plain line by line.

What a note holds is prose as any other; a tab's name is a label of what it holds.
"""

import re
from collections.abc import Iterator

from launch.checks.texts import lines_of

LABEL = "\x01"
"""Opens a line that holds the name of a tab and nothing else."""
_TOLD = (
    r"(?:note|info|information|tip|hint|important|warning|caution|danger|attention|admonition|"
    r"success|callout|example|abstract|summary)"
)
_MKDOCS = re.compile(rf"( *)(?:!!!|\?\?\?)\+? +{_TOLD}\b.*$")
_MKDOCS_TAB = re.compile(r"( *)===[!+]? +\"([^\"\n]{1,60})\"\s*$")
_ICON = re.compile(r":[\w-]+:\s*")
_FENCED = re.compile(rf" {{0,3}}:{{3,}} *\{{?{_TOLD}\b.*$|^ {{0,3}}:{{3,}}\s*$", re.IGNORECASE)
_MYST = re.compile(rf" {{0,3}}(`{{3,}}|~{{3,}})\{{{_TOLD}\}}.*$")
_TAB = re.compile(
    r"[ \t]*(?:<(?:Tab|TabItem|TabPanel|TabPane)\b|\{\{[<%]\s*tab\w*\b)[^\n]*?"
    r"(?:\b(?:label|header|title|name|value)=|\s)\"([^\"\n]{1,60})\"[^\n]*$"
)
_COMPONENT = re.compile(r"[ \t]*(?:</?[A-Z][\w.]*(?:\s[^<>\n]*)?/?>[ \t]*)+$")
"""A line of components' tags alone: an HTML block would swallow the fence that follows it."""


def without_containers(text: str) -> str:
    """Return the text with as many lines, notes and tabs without their marks and indents."""
    return "\n".join(_plain(list(lines_of(text))))


def _plain(lines: list[str]) -> Iterator[str]:
    at = 0
    fence = ""
    while at < len(lines):
        line = lines[at]
        at += 1
        opening = re.match(r"\s*(`{3,}|~{3,})", line)
        if fence:
            fence = "" if opening and line.strip() == opening[1] >= fence else fence
            yield line
        elif note := _MKDOCS.match(line) or _MKDOCS_TAB.match(line):
            label = _ICON.sub("", note.group(2)) if note.re is _MKDOCS_TAB else ""
            body, at = _indented(lines, at, len(note[1]))
            yield f"{LABEL}{label}" if label else ""
            yield from _plain(body)
        elif myst := _MYST.match(line):
            body, after = _until(lines, at, myst[1])
            yield from ("", *_plain(body), *[""] * (after - at - len(body)))
            at = after
        elif opening:
            fence = opening[1]
            yield line
        elif tab := _TAB.match(line):
            yield f"{LABEL}{tab[1]}"
        else:
            yield "" if _FENCED.match(line) or _COMPONENT.match(line) else line


def _indented(lines: list[str], at: int, margin: int) -> tuple[list[str], int]:
    """Return the lines that stand four further in than the margin, moved back, and what is next."""
    end = at
    while end < len(lines) and (
        not lines[end].strip() or lines[end].startswith(" " * (margin + 4))
    ):
        end += 1
    while end > at and not lines[end - 1].strip():
        end -= 1
    return [line[margin + 4 :] for line in lines[at:end]], end


def _until(lines: list[str], at: int, fence: str) -> tuple[list[str], int]:
    """Return the lines up to the fence that closes, without options, and what is next."""
    end = at
    while end < len(lines) and lines[end].strip() != fence:
        end += 1
    body = lines[at:end]
    for number, line in enumerate(body):
        if not re.match(r":[\w-]+:", line):
            break
        body[number] = ""
    return body, min(end + 1, len(lines))
