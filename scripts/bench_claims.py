"""Figures of claims that were read: docs/claims_read keeps each round's samples with verdicts.

Draw a sample with `claims_sample.py`, read it with the repository at hand, fill in the verdicts.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from scripts.figures import Figure

KEPT = Path(__file__).resolve().parents[1] / "docs" / "claims_read"
VERDICTS = frozenset({"true_useful", "true_useless", "false"})
_PRODUCTS, _CLAIMS, _STATEMENTS = 10, 100, 30
Row = Mapping[str, str]


def claims() -> list[Figure]:
    """Share of true and of useful claims among those of the newest round, and how many."""
    newest = max((folder for folder in KEPT.iterdir() if folder.is_dir()), key=lambda one: one.name)
    return figures(newest.name, read_samples(newest))


def read_samples(folder: Path) -> dict[str, list[Row]]:
    """Return the rows of each kept sample by product; ValueError for an unknown verdict."""
    found: dict[str, list[Row]] = {}
    for path in sorted(folder.glob("*.json")):
        data = json.loads(path.read_text())
        rows: list[Row] = data["rows"]
        unknown = {row["verdict"] for row in rows} - VERDICTS
        if unknown:
            raise ValueError(f"{path.name}: verdicts {sorted(unknown)}")
        found[data["product"]] = rows
    return found


def figures(name: str, samples: Mapping[str, Sequence[Row]]) -> list[Figure]:
    """Return the figures of a round's samples, by product and by what was found."""
    rows = [row for some in samples.values() for row in some]
    false = sum(row["verdict"] == "false" for row in rows)
    useful = sum(row["verdict"] == "true_useful" for row in rows)
    statements = sum(row["kind"] == "statement" for row in rows)
    true_share = 1 - false / max(1, len(rows))
    useful_share = useful / max(1, len(rows))
    least = min((len(some) for some in samples.values()), default=0)
    told = f"round {name}: {len(samples)} products, {len(rows)} claims, {statements} of them"
    told += " statements; read by fresh readers with the repository at hand"
    wanted = f">= {_CLAIMS}, {_STATEMENTS} of them statements, on {_PRODUCTS} products"
    enough = len(samples) >= _PRODUCTS and least >= _CLAIMS
    return [
        Figure("claims that are true", true_share, "", ">= 0.99", true_share >= 0.99, told),
        Figure("claims that help a user", useful_share, "", ">= 0.95", useful_share >= 0.95, told),
        Figure("claims read of each product", least, "", wanted, enough, told),
    ]
