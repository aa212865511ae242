"""`launch report`: a run as one HTML file, for people who have no terminal and no Dagster."""

import webbrowser
from pathlib import Path

from launch.contracts.draft_content import DraftContent
from launch.contracts.model import Artifact
from launch.contracts.page_plan import PagePlan
from launch.contracts.product_facts import ProductFacts
from launch.contracts.snapshot import Snapshot
from launch.contracts.validation_report import ValidationReport
from launch.errors import StorageError
from launch.reporting.page import run_report
from launch_assets.cli.show import mended
from resources.run_store.atomic import write_atomic
from resources.run_store.layout import RunLayout, find_run
from resources.run_store.places import places_now
from resources.run_store.record import parsed, read_artifact


def report_run(run_id: str, out: str | None, *, show: bool) -> int:
    """Write the report and say where it is; a sealed run's folder does not change."""
    layout = find_run(places_now().runs, run_id)
    snapshot = mended(layout)
    target = Path(out or f"report_{run_id}.html").absolute()
    if not target.parent.is_dir():
        raise StorageError(
            f"{target.parent} is no folder", hint="name a file in a folder that exists with --out"
        )
    html = run_report(
        snapshot,
        _read(layout, snapshot, PagePlan),
        _read(layout, snapshot, DraftContent),
        _read(layout, snapshot, ProductFacts),
        _read(layout, snapshot, ValidationReport),
    )
    write_atomic(target, html.encode())
    print(target)
    if show:
        webbrowser.open(target.as_uri())
    return 0


def _read[A: Artifact](layout: RunLayout, snapshot: Snapshot, model: type[A]) -> A | None:
    """Return an artifact, or None where the run has none; ArtifactError where it was changed."""
    if model.artifact not in snapshot.run_state.artifact_index:
        return None
    return parsed(model, read_artifact(layout, snapshot, model.artifact), model.artifact)
