"""Traps of the bundled product and site that only the delivered site itself can show."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from launch.contracts.patch_bundle import FixedPatchBundle
from resources.fixtures import materialise
from resources.hugo.process import bundled_binary
from resources.run_store.layout import all_runs
from resources.run_store.places import PROJECT
from resources.run_store.reading import read_snapshot
from resources.run_store.record import parsed, read_artifact
from tests.support.repositories import git
from tests.support.runs import World

FOLDER = "content/docs/example-product"
THEIRS = f"{FOLDER}/line-endings.md"
PULL = "refs/pull/1/head"


@dataclass(frozen=True)
class Delivered:
    """The site's repository after a run of the example pilot, and what the run wrote."""

    world: World
    site: Path
    bundle: FixedPatchBundle


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Delivered:
    """Run the example pilot to its pull request."""
    world = World(tmp_path_factory.mktemp("traps"))
    done = world.launch("run", "--config", str(PROJECT / "pilots" / "example_pilot.yml"))
    assert done.returncode == 0, done.stdout + done.stderr
    (layout,) = all_runs(world.runs)
    name = FixedPatchBundle.artifact
    bundle = parsed(FixedPatchBundle, read_artifact(layout, read_snapshot(layout), name), name)
    return Delivered(world, materialise("site", world.runs / ".fixtures"), bundle)


def test_the_page_that_a_person_wrote_is_delivered_byte_for_byte(delivered: Delivered) -> None:
    before, after = (git(delivered.site, "rev-parse", f"{r}:{THEIRS}") for r in ("main", PULL))
    assert before == after
    assert THEIRS not in {patch.path for patch in delivered.bundle.patches}
    changed = git(delivered.site, "diff", "--name-status", "main", PULL).splitlines()
    assert {line.split("\t")[0] for line in changed} == {"A"}


def test_a_shortcode_of_the_product_is_plain_text_on_the_built_page(
    delivered: Delivered, tmp_path: Path
) -> None:
    holding = git(delivered.site, "grep", "-l", "readfile", PULL, "--", FOLDER).splitlines()
    (page,) = (name.removeprefix(f"{PULL}:") for name in holding)
    text = git(delivered.site, "show", f"{PULL}:{page}")
    assert '{{</* readfile file="assets/drift.txt" */>}}' in text
    assert "{{< " not in text
    work = tmp_path / "work"
    work.mkdir()
    git(delivered.site, "--work-tree", str(work), "checkout", "--quiet", PULL, "--", ".")
    command = [str(bundled_binary()), "--panicOnWarning", "--destination", str(tmp_path / "out")]
    built = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    shown = tmp_path / "out" / "docs" / "example-product" / Path(page).stem / "index.html"
    assert "{{&lt; readfile file=" in shown.read_text().replace("&#34;", '"')
