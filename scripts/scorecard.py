"""Plant faults in good pages, run the gates, write docs/scorecard.md.

``--repo URL=GIT_DIR`` adds a product from a local bare repository, ``--apart`` one to the part
that is held apart; the bundled one is always in both.
"""

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.scorecard.apart.faults import APART  # noqa: E402
from tests.scorecard.apart.report import section  # noqa: E402
from tests.scorecard.score import markdown, scorecard  # noqa: E402
from tests.scorecard.subjects import fixture, page_subjects, repository  # noqa: E402


def main() -> int:
    """Score, write, and say where a class or a clean page is below the mark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repo", action="append", default=[], metavar="URL=GIT_DIR")
    parser.add_argument("--apart", action="append", default=[], metavar="URL=GIT_DIR")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--per-class", type=int, default=40)
    parser.add_argument("--write", type=Path, default=ROOT / "docs" / "scorecard.md")
    wanted = parser.parse_args()
    subjects = list(page_subjects(*fixture()))
    products = ["the bundled product"]
    for given in wanted.repo:
        url, _, folder = given.partition("=")
        subjects += page_subjects(*repository(Path(folder), url))
        products.append(url.rsplit("/", 1)[-1])
    card = scorecard(subjects, wanted.seed, wanted.per_class)
    apart, others = list(page_subjects(*fixture())), ["the bundled product"]
    for given in wanted.apart:
        url, _, folder = given.partition("=")
        apart += page_subjects(*repository(Path(folder), url))
        others.append(url.rsplit("/", 1)[-1])
    held = scorecard(apart, wanted.seed, wanted.per_class, APART)
    page = markdown(card, products, wanted.seed) + section(held, others)
    page = page.replace("\n\n", f"\n\nMade at commit `{_commit()}`. ", 1)
    wanted.write.write_text(page, encoding="utf-8")
    for name, score in (*card.scores.items(), *held.scores.items()):
        if score.caught < score.planted or not score.planted:
            print(f"{name}: {score.caught} of {score.planted}; missed on {score.missed[:3]}")
    print(f"clean pages with a finding: {card.alarmed} of {card.clean}")
    return 0


def _commit() -> str:
    """Return the commit whose gates are scored, with a mark where the tree differs from it."""
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--exclude=*"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
