"""`launch list` and `launch show`: runs as they stand on disk, mended where one died."""

import json

from launch.contracts.snapshot import Snapshot
from launch.errors import ArtifactError
from launch_assets.cli.outcome import print_outcome
from resources.run_store.layout import RunLayout, all_runs, find_run
from resources.run_store.places import places_now
from resources.run_store.store import RunStore


def list_runs(pilot: str | None, *, as_json: bool) -> int:
    """Print every run, the newest first."""
    rows = [row for row in _rows() if pilot is None or row["pilot"] == pilot]
    if as_json:
        print(json.dumps(rows, indent=2))
        return 0
    if not rows:
        print(f"No runs in {places_now().runs}. Start one: python -m launch run --config <pilot>")
    for row in rows:
        line = f"{row['created']:20}  {row['status']:12}  {row['pilot']:24}  {row['run_id']}"
        print(f"{line}  {row['pull_request'] or ''}".rstrip())
    return 0


def show_run(run_id: str, *, as_json: bool) -> int:
    """Print one run."""
    places = places_now()
    layout = find_run(places.runs, run_id)
    snapshot = mended(layout)
    if as_json:
        print(snapshot.model_dump_json(indent=2))
        return 0
    print(f"Pilot      {snapshot.pilot}")
    for name, pin in (("Product", snapshot.product), ("Site", snapshot.site)):
        if pin is not None:
            print(f"{name:10} {pin.url} at {pin.commit[:12]} ({pin.ref})")
    print("Events")
    for event in snapshot.run_state.event_log:
        print(f"  {event.time}  {event.stage:4} {event.message}")
    print("Artifacts")
    for name, record in snapshot.run_state.artifact_index.items():
        how = f"from {record.made_by}" if record.made_by != run_id else "made here"
        print(f"  {name:22} {record.sha256[:12]}  {how}")
    for name in snapshot.run_state.stale:
        print(f"  {name:22} stale: what it rests on changed")
    print_outcome(layout, snapshot)
    return 0


def mended(layout: RunLayout) -> Snapshot:
    """Return a run's snapshot; one whose process died is closed here and in Dagster."""
    store = RunStore(places_now())
    if not store.is_dead(layout):
        return store.repair(layout)
    snapshot = store.repair(layout)
    from launch_assets.home import opened_instance

    with opened_instance() as instance:
        from launch_assets.execution import close_dead

        close_dead(instance, snapshot.dagster_run_ids)
    return snapshot


def _rows() -> list[dict[str, str | None]]:
    rows = []
    for layout in all_runs(places_now().runs):
        try:
            snapshot = mended(layout)
        except ArtifactError as error:
            rows.append(_row(layout.run_id, "", "", "unreadable", error.message))
            continue
        pull = snapshot.run_state.pr_result
        status, address = snapshot.run_state.status, pull.pr_html_url if pull else None
        rows.append(_row(layout.run_id, snapshot.pilot, snapshot.created, status, address))
    return sorted(rows, key=lambda row: (row["created"] or "", row["run_id"] or ""), reverse=True)


def _row(
    run_id: str, pilot: str, created: str, status: str, pull_request: str | None
) -> dict[str, str | None]:
    return {
        "run_id": run_id,
        "pilot": pilot,
        "created": created,
        "status": status,
        "pull_request": pull_request,
    }
