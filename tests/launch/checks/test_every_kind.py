"""Each kind of claim has a value whose change turns it, and only what rests on it, false."""

from typing import get_args

import pytest

from launch.checks.evaluate import evaluate
from launch.contracts.claims import ClaimKind
from tests.support.small_product import FILES, facts_of, tree

_CODE = '''\
"""Formats of gear tables."""

from enum import Enum


class FileFormat(Enum):
    """Formats of a table."""

    CSV = "csv"
    XLS = "xls"


class TableConfig:
    """How a table is read."""

    def __init__(self, width: int = 80) -> None:
        """Set the width."""
        self.width = width


def convert(source: str, target: str = "out") -> str:
    """Convert a table.

    Args:
        source: Path of the table to read.
        target: Folder that the result is written to.
    """
    return source + target
'''
_USE = '''\
"""Reading by format."""

from gearbox.formats import FileFormat


def load(kind: FileFormat) -> bool:
    """Tell whether a format can be read."""
    return kind is FileFormat.CSV
'''
_CLI = '''\
"""Commands of tables."""

import argparse


def build() -> None:
    """Build the parser."""
    parser = argparse.ArgumentParser(prog="gearbox")
    subs = parser.add_subparsers()
    subs.add_parser("sort", help="sort the rows")
'''
_EXAMPLE = '"""Read a table and print its rows."""\n\nimport gearbox\n\nprint(gearbox.read("a"))\n'
_MANIFEST = FILES["pyproject.toml"] + '\n[project.optional-dependencies]\nfast = ["orjson>=3"]\n'
_ALL = {
    **FILES,
    "pyproject.toml": _MANIFEST,
    "LICENSE": "MIT License\n\nCopyright (c) 2024 Acme\n",
    "src/gearbox/formats.py": _CODE,
    "src/gearbox/loading.py": _USE,
    "src/gearbox/commands.py": _CLI,
    "examples/rows.py": _EXAMPLE,
}
_FACTS, _EVIDENCE = facts_of(_ALL)
_CLAIMS = {claim.id: claim for claim in _FACTS.claims}
_CASES = [
    ("summary", "pyproject.toml", "reads gear tables", "writes gear tables"),
    ("version", "pyproject.toml", "1.4.0", "1.5.0"),
    ("licence", "pyproject.toml", 'license = "MIT"', 'license = "ISC"'),
    ("requirement", "pyproject.toml", ">=3.10", ">=3.12"),
    ("dependency", "pyproject.toml", "orjson>=3", "orjson>=4"),
    ("install_command", "pyproject.toml", "fast = [", "quick = ["),
    ("product_name", "README.md", "# Gearbox", "# Gearcase"),
    ("entry_point", "pyproject.toml", "gearbox = ", "gears = "),
    ("link", "pyproject.toml", "acme/gearbox", "acme/gearcase"),
    ("symbol", "src/gearbox/formats.py", "Convert a table", "Change a table"),
    ("signature", "src/gearbox/formats.py", "source: str,", "source: bytes,"),
    ("default_value", "src/gearbox/formats.py", 'target: str = "out"', 'target: str = "in"'),
    ("parameter", "src/gearbox/formats.py", "Path of the table", "Name of the table"),
    ("returns", "src/gearbox/tables.py", "limit: int = 100) -> list[str]", "limit: int = 100) -> str"),
    ("raises", "src/gearbox/tables.py", "limit must be positive", "limit is bad"),
    ("command", "src/gearbox/commands.py", "sort the rows", "order the rows"),
    ("flag", "src/gearbox/cli.py", "number of rows", "count of rows"),
    ("environment_variable", "src/gearbox/cli.py", "GEARBOX_HOME", "GEARBOX_ROOT"),
    ("config_key", "src/gearbox/formats.py", "width: int = 80", "width: int = 90"),
    ("supported_format", "src/gearbox/loading.py", "FileFormat.CSV", "FileFormat.XLS"),
    ("example", "examples/rows.py", "print its rows", "sort its rows"),
    ("statement", "README.md", "two gigabytes", "four gigabytes"),
]  # fmt: skip
_GO_TOGETHER = {
    "default_value": {"signature"},
    "returns": {"signature"},
    "install_command": {"dependency"},
    "requirement": {"statement"},
    "config_key": {"signature", "default_value"},
    "link": set[str](),
}


def _broken(path: str, old: str, new: str) -> set[str]:
    assert old in _ALL[path], old
    changed = tree({**_ALL, path: _ALL[path].replace(old, new, 1)})
    proofs = (item for item in _EVIDENCE.evidence if not evaluate(item.check, changed).holds)
    return {_CLAIMS[item.claim_id].kind for item in proofs}


@pytest.mark.parametrize(("kind", "path", "old", "new"), _CASES)
def test_a_change_of_its_value_turns_the_claim_false(
    kind: str, path: str, old: str, new: str
) -> None:
    broken = _broken(path, old, new)
    assert kind in broken
    assert broken - {kind} <= _GO_TOGETHER.get(kind, set())


def test_every_kind_has_a_case() -> None:
    assert {claim.kind for claim in _FACTS.claims} == set(get_args(ClaimKind))
    assert {kind for kind, *_ in _CASES} == set(get_args(ClaimKind))


def test_a_format_that_no_code_handles_is_not_claimed() -> None:
    told = {claim.value for claim in _FACTS.claims if claim.kind == "supported_format"}
    assert told == {"CSV"}


def test_a_renamed_parameter_or_member_turns_its_claim_false() -> None:
    assert "parameter" in _broken("src/gearbox/formats.py", "(source: str", "(origin: str")
    assert "supported_format" in _broken("src/gearbox/formats.py", "CSV = ", "TSV = ")


def test_a_deleted_example_turns_its_claim_false() -> None:
    gone = {path: text for path, text in _ALL.items() if path != "examples/rows.py"}
    proof = next(e for e in _EVIDENCE.evidence if _CLAIMS[e.claim_id].kind == "example")
    assert not evaluate(proof.check, tree(gone)).holds


def test_what_an_example_shows_is_said_with_a_link_to_it() -> None:
    (claim,) = (claim for claim in _FACTS.claims if claim.kind == "example")
    assert claim.renderings[0].endswith(": Read a table and print its rows.")
    assert claim.renderings[0].startswith(
        "[examples/rows.py](https://github.com/acme/gearbox/blob/"
    )
