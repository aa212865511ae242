"""Name, version, licence, runtime and install command against what was published of the release.

Truths are `truths/published.py` (installed releases, package tools), at that release's tag, else
the told rows of `truths/registry.toml`; repositories stand below LAUNCH_BENCH_REPOSITORIES.
"""

import os
import re
import subprocess
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from launch.contracts.product_facts import ProductIdentity
from launch.contracts.tree import RepoPin, TagRef
from launch.intake.product.scan import scan
from launch.knowledge.identity import resolve_identity
from launch.knowledge.naming import product_name
from launch.knowledge.sources import Sources
from resources.git.tree import GitTree
from scripts.bench_accuracy import write_out
from scripts.figures import Figure
from scripts.truths.published import Published, published

_ROWS = Path(__file__).resolve().parent / "truths" / "registry.toml"
_GOAL = 0.98
_WORDS = {
    "the mit license": "MIT", "mit license": "MIT", "bsd license": "BSD",
    "apache license, version 2.0": "Apache-2.0", "apache 2.0": "Apache-2.0",
    "the apache software license, version 2.0": "Apache-2.0", "isc license (iscl)": "ISC",
    "apache software license": "Apache-2.0", "apache license 2.0": "Apache-2.0",
}  # fmt: skip
"""How published metadata spells licences in words."""
_OF_THE_TREE = frozenset({"cargo metadata", "go mod edit", "told"})
"""Truths about the tree itself; the others are about a release, which may have a tag."""


@dataclass(frozen=True)
class Verdict:
    """One product: which truth it was held against, and what is wrong."""

    repository: str
    source: str
    wrong: tuple[str, ...]


def metadata() -> list[Figure]:
    """Share of products of which every stated fact is right, the wrong ones named."""
    rows = tomllib.loads(_ROWS.read_text())["product"]
    folder = Path(os.environ.get("LAUNCH_BENCH_REPOSITORIES", "/nowhere"))
    verdicts = [judged(row, folder) for row in rows if (_bare(row, folder)).exists()]
    told = [verdict for verdict in verdicts if verdict.source == "told"]
    machine = [verdict for verdict in verdicts if verdict.source != "told"]
    return [
        _figure("products whose metadata is right, by published metadata", machine, len(rows)),
        _figure("products whose metadata is right, as told by us", told, len(rows)),
    ]


def _figure(name: str, verdicts: list[Verdict], of: int) -> Figure:
    wrong = {v.repository: v.wrong for v in verdicts if v.wrong}
    share = 1 - len(wrong) / max(1, len(verdicts))
    told = "; ".join(f"{name}: {', '.join(what)}" for name, what in sorted(wrong.items()))
    context = f"{len(verdicts)} of {of} products; wrong: {told or 'none'}"
    return Figure(name, share, "", f">= {_GOAL}", bool(verdicts) and share >= _GOAL, context)


def _bare(row: Mapping[str, str], folder: Path) -> Path:
    return folder / row["repository"].replace("/", "+") / "repo"


def judged(row: Mapping[str, str], folder: Path) -> Verdict:
    """Hold what is read of a product against the published truth, else against the told one."""
    bare = _bare(row, folder)
    with tempfile.TemporaryDirectory(prefix="bench-truth-") as name:
        write_out(GitTree(bare, "HEAD"), Path(name))
        truth = published(row["ecosystem"], row["package"], Path(name))
    if truth is None:
        said = _identity(bare, row, "HEAD")
        told = Published(row["package"], "", row.get("licence", ""), row.get("runtime", ""),
                         row.get("install", ""), "told")  # fmt: skip
        return Verdict(row["repository"], "told", tuple(_differences(told, said)))
    tag = _tag_of(bare, truth)
    said = _identity(bare, row, tag or "HEAD")
    same = bool(tag) or truth.source in _OF_THE_TREE
    where = f"{truth.source}, {'' if same else 'not '}of the same release"
    return Verdict(row["repository"], where, tuple(_differences(truth, said, same=same)))


def _tag_of(bare: Path, truth: Published) -> str:
    """Return the tag of the release; a package tool reads the tree itself and needs none."""
    if not truth.version or truth.source in _OF_THE_TREE:
        return ""
    spelled = re.escape(truth.version).replace(r"\.", "[._]")
    named = [tag.name for tag in _tags(bare)
             if re.search(rf"(?:^|[^0-9.]){spelled}$", tag.name)]  # fmt: skip
    short = re.split(r"[/:]", truth.package)[-1]
    return min(named, key=lambda tag: (short not in tag, len(tag), tag), default="")


def _identity(bare: Path, row: Mapping[str, str], revision: str) -> ProductIdentity:
    commit = _git(bare, "rev-parse", f"{revision}^{{commit}}").decode().strip()
    time = int(_git(bare, "log", "-1", "--format=%ct", commit))
    url = f"https://example.com/{row['repository']}.git"
    pin = RepoPin(url=url, ref=revision, commit=commit, tree=commit, time=time)
    tree = GitTree(bare, commit)
    inventory = scan(tree, pin, _tags(bare), None)
    sources = Sources(inventory, tree, None, None)
    return resolve_identity(sources, product_name(sources))


def _tags(bare: Path) -> tuple[TagRef, ...]:
    parts = ("refname:short", "*objectname", "objectname")
    times = "%(*committerdate:unix)%(committerdate:unix)"
    shown = "".join(f"%({part})%09" for part in parts) + times
    rows = _git(bare, "for-each-ref", "refs/tags", f"--format={shown}").decode().splitlines()
    cut = [row.split("\t") for row in rows]
    return tuple(TagRef(name=name, commit=peeled or own, time=int(time or 0))
                 for name, peeled, own, time in cut)  # fmt: skip


def _git(bare: Path, *arguments: str) -> bytes:
    return subprocess.run(
        ["git", "-C", str(bare), *arguments], check=True, capture_output=True
    ).stdout


def _differences(true: Published, said: ProductIdentity, *, same: bool = True) -> Iterator[str]:
    """Yield what is wrong; only metadata of the ``same`` release tells version and runtime."""
    ours = said.install_command.split("\n", maxsplit=1)[0]
    rows = [("package", said.package, true.package)]
    if same and true.version:
        rows.append(("version", said.version, true.version))
    if true.licence or true.source == "told":
        rows.append(("licence", said.licence, _WORDS.get(true.licence.lower(), true.licence)))
    if true.install or true.source == "told":
        rows.append(("install", ours, true.install))
    yield from (f"{what} {found or 'none'} for {wanted or 'none'}"
                for what, found, wanted in rows if found != wanted)  # fmt: skip
    lowest = re.search(r"\d+(?:\.\d+)*", true.runtime)
    spelled = rf"(?<![\d.]){re.escape(lowest[0])}(?:\.x)?(?![\d.])" if lowest is not None else ""
    if same and spelled and re.search(spelled, said.runtime) is None:
        yield f"runtime {said.runtime or 'none'} for {true.runtime}"
    if true.source == "told" and lowest is None and said.runtime:
        yield f"runtime {said.runtime} for none"


if __name__ == "__main__":
    for row in tomllib.loads(_ROWS.read_text())["product"]:
        print(judged(row, Path(os.environ["LAUNCH_BENCH_REPOSITORIES"])))
