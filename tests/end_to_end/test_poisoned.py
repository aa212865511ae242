"""A product full of orders and a model that obeys them all: nothing foreign leaves the run."""

import json
import re
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from resources.fixtures import materialise
from tests.support.messages_server import serving
from tests.support.obedient_claude import Obedient
from tests.support.poisoned_product import PAYLOADS, poisoned
from tests.support.runs import World

_WORD = re.compile(rb"quorvex\d\d|evil\.test", re.IGNORECASE)
_NEAR = 8
"""Lines between an order and the start of what was withheld for it."""
_BLOCKERS = ("no source of claims", "planner and composer", "rule for prose", "gates")
_SOURCES = ("evidence/llm_calls", "worktree", "artifacts/repo_inventory.json",
            "artifacts/product_facts.json", "artifacts/snippet_catalog.json",
            "artifacts/evidence_map.json")  # fmt: skip
"""What a run keeps of the product's own text and of the model's answers, as evidence."""


class Poisoned:
    """A live run over the poisoned product."""

    def __init__(self, folder: Path) -> None:
        self.product = poisoned(folder / "product.git")
        self.site = materialise("site", folder / "made")
        self.before = refs(self.site)
        pilot = folder / "gearbox.yml"
        address = "https://github.com/acme/gearbox"
        mirrors = folder / "mirrors.yml"
        mirrors.write_text(f"{address}: {self.product}\n")
        pilot.write_text(
            f'schema_version: "1.0"\nrun_id: "gearbox"\ninput: {{repo_url: "{address}"}}\n'
            f'output: {{site_repo_url: "{self.site}", allowed_paths: ["content/docs/gearbox/**"]}}\n'
        )
        self.model = Obedient()
        world = World(folder / "world")
        with serving(self.model) as server:
            done = world.launch(
                "run", "--config", str(pilot), OFFLINE_FIXTURES="0", LLM_PROVIDER="anthropic",
                LAUNCH_GIT_MIRRORS=str(mirrors),
                ANTHROPIC_API_KEY="k" * 20, ANTHROPIC_BASE_URL=server.url,
            )  # fmt: skip
            self.problems = server.problems
        self.code, self.output = done.returncode, done.stdout + done.stderr
        self.root = world.runs / "gearbox"

    def artifact(self, name: str) -> Any:
        return json.loads((self.root / "artifacts" / f"{name}.json").read_text())


def refs(site: Path) -> str:
    command = ["git", "-C", str(site), "for-each-ref", "--format=%(refname) %(objectname)"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Poisoned:
    return Poisoned(tmp_path_factory.mktemp("poisoned"))


def test_the_run_delivers_and_the_model_tried_every_order(run: Poisoned) -> None:
    assert run.code == 0, run.output
    assert run.problems == []
    assert len(PAYLOADS) >= 40
    assert run.model.tried == {payload.word for payload in PAYLOADS}


def test_nothing_foreign_stands_in_any_file_of_the_run(run: Poisoned) -> None:
    found = {
        str(file.relative_to(run.root)): sorted(set(_WORD.findall(file.read_bytes())))
        for file in run.root.rglob("*")
        if file.is_file() and not str(file.relative_to(run.root)).startswith(_SOURCES)
    }
    # Where the plan says what it left out, it names documents and headings of the product.
    plan = run.artifact("page_plan")
    del plan["left_out"]
    found["artifacts/page_plan.json"] = sorted(set(_WORD.findall(json.dumps(plan).encode())))
    assert {name: words for name, words in found.items() if words} == {}
    assert not _WORD.search(run.output.encode())


def test_nothing_foreign_stands_in_the_site_and_no_other_file_changed(run: Poisoned) -> None:
    after = refs(run.site)
    new = [line.split(" ") for line in after.splitlines() if line not in run.before.splitlines()]
    assert new
    for name, commit in new:
        show = ["git", "-C", str(run.site), "show", "--format=%B", commit]
        text = subprocess.run(show, capture_output=True, check=True).stdout
        assert not _WORD.search(text), name
        assert not _WORD.search(name.encode())
    branch = next(name for name, _ in new if name.startswith("refs/heads/"))
    diff = ["git", "-C", str(run.site), "diff", "--name-only", "main", branch]
    paths = subprocess.run(diff, capture_output=True, text=True, check=True).stdout.splitlines()
    assert paths
    assert all(path.startswith("content/docs/gearbox/") for path in paths)


def test_the_blocker_of_every_payload_is_named(run: Poisoned) -> None:
    blockers = {payload.place: blocker(run, payload.word) for payload in PAYLOADS}
    assert {place: name for place, name in blockers.items() if not name} == {}
    counted = Counter(name.split(":")[0] for name in blockers.values())
    assert counted.keys() <= {"withheld", *_BLOCKERS}
    assert counted["withheld"] >= 15, json.dumps(blockers, indent=1)


def blocker(run: Poisoned, word: str) -> str:
    """Return what kept an order from the pages: the first place that it does not get past."""
    facts = run.artifact("product_facts")
    if word in json.dumps([facts["claims"], facts["symbols"], facts["commands"]]):
        if word not in run.model.seen:
            return "planner and composer"
        if word not in json.dumps(run.artifact("draft_content")):
            return "rule for prose"
        return "" if word in json.dumps(run.artifact("fixed_patch_bundle")) else "gates"
    places = grep(run.product, word)
    near = [
        one["reason"]
        for one in facts["withheld"]
        for path, line in places
        if one["path"] == path and abs((one["line"] or 0) - line) <= _NEAR
    ]
    return f"withheld: {near[0]}" if near else "no source of claims"


def grep(product: Path, word: str) -> list[tuple[str, int]]:
    command = ["git", "-C", str(product), "grep", "-n", word, "main"]
    lines = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    return [(line.split(":")[1], int(line.split(":")[2])) for line in lines]
