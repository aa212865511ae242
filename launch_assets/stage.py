"""What every stage does around its one call of the core: look it up, make it, keep it, show it.

An artifact whose inputs and code are those of an earlier run is taken from there.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import dagster as dg

from launch.contracts.draft_content import DraftContent
from launch.contracts.model import Artifact
from launch.contracts.patch_bundle import BundleBody, FixedPatchBundle
from launch.contracts.snapshot import ArtifactRecord
from launch.reporting.bill import bill
from launch.reporting.previews import preview
from launch_assets.declared import address
from launch_assets.run import Run
from launch_assets.signals import was_signalled
from resources.run_store.code_version import code_version
from resources.run_store.lineage import ORIGINS, input_digests
from resources.run_store.reasons import why_made
from resources.run_store.record import Provenance, parsed

Results = Iterator[dg.MaterializeResult[Any]]
Made = tuple[dg.MaterializeResult[Any], ...]
Milestone = str | Callable[[Sequence[Artifact]], Iterable[tuple[str, str]]]
"""A line for the event log, or what makes stages and lines of the artifacts."""
_PREVIEW = "python -m launch show {} --preview"


def made(
    run: Run,
    models: Sequence[type[Artifact]],
    milestone: Milestone,
    make: Callable[[], Sequence[Artifact]],
) -> Made:
    """Return the stage's artifacts, stored and recorded: remembered, or made by ``make``.

    Whatever stops the stage is recorded in the run's directory first.
    """
    stage = ORIGINS[models[0].artifact].stage
    with run.guard(stage):
        if was_signalled():  # Its error may have come up where Python drops errors.
            raise KeyboardInterrupt
        remembered = _remembered(run, models) if _may_be_remembered(run, stage) else None
        if remembered is not None:
            _tell(run, stage, milestone, remembered, " (unchanged, from an earlier run)")
            return remembered
        artifacts = tuple(make())
        records = [run.record.keep(artifact, _provenance(run, artifact)) for artifact in artifacts]
        results = tuple(map(result, artifacts, records))
        _tell(run, stage, milestone, results, "")
        return results


def result(artifact: Artifact, record: ArtifactRecord) -> dg.MaterializeResult[Any]:
    """Return an artifact as Dagster takes it: value, data version, metadata that shows it."""
    shown = preview(artifact)
    metadata: dict[str, dg.MetadataValue] = {
        **{label: _value(count) for label, count in shown.counts},
        "preview": dg.MetadataValue.md(shown.markdown),
        "sha256": dg.MetadataValue.text(record.sha256),
        "memoised": dg.MetadataValue.bool(record.memoised),
        "made by run": dg.MetadataValue.text(record.made_by),
    }
    if isinstance(artifact, BundleBody):
        metadata["read the pages"] = dg.MetadataValue.text(_PREVIEW.format(record.made_by))
    return dg.MaterializeResult(
        asset_key=record.name,
        value=artifact,
        data_version=dg.DataVersion(record.sha256),
        metadata=metadata,
    )


def billed(run: Run, results: Made) -> Results:
    """Yield results with what the run spent on a model so far, where it asked one."""
    cost = run.record.snapshot.run_state.cost
    shown = bill(cost)
    spent: dict[str, dg.MetadataValue] = {
        **{label: _value(count) for label, count in shown.counts},
        "bill": dg.MetadataValue.md(shown.markdown),
    }
    for one in results:
        metadata = {**(one.metadata or {}), **(spent if cost.pages else {})}
        yield one._replace(metadata=metadata)


def _tell(run: Run, stage: str, milestone: Milestone, results: Made, remark: str) -> None:
    artifacts = [one.value for one in results]
    told = [(stage, milestone)] if isinstance(milestone, str) else milestone(artifacts)
    for where, line in told:
        run.record.event(where, f"{line}{remark}")


def _value(count: int | str) -> dg.MetadataValue:
    return dg.MetadataValue.int(count) if isinstance(count, int) else address(count)


def _inputs(run: Run, name: str) -> tuple[tuple[str, str], ...]:
    index = run.record.snapshot.run_state.artifact_index
    return input_digests(name, run.ground, lambda upstream: index[upstream].sha256)


def _provenance(run: Run, artifact: Artifact) -> Provenance:
    name = artifact.artifact
    inputs, code = _inputs(run, name), code_version(ORIGINS[name].part)
    why = why_made(name, inputs, code, run.session.memory.newest(name), run.record.snapshot)
    return Provenance(inputs, code, run.record.run_id, why=why)


def _may_be_remembered(run: Run, stage: str) -> bool:
    """Return whether an earlier run's artifacts will do: deliveries and pages asked for do not."""
    settings = run.record.settings
    asks = settings.provider == "anthropic" and settings.pilot.llm.replay in {"off", "refresh"}
    return stage != "W9" and not (stage == "W5" and (run.record.snapshot.pages or asks))


def _fell_back(draft: DraftContent) -> bool:
    return any(page.fallback_reason is not None for page in draft.pages)


def _remembered(run: Run, models: Sequence[type[Artifact]]) -> Made | None:
    found = []
    for model in models:
        name = model.artifact
        inputs, code = _inputs(run, name), code_version(ORIGINS[name].part)
        old = run.session.memory.find(name, inputs, code)
        if old is None:
            return None
        found.append(
            (
                parsed(model, old.data, name),
                Provenance(inputs, code, old.record.made_by, memoised=True),
            )
        )
    if any(isinstance(one, DraftContent) and _fell_back(one) for one, _ in found):
        return None  # What the model did not answer then it may answer now; the rest is on record.
    if any(isinstance(one, FixedPatchBundle) and one.refused for one, _ in found):
        return None  # A refusal may have come from outside: it is judged again.
    records = [(artifact, run.record.keep(artifact, provenance)) for artifact, provenance in found]
    return tuple(result(artifact, record) for artifact, record in records)
