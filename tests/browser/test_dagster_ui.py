"""What a person sees and does in the Dagster UI, in a real browser."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.ui import BRANCH_IN_THE_WAY, HELD, REFUSED, Ui, site_git

pytestmark = pytest.mark.timeout(600)

GROUPS = ("delivery", "intake", "knowledge", "patching", "planning", "validation", "writing")
PREVIEWS = {
    "repo_inventory": "Python",
    "product_facts": "pip install driftmark",
    "page_plan": "content/docs/example-product/quickstart.md",
    "draft_content": "Connective",
    "validation_report": "sentences_grounded",
    "open_pr_bundle": "Driftmark",
}


def test_a_new_pilot_file_becomes_a_partition_while_the_ui_runs(ui: Ui, fresh: str) -> None:
    expect(ui.page.get_by_text(fresh).first).to_be_visible()


def test_lineage_shows_every_group_and_the_way_through_them(ui: Ui) -> None:
    ui.open("/asset-groups")
    for group in GROUPS:
        expect(ui.page.get_by_text(group, exact=True).first).to_be_visible()
    ui.open("/assets/page_plan?view=lineage")
    for asset in ("product_facts", "snippet_catalog", "page_plan", "draft_content"):
        expect(ui.page.get_by_text(asset, exact=True).first).to_be_visible()


def test_a_pilot_is_materialised_from_the_ui_to_a_pull_request(
    ui: Ui, fresh: str, green: str
) -> None:
    assert ui.ending(green) == "Success"
    ((layout, snapshot),) = ui.server.directories_of(green)
    assert (snapshot.pilot, snapshot.run_state.status) == (fresh, "w9_ok")
    expect(ui.page.get_by_text(f"partition: {fresh}").first).to_be_visible()
    ui.open("/runs")
    expect(ui.page.get_by_text(f"launch/run_id: {layout.run_id}")).to_be_visible()


@pytest.mark.parametrize("asset", PREVIEWS)
def test_an_asset_shows_its_substance(ui: Ui, fresh: str, green: str, asset: str) -> None:
    ui.ending(green)
    ((layout, snapshot),) = ui.server.directories_of(green)
    ui.open_partition(asset, fresh)
    record = snapshot.run_state.artifact_index[asset]
    expect(ui.metadata("sha256")).to_have_text(record.sha256)
    expect(ui.metadata("made by run")).to_have_text(layout.run_id)
    assert PREVIEWS[asset] in ui.preview()


def test_every_gate_is_listed_as_a_check_with_its_result(ui: Ui, fresh: str, green: str) -> None:
    ui.ending(green)
    ((layout, _),) = ui.server.directories_of(green)
    report = json.loads((layout.artifacts / "validation_report.json").read_bytes())
    ui.open("/assets/validation_report?view=checks")
    for result in report["results"]:
        expect(ui.page.get_by_text(result["gate"], exact=True).first).to_be_visible()
    ui.open("/assets/validation_report?view=checks&checkDetail=claims_hold")
    expect(ui.page.get_by_text("This is a blocking asset check.")).to_be_visible()
    ui.page.get_by_text("Execution history").click()
    expect(ui.page.get_by_role("row").filter(has_text="Passed").first).to_be_visible()


def test_a_refusal_is_a_failed_check_that_says_what_was_found(ui: Ui, refused: str) -> None:
    assert ui.ending(refused) == "Failure"
    ((_, snapshot),) = ui.server.directories_of(refused)
    assert snapshot.run_state.status == "w8_exhausted"
    expect(ui.page.get_by_text("validation_report: change_within_budget").first).to_be_visible()
    ui.open("/assets/validation_report?view=checks&checkDetail=change_within_budget")
    ui.page.get_by_text("Execution history").click()
    row = ui.page.get_by_role("row").filter(has_text="Failed").first
    expect(row).to_contain_text(REFUSED)
    expect(row).to_contain_text("1 finding:")
    expect(row).to_contain_text("expected: at most 1")


def test_a_failed_run_of_the_command_line_is_finished_from_the_ui_in_its_directory(ui: Ui) -> None:
    ((layout, before),) = ui.server.directories_of_pilot(HELD)
    (parent,) = before.dagster_run_ids
    assert before.run_state.status == "failed"
    ui.open("/runs")
    expect(ui.page.get_by_text(f"launch/run_id: {layout.run_id}").first).to_be_visible()
    site_git(ui.server.world, "branch", "-D", BRANCH_IN_THE_WAY)

    again = ui.re_execute_from_failure(parent)

    assert ui.ending(again) == "Success"
    ((same, after),) = ui.server.directories_of(again)
    assert same.root == layout.root
    assert after.dagster_run_ids == (parent, again)
    assert after.run_state.status == "w9_ok"


def test_the_repositories_are_observed_for_every_pilot_and_no_run_is_opened(
    ui: Ui, fresh: str
) -> None:
    observed = ui.observe("product_repo")
    assert ui.ending(observed) == "Success"
    assert ui.server.directories_of(observed) == []
    ui.open("/assets/product_repo?view=events")
    expect(ui.page.get_by_text(fresh, exact=True).first).to_be_visible()


def test_the_ui_starts_without_a_warning(ui: Ui) -> None:
    said = ui.server.log.read_text()
    assert "Warning" not in said
    assert "WARNING" not in said
