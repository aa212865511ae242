"""Which artifacts of a run would come out otherwise today, over the whole closure.

Judged by the pilot's file, the code and the newest commits that a run of the pilot has seen.
"""

from dataclasses import dataclass

from launch.contracts.settings import Settings
from launch.contracts.snapshot import Snapshot
from launch.errors import ArtifactError, LaunchError
from resources.run_store.code_version import code_version
from resources.run_store.layout import RunLayout
from resources.run_store.ledger import kept_history_digest
from resources.run_store.lineage import ORIGINS, Ground, input_digests
from resources.run_store.pilots import load_pilot_file, path_of, settings_of
from resources.run_store.places import Places
from resources.run_store.reading import read_settings, runs_of
from resources.run_store.reasons import why_made
from resources.run_store.record import read_artifact


@dataclass(frozen=True)
class Stale:
    """An artifact that does not stand any more as it was made."""

    artifact: str
    why: str


def staleness(layout: RunLayout, snapshot: Snapshot, places: Places) -> tuple[Stale, ...]:
    """Return the stale artifacts of a run, in the graph's order; each pilot by itself."""
    ground = _today(layout, snapshot, places)
    if ground is None:
        return ()
    index = snapshot.run_state.artifact_index
    fresh: dict[str, str] = {}
    found: list[Stale] = []
    for name in (name for name in ORIGINS if name in index):
        above = [up for up in ORIGINS[name].artifacts if up not in fresh]
        if above:
            found.append(Stale(name, f"rests on {', '.join(f'`{up}`' for up in above)}"))
            continue
        inputs = input_digests(name, ground, fresh.__getitem__)
        code, record = code_version(ORIGINS[name].part), index[name]
        if (record.input_digests, record.code_version) != (inputs, code):
            why = why_made(name, inputs, code, (record, snapshot), ground)
            found.append(Stale(name, why))
        elif not _is_whole(layout, snapshot, name):
            found.append(Stale(name, "its file is missing or was changed"))
        else:
            fresh[name] = record.sha256
    return tuple(found)


def _today(layout: RunLayout, snapshot: Snapshot, places: Places) -> Ground | None:
    pins = [snapshot, *(other for _, other in runs_of(places, snapshot.pilot)[:1])]
    product = next((one.product for one in reversed(pins) if one.product is not None), None)
    site = next((one.site for one in reversed(pins) if one.site is not None), None)
    if product is None or site is None:
        return None
    settings = _settings(layout, snapshot, places)
    return Ground(settings, product, site, kept_history_digest(layout))


def _settings(layout: RunLayout, snapshot: Snapshot, places: Places) -> Settings:
    """Return the settings of a run started now; those of this run where its pilot is gone."""
    kept = read_settings(layout)
    named = places.project / kept.pilot_path
    try:
        path = named if named.is_file() else path_of(snapshot.pilot, places)
        return settings_of(load_pilot_file(path, places), places)
    except LaunchError:
        return kept


def _is_whole(layout: RunLayout, snapshot: Snapshot, name: str) -> bool:
    try:
        read_artifact(layout, snapshot, name)
    except ArtifactError:
        return False
    return True
