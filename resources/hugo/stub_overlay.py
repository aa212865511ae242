"""The overlay that lets real Hugo build a site without its theme: configuration and layouts.

The site's own shortcodes, partials and render hooks stay; a missing theme's shortcodes are stubs.
"""

import json
import shutil
import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path, PurePosixPath
from typing import cast

import yaml

from resources.hugo.shortcodes import BUILT_IN, ShortcodeCount, stub

type Json = dict[str, object]
ENVIRONMENT = "launch"
LAYOUTS = "launch-overlay"
_PAGE_LAYOUTS = ("all.html", "home.html", "_default/single.html", "_default/list.html")
_KEPT_FOLDERS = {
    "shortcodes": "shortcodes",
    "_shortcodes": "shortcodes",
    "partials": "partials",
    "_partials": "partials",
}
_MARKUP = "_markup"


def overlay_settings() -> Json:
    """Return the configuration that goes on top of the site's own."""
    return {
        "theme": [],
        "module": {"imports": []},
        "layoutDir": LAYOUTS,
        "disableKinds": ["taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404"],
        "outputs": {"home": ["html"], "section": ["html"], "page": ["html"]},
        "enableGitInfo": False,
        "enableRobotsTXT": False,
        "disableAliases": True,
        "canonifyURLs": False,
        "relativeURLs": False,
        "refLinksErrorLevel": "ERROR",
        "timeout": "30s",
        "build": {"writeStats": False, "buildStats": {"enable": False}, "noJSConfigInAssets": True},
        "ignoreLogs": [],
        "security": {
            "allowContent": [".*"],
            "enableInlineShortcodes": False,
            "exec": {"allow": "none"},
            "http": {"methods": "none", "urls": "none"},
            "funcs": {"getenv": "none"},
        },
        "markup": {
            "goldmark": {"renderHooks": {"link": {"useEmbedded": "never"}}},
            "highlight": {"codeFences": False},
        },
    }


def write_configuration(site: Path, target: Path, extra: Mapping[str, object]) -> None:
    """Write a ``--configDir``: the site's own folders, and ours as an environment on top."""
    own = site / "config"
    if (own / "_default").is_dir():
        shutil.copytree(own / "_default", target / "_default")
    mine = target / ENVIRONMENT
    if (own / "production").is_dir():
        shutil.copytree(own / "production", mine)
    mine.mkdir(parents=True, exist_ok=True)
    below: Json = {}
    for path in sorted(mine.iterdir()):
        if path.stem in {"hugo", "config"} and path.is_file():
            below = merged(below, read_settings(path))
            path.unlink()
    whole = merged(merged(below, overlay_settings()), extra)
    (mine / "hugo.json").write_text(json.dumps(whole, indent=1, default=str), "utf-8")


def read_settings(path: Path) -> Json:
    """Return a configuration file's content; an empty one where it does not parse."""
    return parsed_settings(path.read_text("utf-8", "replace"), path.suffix)


def parsed_settings(text: str, suffix: str) -> Json:
    """Return a configuration's content by its file's suffix; an empty one where it fails."""
    try:
        if suffix == ".toml":
            return tomllib.loads(text)
        loaded = json.loads(text) if suffix == ".json" else yaml.safe_load(text)
    except (ValueError, yaml.YAMLError):
        return {}
    return loaded if isinstance(loaded, dict) else {}


def merged(below: Mapping[str, object], above: Mapping[str, object]) -> Json:
    """Return two configurations as one, ``above`` winning; keys compare without case."""
    names = {key.lower(): key for key in below}
    result = dict(below)
    for key, value in above.items():
        name = names.get(key.lower(), key)
        old = result.get(name)
        if isinstance(old, dict) and isinstance(value, dict):
            result[name] = merged(cast("Json", old), cast("Json", value))
        else:
            result[name] = value
    return result


def write_layouts(target: Path, sources: Iterable[Path], uses: Iterable[ShortcodeCount]) -> None:
    """Write the layouts: page layout, kept parts of ``sources`` (first wins), hooks, stubs.

    Hugo knows shortcodes whatever their capitals: a stub for ``relRef`` would hide its own.
    """
    for source in sources:
        _keep_parts(source, target)
    page = _data("page.html")
    for name in _PAGE_LAYOUTS:
        _write(target / name, page)
    ensure_link_hook(target)
    present = BUILT_IN | {name.lower() for name in shortcode_names(target)}
    for use in uses:
        if present.isdisjoint({use.name.lower(), use.name.lower().removesuffix(".html")}):
            name = use.name if PurePosixPath(use.name).suffix else f"{use.name}.html"
            _write(target / "shortcodes" / name, stub(paired=use.paired))


def ensure_link_hook(layouts: Path) -> None:
    """Add our link hook where the layouts have none; it records targets and changes nothing."""
    if not any(layouts.rglob("render-link*.html")):
        _write(layouts / "_default/_markup/render-link.html", _data("render-link.html"))


def shortcode_names(layouts: Path) -> tuple[str, ...]:
    """Return the shortcodes that a layout folder defines, sorted."""
    names: set[str] = set()
    for folder in ("shortcodes", "_shortcodes"):
        root = layouts / folder
        for path in root.rglob("*") if root.is_dir() else ():
            if path.is_file():
                relative = path.relative_to(root)
                names.add((relative.parent / relative.name.split(".", 1)[0]).as_posix())
    return tuple(sorted(names))


def _keep_parts(source: Path, target: Path) -> None:
    for path in sorted(source.rglob("*")) if source.is_dir() else ():
        if not path.is_file():
            continue
        parts = path.relative_to(source).parts
        if parts[0] in _KEPT_FOLDERS:
            place = target.joinpath(_KEPT_FOLDERS[parts[0]], *parts[1:])
        elif _MARKUP in parts[:-1]:
            folder = ("_default", *parts) if parts[0] == _MARKUP else parts
            place = target.joinpath(*folder)
        else:
            continue
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)


def _data(name: str) -> str:
    return resources.files("resources.hugo").joinpath("layouts", name).read_text("utf-8")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
