"""Where the links of a built site lead: pages, anchors, aliases, files. Built once per build.

What Hugo wrote decides; a link by source file counts only where the site itself links so.
"""

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal
from urllib.parse import unquote, urljoin, urlsplit

from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.site_build import BuiltLink, BuiltPage

type Reach = Literal["external", "resolved", "by_file", "no_target", "no_anchor", "unsafe"]
_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")
_VARIABLE = re.compile(r"\*|:[A-Za-z]\w*")
_LITERAL = re.compile(r"[\w-]")
"""What a redirect must have beside its variables: others lead on from everywhere."""
_FEWEST_BY_FILE = 3
_INDEXES = ("index", "_index")


@dataclass(frozen=True)
class SiteGraph:
    """One build's pages, the files beside them, and what is known of the site."""

    pages: tuple[BuiltPage, ...]
    files: frozenset[str]
    """Paths of all files in the repository in this state."""
    redirects: tuple[str, ...]
    """Old URLs that the site's host redirects, with ``*`` and ``:name`` as hosts read them."""
    hugo: HugoFacts

    def reach(self, page: BuiltPage, link: BuiltLink) -> Reach:
        """Say whether a link of a page leads somewhere."""
        href = link.href.strip()
        if "ZgotmplZ" in href:
            return "unsafe"
        address = self._internal(page, href)
        if address is None:
            return "external"
        path, fragment = address
        target = self._pages_by_url.get(path)
        if target is not None:
            return self._anchor(target, fragment)
        if path in self._other_urls or self._redirected(path):
            return "resolved"
        found = self._by_file(page, link.target)
        if found is None:
            return "no_target"
        if isinstance(found, str):
            return "by_file"
        return "by_file" if self._anchor(found, fragment) == "resolved" else "no_anchor"

    def address(self, page: BuiltPage, href: str) -> str:
        """Return what a link leads to, as one string: to tell the same target again."""
        internal = self._internal(page, href.strip())
        return href if internal is None else f"{internal[0]}#{internal[1]}".rstrip("#")

    def links_by_file(self) -> bool:
        """Return whether the site's own links name source files, for a theme to resolve."""
        found = 0
        for page in self.pages:
            found += sum(self.reach(page, link) == "by_file" for link in page.links)
            if found >= _FEWEST_BY_FILE:
                return True
        return False

    def has(self, url: str) -> bool:
        """Return whether something answers at a URL of the site."""
        path = _clean(url)
        known = path in self._pages_by_url or path in self._other_urls
        return known or self._redirected(path)

    def _internal(self, page: BuiltPage, href: str) -> tuple[str, str] | None:
        return _internal(self.hugo.base_url, page.url, href)

    def _anchor(self, target: BuiltPage, fragment: str) -> Reach:
        if not fragment or fragment == "top" or fragment.startswith(":~:"):
            return "resolved"
        return "resolved" if fragment in self._ids[target.url] else "no_anchor"

    @cached_property
    def _ids(self) -> Mapping[str, frozenset[str]]:
        ids: dict[str, frozenset[str]] = {}
        for page in self.pages:
            ids[page.url] = ids.get(page.url, frozenset()) | frozenset(page.heading_ids)
        return ids

    @cached_property
    def _pages_by_url(self) -> Mapping[str, BuiltPage]:
        base = self._base_path
        found = {_clean(page.url): page for page in self.pages}
        if base:
            bare = {_clean(p.url.removeprefix(base)): p for p in self.pages}
            found = bare | found
        return found

    @cached_property
    def _base_path(self) -> str:
        return urlsplit(self.hugo.base_url).path.rstrip("/")

    @cached_property
    def _pages_by_path(self) -> Mapping[str, BuiltPage]:
        return {page.path: page for page in self.pages if page.path is not None}

    def _redirected(self, path: str) -> bool:
        return self._patterns is not None and self._patterns.fullmatch(path) is not None

    @cached_property
    def _patterns(self) -> re.Pattern[str] | None:
        found = [_pattern(url) for url in self.redirects if _VARIABLE.search(url)]
        return re.compile("|".join(found)) if found else None

    @cached_property
    def _other_urls(self) -> frozenset[str]:
        """URLs of aliases, static files, page resources, redirects and generated files."""
        urls = {_clean(url) for url in self.redirects if not _VARIABLE.search(url)}
        for page in self.pages:
            urls.update(self._alias_urls(page))
        urls.update(self._static_urls())
        urls.update(self._resource_urls())
        names = ("/index.xml", "/sitemap.xml", "/robots.txt", "/404.html", "/feed.xml")
        urls.update(names)
        urls.update(_clean(f"{page.url}/index.xml") for page in self.pages)
        urls.update(_clean(f"/{name}") for name in self.hugo.taxonomies)
        return frozenset(urls | {f"{self._base_path}{url}" for url in urls})

    def _alias_urls(self, page: BuiltPage) -> Iterable[str]:
        for alias in page.aliases:
            if alias.startswith("/"):
                yield _clean(alias)
                yield _clean(f"/{page.language}{alias}")
            else:
                yield _clean(urljoin(f"{page.url.rstrip('/')}", alias))

    def _static_urls(self) -> Iterable[str]:
        sources = [mount.source for mount in self.hugo.mounts if mount.target == "static"]
        for source in sources or [posixpath.join(self.hugo.root, "static")]:
            prefix = f"{source}/"
            for path in self.files:
                if path.startswith(prefix):
                    yield _clean(f"/{path.removeprefix(prefix)}")

    def _resource_urls(self) -> Iterable[str]:
        """Files beside pages come out below the page that their folder's index makes."""
        folders = {
            posixpath.dirname(page.path): page.url
            for page in self.pages
            if page.path and posixpath.basename(page.path).split(".", 1)[0] in _INDEXES
        }
        for path in self.files:
            if path in self._pages_by_path:
                continue
            folder = posixpath.dirname(path)
            while folder and folder not in folders:
                folder = posixpath.dirname(folder)
            if folder:
                inside = path.removeprefix(f"{folder}/")
                yield _clean(posixpath.join(folders[folder], inside))

    def _by_file(self, page: BuiltPage, target: str) -> BuiltPage | str | None:
        """Return the page or file that a target names from the source's point of view."""
        if page.path is None or _SCHEME.match(target):
            return None
        path = unquote(target.split("#", 1)[0].split("?", 1)[0])
        roots = [mount.source for mount in self.hugo.mounts if mount.target == "content"]
        folders = [*roots, self.hugo.content_dir] if path.startswith("/") else []
        folders = folders or [posixpath.dirname(page.path)]
        for folder in dict.fromkeys(folders):
            stem = posixpath.normpath(posixpath.join(folder, path.lstrip("/")))
            for name in (stem, f"{stem}.md", f"{stem}/index.md", f"{stem}/_index.md"):
                if name in self._pages_by_path:
                    return self._pages_by_path[name]
                if name in self.files:
                    return name
        return None


@lru_cache(maxsize=200_000)
def _internal(base_url: str, page_url: str, href: str) -> tuple[str, str] | None:
    """Return path and fragment of a link inside the site, or None; kept, as sites repeat links."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return href, ""
    if parts.scheme in {"http", "https"} or href.startswith("//"):
        host = urlsplit(base_url).hostname
        if not host or parts.hostname != host:
            return None
        return _clean(parts.path), unquote(parts.fragment)
    if _SCHEME.match(href):
        return None
    if not parts.path:
        return _clean(page_url), unquote(parts.fragment)
    return _clean(urlsplit(urljoin(page_url, href)).path), unquote(parts.fragment)


def _clean(url: str) -> str:
    """Return a URL path as one spelling: decoded, no index file, no slash at the end."""
    path = posixpath.normpath(unquote(url) or "/")
    path = "/" + path.lstrip("/")
    return path.removesuffix("/index.html") or "/"


def _pattern(url: str) -> str:
    """Return the expression of the paths that a redirect's source stands for, below a slash."""
    parts = _VARIABLE.split(url.rstrip("/"))
    names = _VARIABLE.findall(url)
    spelt = [re.escape(parts[0])]
    for name, part in zip(names, parts[1:], strict=True):
        spelt.append((".*" if name == "*" else "[^/]+") + re.escape(part))
    whole = "".join(spelt)
    return f"{whole.removesuffix('/.*')}(?:/.*)?" if whole.endswith("/.*") else whole


def redirects_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the old URLs of ``_redirects`` files and of ``netlify.toml``."""
    found: list[str] = []
    for text in texts:
        found += re.findall(r"^\s*(/\S*)\s+\S", text, re.MULTILINE)
        found += re.findall(r"^\s*from\s*=\s*[\"'](/[^\"']*)[\"']", text, re.MULTILINE)
    return tuple(sorted(url for url in set(found) if _LITERAL.search(_VARIABLE.sub("", url))))
