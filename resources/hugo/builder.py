"""The `SiteBuilder` port on real Hugo: the untouched build is kept, the changed one is new."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.site_build import BuildComparison, SiteBuild
from launch.intake.site.units import site_units
from launch.ports import Tree
from resources.hugo.build import Workshop, build_overlay
from resources.hugo.prepared import Prepared, Recipe, elsewhere, layout_sources, prepare
from resources.hugo.process import Limits
from resources.hugo.repair import replay
from resources.hugo.stub_overlay import LAYOUTS, write_configuration, write_layouts
from resources.hugo.versions import chosen_binary
from resources.hugo.workspace import change, clone

_TEMPLATE_FOLDERS = frozenset({"layouts", "config", "themes"})


class HugoSiteBuilder:
    """Builds one site, before and after changes, with the Hugo that its facts name."""

    def __init__(
        self, tree: Tree, hugo: HugoFacts, cache_dir: Path, limits: Limits | None = None
    ) -> None:
        self._tree = tree
        self._hugo = hugo
        self._cache = cache_dir
        self._limits = limits or Limits()

    def compare(self, changes: Mapping[str, bytes | None]) -> BuildComparison:
        """Build the untouched site (kept) and the site with ``changes``; see the port."""
        ready = prepare(self._recipe(), self._cache)
        return BuildComparison(before=ready.base, after=build_changed(ready, changes))

    def _recipe(self) -> Recipe:
        units = site_units(entry.path for entry in self._tree.entries)
        unit = next((unit for unit in units if unit.root == self._hugo.root), units[0])
        chosen = chosen_binary(self._hugo.built_with, self._cache)
        pin = self._hugo.pin
        return Recipe(
            tree=self._tree,
            commit=pin.commit,
            unit=unit,
            binary=chosen.binary,
            version=chosen.version,
            time=pin.time,
            limits=self._limits,
        )


def build_changed(ready: Prepared, changes: Mapping[str, bytes | None]) -> SiteBuild:
    """Build a prepared site with changes, in a copy that goes away."""
    folder = Path(tempfile.mkdtemp(prefix="site-", dir=ready.shop.work.parent.parent)).resolve()
    try:
        shop = elsewhere(ready.shop, folder / "work", folder / "config")
        clone(ready.shop.work, shop.work)
        refused = change(shop.work, changes)
        _configure(ready, shop, changes)
        notes = tuple(f"{path}: not a usable path, left out of the build" for path in refused)
        return build_overlay(shop, notes)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _configure(ready: Prepared, shop: Workshop, changes: Mapping[str, bytes | None]) -> None:
    """Take the kept overlay, or write it anew where the change touches what it is made from."""
    if not any(_is_template(path, ready.unit.root) for path in changes):
        shutil.copytree(ready.shop.config, shop.config)
        return
    write_configuration(shop.source, shop.config, ready.extra)
    shutil.rmtree(shop.source / LAYOUTS)
    write_layouts(shop.source / LAYOUTS, layout_sources(shop), ready.uses)
    layouts = [item for item in ready.repairs if item.kind != "set_aside"]
    replay(shop, layouts, ready.paired)


def _is_template(path: str, root: str) -> bool:
    inside = path.removeprefix(f"{root}/") if root else path
    head = inside.split("/", 1)[0]
    return head in _TEMPLATE_FOLDERS or "/" not in inside
