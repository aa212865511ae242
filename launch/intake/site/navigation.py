"""Files of configuration and data that name the site's pages: navigation that a new page needs.

Told from the addresses in their text; which key they stand under is the theme's affair.
"""

import re
from collections.abc import Collection, Iterable

from launch.contracts.site_context import NavigationFile

_ADDRESS = re.compile(r"(?<![\w./:-])(/?[\w-][\w.-]*(?:/[\w.-]*)+|/[\w.-]+)")
_PAGE = re.compile(r"(?:/_?index)?\.(?:md|html)$")
_FEWEST = 5
"""A file that names fewer pages is a list of something else."""


def navigation_files(
    files: Iterable[tuple[str, str]], urls: Collection[str]
) -> tuple[NavigationFile, ...]:
    """Return the files (path, text) that name at least five of the pages at ``urls``, by path."""
    known = {_spelt(url) for url in urls} - {""}
    found = []
    for path, text in sorted(files):
        named = {_spelt(address) for address in _ADDRESS.findall(text)} & known
        if len(named) >= _FEWEST:
            found.append(NavigationFile(path=path, pages=len(named)))
    return tuple(found)


def _spelt(address: str) -> str:
    return _PAGE.sub("", address.lower()).strip("/")
