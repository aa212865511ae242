"""`launch gates` on a run that is over: what held still holds, and a fault is found again."""

import json
from pathlib import Path
from typing import Any

import pytest

from launch.contracts.patch_bundle import CreateFile, FixedPatchBundle
from tests.launch_assets.conftest import FinishedRun
from tests.support.terminal import Terminal, refused


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


@pytest.fixture
def bundle(finished: FinishedRun) -> FixedPatchBundle:
    data = (finished.layout.artifacts / "fixed_patch_bundle.json").read_bytes()
    return FixedPatchBundle.from_bytes(data)


@pytest.fixture
def pages(bundle: FixedPatchBundle, tmp_path: Path) -> Path:
    """The run's own pages as files, as a checkout of its branch would have them."""
    folder = tmp_path / "pages"
    for patch in bundle.patches:
        assert isinstance(patch, CreateFile)
        target = folder / patch.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(patch.content.encode())
    return folder


def _refusing(said: Any) -> set[str]:
    return {one["gate"] for one in json.loads(said.out) if one["status"] == "failed"}


def test_a_bundle_from_elsewhere_is_judged_by_the_runs_ledger(
    finished: FinishedRun, terminal: Terminal, bundle: FixedPatchBundle, tmp_path: Path
) -> None:
    file = tmp_path / "bundle.json"
    file.write_bytes(bundle.to_bytes())
    arguments = ("gates", "--run-id", finished.layout.run_id, "--bundle", str(file), "--json")
    assert terminal.launch(*arguments).code == 0
    longer = bundle.patches[0].model_copy(update={"before_sha256": "0" * 64})
    file.write_bytes(
        bundle.model_copy(update={"patches": (longer, *bundle.patches[1:])}).to_bytes()
    )
    refused(terminal.launch(*arguments), "patch p0001", "there is no such file")
    file.write_bytes(bundle.to_bytes().replace(b"create_file", b"run_program", 1))
    refused(terminal.launch(*arguments), "bundle.json is no patch_bundle", "run_program")


def test_changed_pages_are_judged_by_the_runs_ledger(
    finished: FinishedRun, terminal: Terminal, pages: Path, tmp_path: Path
) -> None:
    target = tmp_path / "found.sarif"
    arguments = ("gates", "--run-id", finished.layout.run_id, "--pages", str(pages), "--json")
    said = terminal.launch(*arguments)
    assert said.code == 0, said.out + said.err
    page = next(path for path in sorted(pages.rglob("*.md")) if "_index" not in path.name)
    page.write_text(f"{page.read_text()}\nIt never fails.\n")
    said = terminal.launch(*arguments, "--sarif", str(target))
    assert (said.code, _refusing(said)) == (1, {"sentences_grounded"})
    results = json.loads(target.read_text())["runs"][0]["results"]
    place = results[0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == page.relative_to(pages).as_posix()
    assert place["region"]["startLine"] == page.read_text().count("\n")
    stray = pages / "content" / "elsewhere.md"
    stray.write_text("x\n")
    refused(terminal.launch(*arguments), "elsewhere.md", "outside of the allowed paths")
    stray.unlink()
    stray.symlink_to(page)
    refused(terminal.launch(*arguments), "elsewhere.md is no regular file")


def test_a_ledger_that_lies_is_refused(
    finished: FinishedRun, terminal: Terminal, pages: Path, tmp_path: Path
) -> None:
    ledger = tmp_path / "ledger.json"
    kept = (finished.layout.artifacts / "draft_content.json").read_bytes()
    draft = json.loads(kept)
    arguments = ("gates", "--run-id", finished.layout.run_id, "--pages", str(pages), "--json")
    lied = 0
    for block in (block for one in draft["pages"] for block in one["blocks"]):
        for sentence in block.get("sentences", ()):
            if sentence["source"]["grade"] == "quoted" and not lied:
                sentence["source"] = {"grade": "connective", "connective": "next_steps"}
                lied += 1
    ledger.write_text(json.dumps(draft))
    said = terminal.launch(*arguments, "--ledger", str(ledger))
    assert said.code == 1
    assert "sentences_grounded" in _refusing(said)
    ledger.write_bytes(kept.replace(b'"grade": "quoted"', b'"grade": "true"', 1))
    refused(terminal.launch(*arguments, "--ledger", str(ledger)), "ledger.json is no draft_content")
    refused(terminal.launch(*arguments, "--ledger", str(tmp_path / "none")), "cannot be read")


def test_a_bundle_and_pages_are_not_judged_at_once(
    finished: FinishedRun, terminal: Terminal
) -> None:
    arguments = ("--run-id", finished.layout.run_id, "--bundle", "a", "--pages", "b")
    said = terminal.launch("gates", *arguments)
    assert said.code == 2
    assert "not allowed with" in said.err
