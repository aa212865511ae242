"""W9: the commit and the pull request, as values and, unless held back, for real."""

import dagster as dg

from launch.contracts.delivery import CreateCommitBundle, OpenPrBundle
from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.page_plan import PagePlan
from launch.contracts.patch_bundle import FixedPatchBundle
from launch.contracts.product_facts import ProductFacts
from launch.contracts.validation_report import ValidationReport
from launch_assets.checks import check_specs
from launch_assets.declared import outs
from launch_assets.deliver import (
    commit,
    pull_request,
    told_by_itself,
    with_verdicts,
)
from launch_assets.partitions import PILOTS
from launch_assets.run import Run
from launch_assets.sending import Delivered
from launch_assets.stage import Results, made


@dg.multi_asset(
    name="commit_pages",
    outs=outs("delivery", {"git"}, CreateCommitBundle),
    check_specs=check_specs("delivery", CreateCommitBundle.artifact),
    partitions_def=PILOTS,
)
def commit_pages(
    run: Run,
    fixed_patch_bundle: FixedPatchBundle,
    validation_report: ValidationReport,
    page_plan: PagePlan,
    product_facts: ProductFacts,
    evidence_map: EvidenceMap,
) -> Results:
    """Make the commit request, let the delivery gates look at it, and send it."""
    ground = Delivered(
        fixed_patch_bundle, validation_report, page_plan, product_facts, evidence_map
    )
    results = made(run, [CreateCommitBundle], told_by_itself, lambda: commit(run, ground))
    yield from with_verdicts(run, results)


@dg.multi_asset(
    name="open_pull_request",
    outs=outs("delivery", {"github"}, OpenPrBundle),
    partitions_def=PILOTS,
)
def open_pull_request(
    run: Run,
    create_commit_bundle: CreateCommitBundle,
    fixed_patch_bundle: FixedPatchBundle,
    validation_report: ValidationReport,
    page_plan: PagePlan,
    product_facts: ProductFacts,
    evidence_map: EvidenceMap,
) -> Results:
    """Make the pull request, and open it."""
    ground = Delivered(
        fixed_patch_bundle, validation_report, page_plan, product_facts, evidence_map
    )
    made_from = (run, create_commit_bundle, ground)
    yield from made(run, [OpenPrBundle], told_by_itself, lambda: pull_request(*made_from))
