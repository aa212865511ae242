"""A small product as a tree in memory, scanned and read: what tests of facts and checks start from."""

from collections.abc import Mapping

from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.product_facts import Claim, ProductFacts
from launch.contracts.tree import RepoPin, TagRef
from launch.intake.product.scan import scan
from launch.knowledge.facts import extract
from tests.support.memory_tree import MemoryTree

PIN = RepoPin(
    url="https://github.com/acme/gearbox",
    ref="main",
    commit="1" * 40,
    tree="2" * 40,
    time=1_700_000_000,
)
RELEASE = "3" * 40

MANIFEST = """\
[project]
name = "gearbox"
version = "1.4.0"
description = "A library that reads gear tables."
requires-python = ">=3.10"
license = "MIT"
dependencies = ["attrs>=23"]

[project.scripts]
gearbox = "gearbox.cli:main"

[project.urls]
Repository = "https://github.com/acme/gearbox"
"""
CODE = '''\
"""Gear tables."""


class GearError(Exception):
    """A table cannot be used."""


def read(path: str, *, limit: int = 100) -> list[str]:
    """Read the rows of a table.

    Long rows are cut.
    """
    if limit < 1:
        raise GearError("limit must be positive")
    return [path]


def parse(text: str) -> list[str]:
    """Split a text into rows."""
    return text.split()
'''
CLI = '''\
"""The command."""

import argparse
import os


def main() -> None:
    parser = argparse.ArgumentParser(prog="gearbox")
    parser.add_argument("--limit", default=100, help="number of rows to read")
    parser.add_argument("--home", default=os.environ.get("GEARBOX_HOME"), help="folder of tables")
    parser.parse_args()
'''
README = """\
# Gearbox

Gearbox reads gear tables and returns their rows. Rows keep the order of the file.

## Installation

Gearbox needs Python 3.10 or newer.

```bash
pip install gearbox
```

## Usage

The function `gearbox.read` returns at most `limit` rows:

- Empty rows are left out.
- Comments start with a number sign.

## Limitations

Tables above two gigabytes are refused.
"""
FILES: dict[str, str] = {
    "pyproject.toml": MANIFEST,
    "README.md": README,
    "LICENSE": (
        "MIT License\n\nPermission is hereby granted, free of charge, to any person obtaining a "
        "copy.\n\nThe above copyright notice and this permission notice shall be included.\n"
    ),
    "src/gearbox/__init__.py": (
        "from gearbox.tables import GearError, parse, read\n\n"
        '__all__ = ["GearError", "parse", "read"]\n'
    ),
    "src/gearbox/tables.py": CODE,
    "src/gearbox/cli.py": CLI,
}


def tree(files: Mapping[str, str]) -> MemoryTree:
    """Return the files as a tree."""
    return MemoryTree({path: text.encode() for path, text in files.items()})


def facts_of(
    files: Mapping[str, str] = FILES, released: Mapping[str, str] | None = None
) -> tuple[ProductFacts, EvidenceMap]:
    """Return the facts of a product, and their evidence; ``released`` is its tag v1.4.0."""
    here = tree(files)
    tags = (TagRef(name="v1.4.0", commit=RELEASE, time=1_600_000_000),) if released else ()
    inventory = scan(here, PIN, tags, None)
    return extract(inventory, here, tree(released) if released else None, None)


def claims_of(facts: ProductFacts, kind: str) -> tuple[Claim, ...]:
    """Return the claims of one kind."""
    return tuple(claim for claim in facts.claims if claim.kind == kind)


def texts_of(facts: ProductFacts) -> str:
    """Return every text of every statement, one a line."""
    passages = [claim.passage for claim in facts.claims if claim.passage is not None]
    return "\n".join(t for passage in passages for block in passage.blocks for t in block.texts)
