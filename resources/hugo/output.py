"""Reads what a build wrote: pages with their anchors and links, and error lines made comparable."""

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from launch.contracts.site_build import BuiltLink, BuiltPage

_TAG = re.compile(
    r"<([a-zA-Z][\w-]*)((?:\s+[^\s=>\"'/]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>\"']*))?)+)\s*/?>"
)
_ATTRIBUTE = re.compile(
    r"(?<![\w-])(id|name|href|src|data-launch-target)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))"
)
_NAMES = ("id", "href", "src", "name")
MARK = "LAUNCH-PAGE "
CLASH = "several pages have the URL "
_PLACEHOLDER = re.compile(r"hahahugoshortcode\d+s\d+hbhb", re.IGNORECASE)
"""What Hugo leaves of a shortcode in a heading's id: its numbers change from build to build."""
_LEVEL = re.compile(r"^(?:\S+ )?(?:ERROR|Error:)\s*")
_CLOCK = re.compile(r"\d+(?:\.\d+)?\s?m?s\b")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class PageText:
    """What a page says: its title and its rendered content."""

    title: str
    content: str


class PageLog:
    """Takes the pages out of Hugo's log, where the overlay's layout writes one a line.

    No file is written for a page: a plain build spends half of its time on them.
    """

    def __init__(self, work: Path, *, keep_texts: bool = False) -> None:
        self._work = work
        self._keep_texts = keep_texts
        self._pages: dict[tuple[str, str], BuiltPage] = {}
        self._files: dict[tuple[str, str], set[str]] = {}
        self.texts: dict[str, PageText] = {}
        """Text of each page taken, by URL, where they are kept."""

    def take(self, line: str) -> bool:
        """Take a line that holds a page; return whether it did."""
        _, mark, record = line.partition(MARK)
        if not mark:
            return False
        data = json.loads(record)
        page = _page(data, self._work)
        place = (page.url, page.language)
        if page.path is not None:
            self._files.setdefault(place, set()).add(page.path)
        other = self._pages.get(place)
        if other is not None and (other.path or "") <= (page.path or ""):
            return True
        self._pages[place] = page
        if self._keep_texts:
            self.texts[page.url] = PageText(page.title, data["content"])
        return True

    @property
    def clashes(self) -> tuple[str, ...]:
        """A line for each URL that several files claim, in Hugo's output the last one's."""
        return tuple(
            f"{CLASH}{url} ({language}): {', '.join(sorted(files))}"
            for (url, language), files in sorted(self._files.items())
            if len(files) > 1
        )

    @property
    def pages(self) -> tuple[BuiltPage, ...]:
        """The pages taken so far, by URL; of those that share one, the first by its path."""
        return tuple(self._pages[place] for place in sorted(self._pages))


def plain_urls(output: Path) -> tuple[BuiltPage, ...]:
    """Return the HTML files under ``output`` as pages that hold their URL alone, by URL."""
    found = (path.relative_to(output).as_posix() for path in output.rglob("*.html"))
    return tuple(_plain_page(url) for url in sorted(f"/{_folder(path)}" for path in found))


def _folder(path: str) -> str:
    return path.removesuffix("index.html")


def _plain_page(url: str) -> BuiltPage:
    return BuiltPage(
        path=None,
        url=url,
        title="",
        kind="page",
        language="",
        weight=0,
        draft=False,
        words=0,
        aliases=(),
        heading_ids=(),
        links=(),
    )


def _page(data: Mapping[str, Any], work: Path) -> BuiltPage:
    ids, links = anchors_and_links(data["content"])
    return BuiltPage(
        path=_source(data["file"], work),
        url=data["url"],
        title=str(data["title"]),
        kind=data["kind"],
        language=data["language"],
        weight=int(data["weight"]),
        draft=bool(data["draft"]),
        words=int(data["words"]),
        aliases=tuple(str(alias) for alias in data["aliases"] or ()),
        heading_ids=ids,
        links=links,
    )


def _source(file: str, work: Path) -> str | None:
    prefix = f"{work}/"
    return file.removeprefix(prefix) if file.startswith(prefix) else None


def anchors_and_links(content: str) -> tuple[tuple[str, ...], tuple[BuiltLink, ...]]:
    """Return ids (and names of anchors) and links of some HTML, each in order, without repeats."""
    ids: dict[str, None] = {}
    links: dict[BuiltLink, None] = {}
    for tag, attributes in _TAG.findall(content):
        if not any(name in attributes for name in _NAMES):
            continue
        values = {
            name: html.unescape(double or single or bare)
            for name, double, single, bare in _ATTRIBUTE.findall(attributes)
        }
        if "id" in values:
            ids[_PLACEHOLDER.sub("", values["id"])] = None
        if tag.lower() == "a" and "name" in values:
            ids[values["name"]] = None
        href = values.get("href") if tag.lower() in {"a", "area"} else values.get("src")
        if href is not None and tag.lower() != "script":
            target = values.get("data-launch-target", href)
            links[BuiltLink(target=target, href=href)] = None
    return tuple(ids), tuple(links)


def error_lines(log: str, work: Path, roots: tuple[Path, ...] = ()) -> tuple[str, ...]:
    """Return the error lines of Hugo's log with temporary paths taken out, sorted."""
    found = []
    for line in log.splitlines():
        if not _LEVEL.match(line):
            continue
        text = _LEVEL.sub("", line)
        for root in (work, *roots):
            text = text.replace(f"{root}/", "").replace(str(root), "")
        text = text.removeprefix("error building site: ").strip()
        if text and not text.startswith(("logged ", "error building site: logged ")):
            found.append(text)
    return tuple(sorted(found))


def normalised(error: str) -> str:
    """Return an error line without what changes from build to build: times and numbers."""
    return _DIGITS.sub("#", _CLOCK.sub("#", unquote(error)))
