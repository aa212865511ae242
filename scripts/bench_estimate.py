"""The estimate held against answered requests of real products, each by what the others taught.

`tests/scorecard/answered_pages.json` has every page that a language model was asked about in write
mode: its plain paragraphs, and the characters of the requests that came of it, 0 where none did.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from launch.writing.model.estimate import FEW, Habits, mending, sentences_of, verifying
from scripts.figures import Figure

_ROWS = Path(__file__).resolve().parents[1] / "tests" / "scorecard" / "answered_pages.json"
_STABLE = 1300
"""Characters of the stable documents, about."""


@dataclass(frozen=True)
class Answered:
    """A page that a model was asked about: characters of each request."""

    product: str
    page: str
    plain_units: int
    draft: int
    repair: int
    verify: int


def estimate() -> list[Figure]:
    """Foresee the calls and input of each product with habits learned from the others."""
    rows = answered()
    return [
        figure
        for product in sorted({one.product for one in rows})
        for figure in _figures(product, rows)
    ]


def answered() -> tuple[Answered, ...]:
    """Return the pages of all products."""
    return tuple(Answered(**row) for row in json.loads(_ROWS.read_bytes()))


def habits_of(rows: Sequence[Answered]) -> Habits:
    """Return how often these pages got prose and another turn; one page of each is presumed."""
    many = [one for one in rows if one.plain_units >= FEW]
    few = [one for one in rows if one.plain_units < FEW]
    talked = [one for one in rows if one.verify or one.repair]
    return Habits(
        often=_share(sum(bool(one.verify or one.repair) for one in many), len(many)),
        seldom=_share(sum(bool(one.verify or one.repair) for one in few), len(few)),
        again=_share(sum(bool(one.repair) for one in talked), len(talked)),
    )


def _share(hits: int, number: int) -> float:
    return (hits + 0.5) / (number + 1)


def _figures(product: str, rows: Sequence[Answered]) -> list[Figure]:
    mine = [one for one in rows if one.product == product]
    habits = habits_of([one for one in rows if one.product != product])
    calls = size = 0.0
    for one in mine:
        share = habits.share(one.plain_units)
        calls += 1 + share * (1 + habits.again)
        judged = verifying(sentences_of(one.plain_units))
        size += one.draft + share * (judged + habits.again * mending(_STABLE))
    made = sum(1 + bool(one.repair) + bool(one.verify) for one in mine)
    sent = sum(one.draft + one.repair + one.verify for one in mine)
    return [
        _figure(f"{product}: calls foreseen", calls, made),
        _figure(f"{product}: input foreseen", size, sent),
    ]


def _figure(name: str, told: float, paid: int) -> Figure:
    off = abs(told - paid) / paid
    context = f"foreseen {told:.0f}, came to {paid}; shares are the other products'"
    return Figure(f"{name}, off by", off, "share", "<= 0.1", off <= 0.1, context)
