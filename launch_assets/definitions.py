"""Everything that Dagster loads: assets, checks, partitions, sensor, job, resources."""

import dagster as dg

from launch_assets.artifacts_io import artifacts
from launch_assets.delivery import commit_pages, open_pull_request
from launch_assets.intake import read_docs_site, scan_product
from launch_assets.knowledge import curate_snippets, extract_facts
from launch_assets.partitions import new_pilots
from launch_assets.patching import make_patches
from launch_assets.planning import plan_pages
from launch_assets.repositories import NOTHING_STORED, Repositories, docs_site, product_repo
from launch_assets.run import Run
from launch_assets.validation import validate_and_repair
from launch_assets.writer import Writer
from launch_assets.writing import draft_pages

STAGES = (
    scan_product,
    read_docs_site,
    extract_facts,
    curate_snippets,
    plan_pages,
    draft_pages,
    make_patches,
    validate_and_repair,
    commit_pages,
    open_pull_request,
)
PILOT_JOB = "pilot"
_repositories = Repositories()

defs = dg.Definitions(
    assets=[product_repo, docs_site, *STAGES],
    jobs=[
        dg.define_asset_job(
            PILOT_JOB,
            selection=dg.AssetSelection.assets(*STAGES),
            description="A whole pilot: from two repositories to a pull request.",
        )
    ],
    sensors=[new_pilots],
    resources={
        "repositories": _repositories,
        "run": Run(repositories=_repositories),
        "writer": Writer(),
        "io_manager": artifacts,
        NOTHING_STORED: dg.mem_io_manager,
    },
    executor=dg.in_process_executor,
)
