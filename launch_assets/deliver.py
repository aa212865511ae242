"""What W9 does: both requests as values, the delivery gates on them, then, unless held, sending.

A bundle that is not green raises RefusalError in the core before anything is made.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from launch.contracts.delivery import (
    CreateCommitBundle,
    Delivery,
    Exchange,
    OpenPrBundle,
    PrResult,
)
from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.page_plan import PagePlan
from launch.contracts.patch_bundle import FixedPatchBundle
from launch.contracts.product_facts import ProductFacts
from launch.contracts.registry import ARTIFACTS
from launch.contracts.snapshot import RunError
from launch.contracts.validation_report import GateResult, ValidationReport
from launch.delivery.commit import commit_bundle
from launch.delivery.pull_request import FULL_BODY_FILE, open_pr_bundle
from launch.errors import CommitServiceError
from launch.gates.registry import look_at
from launch.gates.subject import Subject
from launch.patching.apply import apply
from launch_assets.checks import check_results
from launch_assets.failures import reason
from launch_assets.run import Run
from launch_assets.stage import Made
from resources.run_store.drafts import repaired_draft
from resources.run_store.store import append_ledger

if TYPE_CHECKING:
    from resources.commit_service.client import CommitServiceClient

_Verdicts = TypeAdapter(tuple[GateResult, ...])
_OWN = frozenset({CreateCommitBundle.artifact, OpenPrBundle.artifact})
_STORE = ".commit-service.sqlite"


@dataclass(frozen=True)
class Delivered:
    """What W9 rests on."""

    bundle: FixedPatchBundle
    report: ValidationReport
    plan: PagePlan
    facts: ProductFacts
    evidence: EvidenceMap


def commit(run: Run, ground: Delivered) -> tuple[CreateCommitBundle]:
    """Make the commit request; send it if no gate refuses and nothing holds it back."""
    held = _held(run)
    made = _commit_value(run, ground, Delivery(state="deferred", reason=held or "not sent yet"))
    results = _gates(run, ground, made)
    _keep_verdicts(run, results)
    refused = [one.gate for one in results if one.status == "failed" and one.severity == "error"]
    if refused:
        run.record.failed(_refusal(results, refused))
        return (_as(made, "deferred", f"refused by {', '.join(refused)}"),)
    if held is not None:
        run.record.event("W9", f"Commit written, not sent: {held}")
        return (made,)
    return (_sent_commit(run, made),)


def pull_request(run: Run, sent: CreateCommitBundle, ground: Delivered) -> tuple[OpenPrBundle]:
    """Make the pull request; open it where the commit was sent."""
    made = _pull_value(run, ground, sent, sent.delivery)
    if made.full_body:
        run.record.evidence(FULL_BODY_FILE.removeprefix("evidence/"), made.full_body.encode())
    if sent.delivery.state == "deferred":
        run.record.event("W9", f"Pull request written, not opened: {sent.delivery.reason}")
        return (made,)
    from resources.commit_service.client import ServiceUnreachableError

    try:
        with _client(run) as client:
            opened = client.open_pr(made)
    except ServiceUnreachableError as error:
        return (_as(made, "deferred", _unreachable(run, error)),)
    run.record.delivered(opened)
    append_ledger(run.places, run.record.snapshot.pilot, _ledger_line(run, ground, sent, opened))
    run.record.event("W9", f"PR created: {opened.pr_html_url}")
    return (_opened(made, opened),)


def with_verdicts(run: Run, results: Made) -> Made:
    """Return the commit's result with the delivery gates' verdicts as checks."""
    kept = run.record.layout.evidence / "delivery" / "gates.json"
    verdicts = _Verdicts.validate_json(kept.read_bytes())
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
        with _client(run) as client:
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


def _client(run: Run) -> "CommitServiceClient":
    from resources.commit_service.connect import connect

    record = run.record
    folder = record.layout.evidence / "delivery"

    def keep(exchange: Exchange) -> None:
        number = len(list(folder.glob("exchange-*.json"))) + 1
        name = f"delivery/exchange-{number:03}-{exchange.step}.json"
        record.evidence(name, exchange.model_dump_json(indent=2).encode() + b"\n")

    return connect(
        record.settings,
        store_file=run.places.runs / _STORE,
        record=keep,
        environment=os.environ,
    )


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


def _gates(run: Run, ground: Delivered, made: CreateCommitBundle) -> tuple[GateResult, ...]:
    """Look at the bytes about to leave: files, messages, the pull request's text."""
    pull, tree, record = _pull_value(run, ground, made, made.delivery), run.site_tree(), run.record
    after = apply(ground.bundle, tree)
    names = [model.artifact for model in ARTIFACTS if record.record_of(model.artifact)]
    subject = Subject(
        settings=record.settings,
        bundle=ground.bundle,
        site_tree=tree,
        product_tree=run.product_tree(),
        before={path: tree.read(path) for path in after},
        after=after,
        plan=ground.plan,
        draft=repaired_draft(record, run.places, ground.bundle.draft_sha256),
        facts=ground.facts,
        evidence=ground.evidence,
        artifacts={
            **{name: record.read(name) for name in names if name not in _OWN},
            made.artifact: made.to_bytes(),
        },
        texts={
            "commit_message": made.payload.commit_message,
            "pr_title": pull.payload.title,
            "pr_body": pull.payload.body,
        },
    )
    gates = record.settings.pilot.gates
    return look_at(subject, gates.profile, gates.skip, "delivery")


def _keep_verdicts(run: Run, results: Sequence[GateResult]) -> None:
    data = _Verdicts.dump_json(tuple(results), indent=2)
    run.record.evidence("delivery/gates.json", data + b"\n")


def _refusal(results: Sequence[GateResult], refused: list[str]) -> RunError:
    first = next(one for one in results if one.gate == refused[0])
    found = first.findings[0].found if first.findings else first.reason
    return RunError(
        stage="W9",
        kind="RefusalError",
        message=f"nothing was sent: {', '.join(refused)} refused ({found})",
        hint="evidence/delivery/gates.json lists every finding",
        exit_code=1,
    )


def _as[B: (CreateCommitBundle, OpenPrBundle)](bundle: B, state: str, why: str) -> B:
    return bundle.model_copy(
        update={"delivery": Delivery.model_validate({"state": state, "reason": why})}
    )


def _ledger_line(
    run: Run, ground: Delivered, sent: CreateCommitBundle, opened: PrResult
) -> dict[str, object]:
    """Return what was delivered, as the memory of later runs keeps it."""
    patches = ground.bundle.patches
    return {
        "run_id": run.record.run_id,
        "product_commit": ground.facts.pin.commit,
        "base_commit": sent.payload.base_commit,
        "branch": sent.payload.branch_name,
        "request_sha256": sent.request.sha256,
        "pull_request": opened.model_dump(mode="json"),
        "files": {patch.path: patch.after_sha256 for patch in patches},
        "claims": {patch.path: sorted(patch.claim_ids) for patch in patches},
    }


def _opened(made: OpenPrBundle, result: PrResult) -> OpenPrBundle:
    delivery = Delivery(state="sent", reason=f"pull request {result.pr_number}")
    return made.model_copy(update={"delivery": delivery, "result": result})
