"""Reads what a build wrote: pages with their anchors and links, and error lines made comparable."""

import html
import json
import re
from pathlib import Path
from urllib.parse import unquote

from launch.contracts.site_build import BuiltLink, BuiltPage

_TAG = re.compile(
    r"<([a-zA-Z][\w-]*)((?:\s+[^\s=>\"'/]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>\"']*))?)+)\s*/?>"
)
_ATTRIBUTE = re.compile(
    r"(?<![\w-])(id|name|href|src|data-launch-target)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))"
)
MARK = "LAUNCH-PAGE "
_LEVEL = re.compile(r"^(?:\S+ )?(?:ERROR|Error:)\s*")
_CLOCK = re.compile(r"\d+(?:\.\d+)?\s?m?s\b")
_DIGITS = re.compile(r"\d+")


def read_pages(output: Path, work: Path) -> tuple[BuiltPage, ...]:
    """Return the pages under ``output`` that the overlay's layout wrote, by URL."""
    pages = (_page(path, work) for path in output.rglob("*.html"))
    found = (page for page in pages if page is not None)
    return tuple(sorted(found, key=lambda page: (page.url, page.language, page.path or "")))


def read_plain_pages(output: Path) -> tuple[BuiltPage, ...]:
    """Return the HTML files under ``output`` as pages, by URL; sources are unknown."""
    pages = []
    for path in output.rglob("*.html"):
        relative = path.relative_to(output).as_posix()
        url = "/" + relative.removesuffix("index.html")
        text = path.read_text("utf-8", "replace")
        ids, links = anchors_and_links(text)
        pages.append(_plain_page(url, ids, links))
    return tuple(sorted(pages, key=lambda page: page.url))


def _plain_page(url: str, ids: tuple[str, ...], links: tuple[BuiltLink, ...]) -> BuiltPage:
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
        heading_ids=ids,
        links=links,
    )


def _page(path: Path, work: Path) -> BuiltPage | None:
    text = path.read_text("utf-8", "replace").lstrip()
    if not text.startswith(MARK):
        return None
    head, _, content = text.removeprefix(MARK).partition("\n")
    data = json.loads(head)
    ids, links = anchors_and_links(content)
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
        values = {
            name: html.unescape(double or single or bare)
            for name, double, single, bare in _ATTRIBUTE.findall(attributes)
        }
        if "id" in values:
            ids[values["id"]] = None
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
