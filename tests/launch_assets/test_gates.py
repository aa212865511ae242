"""`launch gates` on a run that is over: what held still holds, and a fault is found again."""

import json

import pytest

from tests.launch_assets.conftest import FinishedRun
from tests.support.terminal import Terminal, refused

pytestmark = pytest.mark.xdist_group("finished_run")


@pytest.fixture
def terminal(finished: FinishedRun) -> Terminal:
    return Terminal(finished.world, finished.world.folder)


def test_a_green_run_is_green_again_and_is_left_as_it_was(
    finished: FinishedRun, terminal: Terminal
) -> None:
    before = finished.layout.snapshot.read_bytes()
    target = finished.world.folder / "out.sarif"
    arguments = ("--run-id", finished.layout.run_id, "--json", "--sarif", str(target))
    said = terminal.launch("gates", *arguments)
    assert said.code == 0, said.out + said.err
    kept = json.loads((finished.layout.artifacts / "validation_report.json").read_bytes())
    found = {one["gate"]: one["status"] for one in json.loads(said.out)}
    assert found == {one["gate"]: one["status"] for one in kept["results"]}
    rules = json.loads(target.read_text())["runs"][0]["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} == set(found)
    assert finished.layout.snapshot.read_bytes() == before


def test_a_fault_is_refused_by_its_gate(finished: FinishedRun, terminal: Terminal) -> None:
    settings = finished.layout.settings
    before = settings.read_bytes()
    settings.write_bytes(before.replace(b"content/docs/example-product/**", b"content/docs/x/**"))
    said = terminal.launch("gates", "--run-id", finished.layout.run_id)
    settings.write_bytes(before)
    assert said.code == 1, said.out + said.err
    assert "failed   paths_allowed" in said.out
    assert "refused by paths_allowed" in said.out


def test_an_artifact_that_was_changed_is_not_judged(
    finished: FinishedRun, terminal: Terminal
) -> None:
    plan = finished.layout.artifacts / "page_plan.json"
    before = plan.read_bytes()
    plan.write_bytes(before + b"\n")
    said = terminal.launch("gates", "--run-id", finished.layout.run_id)
    plan.write_bytes(before)
    refused(said, "ArtifactError", "page_plan.json was changed")


def test_a_run_is_packed_and_the_archive_is_not_overwritten(
    finished: FinishedRun, terminal: Terminal
) -> None:
    out = finished.world.folder / "evidence.tar.gz"
    arguments = ("package", "--run-id", finished.layout.run_id, "--out", str(out))
    said = terminal.launch(*arguments)
    assert said.code == 0, said.err
    assert "sha256" in said.out
    refused(terminal.launch(*arguments), "is there already")
