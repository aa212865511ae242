"""Renders only what a change touches, and takes all other pages from the untouched build.

Only where that is sure to be the same; whoever calls builds the whole site otherwise.
"""

import json
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from launch.contracts.site_build import SiteBuild
from launch.intake.site.units import is_page
from resources.hugo.alone import render_alone
from resources.hugo.build import Workshop, build_overlay
from resources.hugo.copies import changed_copy
from resources.hugo.prepared import Prepared
from resources.hugo.stub_overlay import ENVIRONMENT, LAYOUTS

SEGMENT = "changed"
_FIRST_VERSION = (0, 124, 0)
_INDEXES = ("index.", "_index.")
_PLAIN = re.compile(r"[\w./ -]+")
_MOST_PAGES = 400


def build_touched(ready: Prepared, changes: Mapping[str, bytes | None]) -> SiteBuild | None:
    """Return the changed site's build, or None where only a whole build can tell."""
    paths = _logical_paths(ready, changes)
    if paths is None or not _stands_alone(ready, changes):
        return None
    wanted = _needed(ready, changes)
    with changed_copy(ready, changes, wanted) as (shop, _):
        _write_segment(shop, paths)
        part = build_overlay(shop, segment=SEGMENT)
    rendered = {page.path: page for page in part.pages if page.path in changes}
    if part.problem is not None or set(part.errors) - set(ready.base.errors):
        return None
    if not set(changes) <= set(rendered) or _moved(ready, part):
        return None
    fresh = tuple(page for page in part.pages if page.path in changes)
    urls = {page.url for page in fresh}
    kept = [page for page in ready.base.pages if page.path not in rendered]
    if any(page.url in urls for page in kept):
        return None
    pages = sorted([*kept, *fresh], key=lambda page: (page.url, page.language, page.path or ""))
    return ready.base.model_copy(update={"pages": tuple(pages), "notes": part.notes})


def _needed(ready: Prepared, changes: Mapping[str, bytes | None]) -> Callable[[str], bool]:
    """Return which files of the work tree the changed pages need; all, where they look around."""
    texts = (data.decode("utf-8", "replace") for data in changes.values() if data is not None)
    if not render_alone(ready.shop.source / LAYOUTS, texts):
        return lambda _: True
    roots = tuple(f"{root}/" for root in _content_roots(ready))
    above = {folder for path in changes for folder in _folders_above(path)}
    beside = {posixpath.dirname(path) for path in changes}
    bundles = tuple(f"{folder}/" for folder in beside if _is_bundle(ready, changes, folder))
    layouts = f"{posixpath.join(ready.unit.root, LAYOUTS)}/"

    def wanted(path: str) -> bool:
        if path.startswith(layouts) or not (path.startswith(roots) or "./" in roots):
            return True
        folder, name = posixpath.split(path)
        index = folder in above and name.startswith(_INDEXES)
        return index or (folder in beside and not is_page(path)) or path.startswith(bundles)

    return wanted


def _content_roots(ready: Prepared) -> tuple[str, ...]:
    sources = (m["source"] for m in ready.mounts if str(m["target"]).split("/", 1)[0] == "content")
    return tuple(posixpath.normpath(posixpath.join(ready.unit.root, str(s))) for s in sources)


def _folders_above(path: str) -> Iterator[str]:
    while path:
        path = posixpath.dirname(path)
        yield path


def _is_bundle(ready: Prepared, changes: Iterable[str], folder: str) -> bool:
    names = {posixpath.basename(path) for path in changes if posixpath.dirname(path) == folder}
    place = ready.shop.work / folder
    return any(name.startswith("index.") for name in names) or any(place.glob("index.*"))


def _stands_alone(ready: Prepared, changes: Mapping[str, bytes | None]) -> bool:
    """Return whether no other page's output or errors can depend on the change."""
    version = tuple(int(part) for part in ready.shop.version.split(".") if part.isdigit())
    known = {page.path for page in ready.base.pages}
    names = {_name(path) for path in known if path is not None}
    new = [path for path in changes if path not in known]
    clear = all(_name(path) not in names for path in new)
    whole = all(data is not None for data in changes.values())
    placed = clear and whole and not _opens_a_section(ready, new)
    return version >= _FIRST_VERSION and 0 < len(changes) <= _MOST_PAGES and placed


def _opens_a_section(ready: Prepared, new: Iterable[str]) -> bool:
    """Return whether new pages make Hugo list a first folder that no page was in."""
    heads = {_logical_head(ready, page.path) for page in ready.base.pages if page.path}
    return any(_logical_head(ready, path) not in heads for path in new)


def _logical_head(ready: Prepared, path: str) -> str | None:
    logical = _logical_path(ready, path)
    return logical and logical.split("/")[1]


def _moved(ready: Prepared, part: SiteBuild) -> bool:
    """Return whether a page that was there has another URL: links elsewhere may follow it."""
    before = {(page.path, page.language): page.url for page in ready.base.pages}
    return any(before.get((p.path, p.language), p.url) != p.url for p in part.pages)


def _name(path: str) -> str:
    """Return the name by which a short reference finds a page: its stem, or its folder's."""
    stem = posixpath.basename(path).split(".", 1)[0].lower()
    if stem in {"index", "_index"}:
        return posixpath.basename(posixpath.dirname(path)).lower()
    return stem


def _logical_paths(ready: Prepared, changes: Iterable[str]) -> tuple[str, ...] | None:
    """Return Hugo's own paths of the changed pages, or None where one is not plainly known."""
    found = []
    for path in changes:
        logical = _logical_path(ready, path) if is_page(path) and _PLAIN.fullmatch(path) else None
        if logical is None:
            return None
        found.append(logical)
    return tuple(sorted(found))


def _logical_path(ready: Prepared, path: str) -> str | None:
    for mount in ready.mounts:
        source, target = str(mount["source"]), str(mount["target"])
        prefix = posixpath.normpath(posixpath.join(ready.unit.root, source)) + "/"
        if target.split("/", 1)[0] == "content" and path.startswith(prefix):
            inside = posixpath.join(target.removeprefix("content"), path.removeprefix(prefix))
            folder, name = posixpath.split(inside.lower().replace(" ", "-").strip("/"))
            stem = name.split(".", 1)[0]
            last = "" if stem in {"index", "_index"} else stem
            return "/" + posixpath.join(folder, last).strip("/")
    return None


def _write_segment(shop: Workshop, paths: tuple[str, ...]) -> None:
    file = shop.config / ENVIRONMENT / "hugo.json"
    settings = json.loads(file.read_text("utf-8"))
    settings["segments"] = {SEGMENT: {"includes": [{"path": path} for path in paths]}}
    file.write_text(json.dumps(settings), "utf-8")
