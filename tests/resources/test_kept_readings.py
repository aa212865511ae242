"""Readings in the cache: kept by blob, shared, bounded, and never worth more than being read anew."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from launch.readings import Reading
from resources.kept_readings import KeptReadings

LINES: Reading[tuple[str, ...]] = Reading("lines", TypeAdapter(tuple[str, ...]))
WORDS: Reading[tuple[str, ...]] = Reading("words", TypeAdapter(tuple[str, ...]))


class Counted:
    """A reader that counts how often it reads."""

    def __init__(self) -> None:
        self.reads = 0

    def __call__(self) -> tuple[str, ...]:
        self.reads += 1
        return ("one", "zwei \N{SNOWMAN}")


def _ask(cache: Path, make: Callable[[], tuple[str, ...]], edition: str = "e") -> tuple[str, ...]:
    readings = KeptReadings(cache, edition)
    found = readings.of(LINES, "a.py", "b" * 40, make)
    readings.close()
    return found


def _file(cache: Path) -> Path:
    return cache / "readings" / "e" / "readings.sqlite"


def test_the_same_blob_at_the_same_path_is_read_once(tmp_path: Path) -> None:
    make = Counted()
    assert _ask(tmp_path, make) == _ask(tmp_path, make) == make()
    assert make.reads == 2


def test_a_reading_is_found_before_it_is_written(tmp_path: Path) -> None:
    make = Counted()
    with closing(KeptReadings(tmp_path, "e")) as readings:
        assert readings.of(LINES, "a", "b", make) == readings.of(LINES, "a", "b", make)
    assert make.reads == 1


@pytest.mark.parametrize("other", ["reading", "path", "blob", "edition"])
def test_another_reading_path_blob_or_edition_is_read_anew(tmp_path: Path, other: str) -> None:
    make = Counted()
    _ask(tmp_path, make)
    with closing(KeptReadings(tmp_path, "f" if other == "edition" else "e")) as readings:
        readings.of(
            WORDS if other == "reading" else LINES,
            "b.py" if other == "path" else "a.py",
            ("c" if other == "blob" else "b") * 40,
            make,
        )
    assert make.reads == 2


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9])
def test_a_file_that_was_cut_is_made_anew(tmp_path: Path, share: float) -> None:
    make = Counted()
    _filled(tmp_path, 400)
    _ask(tmp_path, make)
    file = _file(tmp_path)
    file.write_bytes(file.read_bytes()[: int(file.stat().st_size * share)])
    for _ in range(3):
        assert _ask(tmp_path, make) == make()
    before = make.reads
    assert _ask(tmp_path, make) == ("one", "zwei \N{SNOWMAN}")
    assert make.reads == before, "the third run still keeps nothing"


def test_a_damaged_row_is_read_anew(tmp_path: Path) -> None:
    make = Counted()
    _ask(tmp_path, make)
    with sqlite3.connect(_file(tmp_path)) as connection:
        connection.execute("UPDATE readings SET value = substr(value, 1, length(value) / 2)")
    connection.close()
    assert _ask(tmp_path, make) == make()
    assert make.reads == 3


def test_a_value_of_another_row_is_not_believed(tmp_path: Path) -> None:
    make = Counted()
    _ask(tmp_path, make)
    other = KeptReadings(tmp_path, "e")
    other.of(LINES, "other.py", "c" * 40, lambda: ("other",))
    other.close()
    with sqlite3.connect(_file(tmp_path)) as connection:
        connection.execute("UPDATE readings SET value = (SELECT max(value) FROM readings)")
        connection.execute("UPDATE readings SET value = (SELECT min(value) FROM readings)")
    connection.close()
    with closing(KeptReadings(tmp_path, "e")) as kept:
        assert kept.of(LINES, "a.py", "b" * 40, make) == make()
        assert kept.of(LINES, "other.py", "c" * 40, lambda: ("other",)) == ("other",)


def test_a_reading_of_another_shape_is_read_anew(tmp_path: Path) -> None:
    _ask(tmp_path, Counted())
    numbers: Reading[tuple[int, ...]] = Reading("lines", TypeAdapter(tuple[int, ...]))
    with closing(KeptReadings(tmp_path, "e")) as readings:
        assert readings.of(numbers, "a.py", "b" * 40, lambda: (1, 2)) == (1, 2)


def test_a_cache_that_goes_in_the_middle_harms_nobody(tmp_path: Path) -> None:
    make, readings = Counted(), KeptReadings(tmp_path, "e")
    readings.of(LINES, "a.py", "b" * 40, make)
    shutil.rmtree(tmp_path / "readings")
    other = KeptReadings(tmp_path, "e")
    assert readings.of(LINES, "c.py", "d" * 40, make) == make()
    readings.close()
    assert not (_file(tmp_path).with_name("readings.sqlite-journal")).exists()
    assert other.of(LINES, "a.py", "b" * 40, make) == make()
    other.close()


def test_a_cache_that_cannot_be_made_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "readings").write_text("in the way")
    make = Counted()
    assert _ask(tmp_path, make) == _ask(tmp_path, make)
    assert make.reads == 2


def test_the_oldest_go_where_the_file_is_full(tmp_path: Path) -> None:
    _filled(tmp_path, 500)
    with sqlite3.connect(_file(tmp_path)) as connection:
        connection.execute("UPDATE readings SET day = 1 WHERE key < x'80'")
    connection.close()
    small = KeptReadings(tmp_path, "e", largest=10_000)
    small.of(LINES, "new.py", "d" * 40, Counted())
    small.close()
    with sqlite3.connect(_file(tmp_path)) as connection:
        rows = connection.execute("SELECT min(day), count(*) FROM readings").fetchone()
    connection.close()
    assert rows[0] > 1
    assert 1 < rows[1] < 500


def test_what_was_used_again_is_not_the_oldest(tmp_path: Path) -> None:
    make = Counted()
    _ask(tmp_path, make)
    with sqlite3.connect(_file(tmp_path)) as connection:
        connection.execute("UPDATE readings SET day = 1")
    connection.close()
    _ask(tmp_path, make)
    with sqlite3.connect(_file(tmp_path)) as connection:
        ((day,),) = connection.execute("SELECT day FROM readings").fetchall()
    connection.close()
    assert day > 1
    assert make.reads == 1


def test_threads_and_processes_share_one_file(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\n"
        "from tests.resources.test_kept_readings import _filled\n"
        "_filled(Path(sys.argv[1]), 1200, sys.argv[2])"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    started = [subprocess.Popen([*command, name]) for name in ("x", "y", "z")]
    assert [process.wait(60) for process in started] == [0, 0, 0]
    make, readings = Counted(), KeptReadings(tmp_path, "e")
    with ThreadPoolExecutor(4) as pool:
        names = [f"{name}-{number}.py" for name in "xyz" for number in range(1200)]
        found = list(pool.map(lambda name: readings.of(LINES, name, "c" * 40, make), names))
    readings.close()
    assert found == [(name,) for name in names]
    assert make.reads == 0


def _filled(cache: Path, count: int, prefix: str = "file") -> None:
    readings = KeptReadings(cache, "e")
    for number in range(count):
        name = f"{prefix}-{number}.py"
        readings.of(LINES, name, "c" * 40, partial(_alone, name))
    readings.close()


def _alone(name: str) -> tuple[str, ...]:
    return (name,)
