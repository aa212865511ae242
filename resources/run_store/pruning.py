"""Runs that may go: all but the newest of each pilot, and none that something still rests on."""

import time
from collections.abc import Iterable
from contextlib import suppress

from launch.contracts.snapshot import Snapshot
from launch.errors import ArtifactError
from resources.removal import UNFINISHED, Going, size_of
from resources.run_store.layout import RunLayout, all_runs
from resources.run_store.ledger import delivering_runs
from resources.run_store.places import Places
from resources.run_store.reading import read_snapshot, runs_of
from resources.run_store.store import RunStore

_REST_SECONDS = 3600


def runs_to_go(places: Places, keep: int) -> tuple[Going, ...]:
    """Return the runs beyond the newest ``keep`` of each pilot that nothing needs any more.

    What stays: a run that is worked on or waits for `submit`, the newest delivery to each site,
    and a run whose drafts or pages a staying run took over. Folders without a snapshot go as well.
    """
    pilots = {snapshot.pilot for _, snapshot in _readable(places)}
    found = [going for pilot in sorted(pilots) for going in _of_pilot(places, pilot, keep)]
    return (*found, *_without_snapshot(places))


def _readable(places: Places) -> Iterable[tuple[RunLayout, Snapshot]]:
    for layout in all_runs(places.runs):
        with suppress(ArtifactError):
            yield layout, read_snapshot(layout)


def _of_pilot(places: Places, pilot: str, keep: int) -> list[Going]:
    runs, store = runs_of(places, pilot), RunStore(places)
    needed = set(delivering_runs(places, pilot))
    staying = [
        (layout, snapshot)
        for number, (layout, snapshot) in enumerate(runs)
        if number < keep
        or layout.run_id in needed
        or snapshot.run_state.status == "w9_deferred"
        or (snapshot.run_state.status == "running" and not store.is_dead(layout))
    ]
    for _, snapshot in staying:
        needed |= _rests_on(snapshot)
    kept = needed | {layout.run_id for layout, _ in staying}
    return [
        Going(layout.root, _why(runs, keep), size_of(layout.root), snapshot.dagster_run_ids)
        for layout, snapshot in runs
        if layout.run_id not in kept
    ]


def _rests_on(snapshot: Snapshot) -> set[str]:
    """Return the runs whose evidence a run reads: its pages' and its verdicts'."""
    state = snapshot.run_state
    index = state.artifact_index.values()
    return {one.made_by for one in index} | {page.drafted_by for page in state.page_index}


def _why(runs: tuple[object, ...], keep: int) -> str:
    return f"not among the newest {keep} of {len(runs)}, and nothing rests on it"


def _without_snapshot(places: Places) -> list[Going]:
    """Return folders of runs that were killed before they had a state, and of an earlier prune."""
    if not places.runs.is_dir():
        return []
    now, found = time.time(), []
    for path in sorted(places.runs.iterdir()):
        looks = path.name.startswith(UNFINISHED) or (path / "artifacts").is_dir()
        if not path.is_dir() or path.is_symlink() or not looks or (path / "snapshot.json").exists():
            continue
        if now - path.stat().st_mtime > _REST_SECONDS:
            found.append(Going(path, "it never became a run", size_of(path)))
    return found
