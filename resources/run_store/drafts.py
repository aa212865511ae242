"""The draft after repair: kept in the evidence of the run that judged it."""

from launch.contracts.draft_content import DraftContent
from launch.digests import sha256
from launch.errors import ArtifactError
from resources.run_store.layout import RunLayout
from resources.run_store.places import Places
from resources.run_store.record import RunRecord, parsed

REPAIRED = "validation_runs/draft_content.json"


def repaired_draft(record: RunRecord, places: Places, digest: str) -> DraftContent:
    """Return the draft that the fixed bundle renders; ArtifactError where it cannot be found.

    It is this run's, or that of the run that the verdict was taken over from.
    """
    report = record.record_of("fixed_patch_bundle")
    makers = [record.layout, *([RunLayout(places.runs / report.made_by)] if report else [])]
    for layout in makers:
        path = layout.evidence / REPAIRED
        if path.is_file() and sha256(data := path.read_bytes()) == digest:
            return parsed(DraftContent, data, REPAIRED)
    raise ArtifactError(
        f"the repaired draft of run {record.run_id} is missing or was changed",
        hint="run the pilot again from W7: `python -m launch run --from patch_bundle`",
    )
