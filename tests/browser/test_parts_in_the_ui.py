"""A part of a pilot, run from the UI: one asset again, what it makes stale, and the way back."""

import pytest
from playwright.sync_api import expect

from tests.browser.ui import EXAMPLE, Ui
from tests.support.runs import RUN_BYTES

pytestmark = pytest.mark.timeout(600)


def _materialise_asset(ui: Ui, asset: str, pilot: str) -> str:
    """Materialise one asset for one partition from its own page; return the Dagster run id."""
    ui.open(f"/assets/{asset}?view=partitions&partition={pilot}")
    expect(ui.page.get_by_text("made by run")).to_be_visible()
    ui.page.get_by_role("button", name="Materialize").first.click()
    dialog = ui.page.get_by_role("dialog").first
    dialog.get_by_role("button", name="Launch 1 run").click()
    ui.page.get_by_role("link", name="View", exact=True).click()
    ui.page.wait_for_url("**/runs/*-*")
    return ui.page.url.rsplit("/", 1)[-1].partition("?")[0]


@pytest.fixture(scope="module")
def replanned(ui: Ui, fresh: str, green: str) -> str:
    """Ask for fewer pages in the pilot's file, and materialise its plan alone."""
    assert ui.ending(green) == "Success"
    pilot = ui.server.pilots / f"{fresh}.yml"
    pilot.write_text(EXAMPLE.read_text() + "plan:\n  max_pages: 3\n")
    run = _materialise_asset(ui, "page_plan", fresh)
    assert ui.ending(run) == "Success"
    return run


def test_a_run_from_the_ui_stores_as_little_as_one_of_the_command_line(ui: Ui, green: str) -> None:
    assert ui.ending(green) == "Success"
    database = ui.server.world.folder / "home" / "history" / "runs" / f"{green}.db"
    assert database.stat().st_size < RUN_BYTES


def test_one_asset_is_materialised_alone_and_takes_over_what_it_is_made_from(
    ui: Ui, green: str, replanned: str
) -> None:
    ((first, _),) = ui.server.directories_of(green)
    ((layout, snapshot),) = ui.server.directories_of(replanned)
    assert layout.root != first.root
    assert snapshot.selection == ("page_plan",)
    index = snapshot.run_state.artifact_index
    assert index["page_plan"].made_by == layout.run_id
    assert index["page_plan"].why == "the pilot's settings changed"
    assert index["product_facts"].inherited
    assert index["product_facts"].made_by == first.run_id


def test_what_rests_on_the_new_plan_is_stale_all_the_way_down(
    ui: Ui, fresh: str, replanned: str
) -> None:
    ((layout, snapshot),) = ui.server.directories_of(replanned)
    assert {"draft_content", "validation_report", "open_pr_bundle"} <= set(snapshot.run_state.stale)
    ui.open(f"/assets/draft_content?view=partitions&partition={fresh}")
    expect(ui.page.get_by_text("Unsynced").first).to_be_visible()
    ui.open("/assets/open_pr_bundle?view=events")
    expect(ui.page.get_by_text("stale: what it rests on changed").first).to_be_visible()
    expect(ui.page.get_by_text(layout.run_id).first).to_be_visible()


def test_the_whole_pilot_from_the_ui_is_fresh_again(ui: Ui, fresh: str, replanned: str) -> None:
    again = ui.materialise(fresh)
    assert ui.ending(again) == "Success"
    ((_, snapshot),) = ui.server.directories_of(again)
    index = snapshot.run_state.artifact_index
    assert index["page_plan"].memoised
    assert not index["draft_content"].memoised
    assert len(snapshot.run_state.page_index) == 3
    ui.open(f"/assets/draft_content?view=partitions&partition={fresh}")
    expect(ui.page.get_by_text("made by run")).to_be_visible()
    expect(ui.page.get_by_text("Unsynced")).to_have_count(0)
