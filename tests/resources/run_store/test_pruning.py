"""What a prune may remove: never what is worked on, waits for submit, or is rested on."""

import os
import time
from pathlib import Path

import pytest

from launch.contracts.snapshot import RunStatus
from launch.contracts.snippet_catalog import SnippetCatalog
from resources.cache_room import answers_to_go, cache_to_go, keep_small, remove_entries, used
from resources.removal import remove
from resources.run_store.layout import all_runs
from resources.run_store.ledger import append_ledger
from resources.run_store.places import Places
from resources.run_store.pruning import runs_to_go
from resources.run_store.record import Provenance
from resources.run_store.store import RunStore
from tests.support.runs import opened, pin, places_in

_LONG_AGO = time.time() - 40 * 86400


def _run(places: Places, status: RunStatus = "w9_ok", made_by: str | None = None) -> str:
    run = opened(RunStore(places))
    catalog = SnippetCatalog(pin=pin(), snippets=())
    run.record.keep(catalog, Provenance((), "v", made_by or run.record.run_id))
    run.record.close(status, sealed=True)
    run.lock.release()
    return run.record.run_id


def _going(places: Places, keep: int) -> list[str]:
    return [one.path.name for one in runs_to_go(places, keep)]


def test_all_but_the_newest_runs_of_a_pilot_go(tmp_path: Path) -> None:
    places = places_in(tmp_path)
    ids = [_run(places) for _ in range(4)]
    assert sorted(_going(places, 2)) == sorted(ids[:2])
    gone = remove(runs_to_go(places, 2))
    assert len(gone) == 2
    assert all(one.size > 0 for one in gone)
    assert sorted(layout.run_id for layout in all_runs(places.runs)) == sorted(ids[2:])


def test_what_is_worked_on_or_waits_or_is_rested_on_stays(tmp_path: Path) -> None:
    places = places_in(tmp_path)
    delivered, waiting, rested_on, old = (
        _run(places), _run(places, "w9_deferred"), _run(places), _run(places)
    )  # fmt: skip
    entry = {"site": "s", "run_id": delivered, "pages": [], "files": {}, "pull_request": {}}
    append_ledger(places, "alpha", entry)
    _run(places, made_by=rested_on)
    working = opened(RunStore(places))
    assert _going(places, 2) == [old]
    working.lock.release()
    assert waiting not in _going(places, 1)


def test_a_folder_that_never_became_a_run_goes_once_it_is_old(tmp_path: Path) -> None:
    places = places_in(tmp_path)
    half = places.runs / "half"
    (half / "artifacts").mkdir(parents=True)
    (places.runs / "answers").mkdir()
    assert _going(places, 1) == []
    os.utime(half, (_LONG_AGO, _LONG_AGO))
    assert _going(places, 1) == ["half"]


def _entry(cache: Path, name: str, size: int, moment: float) -> Path:
    path = cache / name
    path.mkdir(parents=True)
    (path / "data").write_bytes(bytes(size))
    os.utime(path, (moment, moment))
    return path


def test_the_cache_goes_by_its_last_use(tmp_path: Path) -> None:
    old = _entry(tmp_path, "git/full-1", 10, _LONG_AGO)
    site = _entry(tmp_path, "hugo/sites/abc", 10, _LONG_AGO)
    again = _entry(tmp_path, "git/full-2", 10, _LONG_AGO)
    used(again)
    file = tmp_path / "grammars" / "edition.txt"
    file.parent.mkdir()
    for path in (file, tmp_path / "git" / "full-1.lock"):
        path.write_text("")
        os.utime(path, (_LONG_AGO, _LONG_AGO))
    going = cache_to_go(tmp_path, 30, working=False)
    assert {one.path for one in going} == {old, site, file}
    assert len(remove_entries(going)) == 3
    assert again.is_dir()
    assert {one.path for one in cache_to_go(tmp_path, 0, working=False)} == {again}
    assert cache_to_go(tmp_path, 0, working=True) == ()


def test_a_room_of_the_cache_keeps_its_size_and_what_was_used_just_now(tmp_path: Path) -> None:
    oldest = _entry(tmp_path, "git/full-1", 600, _LONG_AGO)
    older = _entry(tmp_path, "git/full-2", 600, _LONG_AGO + 60)
    fresh = _entry(tmp_path, "git/full-3", 600, time.time())
    keep_small(tmp_path / "git", largest=1300)
    assert [path.is_dir() for path in (oldest, older, fresh)] == [False, True, True]
    keep_small(tmp_path / "git", largest=1)
    assert [path.is_dir() for path in (older, fresh)] == [False, True]


@pytest.mark.parametrize(("days", "count"), [(30, 1), (0, 2), (100, 0)])
def test_answers_go_by_their_age_and_only_when_named(
    tmp_path: Path, days: float, count: int
) -> None:
    for name, moment in (("aa/1.json", _LONG_AGO), ("bb/2.json", time.time())):
        path = tmp_path / name
        path.parent.mkdir()
        path.write_text("{}")
        os.utime(path, (moment, moment))
    going = answers_to_go(tmp_path, days)
    assert len(going) == count
    remove_entries(going)
    assert len(list(tmp_path.rglob("*.json"))) == 2 - count
