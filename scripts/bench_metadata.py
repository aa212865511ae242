"""Name, licence, runtime and install command against what the package registries say.

The truths are `truths/registry.toml`; the repositories are those below LAUNCH_BENCH_REPOSITORIES.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from launch.contracts.product_facts import ProductIdentity
from launch.knowledge.identity import resolve_identity
from launch.knowledge.naming import product_name
from launch.knowledge.sources import Sources
from scripts.bench_accuracy import inventory_of
from scripts.figures import Figure

_TRUTHS = Path(__file__).resolve().parent / "truths" / "registry.toml"
_GOAL = 0.98


def metadata() -> list[Figure]:
    """Share of products of which every stated fact is right, the wrong ones named."""
    rows = tomllib.loads(_TRUTHS.read_text())["product"]
    folder = Path(os.environ.get("LAUNCH_BENCH_REPOSITORIES", "/nowhere"))
    known = [row for row in rows if (folder / _folder(row) / "repo").exists()]
    wrong = {str(row["repository"]): tuple(_wrong(row, folder)) for row in known}
    bad = {name: told for name, told in wrong.items() if told}
    share = 1 - len(bad) / max(1, len(known))
    told = "; ".join(f"{name}: {', '.join(what)}" for name, what in sorted(bad.items()))
    context = f"{len(known)} of {len(rows)} products here; wrong: {told or 'none'}"
    holds = bool(known) and share >= _GOAL
    return [Figure("products whose metadata is right", share, "", f">= {_GOAL}", holds, context)]


def _folder(row: Mapping[str, str]) -> str:
    return row["repository"].replace("/", "+")


def _wrong(row: Mapping[str, str], folder: Path) -> Iterator[str]:
    inventory, tree = inventory_of(folder / _folder(row) / "repo", _folder(row))
    sources = Sources(inventory, tree, None, None)
    identity = resolve_identity(sources, product_name(sources))
    for what, said in _said(identity).items():
        true = row[what]
        if what == "runtime" and true and f" {true} " in f" {said} ":
            continue
        if said != true:
            yield f"{what} {said or 'none'} for {true or 'none'}"


def _said(identity: ProductIdentity) -> Mapping[str, str]:
    return {
        "package": identity.package,
        "licence": identity.licence,
        "runtime": identity.runtime,
        "install": identity.install_command.split("\n", maxsplit=1)[0],
    }
