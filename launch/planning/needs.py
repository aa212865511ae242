"""What a piece of code takes from elsewhere: files of the repository, others, packages."""

import posixpath
import re
from collections.abc import Sequence
from urllib.parse import quote

from launch.contracts.page_plan import Label, PageLink, PlannedHeading
from launch.contracts.snippet_catalog import Snippet
from launch.planning.ground import Ground
from launch.planning.outline import top
from launch.wording.files_read import is_read
from launch.wording.labels import entry

_SAID = 2
"""Things that a lead names before one piece of code."""
_LISTED = 3
"""Pieces of code that read the repository's files from which a page lists those files once."""
_RELATIVE = re.compile(
    r"^\s*from\s+\.|^\s*import\s+\.|(?:from|require\(|import\()\s*['\"]\.{1,2}/"
    r"|^\s*use\s+(?:crate|super)::",
    re.MULTILINE,
)


def imports_relatively(code: str) -> bool:
    """Return whether the code imports by a path that only holds inside its own repository."""
    return _RELATIVE.search(code) is not None


def needs_of(ground: Ground, snippet: Snippet, *, listed: bool = False) -> tuple[Label, ...]:
    """Return what has to be there before the code runs; without files that the page lists."""
    found: list[Label] = []
    for name in snippet.undeclared:
        target = file_address(ground, snippet, name)
        if target and not listed:
            found.append(entry("reads_file", subject=name, target=target))
        elif not target and is_read(snippet.code, snippet.language, name):
            found.append(entry("expects_file", subject=name))
        elif not target and snippet.form == "program" and _is_package(ground, name):
            found.append(entry("needs_package", subject=name))
    return tuple(found[:_SAID])


def _is_package(ground: Ground, name: str) -> bool:
    """Return whether a name that code imports is no file or folder of the repository's own."""
    parts = {part for path in ground.files for part in path.split("/")}
    return name.isidentifier() and parts.isdisjoint({name, f"{name}.py", f"{name}.js"})


def file_list(ground: Ground, snippets: Sequence[Snippet]) -> PlannedHeading | None:
    """Return a page's opening list of the repository's files that its programs read, or None."""
    links: dict[str, PageLink] = {}
    readers = 0
    for snippet in snippets:
        targets = [(name, file_address(ground, snippet, name)) for name in snippet.undeclared]
        readers += any(target for _, target in targets)
        for name, target in targets:
            if target and target not in links:
                label = entry("symbol_link", subject=name, target=target)
                links[target] = PageLink(target=target, title=name, why="related", label=label)
    if readers < _LISTED:
        return None
    return top(lead=(entry("read_files"),), links=tuple(links.values()), layout="links")


def file_address(ground: Ground, snippet: Snippet, name: str) -> str:
    """Return the permalink of a file of the repository that the code names; empty for others."""
    url = ground.facts.pin.url.removesuffix(".git").rstrip("/")
    if not url.startswith("https://") or not re.search(r"[./]", name):
        return ""
    folder = posixpath.dirname(snippet.sources[0].path) if snippet.sources else ""
    for path in (posixpath.normpath(name), posixpath.normpath(posixpath.join(folder, name))):
        if path in ground.files:
            return f"{url}/blob/{ground.facts.pin.commit}/{quote(path)}"
    return ""
