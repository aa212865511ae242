"""The scorecard on the bundled product: faults are caught, and clean pages pass."""

from pathlib import Path

import pytest

from resources.git.source import RepositorySource
from tests.scorecard.apart.faults import APART
from tests.scorecard.apart.report import section
from tests.scorecard.faults import FAULTS
from tests.scorecard.products import BUNDLED, Product, products, read_sets
from tests.scorecard.score import markdown, scorecard, wilson
from tests.scorecard.subjects import fixture, page_subjects

SETS = (tuple(page_subjects(*fixture())),)


def test_there_are_at_least_thirty_classes_and_each_says_why_it_happens() -> None:
    assert len({fault.id for fault in FAULTS}) == len(FAULTS) >= 30
    assert all(fault.why.endswith(".") for fault in FAULTS)


def test_planted_faults_are_caught_and_clean_pages_pass() -> None:
    card = scorecard(SETS, seed=3, target=3)
    missed = {name: score.missed for name, score in card.scores.items() if score.missed}
    assert missed == {}
    assert card.alarmed == 0, card.examples
    assert "| negation_dropped | page | prose |" in markdown(card, ("the bundled product",), 3)


def test_structural_faults_that_were_held_apart_are_caught() -> None:
    card = scorecard(SETS, seed=3, target=2, faults=APART)
    kinds = {fault.id: fault.kind for fault in APART}
    missed = {
        name: score.missed
        for name, score in card.scores.items()
        if score.missed and kinds[name] == "structural"
    }
    assert missed == {}
    assert "| rows_swapped | ledger | structural |" in section(card, ("the bundled product",))


def test_the_same_seed_gives_the_same_scorecard() -> None:
    first, second = (scorecard((SETS[0][:3],), seed=5, target=1) for _ in range(2))
    assert markdown(first, (), 5) == markdown(second, (), 5)


def test_products_are_pinned_in_two_parts_that_share_none() -> None:
    tuned, apart = products("tuned"), products("apart")
    assert not {one.url for one in tuned} & {one.url for one in apart}
    assert all(len(one.commit) == 40 for one in (*tuned, *apart))
    assert len(tuned) + len(apart) > 20


def test_a_product_that_cannot_be_had_is_left_out_and_named(tmp_path: Path) -> None:
    gone = Product(f"{tmp_path}/gone", "0" * 40, "tuned")
    read = read_sets((gone,), RepositorySource(tmp_path / "cache", ()))
    assert (read.names, read.left_out) == ((BUNDLED,), ("gone",))


@pytest.mark.parametrize(("hits", "total"), [(0, 0), (0, 10), (10, 10), (5, 10)])
def test_an_interval_holds_its_share(hits: int, total: int) -> None:
    low, high = wilson(hits, total)
    assert 0 <= low <= (hits / total if total else 0) <= high <= 1
