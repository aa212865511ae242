"""Reading runs: snapshots and settings from disk, without opening anything."""

from functools import lru_cache

from launch.contracts.model import PilotKey
from launch.contracts.settings import Settings
from launch.contracts.snapshot import Snapshot
from launch.errors import ArtifactError
from resources.run_store.layout import RunLayout, all_runs
from resources.run_store.places import Places
from resources.run_store.record import parsed


def read_snapshot(layout: RunLayout) -> Snapshot:
    """Return a run's snapshot; ArtifactError where it cannot be read."""
    return parsed(Snapshot, _bytes(layout, layout.snapshot.name), f"{layout.run_id}/snapshot.json")


def read_settings(layout: RunLayout) -> Settings:
    """Return the settings that a run was started with; ArtifactError where they cannot be read."""
    return parsed(Settings, _bytes(layout, layout.settings.name), f"{layout.run_id}/settings.json")


def runs_of(places: Places, pilot: PilotKey) -> tuple[tuple[RunLayout, Snapshot], ...]:
    """Return a pilot's readable runs, the newest first, whatever the clock said meanwhile."""
    found = []
    for layout in all_runs(places.runs):
        try:
            about = layout.snapshot.stat()
            snapshot = _known(layout, about.st_ino, about.st_mtime_ns)
        except (ArtifactError, OSError):
            continue
        if snapshot.pilot == pilot:
            found.append((layout, snapshot))
    return tuple(sorted(found, key=_order, reverse=True))


def is_running(layout: RunLayout) -> bool:
    """Return whether a run's snapshot says that work goes on; False where it cannot be read."""
    try:
        return read_snapshot(layout).run_state.status == "running"
    except ArtifactError:
        return False


@lru_cache(maxsize=4096)
def _known(layout: RunLayout, inode: int, changed_ns: int) -> Snapshot:
    """Return a snapshot that was read before, unless it was written since: each write is a file."""
    del inode, changed_ns
    return read_snapshot(layout)


def _order(run: tuple[RunLayout, Snapshot]) -> tuple[int, str, str]:
    layout, snapshot = run
    return snapshot.serial, snapshot.created, layout.run_id


def _bytes(layout: RunLayout, name: str) -> bytes:
    path = layout.root / name
    try:
        return path.read_bytes()
    except OSError as error:
        raise ArtifactError(
            f"{path} cannot be read: {error.strerror}",
            hint="the run's directory is damaged; run the pilot again",
        ) from error
