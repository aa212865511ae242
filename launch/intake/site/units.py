"""Which Hugo sites a repository holds: one unit per configuration, one synthesised where none is.

Works on paths alone; what the configuration says is Hugo's to tell.
"""

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

_SUFFIXES = (".toml", ".yaml", ".yml", ".json")
_HUGO_NAMES = tuple(f"hugo{suffix}" for suffix in _SUFFIXES)
_OLD_NAMES = tuple(f"config{suffix}" for suffix in _SUFFIXES)
_COMPONENTS = frozenset({"content", "layouts", "archetypes", "themes", "i18n"})
_PAGES = (".md", ".markdown", ".html", ".adoc", ".org", ".rst", ".pandoc")


@dataclass(frozen=True)
class SiteUnit:
    """One site: its folder, its configuration files (none: synthesised), its content folder."""

    root: str
    config_files: tuple[str, ...]
    pages: int
    content_dir: str | None = None
    """Set only where no configuration names it; relative to ``root``."""

    @property
    def synthesised(self) -> bool:
        """Whether the repository has no configuration for it."""
        return not self.config_files


def is_page(path: str) -> bool:
    """Return whether Hugo takes a file for a page, by its name."""
    return path.lower().endswith(_PAGES)


def site_units(
    paths: Iterable[str],
    allowed_paths: Iterable[str] | None = None,
    content_of: Callable[[tuple[str, ...]], tuple[str, ...]] = lambda _: (),
) -> tuple[SiteUnit, ...]:
    """Return the sites, the first being the one to write for; empty only where no page is.

    That is the site with pages that holds ``allowed_paths`` (a pilot's patterns), else the largest.
    ``content_of`` tells the content folders that configuration files name, relative to the root.
    """
    known = tuple(paths)
    folders = _folders(known)
    by_root: dict[str, list[str]] = {}
    for path in known:
        root = _root_of(path, folders)
        if root is not None:
            by_root.setdefault(root, []).append(path)
    units = [
        _unit(root, files, _owned(root, by_root, known), known, content_of)
        for root, files in by_root.items()
    ]
    if not any(unit.pages for unit in units):
        units = _without_content(units, known)
    by_size = sorted(units, key=lambda unit: (-unit.pages, unit.root))
    written = [unit for unit in by_size if unit.pages] or by_size
    votes = Counter(_holder(written, pattern) for pattern in allowed_paths or ())
    return tuple(sorted(by_size, key=lambda unit: -votes[unit.root]))


def _folders(paths: Iterable[str]) -> set[str]:
    """Return every folder above a path, the root as an empty text left out."""
    folders: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders


def _holder(units: list[SiteUnit], pattern: str) -> str | None:
    """Return the root of a pattern's site: the deepest around it, else the largest below it."""
    head = re.split(r"[*?\[]", pattern, maxsplit=1)[0].strip("/")
    if not head:
        return None
    around = [unit.root for unit in units if f"{head}/".startswith(f"{unit.root}/".lstrip("/"))]
    below = [unit.root for unit in units if unit.root.startswith(f"{head}/")]
    deepest = max(around, key=len, default=None)
    return deepest if deepest or not below else below[0]


def _without_content(units: list[SiteUnit], paths: tuple[str, ...]) -> list[SiteUnit]:
    """Return the unit whose pages no configuration names: with the one above them, if any."""
    found = _content_only(paths)
    if found is None or found.content_dir is None:
        return units
    content = f"{found.content_dir}/"
    above = [unit for unit in units if not unit.root or content.startswith(f"{unit.root}/")]
    holder = max(above, key=lambda unit: len(unit.root), default=None)
    if holder is None or not any(_surely_of_hugo(path) for path in holder.config_files):
        return [found]
    inside = found.content_dir.removeprefix(f"{holder.root}/" if holder.root else "")
    return [replace(holder, pages=found.pages, content_dir=inside)]


def _surely_of_hugo(path: str) -> bool:
    return PurePosixPath(path).name in _HUGO_NAMES or "/config/_default/" in f"/{path}"


def _unit(
    root: str,
    files: list[str],
    owned: list[str],
    known: tuple[str, ...],
    content_of: Callable[[tuple[str, ...]], tuple[str, ...]],
) -> SiteUnit:
    modern = [path for path in files if PurePosixPath(path).name in _HUGO_NAMES]
    plain = [path for path in files if "/config/" not in f"/{path}"]
    chosen = set(files) - set(plain) | set(sorted(modern or plain)[:1])
    config = tuple(sorted(chosen))
    folders = tuple(posixpath.normpath(posixpath.join(root, one)) for one in content_of(config))
    inside = {path for path in owned if path.startswith(f"{root}/content".lstrip("/"))}
    for folder in folders:
        prefix = "" if folder == "." else f"{folder}/"
        inside |= {path for path in known if is_page(path) and path.startswith(prefix)}
    return SiteUnit(root, config, len(inside))


def _owned(root: str, roots: Iterable[str], paths: tuple[str, ...]) -> list[str]:
    """Return the pages below a root that no deeper root holds."""
    prefix = f"{root}/" if root else ""
    deeper = tuple(f"{other}/" for other in roots if other != root and other.startswith(prefix))
    return [
        path
        for path in paths
        if path.startswith(prefix) and is_page(path) and not path.startswith(deeper)
    ]


def _root_of(path: str, folders: set[str]) -> str | None:
    if not path.endswith(_SUFFIXES):
        return None
    pure = PurePosixPath(path)
    parts = pure.parts
    if "node_modules" in parts or "_vendor" in parts:
        return None
    if len(parts) >= 3 and parts[-3] == "config" and pure.suffix in _SUFFIXES:
        folder = "/".join(parts[:-3])
        inside = parts[-2] in {"_default", "production"}
        return folder if inside and _looks_like_a_site(folder, folders) else None
    folder = "/".join(parts[:-1])
    if pure.name in _HUGO_NAMES:
        return folder
    if pure.name in _OLD_NAMES and _looks_like_a_site(folder, folders):
        return folder
    return None


def _looks_like_a_site(folder: str, folders: set[str]) -> bool:
    return any((f"{folder}/{name}" if folder else name) in folders for name in _COMPONENTS)


def _content_only(paths: tuple[str, ...]) -> SiteUnit | None:
    pages = [path for path in paths if path.endswith((".md", ".markdown"))]
    if not pages:
        return None
    content = _deepest_shared(pages, set(paths))
    return SiteUnit("", (), sum(path.startswith(f"{content}/") for path in pages), content)


def _deepest_shared(pages: list[str], known: set[str]) -> str:
    """Return the folder that nine tenths of the pages below it share, above any ``_index.md``."""
    here = ""
    while True:
        prefix = f"{here}/" if here else ""
        below = [path.removeprefix(prefix) for path in pages if path.startswith(prefix)]
        heads = Counter(path.split("/", 1)[0] for path in below if "/" in path)
        best = min(heads, key=lambda name: (-heads[name], name), default=None)
        if best is None or (heads[best] < 0.9 * len(below) and here):
            return here or "."
        if here and f"{prefix}_index.md" in known:
            return here
        here = f"{prefix}{best}"
