"""A whole run, from the terminal to the pull request and the Dagster instance."""

import json
import subprocess

from launch.contracts.registry import ARTIFACTS
from resources.run_store.places import PROJECT
from tests.launch_assets.conftest import FinishedRun

_CONFIG = str(PROJECT / "pilots" / "example_pilot.yml")


def test_the_example_pilot_ends_with_an_open_pull_request(finished: FinishedRun) -> None:
    assert finished.done.returncode == 0, finished.done.stdout + finished.done.stderr
    assert finished.snapshot.run_state.status == "w9_ok"
    assert finished.snapshot.sealed
    result = finished.snapshot.run_state.pr_result
    assert result is not None
    repository, _, ref = result.pr_html_url.removeprefix("file://").partition("#")
    shown = subprocess.run(
        ["git", f"--git-dir={repository}", "diff", "--name-only", "main", ref],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "content/docs/example-product/quickstart.md" in shown.stdout.splitlines()


def test_the_directory_is_the_one_that_the_runbook_draws(finished: FinishedRun) -> None:
    root = finished.layout.root
    for model in ARTIFACTS:
        assert (root / "artifacts" / f"{model.artifact}.json").is_file()
    assert "<!-- claim: c-" in (root / "artifacts" / "draft_content.md").read_text()
    assert list((root / "evidence" / "llm_calls").glob("*.json"))
    assert list((root / "evidence" / "validation_runs").iterdir())
    assert (root / "worktree" / "repo_clone" / "README.md").is_file()
    assert (root / "worktree" / "site_clone").is_dir()
    assert json.loads((root / "snapshot.json").read_text())["run_state"]["status"] == "w9_ok"


def test_the_log_has_every_milestone_in_order(finished: FinishedRun) -> None:
    log = finished.layout.log.read_text()
    milestones = [
        "W1: Repository cloned and scanned",
        "W2: Product facts extracted",
        "W3: Snippets curated",
        "W4: Page plan created",
        "W5: Content drafted",
        "W6: Patches applied",
        "W7: Validation passed",
        "W8: ",
        "W9: PR created",
    ]
    places = [log.find(text) for text in milestones]
    assert -1 not in places
    assert places == sorted(places)


def test_the_terminal_says_what_there_is_and_what_comes_next(finished: FinishedRun) -> None:
    shown = finished.done.stdout
    for text in ("Status     w9_ok", str(finished.layout.root), "Gates", "PR   ", "launch dev"):
        assert text in shown
    assert "DEBUG" not in shown + finished.done.stderr
    assert finished.done.stderr == ""


def test_no_artifact_of_w1_to_w8_knows_where_or_when_it_was_made(finished: FinishedRun) -> None:
    for model in ARTIFACTS[:-2]:
        text = (finished.layout.artifacts / f"{model.artifact}.json").read_text()
        assert str(finished.world.folder) not in text
        assert finished.layout.run_id not in text


def test_a_second_run_computes_nothing_again(finished: FinishedRun) -> None:
    done = finished.world.launch("run", "--config", _CONFIG, "--to", "patch_bundle")
    assert done.returncode == 0, done.stderr
    assert "Status     w6_ok" in done.stdout
    for stage in ("W1", "W2", "W3", "W4", "W5", "W6"):
        lines = [line for line in done.stdout.splitlines() if line.startswith(f"  {stage}: ")]
        assert lines
        assert all(line.endswith("(unchanged, from an earlier run)") for line in lines)


def test_a_run_of_one_stage_inherits_the_rest(finished: FinishedRun) -> None:
    done = finished.world.launch("run", "--config", _CONFIG, "--only", "page_plan")
    assert done.returncode == 0, done.stderr
    assert "W4: Page plan created" in done.stdout
    assert "W1:" not in done.stdout


def test_list_and_show_tell_of_the_run(finished: FinishedRun) -> None:
    rows = json.loads(finished.world.launch("list", "--json").stdout)
    assert finished.layout.run_id in [row["run_id"] for row in rows]
    shown = finished.world.launch("show", finished.layout.run_id)
    assert shown.returncode == 0
    assert "W9" in shown.stdout


def test_a_sealed_run_is_not_resumed(finished: FinishedRun) -> None:
    done = finished.world.launch("resume", "--run-id", finished.layout.run_id)
    assert done.returncode == 2
    assert "sealed" in done.stderr
    assert "Traceback" not in done.stderr
