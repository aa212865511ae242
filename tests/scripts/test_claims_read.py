"""The figures of claims that readers judged."""

import json
from pathlib import Path

import pytest

from scripts.bench_claims import KEPT, figures, read_samples


def test_shares_are_of_all_rows_and_the_least_product_counts(tmp_path: Path) -> None:
    _keep(tmp_path, "a", ["true_useful"] * 3 + ["false"])
    _keep(tmp_path, "b", ["true_useful", "true_useless"])
    true, useful, least = figures("1", read_samples(tmp_path))
    assert true.value == pytest.approx(5 / 6)
    assert useful.value == pytest.approx(4 / 6)
    assert (least.value, least.holds) == (2, False)


def test_a_verdict_that_is_none_is_refused(tmp_path: Path) -> None:
    _keep(tmp_path, "a", ["perhaps"])
    with pytest.raises(ValueError, match="perhaps"):
        read_samples(tmp_path)


def test_every_kept_round_can_be_read() -> None:
    rounds = [folder for folder in KEPT.iterdir() if folder.is_dir()]
    assert rounds
    assert all(read_samples(folder) for folder in rounds)


def _keep(folder: Path, product: str, verdicts: list[str]) -> None:
    rows = [{"kind": "statement", "verdict": verdict} for verdict in verdicts]
    (folder / f"{product}.json").write_text(json.dumps({"product": product, "rows": rows}))
