"""The `SiteBuilder` port on real Hugo: the untouched build is kept, the changed one is new."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.site_build import BuildComparison, SiteBuild
from launch.gates.subject import LintFinding
from launch.intake.site.units import is_page
from launch.ports import Tree
from resources.hugo.build import Workshop, build_as_it_is, build_overlay
from resources.hugo.copies import changed_copy
from resources.hugo.found_units import units_of
from resources.hugo.output import CLASH, normalised
from resources.hugo.partial import build_touched
from resources.hugo.prepared import Prepared, Recipe, prepare
from resources.hugo.process import Limits
from resources.hugo.versions import chosen_binary
from resources.hugo.workspace import change

_MOST_BUILDS = 20


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
        ready = self._ready
        if ready.base.problem is not None:
            return BuildComparison(before=ready.base, after=ready.base)
        return compare_builds(ready, changes)

    @contextmanager
    def changed(self, changes: Mapping[str, bytes | None]) -> Iterator[Workshop]:
        """Give a copy of the site with ``changes``, ready to build; it goes afterwards."""
        with changed_copy(self._ready, changes) as (shop, _):
            yield shop

    def lint(self) -> tuple[LintFinding, ...] | None:
        """Return the linter's findings on the untouched site, or None where they are not known."""
        return self._ready.lint()

    def static_file(self, path: str) -> bytes | None:
        """Return the untouched static file that the site publishes at a path, or None."""
        for mount in self._hugo.mounts:
            head, _, below = mount.target.partition("/")
            inside = path.removeprefix(f"{below}/") if below else path
            if head == "static" and (not below or inside != path):
                data = self._tree.read(f"{mount.source}/{inside}")
                if data is not None:
                    return data
        return None

    @cached_property
    def _ready(self) -> Prepared:
        return prepare(self._recipe(), self._cache)

    def _recipe(self) -> Recipe:
        units = units_of(self._tree)
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
    touched = build_touched(ready, changes)
    if touched is not None and ready.base_as_it_is is None:
        return BuildComparison(before=ready.base, after=touched)
    with changed_copy(ready, changes) as (shop, refused):
        notes = tuple(f"{path}: not a usable path, left out of the build" for path in refused)
        own = build_as_it_is(shop) if ready.base_as_it_is else None
        if own is not None and own.problem is not None:
            return BuildComparison(before=ready.base, after=own, before_as_it_is=None)
        return BuildComparison(
            before=ready.base,
            after=touched or _build_all(ready, shop, changes, notes),
            before_as_it_is=ready.base_as_it_is,
            after_as_it_is=own,
        )


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
        said = [text for text in outcome.error_texts if not text.startswith(CLASH)]
        broken = {path for path in left if any(_names(text, path) for text in said)}
        if outcome.problem or not broken or expected | (left - broken) <= out:
            break
        change(shop.work, dict.fromkeys(broken))
        left -= broken
    errors = tuple(sorted(texts))
    again = {"errors": tuple(normalised(text) for text in errors), "error_texts": errors}
    return outcome.model_copy(update=again)


def _names(error: str, path: str) -> bool:
    return re.search(rf"(?<![\w/.-]){re.escape(path)}(?![\w-])", error) is not None
