"""Ten thousand pilots that went wrong in some way: each is accepted, or refused in plain words."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from launch.errors import LaunchError
from resources.run_store.pilots import PilotFile, settings_of
from resources.run_store.places import PROJECT, Places

_SEEDS = tuple(
    (PROJECT / "pilots" / f"{name}.yml").read_bytes()
    for name in ("example_pilot", "dry_run_example", "live_run_example")
)
_WORDS = tuple(
    word if isinstance(word, bytes) else word.encode()
    for word in (
        "&a ", "*a", "!!python/object ", "{{", "}}", "{{run_id}}", "{{sha}}", "[", "]", "{", "}",
        "\t", "\r", "\n", "\0", b"\xff", b"\xed\xa0\x80", "\u202e", "\ufeff", '"', "'", "#",
        "---\n", "...\n", "? ", ": ", "- ", "|\n", "<<: ", "%YAML 1.1\n", "1e999", ".inf", "0x10",
        "null", "yes", "2026-01-01", "9" * 400, "-" * 60, "\\x1b[2J", "../..", "/" * 300, "`x",
    )
)  # fmt: skip
_VALUES = (*_WORDS, b"[1, 2]", b"{a: b}", b'"x y"', b"-5", b"3.7", b"true")


def _inserted(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data) + 1)
    return data[:place] + chance.choice(_WORDS) + data[place:]


def _cut(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data) + 1)
    return data[:place] + data[place + chance.randrange(1, 12) :]


def _line_moved(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    lines.insert(chance.randrange(len(lines)), lines.pop(chance.randrange(len(lines))))
    return b"\n".join(lines)


def _line_repeated(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    lines.insert(chance.randrange(len(lines)), chance.choice(lines))
    return b"\n".join(lines)


def _value_changed(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    number = chance.randrange(len(lines))
    key, colon, _ = lines[number].partition(b": ")
    lines[number] = key + colon + chance.choice(_VALUES) if colon else key
    return b"\n".join(lines)


def _line_indented(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    number = chance.randrange(len(lines))
    lines[number] = b"  " * chance.randrange(3) + lines[number].lstrip()
    return b"\n".join(lines)


_MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _inserted, _cut, _line_moved, _line_repeated, _value_changed, _line_indented,
)  # fmt: skip


def _mutated(chance: random.Random) -> bytes:
    data = chance.choice(_SEEDS)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        data = chance.choice(_MUTATIONS)(data, chance)
    return data


@pytest.mark.parametrize("seed", range(10))
def test_a_mutated_pilot_is_taken_or_refused_in_plain_words(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    places = Places(PROJECT, tmp_path, tmp_path / "runs", tmp_path / "cache")
    refusals = 0
    for _ in range(1_000):
        data = _mutated(chance)
        try:
            settings_of(PilotFile("p", tmp_path / "p.yml", "p.yml", data), places, {})
        except LaunchError as error:
            refusals += 1
            said = str(error)
            assert error.exit_code == 2, data
            assert "p.yml" in error.message, data
            assert error.hint, data
            assert len(said) < 3_000, data
            assert all(letter.isprintable() or letter == "\n" for letter in said), data
    assert refusals > 500
