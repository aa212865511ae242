"""Figures of pages that fresh readers have scored: docs/pages_read keeps each reader's words.

A pack is made by `reading_pack.py`; docs/benchmarks/reading.md is written from what is kept.
"""

import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.figures import Figure

_DOCS = Path(__file__).resolve().parents[1] / "docs"
KEPT = _DOCS / "pages_read"
_TABLE = _DOCS / "benchmarks" / "reading.md"
POINTS = ("true", "complete", "runnable", "ordered", "noise", "fits")
_FALSEHOODS = frozenset({"wrong default", "swapped parameter", "dropped condition"})
_PRODUCTS, _MEAN, _MEDIAN = 12, 3.2, 3.0


@dataclass(frozen=True)
class Page:
    """Scores of one page, 0 to 4 by point, and the defect that was planted in it, if any."""

    path: str
    scores: Mapping[str, int]
    planted: str | None
    false: int

    @property
    def mean(self) -> float:
        """Mean of the six points."""
        return statistics.fmean(self.scores[point] for point in POINTS)


@dataclass(frozen=True)
class Reading:
    """What one reader made of one product's pages."""

    product: str
    language: str
    site: str
    pages: tuple[Page, ...]
    whole: int
    """Pages of the set, those outside of the pack included."""
    page_set: int
    """Score of the set as a whole."""
    worst: str

    @property
    def counts(self) -> bool:
        """Whether no planted falsehood was scored 2 or more on *true*."""
        false = [page for page in self.pages if page.planted in _FALSEHOODS]
        return all(page.scores["true"] < 2 for page in false)

    @property
    def clean(self) -> tuple[Page, ...]:
        """Pages without a planted defect."""
        return tuple(page for page in self.pages if page.planted is None)


def reading() -> list[Figure]:
    """Figures of the newest round kept; writes the tables of all rounds."""
    rounds = {
        folder.name: read_round(folder) for folder in sorted(KEPT.iterdir()) if folder.is_dir()
    }
    _TABLE.write_text("\n".join(table(rounds)) + "\n")
    name, newest = sorted(rounds.items())[-1]
    return figures(name, newest)


def read_round(folder: Path) -> tuple[Reading, ...]:
    """Return the readings of a round; ValueError where a score is none of 0 to 4."""
    return tuple(_reading(json.loads(path.read_text())) for path in sorted(folder.glob("*.json")))


def figures(name: str, readings: Sequence[Reading]) -> list[Figure]:
    """Return the figures of a round over the readings that count."""
    counted = [one for one in readings if one.counts]
    pages = [page for one in counted for page in one.clean]
    mean = statistics.fmean(page.mean for page in pages) if pages else 0.0
    medians = {one.product: statistics.median(page.mean for page in one.clean) for one in counted}
    lowest = min(medians, key=lambda product: medians[product], default="")
    false = sum(page.false for page in pages)
    told = f"round {name}: {len(readings)} products, {len(counted)} readings count,"
    told += f" {len(pages)} pages without a planted defect"
    enough = len(counted) >= _PRODUCTS
    return [
        Figure("mean score of a page", mean, "of 4", ">= 3.2", enough and mean >= _MEAN, told),
        Figure(
            "lowest median of a product",
            medians.get(lowest, 0.0),
            "of 4",
            ">= 3, 12 products",
            enough and medians[lowest] >= _MEDIAN,
            f"{lowest}; {told}",
        ),
        Figure("false statements found on them", false, "statements", "0", false == 0, told),
    ]


def table(rounds: Mapping[str, Sequence[Reading]]) -> list[str]:
    """Return the lines of the page: a table a round, the newest first."""
    lines = ["# Pages scored by fresh readers", ""]
    lines += ["Written by `python scripts/bench.py reading` from docs/pages_read."]
    for name, readings in sorted(rounds.items(), reverse=True):
        lines += ["", f"## Round {name}", ""]
        lines += [
            "| product | site | read of | "
            + " | ".join(POINTS)
            + " | mean | set | planted | worst |"
        ]
        lines += ["|" + " --- |" * 12]
        lines += [_row(one) for one in readings]
    return lines


def _row(one: Reading) -> str:
    means = [f"{statistics.fmean(page.scores[key] for page in one.clean):.1f}" for key in POINTS]
    mean = f"{statistics.fmean(page.mean for page in one.clean):.2f}"
    planted = [page for page in one.pages if page.planted in _FALSEHOODS]
    seen = sum(page.scores["true"] < 2 for page in planted)
    cells = [
        f"{one.product} ({one.language})",
        one.site,
        f"{len(one.clean)} of {one.whole}",
        *means,
        mean,
        str(one.page_set),
        f"{seen} of {len(planted)} falsehoods seen" if planted else "none false",
        one.worst.replace("|", "\\|").replace("\n", " "),
    ]
    return "| " + " | ".join(cells) + " |"


def _reading(data: Mapping[str, object]) -> Reading:
    match data:
        case {
            "product": str(product),
            "language": str(language),
            "site": str(site),
            "planted": dict(planted),
            "whole": int(whole),
            "pages": list(pages),
            "set": {"score": int(score)},
            "worst_page": str(worst),
        }:
            read = tuple(
                Page(
                    page["page"],
                    _points(page["page"], page["scores"]),
                    planted.get(page["page"]),
                    len(page.get("false", ())),
                )
                for page in pages
            )
            return Reading(product, language, site, read, whole, score, worst)
    raise ValueError(f"{data.get('product')}: not a reading")


def _points(page: str, scores: Mapping[str, int]) -> Mapping[str, int]:
    if set(scores) != set(POINTS) or not all(score in range(5) for score in scores.values()):
        raise ValueError(f"{page}: scores {scores}")
    return scores
