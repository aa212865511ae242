"""Plant faults in good pages, run the gates, write docs/scorecard.md.

Products come from their public repositories, or from the mirrors that LAUNCH_GIT_MIRRORS names.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from resources.git.mirrors import mirrors_of
from resources.git.source import RepositorySource
from resources.run_store.places import places_now
from tests.scorecard.apart.faults import APART
from tests.scorecard.apart.report import keep_first_look, section
from tests.scorecard.faults import FAULTS
from tests.scorecard.in_pages import Fault
from tests.scorecard.products import Product, Sets, products, read_sets
from tests.scorecard.score import Card, markdown, scorecard

ROOT = Path(__file__).parents[1]


def main() -> int:
    """Score, write, and say where a class or a clean page is below the mark."""
    wanted = _arguments()
    source = RepositorySource(places_now().cache, mirrors_of(os.environ))
    if wanted.first_look:
        return _look_first(wanted.first_look, source, wanted)
    tuned, apart = (read_sets(products(part), source) for part in ("tuned", "apart"))
    card = _scored(tuned, wanted, FAULTS)
    held = _scored(apart, wanted, APART)
    page = markdown(card, tuned.names, wanted.seed) + section(held, apart.names)
    left_out = (*tuned.left_out, *apart.left_out)
    note = f"Not to be had, so left out: {', '.join(left_out)}. " if left_out else ""
    page = page.replace("\n\n", f"\n\nMade at commit `{_commit()}`. {note}", 1)
    wanted.write.write_text(page, encoding="utf-8")
    print(note)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--first-look", action="append", default=[], metavar="URL@COMMIT",
        help="score a product that no gate was tried on, and keep what came of it",
    )  # fmt: skip
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--per-class", type=int, default=40)
    parser.add_argument("--write", type=Path, default=ROOT / "docs" / "scorecard.md")
    return parser.parse_args()


def _look_first(given: Sequence[str], source: RepositorySource, wanted: argparse.Namespace) -> int:
    pinned = (one.rpartition("@") for one in given)
    unseen = tuple(Product(url, commit, "apart") for url, _, commit in pinned)
    sets = read_sets(unseen, source)
    own = Sets(sets.pages[1:], sets.names[1:], sets.left_out)
    if own.left_out:
        print(f"cannot be had: {', '.join(own.left_out)}")
        return 1
    keep_first_look(_scored(own, wanted, APART), own.names, _commit())
    return 0


def _scored(sets: Sets, wanted: argparse.Namespace, faults: Sequence[Fault]) -> Card:
    card = scorecard(sets.pages, wanted.seed, wanted.per_class, faults)
    for name, score in card.scores.items():
        if score.caught < score.planted or not score.planted:
            print(f"{name}: {score.caught} of {score.planted}; missed on {score.missed[:3]}")
    print(f"clean pages with a finding: {card.alarmed} of {card.clean}")
    for text in card.examples:
        print(f"  {text[:300]}")
    return card


def _commit() -> str:
    """Return the commit whose gates are scored, with a mark where the tree differs from it."""
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--exclude=*"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
