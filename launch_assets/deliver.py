"""What W9 does: both requests as values, the delivery gates on them, then, unless held, sending.

A bundle that is not green raises RefusalError in the core before anything is made.
"""

from collections.abc import Sequence

from launch.contracts.delivery import (
    CreateCommitBundle,
    Delivery,
    OpenPrBundle,
    PrResult,
)
from launch.delivery.commit import commit_bundle
from launch.delivery.pull_request import FULL_BODY_FILE, open_pr_bundle
from launch.errors import CommitServiceError
from launch.patching.apply import apply
from launch_assets.checks import check_results
from launch_assets.failures import reason
from launch_assets.run import Run
from launch_assets.sending import (
    Delivered,
    delivery_verdicts,
    ledger_line,
    refusal_of,
    service_client,
    verdicts_from,
    verdicts_json,
)
from launch_assets.stage import Made
from launch_assets.unchanged import standing, take_over
from resources.run_store.drafts import repaired_draft
from resources.run_store.ledger import append_ledger


def commit(run: Run, ground: Delivered) -> tuple[CreateCommitBundle]:
    """Make the commit request; send it if no gate refuses and nothing holds it back."""
    earlier = standing(run, ground.bundle)
    if earlier is not None:
        return (take_over(run, earlier),)
    held = _held(run)
    made = _commit_value(run, ground, Delivery(state="deferred", reason=held or "not sent yet"))
    payload = _pull_value(run, ground, made, made.delivery).payload
    results = delivery_verdicts(run, ground, made, payload)
    run.record.evidence("delivery/gates.json", verdicts_json(results))
    refusal = refusal_of(results)
    if refusal is not None:
        run.record.failed(reason("W9", refusal))
        return (_as(made, "deferred", refusal.message),)
    if held is not None:
        run.record.event("W9", f"Commit written, not sent: {held}")
        return (made,)
    return (_sent_commit(run, made),)


def pull_request(run: Run, sent: CreateCommitBundle, ground: Delivered) -> tuple[OpenPrBundle]:
    """Make the pull request; open it where the commit was sent."""
    if run.record.snapshot.run_state.unchanged:
        earlier = standing(run, ground.bundle)
        if earlier is not None:
            return (earlier.pull_request,)
    made = _pull_value(run, ground, sent, sent.delivery)
    if made.full_body:
        run.record.evidence(FULL_BODY_FILE.removeprefix("evidence/"), made.full_body.encode())
    if sent.delivery.state == "deferred":
        run.record.event("W9", f"Pull request written, not opened: {sent.delivery.reason}")
        return (made,)
    from resources.commit_service.client import ServiceUnreachableError

    try:
        with service_client(run, run.record.settings) as client:
            opened = client.open_pr(made)
    except ServiceUnreachableError as error:
        return (_as(made, "deferred", _unreachable(run, error)),)
    run.record.delivered(opened)
    append_ledger(run.places, run.record.snapshot.pilot, ledger_line(run, ground, sent, opened))
    run.record.event("W9", f"PR created: {opened.pr_html_url}")
    return (_opened(made, opened),)


def with_verdicts(run: Run, results: Made) -> Made:
    """Return the commit's result with the delivery gates' verdicts as checks."""
    kept = run.record.layout.evidence / "delivery" / "gates.json"
    verdicts = verdicts_from(kept.read_bytes()) if kept.is_file() else ()
    checks = check_results(CreateCommitBundle.artifact, "delivery", verdicts)
    return tuple(one._replace(check_results=checks) for one in results)


def told_by_itself(_: Sequence[object]) -> tuple[tuple[str, str], ...]:
    """Return no milestone: delivery tells its own as they happen."""
    return ()


def _held(run: Run) -> str | None:
    settings = run.record.settings
    if settings.pilot.flags.dry_run:
        return "dry_run: nothing is called"
    return settings.defer_delivery


def _sent_commit(run: Run, made: CreateCommitBundle) -> CreateCommitBundle:
    from resources.commit_service.client import ServiceUnreachableError

    try:
        with service_client(run, run.record.settings) as client:
            client.check_health()
            answer = client.commit(made)
    except ServiceUnreachableError as error:
        return _as(made, "deferred", _unreachable(run, error))
    run.record.event("W9", f"Commit {answer.commit_sha[:12]} on {answer.branch_name}")
    return _as(made, "sent", f"commit {answer.commit_sha}")


def _unreachable(run: Run, error: CommitServiceError) -> str:
    run.record.failed(
        reason("W9", error).model_copy(
            update={
                "kind": "CommitServiceError",
                "hint": f"{error.hint}; `python -m launch submit --run-id"
                f" {run.record.run_id}` sends it later",
            }
        )
    )
    run.record.event("W9", f"Pull request held back: {error.message}")
    return f"the commit service was unreachable: {error.message}"


def _commit_value(run: Run, ground: Delivered, delivery: Delivery) -> CreateCommitBundle:
    tree = run.site_tree()
    created = run.record.snapshot.created.replace("-", "").replace(":", "")
    return commit_bundle(
        run.record.settings,
        run.record.run_id,
        created,
        bundle=ground.bundle,
        report=ground.report,
        plan=ground.plan,
        facts=ground.facts,
        site_tree=tree,
        changes=apply(ground.bundle, tree),
        delivery=delivery,
    )


def _pull_value(
    run: Run, ground: Delivered, made: CreateCommitBundle, delivery: Delivery
) -> OpenPrBundle:
    return open_pr_bundle(
        run.record.settings,
        run.record.run_id,
        commit=made,
        plan=ground.plan,
        draft=repaired_draft(run.record, run.places, ground.bundle.draft_sha256),
        facts=ground.facts,
        evidence=ground.evidence,
        bundle=ground.bundle,
        report=ground.report,
        delivery=delivery,
        cost=run.record.snapshot.run_state.cost,
    )


def _as[B: (CreateCommitBundle, OpenPrBundle)](bundle: B, state: str, why: str) -> B:
    return bundle.model_copy(
        update={"delivery": Delivery.model_validate({"state": state, "reason": why})}
    )


def _opened(made: OpenPrBundle, result: PrResult) -> OpenPrBundle:
    delivery = Delivery(state="sent", reason=f"pull request {result.pr_number}")
    return made.model_copy(update={"delivery": delivery, "result": result})
