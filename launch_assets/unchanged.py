"""A pilot that was delivered as it is now: nothing is sent again, the earlier request stands.

What a dry-run computed and never sent is not in the ledger, so it is no reason to stay quiet.
"""

from dataclasses import dataclass

from launch.contracts.delivery import CreateCommitBundle, OpenPrBundle, PrResult
from launch.contracts.model import Artifact
from launch.contracts.patch_bundle import FixedPatchBundle
from launch.errors import ArtifactError
from launch_assets.run import Run
from resources.run_store.layout import RunLayout
from resources.run_store.ledger import last_delivery
from resources.run_store.reading import read_snapshot
from resources.run_store.record import parsed, read_artifact

_VERDICTS = "delivery/gates.json"


@dataclass(frozen=True)
class Standing:
    """What was delivered by an earlier run, and still is all there is to deliver."""

    commit: CreateCommitBundle
    pull_request: OpenPrBundle
    result: PrResult
    verdicts: bytes | None
    """Of the delivery gates, as that run kept them."""


def standing(run: Run, bundle: FixedPatchBundle) -> Standing | None:
    """Return the delivery that the bundle would repeat, or None where there is something to do.

    A bundle repeats a delivery if it writes the same bytes, or none because they were merged. A
    dry-run that would write something shows what it would write.
    """
    record, files = run.record, {patch.path: patch.after_sha256 for patch in bundle.patches}
    settings = record.settings.pilot
    if bundle.refused or (settings.flags.dry_run and files):
        return None
    last = last_delivery(run.places, record.snapshot.pilot, settings.output.site_repo_url)
    if last is None or (files and files != last.files):
        return None
    try:
        return _read(RunLayout(run.places.runs / last.run_id), last.result)
    except ArtifactError as error:
        record.event("W9", f"Not taken for unchanged: {error.message}")
        return None


def take_over(run: Run, found: Standing) -> CreateCommitBundle:
    """Record that nothing changed, and return the earlier commit request."""
    if found.verdicts is not None:
        run.record.evidence(_VERDICTS, found.verdicts)
    run.record.unchanged(found.result)
    run.record.event("W9", f"Unchanged since it was delivered: {found.result.pr_html_url}")
    return found.commit


def _read(layout: RunLayout, result: PrResult) -> Standing:
    verdicts = layout.evidence / _VERDICTS
    return Standing(
        commit=_artifact(layout, CreateCommitBundle),
        pull_request=_artifact(layout, OpenPrBundle),
        result=result,
        verdicts=verdicts.read_bytes() if verdicts.is_file() else None,
    )


def _artifact[A: Artifact](layout: RunLayout, model: type[A]) -> A:
    name = model.artifact
    return parsed(model, read_artifact(layout, read_snapshot(layout), name), name)
