"""What W9 and `submit` share: the delivery gates on what is about to leave, the client, the ledger.

Any run that can be read will do: the one that is open, or one that is over.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pydantic import TypeAdapter

from launch.contracts.delivery import CreateCommitBundle, Exchange, PrPayload, PrResult
from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.page_plan import PagePlan
from launch.contracts.patch_bundle import FixedPatchBundle
from launch.contracts.product_facts import ProductFacts
from launch.contracts.registry import ARTIFACTS
from launch.contracts.settings import Settings
from launch.contracts.site_context import SiteContext
from launch.contracts.validation_report import GateResult, ValidationReport
from launch.errors import RefusalError
from launch.gates.registry import look_at
from launch.gates.subject import Subject
from launch.patching.apply import apply
from launch.patching.bundle import rendered
from launch.patching.history import delivered_pages
from resources.git.tree import GitTree
from resources.run_store.drafts import repaired_draft
from resources.run_store.places import Places
from resources.run_store.record import RunRecord

if TYPE_CHECKING:
    from resources.commit_service.client import CommitServiceClient

_OWN = frozenset({"create_commit_bundle", "open_pr_bundle"})
_Verdicts = TypeAdapter(tuple[GateResult, ...])


class ReadableRun(Protocol):
    """A run's directory and its two trees at their pins."""

    @property
    def record(self) -> RunRecord:
        """The run's directory."""

    @property
    def places(self) -> Places:
        """Where runs and cache are."""

    def site_tree(self) -> GitTree:
        """Return the site's tree at the pinned commit."""

    def product_tree(self) -> GitTree:
        """Return the product's tree at the pinned commit."""


@dataclass(frozen=True)
class Delivered:
    """What W9 rests on."""

    bundle: FixedPatchBundle
    report: ValidationReport
    plan: PagePlan
    facts: ProductFacts
    evidence: EvidenceMap


def delivery_verdicts(
    run: ReadableRun, ground: Delivered, made: CreateCommitBundle, pull: PrPayload
) -> tuple[GateResult, ...]:
    """Look at the bytes about to leave: files, messages, the pull request's text."""
    tree, record = run.site_tree(), run.record
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
            "pr_title": pull.title,
            "pr_body": pull.body,
        },
    )
    gates = record.settings.pilot.gates
    return look_at(subject, gates.profile, gates.skip, "delivery")


def refusal_of(results: Sequence[GateResult]) -> RefusalError | None:
    """Return why nothing may be sent, or None where no gate refuses."""
    red = [one for one in results if one.status == "failed" and one.severity == "error"]
    if not red:
        return None
    found = red[0].findings[0].found if red[0].findings else red[0].reason
    return RefusalError(
        f"nothing was sent: {', '.join(one.gate for one in red)} refused ({found})",
        hint="the verdicts in evidence/delivery/ list every finding",
    )


def verdicts_json(results: Sequence[GateResult]) -> bytes:
    """Return verdicts as a file of `evidence/delivery/`."""
    return _Verdicts.dump_json(tuple(results), indent=2) + b"\n"


def verdicts_from(data: bytes) -> tuple[GateResult, ...]:
    """Return the verdicts of such a file."""
    return _Verdicts.validate_json(data)


def service_client(run: ReadableRun, settings: Settings) -> "CommitServiceClient":
    """Return the client of the service that fits; every exchange is kept as evidence of the run."""
    from resources.commit_service.connect import connect

    record = run.record
    folder = record.layout.evidence / "delivery"

    def keep(exchange: Exchange) -> None:
        number = len(list(folder.glob("exchange-*.json"))) + 1
        name = f"delivery/exchange-{number:03}-{exchange.step}.json"
        record.evidence(name, exchange.model_dump_json(indent=2).encode() + b"\n")

    return connect(
        settings,
        store_file=run.places.service_memory,
        record=keep,
        environment=os.environ,
    )


def ledger_line(
    run: ReadableRun, ground: Delivered, sent: CreateCommitBundle, opened: PrResult
) -> dict[str, object]:
    """Return what was delivered, as the memory of later runs keeps it."""
    patches, settings, record = ground.bundle.patches, run.record.settings, run.record
    draft = repaired_draft(record, run.places, ground.bundle.draft_sha256)
    texts = rendered(draft, settings, record.load(SiteContext, SiteContext.artifact))
    pages = delivered_pages(draft, texts, apply(ground.bundle, run.site_tree()))
    return {
        "site": settings.pilot.output.site_repo_url,
        "pages": [page.model_dump(mode="json") for page in pages],
        "run_id": run.record.run_id,
        "product_commit": ground.facts.pin.commit,
        "base_commit": sent.payload.base_commit,
        "branch": sent.payload.branch_name,
        "request_sha256": sent.request.sha256,
        "pull_request": opened.model_dump(mode="json"),
        "files": {patch.path: patch.after_sha256 for patch in patches},
        "claims": {patch.path: sorted(patch.claim_ids) for patch in patches},
    }
