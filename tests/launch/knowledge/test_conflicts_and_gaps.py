"""Disagreements are keyed and normalised, and what is missing is said to be missing."""

import pytest

from tests.support.small_product import FILES, README, facts_of


def _conflicts(text: str) -> list[tuple[str, tuple[str, ...]]]:
    facts, _ = facts_of({**FILES, "README.md": README + "\n## More\n\n" + text + "\n"})
    return [(conflict.attribute, conflict.values) for conflict in facts.conflicts]


@pytest.mark.parametrize(
    "text",
    [
        "Gearbox requires Python 3.10+ and a table.",
        "Gearbox needs at least Python 3.10.0 to read tables.",
        "Gearbox is licensed under the MIT License, as tables are.",
        "The flag `--limit` defaults to `100` for every table.",
        "Users of Python 3.12 or later read tables with the same functions.",
        "The third-party tables are licensed under the Apache License 2.0.",
    ],
)
def test_what_says_the_same_or_of_something_else_is_no_conflict(text: str) -> None:
    assert _conflicts(text) == []


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        ("Gearbox requires Python 3.8+ and a table.", "runtime"),
        ("Gearbox is licensed under the Apache License 2.0.", "licence"),
        ("The flag `--limit` defaults to `50` for every table.", "default:--limit"),
    ],
)
def test_what_says_otherwise_is_one_conflict(text: str, attribute: str) -> None:
    assert [found for found, _ in _conflicts(text)] == [attribute]
    assert [found for found, _ in _conflicts(f"{text}\n\n{text}")].count(attribute) <= 2


def test_a_gap_names_where_it_was_looked_for() -> None:
    bare = {"README.md": "# Gearbox\n\nGearbox reads gear tables of any size.\n"}
    gaps = {gap.about: gap for gap in facts_of(bare)[0].gaps}
    assert {"package", "licence", "version", "install command", "installation"} <= set(gaps)
    assert all(gap.looked_in and gap.note.endswith(".") for gap in gaps.values())


def test_what_is_said_is_no_gap() -> None:
    gaps = {gap.about for gap in facts_of()[0].gaps}
    assert not gaps & {"package", "licence", "version", "runtime", "install command", "flags"}
