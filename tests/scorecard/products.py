"""The real products that the scorecard is made of: which, at which commit, in which part."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from launch.errors import LaunchError
from launch.gates.subject import Subject
from resources.git.source import RepositorySource
from tests.scorecard.subjects import fixture, page_subjects

Part = Literal["tuned", "apart"]
BUNDLED = "the bundled product"
_LIST = Path(__file__).parent / "products.toml"


@dataclass(frozen=True)
class Product:
    """A public repository at one commit."""

    url: str
    commit: str
    part: str

    @property
    def name(self) -> str:
        """The repository's own name."""
        return self.url.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class Sets:
    """The clean pages of several products, each product's as one set."""

    pages: tuple[tuple[Subject, ...], ...]
    names: tuple[str, ...]
    left_out: tuple[str, ...]
    """Products that could not be had."""


def products(part: Part) -> tuple[Product, ...]:
    """Return the products of a part, in the list's order."""
    rows = tomllib.loads(_LIST.read_text(encoding="utf-8"))["product"]
    return tuple(Product(**row) for row in rows if row["part"] == part)


def read_sets(wanted: Iterable[Product], source: RepositorySource) -> Sets:
    """Return the pages of the bundled product and of every product that can be had."""
    pages, names, left_out = [tuple(page_subjects(*fixture()))], [BUNDLED], []
    for one in wanted:
        try:
            pin = source.resolve(one.url, one.commit)
            pages.append(tuple(page_subjects(source.tree(pin), pin)))
            names.append(one.name)
        except LaunchError:
            left_out.append(one.name)
    return Sets(tuple(pages), tuple(names), tuple(left_out))
