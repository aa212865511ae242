"""Where the themes are that a site names, and how Hugo is told of those that it would not find.

The example site of a theme names the repository that it lies in: that repository is the theme.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from resources.hugo.own_settings import lookup, own_settings
from resources.hugo.workspace import clone

_MODULE = re.compile(r"^module\s+(\S+)", re.MULTILINE)
_READ_BY_TEMPLATES = ("data", "i18n", "assets")
_MAJOR = re.compile(r"/v\d+$")


@dataclass(frozen=True)
class Redirects:
    """Flags and environment that lead Hugo to themes where they are."""

    flags: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)


def theme_names(settings: Mapping[str, object]) -> tuple[str, ...]:
    """Return the themes and modules that a configuration names, in order."""
    theme = lookup(settings, "theme")
    names = [theme] if isinstance(theme, str) else theme if isinstance(theme, list) else []
    imports = lookup(settings, "module", "imports")
    for item in imports if isinstance(imports, list) else ():
        names = [*names, lookup(item, "path") if isinstance(item, Mapping) else None]
    return tuple(dict.fromkeys(str(name) for name in names if name))


def theme_folders(
    source: Path, work: Path, settings: Mapping[str, object]
) -> tuple[Path | None, ...]:
    """Return for each named theme its folder inside the work tree, or None where it is missing."""
    base = _themes_dir(source, settings)
    found: list[Path | None] = []
    for name in theme_names(settings):
        places = [(folder / name).resolve() for folder in (base, source / "_vendor")]
        inside = (p for p in places if p.is_relative_to(work) and p.is_dir() and any(p.iterdir()))
        found.append(next(inside, work if _is_itself(name, source, work, base) else None))
    return tuple(found)


def lend(folders: Iterable[Path | None], source: Path) -> None:
    """Put into the site's folder what the themes' shortcodes read: data, texts and assets.

    The site's own files stay, and of two themes the first wins, as with Hugo.
    """
    for folder in folders:
        if folder is None or folder == source:
            continue
        for name in _READ_BY_TEMPLATES:
            own = source / name
            clone(folder / name, own, partial(_is_new, own))


def _is_new(folder: Path, path: str) -> bool:
    return not (folder / path).exists()


def redirects(source: Path, work: Path) -> Redirects:
    """Return what Hugo must be told so that it finds a theme that is the repository itself."""
    settings = own_settings(source)
    names = theme_names(settings)
    pairs = tuple(zip(names, theme_folders(source, work, settings), strict=True))
    if not any(folder == work for _, folder in pairs):
        return Redirects()
    imported = _imports(settings)
    plain = [folder for name, folder in pairs if folder is not None and name not in imported]
    below = ",".join(folder.relative_to(work.parent).as_posix() for folder in plain)
    flags = ("--themesDir", str(work.parent), "--theme", below) if below else ()
    lines = [f"{name} -> {folder}" for name, folder in pairs if name in imported and folder == work]
    return Redirects(flags, {"HUGO_MODULE_REPLACEMENTS": ", ".join(lines)} if lines else {})


def _themes_dir(source: Path, settings: Mapping[str, object]) -> Path:
    named = lookup(settings, "themesdir")
    return (source / (named if isinstance(named, str) else "themes")).resolve()


def _imports(settings: Mapping[str, object]) -> frozenset[str]:
    items = lookup(settings, "module", "imports")
    tables = items if isinstance(items, list) else ()
    paths = (lookup(item, "path") for item in tables if isinstance(item, Mapping))
    return frozenset(str(path) for path in paths if path)


def _is_itself(name: str, source: Path, work: Path, base: Path) -> bool:
    """Return whether a theme's name means the repository that the site lies in."""
    if source == work or not (work / "layouts").is_dir():
        return False
    if base == work.parent:
        return True
    wanted = _MAJOR.sub("", name).rpartition("/")[2].lower()
    return wanted in _own_names(work)


def _own_names(work: Path) -> frozenset[str]:
    """Return the names under which a repository offers itself as a theme."""
    names: set[str] = set()
    module, theme = work / "go.mod", work / "theme.toml"
    if module.is_file():
        found = _MODULE.search(module.read_text("utf-8", "replace"))
        names |= {_MAJOR.sub("", found.group(1)).rpartition("/")[2]} if found else set()
    if theme.is_file():
        try:
            told = tomllib.loads(theme.read_text("utf-8", "replace"))
        except tomllib.TOMLDecodeError:
            told = {}
        pages = (told.get("name"), told.get("homepage"))
        names |= {str(page).rstrip("/").rpartition("/")[2] for page in pages if page}
    return frozenset(re.sub(r"[\s_]+", "-", name.strip().lower()) for name in names)
