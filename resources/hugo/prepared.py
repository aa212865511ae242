"""The untouched site made ready for building, once per commit, and kept in the cache."""

import json
import shutil
import tempfile
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib import resources
from pathlib import Path

from launch.contracts.site_build import SiteBuild
from launch.errors import StorageError
from launch.intake.site.units import SiteUnit, is_page
from launch.markdown.front_matter import FrontMatterError, split
from launch.ports import Tree
from resources.hugo.build import Workshop, ask, build_as_it_is, build_overlay
from resources.hugo.kept_sites import prune, used
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
from resources.hugo.themes import theme_folders
from resources.hugo.workspace import export

_SKIPPED_FOLDERS = frozenset({"node_modules", "static", "public", ".git", ".github"})


@dataclass(frozen=True)
class Prepared:
    """A site ready to build: the shop, its base build, what was repaired, Hugo's own answers."""

    shop: Workshop
    unit: SiteUnit
    base: SiteBuild
    base_as_it_is: SiteBuild | None
    """The base build with the site's own theme, where that goes without an error."""
    not_as_it_is: str | None
    """Why a site whose themes are all there does not build as it is, or None."""
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

    @property
    def extra(self) -> Json:
        """Settings that the overlay of this unit adds."""
        return extra_settings(self.unit)

    @property
    def paired(self) -> frozenset[str]:
        """Shortcodes that the site closes."""
        return frozenset(use.name for use in self.uses if use.paired)


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
        ready = _load(recipe, folder)
        if ready.base.finished or not again:
            used(folder)
            return ready
        shutil.rmtree(folder, ignore_errors=True)
    _make(recipe, folder)
    prune(folder.parent)
    return _load(recipe, folder)


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
    notes = export(recipe.tree, shop.work, _wanted)
    texts = _texts(shop.work, recipe.tree)
    uses = shortcode_uses(texts.values())
    write_configuration(shop.source, shop.config, extra_settings(recipe.unit))
    sources = layout_sources(shop)
    layouts = shop.source / LAYOUTS
    write_layouts(layouts, sources, uses)
    folders = theme_folders(shop.source, shop.work, own_settings(shop.source))
    asked = ask(shop, "config", "mounts")
    paired = frozenset(use.name for use in uses if use.paired)
    known = Knowledge(paired, tuple(path for path, text in texts.items() if _unreadable(text)))
    base, repairs = repair(shop, lambda: build_overlay(shop, notes), known)
    own = build_as_it_is(shop) if all(folders) and not recipe.unit.synthesised else None
    if own is not None and _builds(own):
        (folder / "own.json").write_text(own.model_dump_json(), "utf-8")
    (folder / "base.json").write_text(base.model_dump_json(), "utf-8")
    (folder / "prepared.json").write_text(
        json.dumps(
            {
                "uses": [vars(use) for use in uses],
                "repairs": [vars(item) for item in repairs],
                "own_shortcodes": shortcode_names(sources[0]),
                "own_settings": own_settings(shop.source),
                "theme_present": all(folders),
                "not_as_it_is": None if own is None or _builds(own) else _reason(own),
                "settings": _json(ask(shop, "config", "--format", "json").output),
                "mounts": _json(asked.output),
            },
            default=str,
        ),
        "utf-8",
    )


def _builds(own: SiteBuild) -> bool:
    return own.finished and not own.errors


def _reason(own: SiteBuild) -> str:
    return (own.problem or own.error_texts[0])[:300]


def extra_settings(unit: SiteUnit) -> Json:
    """Return what a site without configuration needs beside the overlay."""
    return {"contentDir": unit.content_dir} if unit.content_dir else {}


def layout_sources(shop: Workshop) -> tuple[Path, ...]:
    """Return the layout folders whose parts are kept: the site's own, then its themes' in order."""
    folders = theme_folders(shop.source, shop.work, own_settings(shop.source))
    return (shop.source / "layouts", *(f / "layouts" for f in folders if f is not None))


def _texts(work: Path, tree: Tree) -> dict[str, str]:
    found = {}
    for entry in tree.entries:
        path = work / entry.path
        if is_page(entry.path) and path.is_file():
            found[entry.path] = path.read_text("utf-8", "replace")
    return found


def _unreadable(text: str) -> bool:
    try:
        split(text)
    except FrontMatterError:
        return True
    return False


def _wanted(path: str) -> bool:
    return _SKIPPED_FOLDERS.isdisjoint(path.split("/")[:-1])


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
        not_as_it_is=data["not_as_it_is"],
        repairs=tuple(Repair(**item) for item in data["repairs"]),
        uses=tuple(ShortcodeCount(**item) for item in data["uses"]),
        own_shortcodes=tuple(data["own_shortcodes"]),
        settings=data["settings"],
        own_settings=data["own_settings"],
        theme_present=data["theme_present"],
        mounts=tuple(mounts),
    )


def elsewhere(shop: Workshop, work: Path, config: Path) -> Workshop:
    """Return the same shop on another work tree."""
    return replace(shop, work=work, config=config)
