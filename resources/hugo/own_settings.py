"""The site's configuration as its files state it, without Hugo's defaults."""

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
