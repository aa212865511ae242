"""The runbook's dry-run, step by step, as a person would type it, and what it says at each step.

`jq` is not everywhere, so its paths are read with Python.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from resources.run_store.places import PROJECT
from tests.support.runs import World

_ARTIFACTS = (
    "repo_inventory.json",
    "frontmatter_index.json",
    "site_context.json",
    "hugo_facts.json",
    "product_facts.json",
    "evidence_map.json",
    "snippet_catalog.json",
    "page_plan.json",
    "draft_content.md",
    "patch_bundle.json",
    "validation_report.json",
    "create_commit_bundle.json",
    "open_pr_bundle.json",
)


@dataclass(frozen=True)
class DryRun:
    """The world after steps 1 and 2."""

    world: World
    done: subprocess.CompletedProcess[str]

    @property
    def run_id(self) -> str:
        """The run's name, as the output tells it."""
        (line,) = (one for one in self.done.stdout.splitlines() if one.startswith("Run  "))
        return Path(line.split()[1]).name

    @property
    def folder(self) -> Path:
        """The run's folder."""
        return self.world.runs / self.run_id

    def typed(self, script: str) -> str:
        """Return what a command prints in the run's folder."""
        done = subprocess.run(
            ["bash", "-ec", script], cwd=self.folder, capture_output=True, text=True, check=True
        )
        return done.stdout

    def read(self, file: str) -> Any:
        """Return a JSON file of the run."""
        return json.loads((self.folder / file).read_text())


@pytest.fixture(scope="module")
def dry_run(tmp_path_factory: pytest.TempPathFactory) -> DryRun:
    """Steps 1 and 2: the runbook's pilot, offline and on the fixtures."""
    world = World(tmp_path_factory.mktemp("runbook"))
    environment = {**world.environment(), "OFFLINE_MODE": "1", "PYTHONHASHSEED": "0"}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    done = subprocess.run(
        ["bash", "-c", "python -m launch run --config pilots/dry_run_example.yml"],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    return DryRun(world, done)


def test_step_2_ends_well_and_names_the_run(dry_run: DryRun) -> None:
    assert dry_run.done.returncode == 0, dry_run.done.stdout + dry_run.done.stderr
    assert dry_run.done.stderr == ""
    assert dry_run.run_id.startswith("dry-run-")
    listed = subprocess.run(
        ["bash", "-c", "ls -lt | head"],
        cwd=dry_run.world.runs,
        capture_output=True,
        text=True,
        check=True,
    )
    assert dry_run.run_id in listed.stdout


def test_step_3_every_artifact_is_there(dry_run: DryRun) -> None:
    shown = dry_run.typed("ls -la artifacts/")
    for name in _ARTIFACTS:
        assert name in shown


def test_step_3_the_report_is_ok_and_the_pull_request_has_a_title(dry_run: DryRun) -> None:
    assert dry_run.read("artifacts/validation_report.json")["status"] in {"ok", "w8_converged"}
    assert dry_run.read("artifacts/open_pr_bundle.json")["payload"]["title"]
    for name in ("create_commit_bundle", "open_pr_bundle"):
        assert dry_run.read(f"artifacts/{name}.json")["delivery"]["state"] == "deferred"


def test_step_4_evidence_is_there_and_the_snapshot_says_how_it_ended(dry_run: DryRun) -> None:
    calls = dry_run.typed("ls evidence/llm_calls/").split()
    assert calls
    assert all(name.endswith(".json") for name in calls)
    assert dry_run.typed("ls evidence/validation_runs/").split()
    assert dry_run.read("snapshot.json")["run_state"]["status"] in {"w9_ok", "w8_converged"}
    assert dry_run.read("snapshot.json")["run_state"]["pr_result"] is None


def test_the_commit_service_was_not_called(dry_run: DryRun) -> None:
    recorded = {path.name for path in (dry_run.folder / "evidence" / "delivery").iterdir()}
    assert recorded <= {"gates.json"}  # What the delivery gates said; no request, no answer.
    (site,) = (dry_run.world.runs / ".fixtures").glob("site-*.git")
    shown = subprocess.run(
        ["git", f"--git-dir={site}", "for-each-ref", "--format=%(refname)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout.split() == ["refs/heads/main"]


def test_the_folder_is_the_one_that_the_runbook_draws(dry_run: DryRun) -> None:
    for name in ("worktree/repo_clone", "worktree/site_clone", "logs"):
        assert (dry_run.folder / name).is_dir()
    milestones = dry_run.typed("tail -n 200 logs/run.log")
    for text in (
        "W1: Repository cloned and scanned",
        "W2: Product facts extracted",
        "W3: Snippets curated",
        "W4: Page plan created",
        "W5: Content drafted",
        "W6: Patches applied",
        "W7: Validation passed",
    ):
        assert text in milestones


def test_troubleshooting_reads_the_errors_where_the_runbook_says(dry_run: DryRun) -> None:
    assert dry_run.read("artifacts/validation_report.json")["errors"] == []


def test_the_evidence_can_be_packed_as_the_runbook_packs_it(dry_run: DryRun) -> None:
    packed = f"../../evidence_{dry_run.run_id}.tar.gz"
    dry_run.typed(f"tar -czf {packed} evidence/ artifacts/ snapshot.json")
    assert "snapshot.json" in dry_run.typed(f"tar -tzf {packed}").splitlines()
