"""Which pages a change keeps from coming out of the build: its own, and others by their URL."""

import re
from collections.abc import Collection, Iterator, Mapping

from launch.contracts.site_build import BuildComparison

_PAGE_SUFFIXES = (".md", ".markdown", ".html", ".adoc", ".org", ".rst", ".pandoc")
_LIST_PAGE = re.compile(r"(?:^|/)_index\.[^/]+$")


def missing_pages(
    build: BuildComparison, before: Mapping[str, bytes | None], after: Mapping[str, bytes | None]
) -> Iterator[tuple[str, str]]:
    """Yield (path, what is wrong) of changed pages that are not published; bytes by path."""
    came_out = {page.path: page for page in build.after.pages}
    was_there = {page.path for page in build.before.pages}
    for path, data in sorted(after.items()):
        if data is None or not path.lower().endswith(_PAGE_SUFFIXES):
            continue
        page = came_out.get(path)
        if page is None and (path in was_there or before.get(path) is None):
            yield path, "the page is not in the output"
        elif page is not None and page.draft and path not in was_there:
            yield path, "the page is a draft"


def lost_pages(
    build: BuildComparison, changed: Collection[str]
) -> Iterator[tuple[str | None, str]]:
    """Yield (path, what is wrong) of pages that the change does not touch and whose URL it took."""
    if build.after.errors != build.before.errors:
        return
    came_out = {(page.path, page.language) for page in build.after.pages}
    by_url = {page.url: page.path for page in build.after.pages}
    for page in build.before.pages:
        if (page.path, page.language) in came_out or page.path in changed:
            continue
        taker = by_url.get(page.url)
        if page.path is None and taker and _LIST_PAGE.search(taker):
            continue  # Hugo had listed the section by itself; now it has a page of its own.
        yield taker or page.path, f"{page.url} is taken from {page.path}"
