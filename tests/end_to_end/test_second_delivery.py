"""A second delivery to real repositories: ours is updated in place, a person's section stays."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from launch.contracts.patch_bundle import FixedPatchBundle
from resources.run_store.layout import all_runs
from resources.run_store.places import PROJECT
from resources.run_store.reading import read_settings, read_snapshot
from resources.run_store.record import RunRecord
from tests.support.repositories import add_commit, bare_repository, git
from tests.support.runs import World
from tests.support.terminal import Said, Terminal

FOLDER = "content/docs/example-product"
OVERVIEW, INSTALL = f"{FOLDER}/overview.md", f"{FOLDER}/installation.md"
THEIRS = "- Runs every night on our own archive."
PILOT = """\
schema_version: "1.0"
input:
  repo_url: "{product}"
output:
  site_repo_url: "{site}"
  allowed_paths: ["content/docs/example-product/**"]
flags:
  allow_manual_edits: {merge}
llm:
  provider: "offline"
"""


@dataclass(frozen=True)
class Delivery:
    """A product, a site, and a pilot between them."""

    terminal: Terminal
    product: Path
    site: Path
    merge: bool

    def run(self) -> Said:
        """Run the pilot against the two repositories."""
        pilot = PILOT.format(product=self.product, site=self.site, merge=str(self.merge).lower())
        return self.terminal.run(pilot, OFFLINE_FIXTURES="0")

    def merged(self) -> None:
        """Merge the newest pull request as its button would."""
        pulls = git(self.site, "for-each-ref", "--format=%(refname)", "refs/pull/*/head")
        newest = max(pulls.splitlines(), key=lambda ref: int(ref.split("/")[2]))
        git(self.site, "update-ref", "refs/heads/main", git(self.site, "rev-parse", newest))

    def page(self, path: str, ref: str = "main") -> str:
        """Return a file of the site."""
        return git(self.site, "show", f"{ref}:{path}") + "\n"

    def bundle(self) -> FixedPatchBundle:
        """Return the newest run's last bundle."""
        layout = max(all_runs(self.terminal.runs), key=lambda one: one.snapshot.stat().st_mtime_ns)
        record = RunRecord(layout, read_snapshot(layout), read_settings(layout))
        return record.load(FixedPatchBundle, "fixed_patch_bundle")

    def pulled(self, path: str, number: int) -> str:
        """Return a file as a pull request has it."""
        return self.page(path, f"refs/pull/{number}/head")


def _files(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in files
        if "__pycache__" not in path.parts
    }


def _product() -> dict[str, bytes]:
    layers = sorted((PROJECT / "pilots" / "fixtures" / "product").iterdir())
    return {path: data for layer in layers for path, data in _files(layer).items()}


def _changed(product: dict[str, bytes]) -> dict[str, bytes]:
    """Return files of the next release: another requirement, a feature told otherwise."""
    manifest = product["pyproject.toml"].replace(b">=3.11", b">=3.12")
    readme = product["README.md"].replace(
        b"- Leaves out files by pattern", b"- Skips files by pattern"
    )
    assert manifest != product["pyproject.toml"]
    assert readme != product["README.md"]
    return {"pyproject.toml": manifest, "README.md": readme}


@pytest.fixture(params=[False, True], ids=["proposed", "merged"])
def delivery(request: pytest.FixtureRequest, tmp_path: Path) -> Delivery:
    """Deliver once and merge; then let a person edit a section, and the product change."""
    (tmp_path / "pilots").mkdir()
    fixture = _product()
    made = Delivery(
        Terminal(World(tmp_path), tmp_path),
        bare_repository(tmp_path / "product.git", fixture),
        bare_repository(tmp_path / "site.git", _files(PROJECT / "pilots" / "fixtures" / "site")),
        merge=request.param,
    )
    first = made.run()
    assert first.code == 0, first.out + first.err
    made.merged()
    before = made.page(OVERVIEW)
    theirs = before.replace("\n\n## When to use it", f"\n{THEIRS}\n\n## When to use it")
    assert theirs != before
    add_commit(made.site, {OVERVIEW: theirs.encode()}, message="Tell of our own use")
    add_commit(made.product, _changed(fixture), message="Require Python 3.12")
    return made


def test_a_second_run_updates_by_section_and_leaves_a_persons_section(delivery: Delivery) -> None:
    second = delivery.run()
    assert second.code == 0, second.out + second.err
    changed = {patch.path: patch.type for patch in delivery.bundle().patches}
    assert "create_file" not in changed.values()
    assert {OVERVIEW, INSTALL} <= set(changed)
    assert "Python 3.12" in delivery.pulled(INSTALL, 2)
    overview = delivery.pulled(OVERVIEW, 2)
    assert THEIRS in overview
    assert "Python 3.12" in overview
    proposals = [one for one in delivery.bundle().proposals if one.path == OVERVIEW]
    if delivery.merge:
        assert "- Skips files by pattern" in overview
        assert proposals == []
    else:
        assert "- Leaves out files by pattern" in overview
        (proposal,) = proposals
        assert proposal.heading_path == ("Features",)
        assert "- Skips files by pattern" in proposal.content

    if delivery.merge:
        return
    delivery.merged()
    add_commit(
        delivery.product,
        {"pyproject.toml": _product()["pyproject.toml"].replace(b">=3.11", b">=3.13")},
        message="Require Python 3.13",
    )
    third = delivery.run()
    assert third.code == 0, third.out + third.err
    overview = delivery.pulled(OVERVIEW, 3)
    assert THEIRS in overview
    assert "Python 3.13" in overview
