"""A Markdown file as front matter and sections, by line: what updates in place are made of.

A section is a heading and the lines up to the next heading of any level.
"""

from dataclasses import dataclass

from markdown_it import MarkdownIt

from launch.markdown.front_matter import lines_of_head
from launch.markdown.lines import newlines, normal, split_lines

_MARKDOWN = MarkdownIt("commonmark")


@dataclass(frozen=True)
class Section:
    """A section; lines are counted from 0 and ends are exclusive."""

    path: tuple[str, ...]
    """Headings that lead to it, outermost first; empty for what stands before the first one."""
    level: int
    first: int
    """The heading's line."""
    body: int
    """First line after the heading."""
    end: int


@dataclass(frozen=True)
class Pages:
    """A file's lines, line ends kept, with its parts."""

    lines: tuple[str, ...]
    front_matter_end: int
    """First line after the front matter and its closing line; 0 where there is none."""
    sections: tuple[Section, ...]

    def text(self, section: Section) -> str:
        """Return the section's lines, heading included, line ends as newlines."""
        return newlines("".join(self.lines[section.first : section.end]))


def read_page(text: str) -> Pages:
    """Split a file; text without front matter or headings has one section with an empty path."""
    lines = split_lines(text)
    start = lines_of_head(text)
    return Pages(lines=lines, front_matter_end=start, sections=_sections(lines, start))


def _sections(lines: tuple[str, ...], start: int) -> tuple[Section, ...]:
    starts = _headings(lines, start)
    found: list[Section] = []
    trail: list[tuple[int, str]] = []
    bounds = [first for first, _, _, _ in starts] + [len(lines)]
    if bounds[0] > start:
        found.append(Section(path=(), level=0, first=start, body=start, end=bounds[0]))
    for (first, body, level, title), end in zip(starts, bounds[1:], strict=True):
        trail = [(above, name) for above, name in trail if above < level]
        trail.append((level, title))
        path = tuple(name for _, name in trail)
        found.append(Section(path=path, level=level, first=first, body=body, end=end))
    return tuple(found)


def _headings(lines: tuple[str, ...], start: int) -> list[tuple[int, int, int, str]]:
    tokens = _MARKDOWN.parse(normal("".join(lines[start:])))
    return [
        (start + token.map[0], start + token.map[1], int(token.tag[1:]), tokens[at + 1].content)
        for at, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0 and token.map is not None
    ]
