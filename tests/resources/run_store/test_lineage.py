"""Digests of what an artifact is made from, and what is inherited by them."""

from pathlib import Path

import pytest

from launch.contracts.registry import ARTIFACTS
from launch.contracts.snippet_catalog import SnippetCatalog
from launch.errors import InputError
from resources.run_store.inherit import inherit, parents_of
from resources.run_store.lineage import ORIGINS, above, below, input_digests, together
from resources.run_store.record import Provenance, RunRecord
from resources.run_store.store import RunStore
from tests.support.runs import PILOT, ground, opened, pin, places_in, settings_for

_EVERY = dict.fromkeys(ORIGINS, "1" * 64)


def _inputs(name: str, text: str = PILOT, product: str = "a") -> tuple[tuple[str, str], ...]:
    return input_digests(name, ground(settings_for(text), product=product), _EVERY.__getitem__)


def test_every_artifact_has_its_origin_in_the_order_of_the_registry() -> None:
    assert {model.artifact for model in ARTIFACTS} == set(ORIGINS)


def test_an_artifact_is_made_only_from_those_before_it() -> None:
    seen: set[str] = set()
    for name, origin in ORIGINS.items():
        assert set(origin.artifacts) <= seen
        seen.add(name)


def test_another_commit_of_the_product_changes_the_inventory_and_not_the_site() -> None:
    assert _inputs("repo_inventory") != _inputs("repo_inventory", product="c")
    assert _inputs("hugo_facts") == _inputs("hugo_facts", product="c")


def test_a_setting_that_no_stage_reads_recomputes_nothing() -> None:
    changed = PILOT + "commit_service:\n  timeout: 7\n"
    assert all(_inputs(name) == _inputs(name, changed) for name in ORIGINS)


def test_another_model_redrafts_and_does_not_replan() -> None:
    changed = PILOT + "llm:\n  model: other\n"
    assert _inputs("page_plan") == _inputs("page_plan", changed)
    assert _inputs("draft_content") != _inputs("draft_content", changed)


def test_selection_knows_what_belongs_together() -> None:
    assert together(["site_context"]) == {"frontmatter_index", "site_context", "hugo_facts"}
    assert "open_pr_bundle" in below(frozenset({"page_plan"}))
    assert "repo_inventory" in above(frozenset({"page_plan"}))
    assert "draft_content" not in above(frozenset({"page_plan"}))


def _made(record: RunRecord, catalog: SnippetCatalog) -> None:
    name = catalog.artifact
    inputs = input_digests(name, ground(), _EVERY.__getitem__)
    record.keep(catalog, Provenance(inputs, "v", record.run_id))


def test_what_does_not_chain_is_stale_and_absent(tmp_path: Path) -> None:
    store = RunStore(places_in(tmp_path))
    first = opened(store)
    _made(first.record, SnippetCatalog(pin=pin(), snippets=()))
    first.record.close("w3_ok", sealed=True)
    first.lock.release()
    second = opened(store, selection=("hugo_facts",)).record
    inherit(second, parents_of(second, store.places), ground())
    assert second.snapshot.run_state.stale == ("snippet_catalog",)
    assert second.record_of("snippet_catalog") is None


def test_a_selection_that_lacks_its_ground_is_refused_with_what_to_do(tmp_path: Path) -> None:
    record = opened(RunStore(places_in(tmp_path)), selection=("page_plan",)).record
    with pytest.raises(InputError) as caught:
        inherit(record, (), ground())
    assert "--from repo_inventory" in caught.value.hint
