"""A run that is over, read again: its directory, and both trees at their pins."""

import os
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from launch.contracts.tree import RepoPin
from launch.errors import ArtifactError
from resources.git.mirrors import read_mirrors
from resources.git.source import RepositorySource
from resources.git.tree import GitTree
from resources.run_store.layout import find_run
from resources.run_store.places import Places
from resources.run_store.reading import read_settings, read_snapshot
from resources.run_store.record import RunRecord


class StoredRun:
    """A `ReadableRun` without Dagster; nothing is locked, and only `record` can write.

    InputError where there is no such run; ArtifactError where it cannot be read.
    """

    def __init__(self, places: Places, run_id: str) -> None:
        layout = find_run(places.runs, run_id)
        self.places = places
        self.record = RunRecord(layout, read_snapshot(layout), read_settings(layout))
        named = os.environ.get("LAUNCH_GIT_MIRRORS", "").strip()
        self.source = RepositorySource(places.cache, read_mirrors(Path(named)) if named else ())
        self._trees = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._trees.close()

    def site_tree(self) -> GitTree:
        """Return the site's tree at the pinned commit."""
        snapshot = self.record.snapshot
        return self._tree(snapshot.site, self.record.settings.site_url_effective)

    def product_tree(self) -> GitTree:
        """Return the product's tree at the pinned commit."""
        snapshot = self.record.snapshot
        return self._tree(snapshot.product, self.record.settings.product_url_effective)

    def _tree(self, pin: RepoPin | None, url: str) -> GitTree:
        if pin is None:
            raise ArtifactError(
                f"run {self.record.run_id} stopped before its repositories were pinned",
                hint="start a new run",
            )
        tree = self.source.tree(pin.model_copy(update={"url": url}))
        self._trees.callback(tree.close)
        return tree
