"""Atomic writes, folders and locks."""

import threading
from pathlib import Path

import pytest

from launch.errors import InputError, StorageError
from resources.run_store.atomic import write_atomic
from resources.run_store.layout import checked_run_id, create_run
from resources.run_store.lock import wait_for


def test_a_write_replaces_the_whole_file_and_leaves_no_part(tmp_path: Path) -> None:
    target = tmp_path / "x.json"
    write_atomic(target, b"old")
    write_atomic(target, b"new", mode=0o444)
    assert target.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["x.json"]
    assert target.stat().st_mode & 0o777 == 0o444


def test_a_folder_that_is_not_there_is_a_storage_error_with_the_path(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        write_atomic(tmp_path / "gone" / "x.json", b"")
    assert "gone" in caught.value.message
    assert caught.value.exit_code == 2


def test_a_file_in_the_way_of_the_runs_folder_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("")
    with pytest.raises(StorageError):
        create_run(tmp_path / "runs", "one")


def test_a_taken_name_gets_a_number(tmp_path: Path) -> None:
    names = [create_run(tmp_path, "one").run_id for _ in range(3)]
    assert names == ["one", "one-2", "one-3"]


@pytest.mark.parametrize("name", ["", "..", "a/b", "a\x00b", "-x", "a..b", "ledger", "x" * 300])
def test_a_hostile_run_id_names_no_directory(name: str) -> None:
    with pytest.raises(InputError):
        checked_run_id(name)


def test_the_second_one_waits_and_is_told_for_whom(tmp_path: Path) -> None:
    first = wait_for(tmp_path / "alpha.lock", lambda _: None)
    first.say("alpha-1")
    told: list[str] = []
    taken = threading.Event()

    def second() -> None:
        wait_for(tmp_path / "alpha.lock", told.append).release()
        taken.set()

    thread = threading.Thread(target=second)
    thread.start()
    assert not taken.wait(0.3)
    first.release()
    assert taken.wait(5)
    thread.join()
    assert told == ["alpha-1"]
