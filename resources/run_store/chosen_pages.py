"""Pages that a person names: by id, path, or the last part of a path, in the newest plan."""

import difflib
from collections.abc import Sequence
from pathlib import PurePosixPath

from launch.contracts.model import PageId, PilotKey
from launch.contracts.page_plan import PagePlan, PlannedPage
from launch.errors import ArtifactError, InputError
from resources.run_store.inherit import sealed_runs
from resources.run_store.places import Places
from resources.run_store.record import parsed, read_artifact


def chosen_pages(places: Places, pilot: PilotKey, named: Sequence[str]) -> tuple[PageId, ...]:
    """Return the ids of the pages that are named, in the plan's order.

    InputError where no run of the pilot planned pages yet, or none is called that.
    """
    plan = _newest_plan(places, pilot)
    chosen = {_page(plan, name).id for name in named}
    return tuple(page.id for page in plan.pages if page.id in chosen)


def _newest_plan(places: Places, pilot: PilotKey) -> PagePlan:
    for parent in sealed_runs(places, pilot):
        if PagePlan.artifact in parent.snapshot.run_state.artifact_index:
            try:
                data = read_artifact(parent.layout, parent.snapshot, PagePlan.artifact)
                return parsed(PagePlan, data, PagePlan.artifact)
            except ArtifactError:
                continue
    raise InputError(
        f"no sealed run of `{pilot}` has a page plan to name pages of",
        hint="run the pilot whole first, without `--page`",
    )


def _page(plan: PagePlan, name: str) -> PlannedPage:
    found = [page for page in plan.pages if name in _names(page)]
    if len(found) == 1:
        return found[0]
    if found:
        paths = ", ".join(page.path for page in found[:5])
        raise InputError(f"`{name}` could be any of: {paths}", hint="give the page's path or id")
    names = [name for page in plan.pages for name in sorted(_names(page))]
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.3)
    raise InputError(
        f"no page of the newest plan is called `{name[:80]}`",
        hint=f"the nearest: {', '.join(near)}" if near else "`launch show` lists the pages",
    )


def _names(page: PlannedPage) -> frozenset[str]:
    path = PurePosixPath(page.path)
    return frozenset({page.id, page.path, path.name, path.stem, page.url})
