"""`submit`: sends exactly the requests that a run recorded, or says why not.

Nothing is made anew. Afterwards only the run's state, `evidence/delivery/` and the log differ.
"""

import os
from contextlib import closing
from dataclasses import dataclass

from launch.configuration.settings import FixturePaths, effective_settings, switched_on
from launch.contracts.delivery import CreateCommitBundle, OpenPrBundle, PrResult
from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.page_plan import PagePlan
from launch.contracts.patch_bundle import FixedPatchBundle
from launch.contracts.product_facts import ProductFacts
from launch.contracts.settings import Settings
from launch.contracts.validation_report import ValidationReport
from launch.delivery.commit import refuse_unless_green
from launch.delivery.sealed import contradiction
from launch.errors import ArtifactError, InputError, LaunchError, RefusalError
from launch.patching.apply import apply
from launch_assets.sending import (
    Delivered,
    delivery_verdicts,
    ledger_line,
    refusal_of,
    service_client,
    verdicts_json,
)
from launch_assets.stored import StoredRun
from resources.run_store.chain import check_chain
from resources.run_store.layout import find_run
from resources.run_store.ledger import append_ledger
from resources.run_store.lock import locked
from resources.run_store.places import Places
from resources.run_store.reading import read_snapshot
from resources.run_store.record import RunRecord

_WAITING = frozenset({"w9_deferred", "w9_ok"})


@dataclass(frozen=True)
class Submitted:
    """Where the pull request is."""

    result: PrResult
    already: bool
    """Whether it was there before: nothing was sent now."""


def submit(places: Places, run_id: str) -> Submitted:
    """Send what a deferred or dry run recorded.

    RefusalError, ArtifactError or InputError say why not; CommitServiceError where the service
    does not take it. The run is then as it was, and may be submitted again.
    """
    layout = find_run(places.runs, run_id)
    with (
        locked(places.locks / f"{read_snapshot(layout).pilot}.lock"),
        StoredRun(places, run_id) as run,
    ):
        state = run.record.snapshot.run_state
        if state.pr_result is not None:
            return Submitted(state.pr_result, already=True)
        _check_status(run.record)
        try:
            return Submitted(_sent(run, _environment_settings(run.record)), already=False)
        except LaunchError as error:
            run.record.event("W9", f"Not submitted: {error.message}")
            raise


def _check_status(record: RunRecord) -> None:
    status = record.snapshot.run_state.status
    if status not in _WAITING or not record.snapshot.sealed:
        raise InputError(
            f"run {record.run_id} has nothing to submit: it is {status}",
            hint="only a run that ended with w9_deferred, or a dry run that ended with w9_ok, does",
        )


def _environment_settings(record: RunRecord) -> Settings:
    """Return the run's settings with the commit service of this environment."""
    settings = record.settings
    if switched_on(os.environ, "OFFLINE_MODE"):
        raise InputError(
            "OFFLINE_MODE=1 holds pull requests back", hint="unset OFFLINE_MODE, then submit"
        )
    if switched_on(os.environ, "OFFLINE_FIXTURES") and not settings.offline_fixtures:
        raise InputError(
            f"OFFLINE_FIXTURES=1, but run {record.run_id} was made from real repositories",
            hint="unset OFFLINE_FIXTURES, then submit",
        )
    fixtures = FixturePaths(settings.product_url_effective, settings.site_url_effective)
    now = effective_settings(
        settings.pilot,
        key=settings.pilot_key,
        path=settings.pilot_path,
        data=record.layout.pilot.read_bytes(),
        environment={**os.environ, "OFFLINE_FIXTURES": str(int(settings.offline_fixtures))},
        fixtures=fixtures,
    )
    return settings.model_copy(update={"endpoint_url": now.endpoint_url})


def _sent(run: StoredRun, settings: Settings) -> PrResult:
    record = run.record
    check_chain(record)
    _check_instance(record)
    made = record.load(CreateCommitBundle, CreateCommitBundle.artifact)
    pull = record.load(OpenPrBundle, OpenPrBundle.artifact)
    ground = Delivered(
        record.load(FixedPatchBundle, FixedPatchBundle.artifact),
        record.load(ValidationReport, ValidationReport.artifact),
        record.load(PagePlan, PagePlan.artifact),
        record.load(ProductFacts, ProductFacts.artifact),
        record.load(EvidenceMap, EvidenceMap.artifact),
    )
    _check_base(run, made)
    _check_bundle(run, ground, made, pull)
    with service_client(run, settings) as client:
        client.check_health()
        client.commit(made)
        opened = client.open_pr(pull)
    append_ledger(run.places, record.snapshot.pilot, ledger_line(run, ground, made, opened))
    record.submitted(opened)
    record.event("W9", f"PR created: {opened.pr_html_url} (submitted)")
    return opened


def _check_bundle(
    run: StoredRun, ground: Delivered, made: CreateCommitBundle, pull: OpenPrBundle
) -> None:
    """Refuse a red report, an edited bundle, and what a delivery gate refuses now."""
    changes = apply(ground.bundle, run.site_tree())
    refuse_unless_green(ground.bundle, ground.report, changes)
    if (why := contradiction(made, pull, changes)) is not None:
        raise ArtifactError(
            f"the bundle was edited: {why}",
            hint="start a new run: a bundle is sent as it was made or not at all",
        )
    results = delivery_verdicts(run, ground, made, pull.payload)
    run.record.evidence("delivery/submit-gates.json", verdicts_json(results))
    if (refusal := refusal_of(results)) is not None:
        raise refusal


def _check_base(run: StoredRun, made: CreateCommitBundle) -> None:
    """Refuse a site that is not as it was; what was committed already stands on its own base."""
    payload = made.payload
    if made.delivery.state == "sent":
        return
    now = run.source.resolve(run.record.settings.site_url_effective, payload.base_ref, "site")
    if now.commit == payload.base_commit:
        return
    hint = f"start a new run of `{run.record.snapshot.pilot}`; what still holds is not redone"
    before = run.site_tree()
    with closing(run.source.tree(now)) as after:
        other = [one.path for one in payload.files if after.read(one.path) != before.read(one.path)]
    if other:
        raise RefusalError(
            f"the site changed: {', '.join(other[:3])} on `{payload.base_ref}` is not the file that"
            f" the bundle was made for ({len(other)} of {len(payload.files)} files)",
            hint=hint,
        )
    raise RefusalError(
        f"the base moved: `{payload.base_ref}` is at {now.commit[:12]},"
        f" the bundle was made on {payload.base_commit[:12]}",
        hint=hint,
    )


def _check_instance(record: RunRecord) -> None:
    """Hold the requests against the digests that Dagster keeps, where it knows the run."""
    known = _digests_in_dagster(record.snapshot.dagster_run_ids)
    for name in (CreateCommitBundle.artifact, OpenPrBundle.artifact):
        entry = record.record_of(name)
        if entry is not None and known.get(name, entry.sha256) != entry.sha256:
            raise ArtifactError(
                f"the bundle was edited: `{name}` does not have the digest that Dagster recorded",
                hint="start a new run: a bundle is sent as it was made or not at all",
            )


def _digests_in_dagster(run_ids: tuple[str, ...]) -> dict[str, str]:
    """Return the last SHA-256 that was recorded for each artifact of these Dagster runs."""
    import dagster as dg

    from launch_assets.home import opened_instance

    found: dict[str, str] = {}
    with opened_instance() as instance:
        for run_id in run_ids:
            kind = dg.DagsterEventType.ASSET_MATERIALIZATION
            for event in instance.all_logs(run_id, of_type=kind):
                made = event.asset_materialization
                digest = made.metadata.get("sha256") if made else None
                if made is not None and digest is not None:
                    found[made.asset_key.to_user_string()] = str(digest.value)
    return found
