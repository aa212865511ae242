"""The resource behind every stage: the run's directory, opened before and closed after its steps.

Set up and torn down by Dagster, whoever started the run.
"""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

import dagster as dg
from pydantic import PrivateAttr

from launch.contracts.patch_bundle import DeliveryHistory
from launch.contracts.repo_inventory import RepoInventory
from launch.contracts.tree import RepoPin, TagRef
from launch.errors import LaunchError
from launch.ports import Readings
from launch_assets.event_storage import store_little
from launch_assets.failures import first_line, reason, stopped_between
from launch_assets.opening import open_run
from launch_assets.repositories import Repositories
from launch_assets.staleness import tell_stale
from resources.git.address import Role
from resources.git.source import RepositorySource
from resources.git.tree import GitTree
from resources.kept_readings import KeptReadings
from resources.run_store.code_version import code_version
from resources.run_store.inherit import parents_of, stale_now
from resources.run_store.ledger import ground_of, kept_history
from resources.run_store.lineage import Ground
from resources.run_store.memo import Memory
from resources.run_store.places import Places, places_now
from resources.run_store.record import RunRecord
from resources.run_store.store import Opened, RunStore, left_over


class _Session:
    """What an open run holds in memory."""

    def __init__(self, opened: Opened, places: Places, source: RepositorySource) -> None:
        self.opened = opened
        self.places = places
        self.source = source
        self.trees: dict[str, GitTree] = {}

    @cached_property
    def memory(self) -> Memory:
        return Memory(self.places, self.opened.record)

    @cached_property
    def readings(self) -> KeptReadings:
        return KeptReadings(self.places.cache, code_version("readings")[:16])

    def close(self) -> None:
        for tree in self.trees.values():
            tree.close()
        if "readings" in self.__dict__:  # A run that read no file opens nothing.
            self.readings.close()


class Run(dg.ConfigurableResource[None]):
    """The run that the current Dagster run works on."""

    repositories: dg.ResourceDependency[Repositories]
    _session: _Session | None = PrivateAttr(default=None)

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        """Open the run's directory; wait for the pilot's turn."""
        if context.run is None or context.instance is None:
            return
        store_little(context.instance, context.run.run_id)
        places, source = places_now(), self.repositories.source()
        opened = open_run(context.run, context.instance, RunStore(places), source)
        self._session = _Session(opened, places, source)

    def teardown_after_execution(self, context: dg.InitResourceContext) -> None:
        """Record how the run ended, and seal it where that is due."""
        if self._session is not None:
            self._session.close()
            record = self._session.opened.record
            if unfinished := left_over(record):
                record.failed(stopped_between(unfinished))
            elif record.snapshot.selection and record.snapshot.run_state.error is None:
                parents = parents_of(record, self._session.places)
                stale = stale_now(record, parents, self.ground)
                record.stale(stale)
                if context.instance is not None:
                    tell_stale(context.instance, record.snapshot.pilot, record.run_id, stale)
            RunStore(self._session.places).close(self._session.opened)
            self._session = None

    @property
    def session(self) -> _Session:
        """The open run; only inside a Dagster run."""
        if self._session is None:
            raise LaunchError("no run is open here", hint="report this as a bug")
        return self._session

    @property
    def record(self) -> RunRecord:
        """The run's directory."""
        return self.session.opened.record

    @property
    def places(self) -> Places:
        """Where runs and cache are."""
        return self.session.places

    @property
    def ground(self) -> Ground:
        """Settings and pins."""
        return ground_of(self.record)

    @property
    def readings(self) -> Readings:
        """What was read of files before, by whatever run or pilot."""
        return self.session.readings

    @property
    def delivered(self) -> DeliveryHistory | None:
        """What was delivered to the site and stands there, as the run found it, or None."""
        return kept_history(self.record.layout)

    def product_tree(self) -> GitTree:
        """Return the product's tree at the pinned commit."""
        url = self.record.settings.product_url_effective
        return self._tree(self.ground.product, url, self.ground.product.commit)

    def released_tree(self, inventory: RepoInventory) -> GitTree | None:
        """Return the product's tree at its newest release, or None where there is none."""
        if inventory.release is None:
            return None
        url = self.record.settings.product_url_effective
        return self._tree(self.ground.product, url, inventory.release.commit)

    def site_tree(self) -> GitTree:
        """Return the site's tree at the pinned commit."""
        url = self.record.settings.site_url_effective
        return self._tree(self.ground.site, url, self.ground.site.commit)

    def tags(self) -> tuple[TagRef, ...]:
        """Return the product repository's tags."""
        return self.session.source.tags(self._effective("product"))

    def subdir(self) -> str | None:
        """Return the product's folder in a monorepo, checked and normalised, or None."""
        named = self.record.settings.pilot.input.subdir
        pin = self._effective("product")
        return None if named is None else self.session.source.check_subdir(pin, named)

    def names(self) -> tuple[str, ...]:
        """Return the names under which the site may speak of the product already."""
        pilot = self.record.settings.pilot.input
        last = pilot.repo_url.rstrip("/").rsplit("/", 1)[-1].removesuffix(".git")
        return tuple(name for name in (last, pilot.product_url) if name)

    def check_out(self, role: Role) -> None:
        """Put a light clone into `worktree/` for people to look at; no stage reads it."""
        folder = "repo_clone" if role == "product" else "site_clone"
        self.session.source.check_out(self._effective(role), self.record.layout.worktree / folder)

    def _effective(self, role: Role) -> RepoPin:
        """Return a pin that names the repository as it is really read: fixture, not pilot."""
        settings, ground = self.record.settings, self.ground
        if role == "product":
            return ground.product.model_copy(update={"url": settings.product_url_effective})
        return ground.site.model_copy(update={"url": settings.site_url_effective})

    def _tree(self, pin: RepoPin, url: str, commit: str) -> GitTree:
        trees, source = self.session.trees, self.session.source
        key = f"{url}@{commit}"
        if key not in trees:
            trees[key] = source.released(pin.model_copy(update={"url": url}), commit)
        return trees[key]

    @contextmanager
    def guard(self, stage: str) -> Iterator[None]:
        """Record in the run's directory whatever stops this stage, and let it pass."""
        try:
            yield
        except BaseException as error:
            self.record.failed(reason(stage, error))
            if not isinstance(error, LaunchError):
                self.record.log(stage, "".join(traceback.format_exception(error)))
            self.record.event(stage, f"Stopped: {first_line(error)}")
            raise
