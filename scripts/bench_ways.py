"""Pages of three writers side by side, as a reader scored them who did not know which is which.

docs/pages_read/three_ways.json keeps the reader's words; docs/benchmarks/ways.md comes of it.
"""

import statistics
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from scripts.bench_reading import POINTS
from scripts.figures import Figure

_DOCS = Path(__file__).resolve().parents[1] / "docs"
KEPT = _DOCS / "pages_read" / "three_ways.json"
_PAGE = _DOCS / "benchmarks" / "ways.md"
WAYS = ("offline", "edit", "write")
_ABOUT = (
    "# Three writers side by side",
    "",
    "Written by `python scripts/bench.py ways` from docs/pages_read/three_ways.json: the pages of",
    "one plan on which the writers differ, scored 0 to 4 by point.",
    "",
    "- Reader: {reader}.",
    "- Pages of both modes: {writer}.",
    "- A falsehood that all versions of a page share is counted for each.",
    "",
)


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Falsehood(_Kept):
    """A statement that the reader found false."""

    told: str
    shared: bool
    """Whether every version of the page has it."""


class Scored(_Kept):
    """One version of a page; ways whose pages are the same text share one."""

    page: str
    ways: tuple[str, ...]
    scores: dict[str, int | None]
    why: str
    false: tuple[Falsehood, ...]


class Kept(_Kept):
    """What a reader made of the pages."""

    reader: str
    writer: str
    products: dict[str, str]
    site: str
    pages: tuple[Scored, ...]


def ways() -> list[Figure]:
    """Tell the mean of each writer's pages; write the table by point."""
    kept = Kept.model_validate_json(KEPT.read_bytes())
    _PAGE.write_text(page(kept))
    return [_figure(way, _of(way, kept)) for way in WAYS]


def _of(way: str, kept: Kept) -> list[Scored]:
    return [one for one in kept.pages if way in one.ways]


def page(kept: Kept) -> str:
    """Return the Markdown page."""
    about = (line.format(reader=kept.reader, writer=kept.writer) for line in _ABOUT)
    rows = (_row(way, _of(way, kept)) for way in WAYS)
    names = " | ".join(POINTS)
    lines = [
        *about,
        f"| writer | pages | {names} | mean | false statements | not in every version |",
        "| --- " * (len(POINTS) + 5) + "|",
        *rows,
    ]
    return "\n".join(lines) + "\n"


def _row(way: str, mine: Sequence[Scored]) -> str:
    points = " | ".join(f"{_mean(mine, point):.2f}" for point in POINTS)
    false = sum(len(one.false) for one in mine)
    own = sum(not falsehood.shared for one in mine for falsehood in one.false)
    return f"| {way} | {len(mine)} | {points} | {_all(mine):.2f} | {false} | {own} |"


def _mean(mine: Sequence[Scored], point: str) -> float:
    return statistics.fmean(score for one in mine if (score := one.scores.get(point)) is not None)


def _all(mine: Sequence[Scored]) -> float:
    return statistics.fmean(_mean(mine, point) for point in POINTS)


def _figure(way: str, mine: Sequence[Scored]) -> Figure:
    told = f"{len(mine)} pages on which the writers differ"
    name = f"mean score of pages, {way}"
    return Figure(name, _all(mine), "points of 4", "told, not promised", holds=True, context=told)
