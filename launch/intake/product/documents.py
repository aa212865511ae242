"""Headings and relative links of Markdown and reStructuredText, by line; no rendering."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from itertools import islice
from urllib.parse import unquote

from launch.contracts.repo_inventory import BrokenPath, ReadmeSection

_FENCE = re.compile(r"^\s{0,3}(?:>\s?)*(?:[-*+]\s+)?(`{3,}|~{3,})")
_ATX = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_SETEXT = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
_HTML_HEADING = re.compile(r"(?i)<h([1-6])[^>]*>(.*?)</h\1>")
_RST_LINE = re.compile(r"^([=\-`:'\"~^_*+#<>.])\1{2,}\s*$")
_CODE_SPAN = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_LINKS = re.compile(
    r"\]\(\s*(?:<([^>\n]*)>|([^\s()]+(?:\([^\s()]*\)[^\s()]*)*))"
    r"|^ {0,3}\[[^\]^]+\]:\s*<?([^\s>]+)"
    r"|(?i:<(?:a|img)\s[^>]*?\b(?:href|src)\s*=\s*[\"']([^\"'\n]+)[\"'])"
)
_RST_LINKS = re.compile(r"`[^`<]*<([^>`\s]+)>`__?|^\s*\.\.\s+(?:image|figure|include)::\s+(\S+)")
_ELSEWHERE = re.compile(r"(?i)^(?:[a-z][a-z0-9+.-]*:|//|#|\?|<|\{|\$|@|&)|\{\{|\}\}|\{%|<%|\$\{")


_MOST = 1_000
"""Headings of a document that are told; a document of more is made by a program."""
_LONGEST = 5_000
"""Characters of a line that is searched for links."""


@dataclass(frozen=True)
class Link:
    """A link as written."""

    line: int
    target: str


def sections_of(path: str, text: str) -> tuple[ReadmeSection, ...]:
    """Return the headings with the lines of their sections, subsections included."""
    rst = path.lower().endswith((".rst", ".rest"))
    headings = list(islice(_rst_headings(text) if rst else _markdown_headings(text), _MOST))
    last = max(1, text.count("\n") + (not text.endswith("\n")))
    found = []
    for index, (level, title, line) in enumerate(headings):
        after = (at for depth, _, at in headings[index + 1 :] if depth <= level)
        end = max(line, next(after, last + 1) - 1)
        found.append(ReadmeSection(level=level, title=title, line=line, last_line=end))
    return tuple(found)


def _markdown_headings(text: str) -> Iterable[tuple[int, str, int]]:
    previous = ""
    for number, line in _outside_fences(text):
        if match := _ATX.match(line):
            if title := plain(match[2] or ""):
                yield len(match[1]), title, number
        elif match := _HTML_HEADING.search(line):
            if title := plain(match[2]):
                yield int(match[1]), title, number
        elif (match := _SETEXT.match(line)) and _is_prose(previous):
            yield (1 if match[1][0] == "=" else 2), plain(previous), number - 1
        previous = line


def _is_prose(line: str) -> bool:
    bare = line.strip()
    return bool(bare) and not bare.startswith(("|", "-", "*", "+", ">", "#", "<!--"))


def _rst_headings(text: str) -> Iterable[tuple[int, str, int]]:
    lines = text.split("\n")
    levels: list[str] = []
    for index in range(len(lines) - 1):
        title, under = lines[index].rstrip(), lines[index + 1].rstrip()
        if not title or _RST_LINE.match(title) or not _RST_LINE.match(under):
            continue
        if len(under) < len(title) or title[0].isspace():
            continue
        over = index > 0 and lines[index - 1].rstrip() == under
        style = under[0] + ("^" if over else "")
        if style not in levels:
            levels.append(style)
        yield min(6, levels.index(style) + 1), plain(title.strip()), index + 1


def plain(inline: str) -> str:
    """Return the text of inline Markdown: links, images, emphasis and tags taken off."""
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", inline)
    text = re.sub(r"\[!\[[^\]]*\]\([^)]*\)\]\([^)]*\)", "", text)
    text = re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])", r"\1", text)
    text = re.sub(r"<[^>]+>", "", text)
    text = re.sub(r"\s*\{#[\w-]+\}\s*$", "", text)
    text = re.sub(r"(\*\*|__|\*|`+)(.+?)\1", r"\2", text)
    return " ".join(unescape(text).split())


def _outside_fences(text: str) -> Iterable[tuple[int, str]]:
    """Yield numbered lines that are not in a fenced block, a comment or front matter."""
    fence, comment = "", False
    lines = text.split("\n")
    start = _after_front_matter(lines)
    for number, line in enumerate(lines[start:], start + 1):
        match = _FENCE.match(line)
        if fence:
            closes = match and match[1].startswith(fence) and not line.strip(" >`~")
            fence = "" if closes else fence
        elif match:
            fence = match[1]
        elif comment:
            comment = "-->" not in line
        elif "<!--" in line and "-->" not in line.partition("<!--")[2]:
            comment = True
        else:
            yield number, line


def _after_front_matter(lines: list[str]) -> int:
    if not lines or lines[0].strip() not in ("---", "+++"):
        return 0
    mark = lines[0].strip()
    ends = (n for n, line in enumerate(lines[1:200], 1) if line.strip() == mark)
    return next(ends, -1) + 1


def links_of(path: str, text: str) -> tuple[Link, ...]:
    """Return the links of a document that are relative to the repository, by line."""
    rst = path.lower().endswith((".rst", ".rest"))
    if not rst and "](" not in text and "]:" not in text and "=" not in text:
        return ()
    numbered = enumerate(text.split("\n"), 1) if rst else _outside_fences(text)
    pattern = _RST_LINKS if rst else _LINKS
    found: list[Link] = []
    for number, line in numbered:
        if len(line) > _LONGEST:
            continue
        if not rst and "](" not in line and "]:" not in line and "<" not in line:
            continue
        bare = line if rst else _CODE_SPAN.sub("``", line)
        for match in pattern.finditer(bare):
            target = next((group for group in match.groups() if group), "")
            if _is_path(target, rst=rst):
                found.append(Link(number, target))
    return tuple(found)


def _is_path(target: str, *, rst: bool) -> bool:
    """Return whether a target is a path: not an address, a role, or a render hook's own word."""
    if not target or _ELSEWHERE.search(target) or target.count("[") != target.count("]"):
        return False
    return not (rst and target.endswith("_"))


_PAGES = ("", ".md", ".mdx", ".rst", ".markdown", "/index.md", "/_index.md", "/README.md", ".html")


def broken_links(
    path: str, text: str, *, paths: frozenset[str], folders: frozenset[str]
) -> tuple[BrokenPath, ...]:
    """Return the relative links that lead to no file or folder of the tree.

    A link from the root (``/x``) counts in a README only: elsewhere a site generator decides.
    """
    readme = path.rpartition("/")[2].lower().startswith("readme")
    return tuple(
        BrokenPath(path=path, line=link.line, target=link.target)
        for link in links_of(path, text)
        if (readme or _says_where(link.target))
        and not _leads_somewhere(path, link.target, paths, folders)
    )


def _says_where(target: str) -> bool:
    """A bare word or a path from the root means what the site's generator makes of it."""
    return not target.startswith("/") and re.search(r"[./]", target) is not None


def _leads_somewhere(
    path: str, target: str, paths: frozenset[str], folders: frozenset[str]
) -> bool:
    bare = unquote(re.split(r"[#?]", target, maxsplit=1)[0])
    if not bare:
        return True
    folder = "" if bare.startswith("/") else path.rpartition("/")[0]
    goal = _joined(folder, bare)
    if goal is None:
        return _leaves_for_the_forge(bare)
    stem = goal.removesuffix(".html").removesuffix("/")
    return (
        goal == ""
        or goal in folders
        or any(goal + ending in paths or stem + ending in paths for ending in _PAGES)
        or _as_page(path, bare, paths, folders)
    )


def _leaves_for_the_forge(bare: str) -> bool:
    """``../../issues`` from a README is the forge's page of the project."""
    return (
        re.search(r"\.\./(?:issues|pulls?|releases|wiki|actions|blob|tree|discussions)", bare)
        is not None
    )


def _as_page(path: str, bare: str, paths: frozenset[str], folders: frozenset[str]) -> bool:
    """Pages that a site serves as folders link one level deeper than their files stand."""
    stem = re.sub(r"(?:/?_?index)?\.\w+$", "", path)
    goal = _joined(stem, bare)
    return goal is not None and (goal in folders or any(goal + end in paths for end in _PAGES))


def _joined(folder: str, relative: str) -> str | None:
    parts = [part for part in folder.split("/") if part]
    for part in relative.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
