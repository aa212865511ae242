"""What the estimate presumes is what was seen."""

from dataclasses import astuple

import pytest

from launch.writing.model.estimate import HABITS
from scripts.bench_estimate import answered, estimate, habits_of


def test_the_habits_of_the_estimate_are_those_of_all_answered_pages() -> None:
    assert astuple(HABITS) == pytest.approx(astuple(habits_of(answered())), abs=0.005)


def test_products_with_more_than_a_handful_of_pages_are_foreseen_from_the_others() -> None:
    found = [one for one in estimate() if not one.figure.startswith("pushgateway")]
    assert len(found) == 4
    assert all(one.holds for one in found)
