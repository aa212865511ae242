"""Prose beside its evidence: what the rule and a blind verifier catch, and what they refuse.

Who wrote the sentences had not read the rule that day; who gave the verdicts never had. What the
rule did at first is kept with them: it was changed after.
"""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from launch.checks.prose import problem_beside
from scripts.figures import Figure

PROJECT = Path(__file__).resolve().parents[1]
SETS = PROJECT / "tests" / "scorecard" / "paraphrases"
PAGE = PROJECT / "docs" / "benchmarks" / "paraphrases.md"
_Z = 1.96
_ABOUT = (
    "# Prose beside its evidence",
    "",
    "Written by `python scripts/bench.py paraphrases` from tests/scorecard/paraphrases: prose over",
    "claims of {} products that no rule was tuned on when it was written, and false sentences",
    "beside it. One language model wrote both from exported requests; another, which saw sentences",
    "and evidence alone, in mixed order, gave the verdicts. The rule was changed after its first",
    'look: the column "rule now" flatters.',
    "",
)


@dataclass(frozen=True)
class Judged:
    """A sentence, and what was made of it."""

    product: str
    text: str
    fault: str
    """Class of its fault; empty for a true one."""
    at_first: bool
    """Whether the rule refused it before anyone had seen the set."""
    by_rule: bool
    """Whether it does now."""
    by_verifier: bool
    """Whether the reader did, who saw sentences and evidence alone."""


def judged(folder: Path = SETS) -> tuple[Judged, ...]:
    """Return every sentence of the sets, judged by the rule as it is."""
    found = []
    for file in sorted(folder.glob("*.json")):
        told = json.loads(file.read_bytes())
        for one in told["sentences"]:
            evidence = [told["evidence"][name] for name in one["evidence"]]
            texts = tuple(text for part in evidence for text in part["told"])
            about = tuple(name for part in evidence for name in part["about"])
            refused = problem_beside(one["text"], texts, about) is not None
            first, supported = one["refused_at_first"], one["supported"]
            fault = one["fault"]
            found.append(Judged(file.stem, one["text"], fault, first, refused, not supported))
    return tuple(found)


def paraphrases() -> list[Figure]:
    """Tell catch and refusal of rule, verifier and both; write the page with the classes."""
    found = judged()
    PAGE.write_text(page(found))
    false = [one for one in found if one.fault]
    true = [one for one in found if not one.fault]
    groups = (("false sentences caught", false), ("true sentences refused", true))
    return [_figure(f"{what}, {name}", some, way) for what, some in groups for name, way in _WAYS]


def _figure(name: str, some: Sequence[Judged], way: Callable[[Judged], bool]) -> Figure:
    hits, number = sum(map(way, some)), len(some)
    context = f"{hits} of {number}, at 95 % {_interval(hits, number)}"
    return Figure(name, hits / number, "share", "told, not promised", holds=True, context=context)


def page(found: Sequence[Judged]) -> str:
    """Return the table by class of fault."""
    false = [one for one in found if one.fault]
    true = [one for one in found if not one.fault]
    names = " | ".join(name for name, _ in _WAYS)
    products = len({one.product for one in found})
    lines = [
        *(line.format(products) for line in _ABOUT),
        f"| class of fault | sentences | {names} |",
        "| --- " * (len(_WAYS) + 2) + "|",
    ]
    classes = Counter(one.fault for one in false)
    lines += [_row(name, [one for one in false if one.fault == name]) for name in sorted(classes)]
    lines += [_row("**all that are false: caught**", false), _row("**true: refused**", true), ""]
    return "\n".join(lines)


def _row(name: str, some: Sequence[Judged]) -> str:
    cells = " | ".join(str(sum(map(way, some))) for _, way in _WAYS)
    return f"| {name} | {len(some)} | {cells} |"


def _interval(hits: int, number: int) -> str:
    """Return Wilson's interval of a share."""
    share, square = hits / number, _Z * _Z
    middle = (share + square / (2 * number)) / (1 + square / number)
    half = (
        _Z * sqrt(share * (1 - share) / number + square / (4 * number**2)) / (1 + square / number)
    )
    return f"{max(0.0, middle - half):.1%} to {min(1.0, middle + half):.1%}"


_WAYS: tuple[tuple[str, Callable[[Judged], bool]], ...] = (
    ("rule at first", lambda one: one.at_first),
    ("rule now", lambda one: one.by_rule),
    ("verifier", lambda one: one.by_verifier),
    ("rule or verifier", lambda one: one.by_rule or one.by_verifier),
)
