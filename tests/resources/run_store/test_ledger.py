"""The delivery ledger: what stands on the site is remembered, and a broken line is named."""

from pathlib import Path

import pytest

from launch.contracts.patch_bundle import DeliveredPage, DeliveryHistory
from launch.digests import sha256
from launch.errors import ArtifactError
from resources.run_store.layout import RunLayout
from resources.run_store.ledger import (
    append_ledger,
    history_of,
    is_begun,
    keep_history,
    kept_history,
    last_delivery,
)
from tests.support.memory_tree import MemoryTree
from tests.support.runs import places_in

SITE = "https://example.com/site"
PAGE = DeliveredPage(
    path="content/a.md", page_id="a", sha256=sha256("a"), sections=(), claim_ids=(), content="a"
)
TREE = MemoryTree({"content/a.md": b"a"})


def _entry(site: str = SITE) -> dict[str, object]:
    return {"site": site, "pages": [PAGE.model_dump(mode="json")]}


def test_what_was_delivered_and_stands_is_remembered(tmp_path: Path) -> None:
    places = places_in(tmp_path)
    assert not is_begun(places, "alpha")
    assert history_of(places, "alpha", SITE, TREE) is None
    append_ledger(places, "alpha", _entry())
    append_ledger(places, "alpha", _entry())
    assert is_begun(places, "alpha")
    history = history_of(places, "alpha", SITE, TREE)
    assert history == DeliveryHistory(pages=(PAGE, PAGE))


def test_a_page_of_another_site_or_one_that_never_got_there_is_not(tmp_path: Path) -> None:
    places = places_in(tmp_path)
    append_ledger(places, "alpha", _entry("https://example.com/other"))
    assert history_of(places, "alpha", SITE, TREE) is None
    append_ledger(places, "alpha", _entry())
    assert history_of(places, "alpha", SITE, MemoryTree({})) is None


@pytest.mark.parametrize("line", ["no json", "[]", '{"site": "x"}', '{"site": "x", "pages": [1]}'])
def test_a_broken_line_is_named(line: str, tmp_path: Path) -> None:
    places = places_in(tmp_path)
    append_ledger(places, "alpha", _entry())
    with (places.ledger / "alpha.jsonl").open("a") as file:
        file.write(line + "\n")
    with pytest.raises(ArtifactError, match=r"alpha\.jsonl:2: not an entry"):
        history_of(places, "alpha", SITE, TREE)


def test_a_run_that_goes_on_keeps_the_history_that_it_began_with(tmp_path: Path) -> None:
    layout = RunLayout(tmp_path)
    keep_history(layout, lambda: DeliveryHistory(pages=(PAGE,)))
    keep_history(layout, lambda: None)
    assert kept_history(layout) == DeliveryHistory(pages=(PAGE,))
    (tmp_path / "delivered_before.json").write_text("{}")
    with pytest.raises(ArtifactError, match="no delivery history"):
        kept_history(layout)


def test_a_run_without_history_has_none(tmp_path: Path) -> None:
    assert kept_history(RunLayout(tmp_path)) is None
    keep_history(RunLayout(tmp_path), lambda: None)
    assert kept_history(RunLayout(tmp_path)) is None


def _delivery(run_id: str, site: str = SITE) -> dict[str, object]:
    address = f"https://example.com/{run_id}"
    pull = {"pr_number": 1, "pr_url": address, "pr_html_url": address}
    return {**_entry(site), "run_id": run_id, "files": {"content/a.md": "1"}, "pull_request": pull}


def test_the_newest_delivery_to_the_same_site_counts(tmp_path: Path) -> None:
    places = places_in(tmp_path)
    assert last_delivery(places, "alpha", SITE) is None
    append_ledger(places, "alpha", _delivery("one"))
    append_ledger(places, "alpha", _delivery("two"))
    append_ledger(places, "alpha", _delivery("elsewhere", "https://example.com/other"))
    last = last_delivery(places, "alpha", SITE)
    assert last is not None
    assert (last.run_id, last.files) == ("two", {"content/a.md": "1"})
    assert last.result.pr_url == "https://example.com/two"


def test_a_line_without_its_pull_request_is_named(tmp_path: Path) -> None:
    places = places_in(tmp_path)
    append_ledger(places, "alpha", _entry())
    with pytest.raises(ArtifactError, match=r"alpha\.jsonl:1"):
        last_delivery(places, "alpha", SITE)
