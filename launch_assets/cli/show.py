"""`launch list` and `launch show`: runs as they stand on disk, mended where one died."""

import json
from dataclasses import asdict

from launch.contracts.snapshot import ArtifactRecord, Snapshot
from launch.errors import ArtifactError
from launch.reporting.bill import dollars
from launch_assets.cli.outcome import print_outcome
from resources.run_store.layout import RunLayout, all_runs, find_run
from resources.run_store.places import places_now
from resources.run_store.staleness import staleness
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
        stale = [asdict(one) for one in staleness(layout, snapshot, places)]
        document = {**snapshot.model_dump(mode="json"), "stale_now": stale}
        print(json.dumps(document, indent=2, ensure_ascii=False))
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
        print(f"  {name:22} {record.sha256[:12]}  {_how(record, run_id)}")
    for name in snapshot.run_state.stale:
        print(f"  {name:22} left out as stale: what it rests on changed")
    _print_pages(snapshot, run_id)
    _print_staleness(layout, snapshot)
    if snapshot.run_state.cost.pages:
        print("Model, by page")
    for page in snapshot.run_state.cost.pages:
        told = f"{page.calls} calls, {page.replayed} replayed"
        print(f"  {page.page_id:40} {told:24} {dollars(page.usd):>9}")
    print_outcome(layout, snapshot)
    return 0


def _how(record: ArtifactRecord, run_id: str) -> str:
    """Return how an artifact came into the run."""
    if record.made_by == run_id:
        return f"computed: {record.why}" if record.why else "computed"
    return f"{'taken over' if record.inherited else 'not done again'}, from {record.made_by}"


def _print_pages(snapshot: Snapshot, run_id: str) -> None:
    pages = snapshot.run_state.page_index
    if not pages:
        return
    drafted = [page for page in pages if page.drafted_by == run_id]
    print(f"Pages      {len(drafted)} drafted, {len(pages) - len(drafted)} kept as they were")
    for page in drafted:
        print(f"  {page.path}  {page.why}")


def _print_staleness(layout: RunLayout, snapshot: Snapshot) -> None:
    """Print what would come out otherwise today; refs are as the pilot's newest run saw them."""
    found = staleness(layout, snapshot, places_now())
    if found:
        print("Stale now")
    for one in found:
        print(f"  {one.artifact:22} {one.why}")


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
