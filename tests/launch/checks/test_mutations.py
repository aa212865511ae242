"""Changing one value in a repository turns exactly the claims that rest on it false."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launch.checks.evaluate import evaluate
from launch.contracts.product_facts import Claim
from tests.support.small_product import FILES, facts_of, tree

_FACTS, _EVIDENCE = facts_of()
_CLAIMS = {claim.id: claim for claim in _FACTS.claims}


def _broken(path: str, old: str, new: str) -> list[Claim]:
    """Return the claims that no longer hold once the first ``old`` of a file is ``new``."""
    assert old in FILES[path]
    changed = tree({**FILES, path: FILES[path].replace(old, new, 1)})
    return [
        _CLAIMS[item.claim_id]
        for item in _EVIDENCE.evidence
        if not evaluate(item.check, changed).holds
    ]


def _names(claims: list[Claim]) -> set[tuple[str, str]]:
    return {(claim.kind, claim.attribute) for claim in claims}


_TABLES = "src/gearbox/tables.py"
_CASES = [
    ("pyproject.toml", 'version = "1.4.0"', 'version = "1.5.0"', {("version", "version")}),
    ("pyproject.toml", ">=3.10", ">=3.11", {("requirement", "runtime")}),
    ("pyproject.toml", "attrs>=23", "attrs>=24", {("dependency", "dependency:attrs")}),
    ("pyproject.toml", "gear tables.", "gear lists.", {("summary", "summary")}),
    ("pyproject.toml", "gearbox = ", "gears = ", {("entry_point", "command:gearbox")}),
    (
        "pyproject.toml",
        'name = "gearbox"',
        'name = "gearcase"',
        {("product_name", "package"), ("install_command", "install")},
    ),
    (
        _TABLES,
        "limit: int = 100",
        "limit: int = 200",
        {("default_value", "default:limit"), ("signature", "signature")},
    ),
    (_TABLES, "limit must be positive", "limit is bad", {("raises", "raises:GearError")}),
    (_TABLES, "Split a text", "Break a text", {("symbol", "exists")}),
    (
        "src/gearbox/cli.py",
        "number of rows to read",
        "how many rows to read",
        {("flag", "flag:--limit")},
    ),
    (
        "src/gearbox/cli.py",
        '"--limit", default=100',
        '"--limit", default=50',
        {("default_value", "default:--limit")},
    ),
    (
        "src/gearbox/cli.py",
        "GEARBOX_HOME",
        "GEARBOX_ROOT",
        {("environment_variable", "variable:GEARBOX_HOME")},
    ),
    ("README.md", "two gigabytes", "four gigabytes", {("statement", "limitations")}),
    ("README.md", "are left out", "are kept", {("statement", "usage")}),
]


@pytest.mark.parametrize(("path", "old", "new", "expected"), _CASES)
def test_a_changed_value_breaks_exactly_its_claims(
    path: str, old: str, new: str, expected: set[tuple[str, str]]
) -> None:
    assert _names(_broken(path, old, new)) == expected


def test_a_renamed_function_breaks_its_claims_and_the_statement_that_names_it() -> None:
    broken = _broken(_TABLES, "def read(", "def load(")
    assert {claim.subject for claim in broken if claim.kind != "statement"} == {"gearbox.read"}
    assert {claim.attribute for claim in broken if claim.kind == "statement"} == {"usage"}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_changed_word_of_a_quote_breaks_its_statement_and_no_other(data: st.DataObject) -> None:
    item = data.draw(
        st.sampled_from([e for e in _EVIDENCE.evidence if e.check.type == "statement"])
    )
    anchor = item.anchors[0]
    lines = FILES[anchor.path].split("\n")
    spots = [
        (number, at)
        for number in range(anchor.first_line - 1, anchor.last_line)
        for at, word in enumerate(lines[number].split(" "))
        if word.isalpha()
    ]
    number, at = data.draw(st.sampled_from(spots))
    words = lines[number].split(" ")
    words[at] = words[at][::-1] + "x"
    lines[number] = " ".join(words)
    changed = tree({**FILES, anchor.path: "\n".join(lines)})
    broken = {e.claim_id for e in _EVIDENCE.evidence if not evaluate(e.check, changed).holds}
    assert broken == {item.claim_id}


def test_moving_a_passage_within_its_file_leaves_it_true() -> None:
    moved = tree(
        {**FILES, "README.md": FILES["README.md"].replace("# Gearbox\n", "# Gearbox\n\nNew.\n")}
    )
    assert all(
        evaluate(item.check, moved).holds
        for item in _EVIDENCE.evidence
        if item.check.type == "statement"
    )
