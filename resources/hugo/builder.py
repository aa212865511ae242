"""The `SiteBuilder` port on real Hugo: the untouched build is kept, the changed one is new."""

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.site_build import BuildComparison, SiteBuild
from launch.intake.site.units import is_page, site_units
from launch.ports import Tree
from resources.hugo.build import Workshop, build_as_it_is, build_overlay
from resources.hugo.output import normalised
from resources.hugo.partial import build_touched
from resources.hugo.prepared import Prepared, Recipe, elsewhere, layout_sources, prepare
from resources.hugo.process import Limits
from resources.hugo.repair import replay
from resources.hugo.stub_overlay import LAYOUTS, write_configuration, write_layouts
from resources.hugo.versions import chosen_binary
from resources.hugo.workspace import change, clone

_MOST_BUILDS = 20
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

    @property
    def base_path(self) -> str:
        """Path of the site's base address, such as ``/docs``; empty for the root."""
        return urlsplit(self._hugo.base_url).path.rstrip("/")

    def compare(self, changes: Mapping[str, bytes | None]) -> BuildComparison:
        """Build the untouched site (kept) and the site with ``changes``; see the port."""
        ready = prepare(self._recipe(), self._cache)
        if ready.base.problem is not None:
            return BuildComparison(before=ready.base, after=ready.base)
        return compare_builds(ready, changes)

    @contextmanager
    def changed(self, changes: Mapping[str, bytes | None]) -> Iterator[Workshop]:
        """Give a copy of the site with ``changes``, ready to build; it goes afterwards."""
        with changed_copy(prepare(self._recipe(), self._cache), changes) as (shop, _):
            yield shop

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


def compare_builds(ready: Prepared, changes: Mapping[str, bytes | None]) -> BuildComparison:
    """Build a prepared site with changes, in a copy that goes away, beside its base builds."""
    with changed_copy(ready, changes) as (shop, refused):
        notes = tuple(f"{path}: not a usable path, left out of the build" for path in refused)
        own = build_as_it_is(shop) if ready.base_as_it_is else None
        if own is not None and own.problem is not None:
            return BuildComparison(before=ready.base, after=own, before_as_it_is=None)
        return BuildComparison(
            before=ready.base,
            after=build_touched(ready, shop, changes) or _build_all(ready, shop, changes, notes),
            before_as_it_is=ready.base_as_it_is,
            after_as_it_is=own,
        )


@contextmanager
def changed_copy(
    ready: Prepared, changes: Mapping[str, bytes | None]
) -> Iterator[tuple[Workshop, tuple[str, ...]]]:
    """Give a copy of a prepared site with changes, and the paths refused; it goes afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="site-", dir=ready.shop.work.parent.parent)).resolve()
    try:
        shop = elsewhere(ready.shop, folder / "work", folder / "config")
        clone(ready.shop.work, shop.work)
        refused = change(shop.work, changes)
        _configure(ready, shop, changes)
        yield shop, refused
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _build_all(
    ready: Prepared,
    shop: Workshop,
    changes: Mapping[str, bytes | None],
    notes: tuple[str, ...],
) -> SiteBuild:
    """Build; where changed pages stop Hugo, note their errors and build on without them."""
    texts: dict[str, None] = {}
    left = {path for path, data in changes.items() if data is not None and is_page(path)}
    expected = {page.path for page in ready.base.pages} - set(changes)
    for _ in range(_MOST_BUILDS):
        outcome = build_overlay(shop, notes)
        texts |= dict.fromkeys(outcome.error_texts)
        out = {page.path for page in outcome.pages}
        broken = {path for path in left if any(_names(text, path) for text in outcome.error_texts)}
        if outcome.problem or not broken or expected | (left - broken) <= out:
            break
        change(shop.work, dict.fromkeys(broken))
        left -= broken
    errors = tuple(sorted(texts))
    again = {"errors": tuple(normalised(text) for text in errors), "error_texts": errors}
    return outcome.model_copy(update=again)


def _names(error: str, path: str) -> bool:
    return re.search(rf"(?<![\w/.-]){re.escape(path)}(?![\w-])", error) is not None


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
