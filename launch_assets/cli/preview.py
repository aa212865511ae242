"""`launch show RUN_ID --preview`: the site with a run's pages, served on this machine alone."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.patch_bundle import BundleBody, FixedPatchBundle, PatchBundle
from launch.patching.apply import apply
from launch_assets.stored import StoredRun
from resources.hugo.builder import HugoSiteBuilder
from resources.hugo.preview import Preview, serve
from resources.run_store.places import Places, places_now


def preview_run(run_id: str, *, port: int) -> int:
    """Serve the changed site until it is interrupted, changed pages first."""
    with preview_of(places_now(), run_id, port=port) as preview:
        print(f"Serving the changed site at {preview.url} (Ctrl-C ends it)")
        for path, title in preview.changed:
            print(f"  {preview.url.rstrip('/')}{path}  {title}", flush=True)
        with suppress(KeyboardInterrupt):
            threading.Event().wait()
    return 0


@contextmanager
def preview_of(places: Places, run_id: str, *, port: int = 0) -> Iterator[Preview]:
    """Serve the site with a run's last bundle while the context lasts.

    ArtifactError where the run has none; HugoError where the changed site does not build.
    """
    with StoredRun(places, run_id) as run:
        tree = run.site_tree()
        hugo = run.record.load(HugoFacts, HugoFacts.artifact)
        builder = HugoSiteBuilder(tree, hugo, places.cache)
        with serve(builder, apply(_last(run), tree), port) as preview:
            yield preview


def _last(run: StoredRun) -> BundleBody:
    if run.record.record_of(FixedPatchBundle.artifact) is None:
        return run.record.load(PatchBundle, PatchBundle.artifact)
    return run.record.load(FixedPatchBundle, FixedPatchBundle.artifact)
