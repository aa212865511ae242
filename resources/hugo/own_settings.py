"""The site's configuration as its files state it, and where the themes that it names are."""

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from resources.hugo.stub_overlay import Json, merged, read_settings

_SUFFIXES = (".toml", ".yaml", ".yml", ".json")


def own_settings(source: Path) -> Json:
    """Return the merged settings of a site folder, default and production; unreadable: empty."""
    settings: Json = {}
    for stem in ("hugo", "config"):
        found = [source / f"{stem}{suffix}" for suffix in _SUFFIXES]
        first = next((path for path in found if path.is_file()), None)
        if first is not None:
            settings = read_settings(first)
            break
    for folder in (source / "config" / "_default", source / "config" / "production"):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.suffix in _SUFFIXES and path.is_file():
                whole = path.stem in {"hugo", "config"}
                read = read_settings(path)
                settings = merged(settings, read if whole else {path.stem: read})
    return settings


def lookup(settings: Mapping[str, object], *names: str) -> object:
    """Return a nested value, names compared without case; None where there is none."""
    value: object = settings
    for name in names:
        if not isinstance(value, Mapping):
            return None
        keys = {str(key).lower(): key for key in cast("Mapping[object, object]", value)}
        value = value[keys[name]] if name in keys else None
    return value


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
    """Return for each named theme its folder inside the work tree, or None where it is missing.

    A theme one level above the repository is the repository itself, as in example sites of themes.
    """
    themes_dir = lookup(settings, "themesdir")
    base = (source / (themes_dir if isinstance(themes_dir, str) else "themes")).resolve()
    found: list[Path | None] = []
    for name in theme_names(settings):
        places = [base / name, source / "_vendor" / name]
        inside = [work] if base == work.parent else [path.resolve() for path in places]
        present = (p for p in inside if p.is_relative_to(work) and p.is_dir() and any(p.iterdir()))
        found.append(next(present, None))
    return tuple(found)
