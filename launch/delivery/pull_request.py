"""The pull request as a value: title, body and the exact request that opens it."""

from collections.abc import Mapping

from launch.contracts.delivery import (
    CommitFile,
    CreateCommitBundle,
    Delivery,
    OpenPrBundle,
    PrPayload,
)
from launch.contracts.draft_content import DraftContent
from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.page_plan import PagePlan, ProductType
from launch.contracts.patch_bundle import FixedPatchBundle
from launch.contracts.product_facts import ProductFacts
from launch.contracts.settings import Settings
from launch.contracts.snapshot import Cost
from launch.contracts.validation_report import ValidationReport
from launch.delivery.body import PullRequestText, fitted, render
from launch.delivery.commit import headline
from launch.delivery.links import web_address
from launch.delivery.neutral import code, inline, message
from launch.delivery.sections import sections_of
from launch.delivery.subject import PrSubject
from launch.delivery.wire import WIRE_VERSION, wire_request

_KINDS: Mapping[ProductType, str] = {
    "library": "a library",
    "cli": "a command-line tool",
    "service": "a service",
    "framework": "a framework",
    "mixed": "a library with a command-line tool",
}
FULL_BODY_FILE = "evidence/delivery/pull_request.md"
"""Where the caller keeps `OpenPrBundle.full_body`, below the run directory."""


def open_pr_bundle(
    settings: Settings,
    run_id: str,
    *,
    commit: CreateCommitBundle,
    plan: PagePlan,
    draft: DraftContent,
    facts: ProductFacts,
    evidence: EvidenceMap,
    bundle: FixedPatchBundle,
    report: ValidationReport,
    delivery: Delivery,
    cost: Cost | None = None,
) -> OpenPrBundle:
    """Return the request that opens the pull request of a commit.

    ``draft`` is the draft after repair. The pull request is a draft where a gate was skipped.
    """
    subject = PrSubject(
        commit=commit.payload,
        rollback=commit.rollback,
        plan=plan,
        draft=draft,
        facts=facts,
        evidence=evidence,
        bundle=bundle,
        report=report,
        pilot_path=settings.pilot_path,
        run_id=run_id,
        cost=cost,
    )
    whole = PullRequestText(
        title=_title(subject, settings),
        intro=_intro(subject, settings),
        sections=sections_of(subject),
        marker=_marker(subject, settings, commit.request.sha256),
    )
    note = f"The whole text is kept in the run directory {code(run_id)}, {code(FULL_BODY_FILE)}."
    sent, left_out = fitted(whole, note)
    payload = PrPayload(
        title=whole.title,
        body=render(sent),
        base_ref=commit.payload.base_ref,
        branch_name=commit.payload.branch_name,
        draft=report.draft_pr or any(result.status == "skipped" for result in report.results),
    )
    return OpenPrBundle(
        request=wire_request("/open_pr", _body(commit, payload, run_id)),
        payload=payload,
        delivery=delivery,
        left_out=left_out,
        full_body=render(whole) if left_out else "",
    )


def _body(commit: CreateCommitBundle, payload: PrPayload, run_id: str) -> dict[str, object]:
    return {
        "schema_version": WIRE_VERSION,
        "run_id": run_id,
        "repo_url": commit.payload.repo_url,
        "base_ref": payload.base_ref,
        "branch_name": payload.branch_name,
        "pr_title": payload.title,
        "pr_body": payload.body,
        "draft": payload.draft,
    }


def _title(subject: PrSubject, settings: Settings) -> str:
    identity = subject.facts.identity
    name = message(identity.name) or settings.pilot_key
    version = f" {message(identity.version)}" if identity.version else ""
    return (
        f"{headline(subject.commit.files)} for {name}{version} ({_counted(subject.commit.files)})"
    )


def _counted(files: tuple[CommitFile, ...]) -> str:
    words = {"added": "new", "modified": "updated", "deleted": "removed"}
    counts = ((word, sum(f.change == change for f in files)) for change, word in words.items())
    return ", ".join(f"{count} {word}" for word, count in counts if count)


def _intro(subject: PrSubject, settings: Settings) -> str:
    facts, plan = subject.facts, subject.plan
    name = inline(facts.identity.name) or code(settings.pilot_key)
    page = web_address(facts.pin.url)
    at = facts.pin.commit
    linked = f"[{code(at[:12])}]({page}/tree/{at})" if page else code(at[:12])
    verb = headline(subject.commit.files).split()[0].lower()
    first = (
        f"This {verb}s documentation of {name}, written from its repository at {linked} "
        f"({code(facts.pin.ref)}) by the pilot {code(settings.pilot_key)}."
    )
    reasons = "; ".join(inline(reason).rstrip(".") for reason in plan.tier_reasons)
    count = len(plan.pages)
    second = (
        f"The product reads as {_KINDS[plan.product_type]}, and its evidence carries a {plan.tier} "
        f"set of {count} page{'s' * (count != 1)}" + (f": {reasons}." if reasons else ".")
    )
    return f"{first}\n\n{second}"


def _marker(
    subject: PrSubject, settings: Settings, commit_digest: str
) -> tuple[tuple[str, str], ...]:
    pairs = {
        "version": WIRE_VERSION,
        "pilot": settings.pilot_key,
        "run_id": subject.run_id,
        "product_commit": subject.facts.pin.commit,
        "base_commit": subject.commit.base_commit,
        "commit_request": commit_digest,
    }
    return tuple(sorted(pairs.items()))
