"""The untouched site made ready for building, once per commit, and kept in the cache."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path

from launch.contracts.site_build import SiteBuild
from launch.errors import HugoError, StorageError
from launch.gates.subject import LintFinding
from launch.intake.site.units import SiteUnit, is_page
from launch.markdown.front_matter import FrontMatterError, split
from launch.ports import Tree
from resources.hugo.build import Workshop, ask, build_as_it_is, build_overlay
from resources.hugo.kept_sites import prune, used
from resources.hugo.lint import lint
from resources.hugo.own_settings import own_settings
from resources.hugo.process import Limits
from resources.hugo.repair import Knowledge, Repair, repair
from resources.hugo.shortcodes import ShortcodeCount, shortcode_uses
from resources.hugo.stub_overlay import (
    LAYOUTS,
    Json,
    shortcode_names,
    write_configuration,
    write_layouts,
)
from resources.hugo.themes import lend, theme_folders
from resources.hugo.workspace import export, outline

_SKIPPED_FOLDERS = frozenset({"node_modules", "static", "public", ".git", ".github"})
_MODULE_FILES = ("go.mod", "go.work", "package.json")
_THEME_FOLDERS = frozenset(
    {"layouts", "assets", "data", "i18n", "archetypes", "themes", "_vendor", "config"}
)
"""Folders of a repository that is itself the theme of a site further down in it."""


@dataclass(frozen=True)
class Prepared:
    """A site ready to build: the shop, its base build, what was repaired, Hugo's own answers."""

    shop: Workshop
    unit: SiteUnit
    base: SiteBuild
    base_as_it_is: SiteBuild | None
    """The base build with the site's own theme, where that goes without an error."""
    fails_as_it_is: bool
    """Whether a site whose themes are all there does not build as it is, all the same.

    Hugo's error is not kept: of several, it tells another each time.
    """
    repairs: tuple[Repair, ...]
    uses: tuple[ShortcodeCount, ...]
    own_shortcodes: tuple[str, ...]
    settings: Json
    """``hugo config``, keys in lower case; empty where the configuration is broken."""
    own_settings: Json
    """The site's configuration as written, without Hugo's defaults."""
    theme_present: bool
    """Whether every theme that it names is in the repository."""
    mounts: tuple[Json, ...]
    """``hugo config mounts`` of the project."""
    folder: Path
    """Where all this is kept."""

    @property
    def extra(self) -> Json:
        """Settings that the overlay of this unit adds."""
        return extra_settings(self.unit)

    @property
    def paired(self) -> frozenset[str]:
        """Shortcodes that the site closes."""
        return frozenset(use.name for use in self.uses if use.paired)

    def lint(self) -> tuple[LintFinding, ...] | None:
        """Return the linter's findings on the untouched site, or None where it did not run."""
        file = self.folder / "lint.json"
        if not file.is_file():
            return None
        return tuple(LintFinding(*row) for row in json.loads(file.read_bytes()))


@dataclass(frozen=True)
class Recipe:
    """What a prepared site depends on."""

    tree: Tree
    commit: str
    unit: SiteUnit
    binary: Path
    version: str
    time: int
    limits: Limits


def prepare(recipe: Recipe, cache_dir: Path, *, again: bool = False) -> Prepared:
    """Return the prepared site, from the cache where it is there; StorageError on a full disk.

    ``again`` tries a kept site anew whose untouched build was stopped.
    """
    folder = (cache_dir / "hugo" / "sites" / _key(recipe)).resolve()
    if (folder / "prepared.json").is_file():
        ready = _whole(recipe, folder)
        if ready is not None and (ready.base.finished or not again):
            used(folder)
            return ready
        shutil.rmtree(folder, ignore_errors=True)
    _make(recipe, folder)
    prune(folder.parent)
    return _load(recipe, folder)


def _whole(recipe: Recipe, folder: Path) -> Prepared | None:
    """Return a kept site, or None where what was kept of it is damaged: it is made anew."""
    try:
        if not _stands(folder, (folder / "prepared.json").stat().st_mtime_ns):
            return None
        ready = _load(recipe, folder)
        ready.lint()
    except (ValueError, KeyError, TypeError, OSError):
        return None
    return ready


@cache
def _stands(folder: Path, made: int) -> bool:
    """Return whether a site kept at a moment has its files; asked once a process, for all stages.

    ValueError, KeyError or OSError where even what was kept of that is damaged.
    """
    kept = json.loads((folder / "prepared.json").read_text("utf-8"))
    return bool(kept["outline"] == _outline(folder))


def _outline(folder: Path) -> str:
    return outline((folder / "work", folder / "config"))


def _key(recipe: Recipe) -> str:
    digest = sha256()
    for part in (recipe.commit, recipe.unit.root, recipe.version, str(recipe.time)):
        digest.update(part.encode() + b"\0")
    ours = resources.files("resources.hugo")
    for item in sorted(ours.iterdir(), key=lambda item: item.name):
        if item.name.endswith(".py"):
            digest.update(item.read_bytes())
    for item in sorted(ours.joinpath("layouts").iterdir(), key=lambda item: item.name):
        digest.update(item.read_bytes())
    return digest.hexdigest()[:32]


def _make(recipe: Recipe, folder: Path) -> None:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix="making-", dir=folder.parent)).resolve()
    except OSError as error:
        raise StorageError(
            f"the cache cannot be written: {error.strerror}",
            hint="point LAUNCH_CACHE_DIR to a folder that you may write",
        ) from error
    try:
        _fill(recipe, draft)
        draft.replace(folder)
    except OSError:
        if not (folder / "prepared.json").is_file():
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _fill(recipe: Recipe, folder: Path) -> None:
    shop = _shop(recipe, folder)
    shop.work.mkdir()
    notes = export(recipe.tree, shop.work, _wanted_of(recipe))
    paths = tuple(entry.path for entry in recipe.tree.entries if is_page(entry.path))
    uses = shortcode_uses(text for _, text in _texts(shop.work, paths))
    write_configuration(shop.source, shop.config, extra_settings(recipe.unit))
    sources = layout_sources(shop)
    write_layouts(shop.source / LAYOUTS, sources, uses)
    folders = theme_folders(shop.source, shop.work, own_settings(shop.source))
    lend(folders, shop.source)
    with ThreadPoolExecutor() as at_once:
        first = at_once.submit(build_overlay, shop, notes)
        asked = at_once.submit(_answers, shop)
        linted = at_once.submit(_linted, shop.work)
    known = Knowledge(
        frozenset(use.name for use in uses if use.paired),
        lambda: tuple(path for path, text in _texts(shop.work, paths) if _unreadable(text)),
    )
    base, repairs = repair(shop, first.result(), lambda: build_overlay(shop, notes), known)
    declared = any(item.kind == "output_format" for item in repairs)
    own = build_as_it_is(shop) if all(folders) and not recipe.unit.synthesised else None
    if own is not None and _builds(own):
        (folder / "own.json").write_text(own.model_dump_json(), "utf-8")
    (folder / "base.json").write_text(base.model_dump_json(), "utf-8")
    if linted.result() is not None:
        (folder / "lint.json").write_text(json.dumps(linted.result()), "utf-8")
    (folder / "prepared.json").write_text(
        json.dumps(
            {
                "uses": [vars(use) for use in uses],
                "repairs": [vars(item) for item in repairs],
                "own_shortcodes": shortcode_names(sources[0]),
                "own_settings": own_settings(shop.source),
                "theme_present": all(folders),
                "fails_as_it_is": own is not None and not _builds(own),
                **(_answers(shop) if declared else asked.result()),
                "outline": _outline(folder),
            },
            default=str,
        ),
        "utf-8",
    )


def _answers(shop: Workshop) -> Json:
    """Return what Hugo itself says of the configuration."""
    return {
        "settings": _json(ask(shop, "config", "--format", "json").output),
        "mounts": _json(ask(shop, "config", "mounts").output),
    }


def _linted(work: Path) -> list[tuple[str, int, str, str]] | None:
    """Return the linter's findings on the untouched site, or None where it does not run."""
    try:
        return [(one.path, one.line, one.rule, one.message) for one in lint(work)]
    except HugoError:
        return None


def _builds(own: SiteBuild) -> bool:
    return own.finished and not own.errors


def extra_settings(unit: SiteUnit) -> Json:
    """Return what a site without configuration needs beside the overlay."""
    return {"contentDir": unit.content_dir} if unit.content_dir else {}


def layout_sources(shop: Workshop) -> tuple[Path, ...]:
    """Return the layout folders whose parts are kept: the site's own, then its themes' in order."""
    folders = theme_folders(shop.source, shop.work, own_settings(shop.source))
    return (shop.source / "layouts", *(f / "layouts" for f in folders if f is not None))


def _texts(work: Path, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    for path in paths:
        if (work / path).is_file():
            yield path, (work / path).read_text("utf-8", "replace")


def _unreadable(text: str) -> bool:
    try:
        split(text)
    except FrontMatterError:
        return True
    return False


def _wanted_of(recipe: Recipe) -> Callable[[str], bool]:
    """Return which files of the repository the site may need: of a large one, few."""
    root = f"{recipe.unit.root}/" if recipe.unit.root else ""
    named = (*recipe.unit.config_files, *(f"{root}{name}" for name in _MODULE_FILES))
    far = any(b"../" in (recipe.tree.read(path) or b"") for path in named)

    def wanted(path: str) -> bool:
        head, *inside = path.split("/")
        near = path.startswith(root) or far or not inside or head in _THEME_FOLDERS
        return near and _SKIPPED_FOLDERS.isdisjoint((head, *inside[:-1]) if inside else ())

    return wanted


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return {}


def _shop(recipe: Recipe, folder: Path) -> Workshop:
    return Workshop(
        binary=recipe.binary,
        version=recipe.version,
        work=folder / "work",
        root=recipe.unit.root,
        config=folder / "config",
        time=recipe.time,
        limits=recipe.limits,
    )


def _load(recipe: Recipe, folder: Path) -> Prepared:
    data = json.loads((folder / "prepared.json").read_text("utf-8"))
    own = folder / "own.json"
    mounts = data["mounts"].get("mounts", ()) if isinstance(data["mounts"], dict) else ()
    return Prepared(
        shop=_shop(recipe, folder),
        unit=recipe.unit,
        base=SiteBuild.model_validate_json((folder / "base.json").read_bytes()),
        base_as_it_is=SiteBuild.model_validate_json(own.read_bytes()) if own.is_file() else None,
        fails_as_it_is=data["fails_as_it_is"],
        repairs=tuple(Repair(**item) for item in data["repairs"]),
        uses=tuple(ShortcodeCount(**item) for item in data["uses"]),
        own_shortcodes=tuple(data["own_shortcodes"]),
        settings=data["settings"],
        own_settings=data["own_settings"],
        theme_present=data["theme_present"],
        mounts=tuple(mounts),
        folder=folder,
    )


def elsewhere(shop: Workshop, work: Path, config: Path) -> Workshop:
    """Return the same shop on another work tree."""
    return replace(shop, work=work, config=config)
