"""W7 and W8 with the world at hand: trees, Hugo, linter, rewriter, and the evidence they leave."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from launch.contracts.draft_content import DraftContent
from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.frontmatter_index import FrontmatterIndex
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.model import Artifact
from launch.contracts.page_plan import PagePlan
from launch.contracts.patch_bundle import FixedPatchBundle, PatchBundle
from launch.contracts.product_facts import ProductFacts
from launch.contracts.site_context import SiteContext
from launch.contracts.snippet_catalog import SnippetCatalog
from launch.contracts.validation_report import ValidationReport
from launch.rounds import validate_and_repair
from launch_assets.run import Run
from resources.hugo.builder import HugoSiteBuilder
from resources.hugo.facts import content_roots
from resources.hugo.lint import RumdlLinter
from resources.run_store.drafts import REPAIRED

_OWN = frozenset(
    {"validation_report", "fixed_patch_bundle", "create_commit_bundle", "open_pr_bundle"}
)


@dataclass(frozen=True)
class Judged:
    """The bundle and all it rests on."""

    bundle: PatchBundle
    plan: PagePlan
    draft: DraftContent
    facts: ProductFacts
    evidence: EvidenceMap
    snippets: SnippetCatalog
    front_matter: FrontmatterIndex
    site: SiteContext
    hugo: HugoFacts


def judge(run: Run, judged: Judged) -> tuple[ValidationReport, FixedPatchBundle]:
    """Look, repair and look again; keep every round as evidence."""
    record, site_tree = run.record, run.site_tree()
    names = sorted(record.snapshot.run_state.artifact_index)
    outcome = validate_and_repair(
        settings=record.settings,
        plan=judged.plan,
        draft=judged.draft,
        bundle=judged.bundle,
        facts=judged.facts,
        evidence=judged.evidence,
        snippets=judged.snippets,
        front_matter=judged.front_matter,
        site=judged.site,
        hugo=judged.hugo,
        site_tree=site_tree,
        product_tree=run.product_tree(),
        site_builder=HugoSiteBuilder(site_tree, judged.hugo, run.places.cache),
        linter=RumdlLinter(site_tree, content_roots(judged.hugo)),
        rewriter=None,
        history=None,
        artifacts={name: record.read(name) for name in names if name not in _OWN},
    )
    for name, data in outcome.evidence:
        record.evidence(f"validation_runs/{name}", data)
    record.evidence(REPAIRED, outcome.draft.to_bytes())
    return outcome.report, outcome.bundle


def verdict(artifacts: Sequence[Artifact]) -> Iterable[tuple[str, str]]:
    """Return the milestones that a report makes: stage and line."""
    reports = [one for one in artifacts if isinstance(one, ValidationReport)]
    return [line for report in reports for line in (_validation(report), _repair(report))]


def _validation(report: ValidationReport) -> tuple[str, str]:
    status = [one.status for one in report.results]
    counted = f"{status.count('passed')} of {len(status)} gates"
    skipped = f", {status.count('skipped')} skipped" if "skipped" in status else ""
    refused = [
        one.gate for one in report.results if one.status == "failed" and one.severity == "error"
    ]
    said = f"refused by {', '.join(refused)}" if refused else "passed"
    return "W7", f"Validation {said} ({counted}{skipped})"


def _repair(report: ValidationReport) -> tuple[str, str]:
    repairs = sum(len(one.repairs) for one in report.rounds)
    if repairs:
        return "W8", f"Fixes applied: {repairs}, in {len(report.rounds)} rounds"
    return "W8", "No fix was possible" if report.status == "failed" else "No fixes needed"
