"""Packs for readers, and the figures made of what readers found."""

import json
import random
from pathlib import Path

import pytest

from scripts.bench_reading import KEPT, POINTS, figures, read_round, table
from scripts.reading_pack import PLANTS, pack

_PAGE = """---
title: Timeouts
---

The default is `5`. It raises an error if no answer arrives in time.

## First

- `send(request, stream)`

```python
import client

client.get()
```

## Second

More.
"""


@pytest.mark.parametrize("kind", sorted(PLANTS))
def test_each_defect_changes_a_page_that_has_matter_for_it(kind: str) -> None:
    changed = PLANTS[kind](_PAGE, random.Random(1))
    assert changed is not None
    assert changed != _PAGE


@pytest.mark.parametrize("kind", sorted(set(PLANTS) - {"foreign front matter key"}))
def test_a_page_without_matter_gets_no_defect(kind: str) -> None:
    assert PLANTS[kind]("---\ntitle: A\n---\n\nOne sentence.\n", random.Random(1)) is None


def test_a_pack_plants_each_kind_once_and_says_where() -> None:
    pages = {f"docs/page-{n}.md": _PAGE for n in range(9)}
    texts, marks = pack(pages, 6, 3, random.Random(7))
    assert len(texts) == 6
    assert len(marks) == len(set(marks.values())) == 3
    assert {path for path, text in texts.items() if text != _PAGE} == set(marks)


def test_guides_come_before_reference_in_a_pack() -> None:
    pages = {f"docs/reference/api-{n}.md": _PAGE for n in range(40)} | {"docs/guide.md": _PAGE}
    texts, _ = pack(pages, 8, 0, random.Random(7))
    assert "docs/guide.md" in texts
    assert len(texts) == 8


def test_a_reader_who_believes_a_planted_falsehood_does_not_count(tmp_path: Path) -> None:
    _keep(tmp_path, "awake", true_of_planted=1)
    _keep(tmp_path, "asleep", true_of_planted=3)
    readings = {one.product: one for one in read_round(tmp_path)}
    assert readings["awake"].counts
    assert not readings["asleep"].counts
    mean = figures("1", tuple(readings.values()))[0]
    assert mean.value == pytest.approx(4.0)
    assert "1 readings count" in mean.context


def test_planted_pages_are_in_no_mean(tmp_path: Path) -> None:
    _keep(tmp_path, "awake", true_of_planted=0)
    (one,) = read_round(tmp_path)
    assert [page.path for page in one.clean] == ["docs/a.md"]
    assert any("| 1 of 1 falsehoods seen |" in line for line in table({"1": [one]}))


def test_a_score_outside_of_the_scale_is_refused(tmp_path: Path) -> None:
    _keep(tmp_path, "odd", true_of_planted=5)
    with pytest.raises(ValueError, match="scores"):
        read_round(tmp_path)


def test_every_kept_round_can_be_read() -> None:
    rounds = {folder.name: read_round(folder) for folder in KEPT.iterdir() if folder.is_dir()}
    assert rounds
    assert all(reading.clean for readings in rounds.values() for reading in readings)


def _keep(folder: Path, product: str, *, true_of_planted: int) -> None:
    full = dict.fromkeys(POINTS, 4)
    pages = [
        {"page": "docs/a.md", "scores": full, "false": []},
        {"page": "docs/b.md", "scores": {**full, "true": true_of_planted}, "false": ["x"]},
    ]
    data = {
        "product": product,
        "language": "Go",
        "site": "a site",
        "planted": {"docs/b.md": "wrong default"},
        "whole": 9,
        "pages": pages,
        "set": {"score": 3, "why": ""},
        "worst_page": "docs/b.md",
    }
    (folder / f"{product}.json").write_text(json.dumps(data))
