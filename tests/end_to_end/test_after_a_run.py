"""What a run is good for once it is over: its report, and what drifted since."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from resources.run_store.layout import RunLayout, all_runs
from resources.run_store.reading import read_snapshot
from tests.support.example_ground import ExampleGround, example_ground
from tests.support.runs import World
from tests.support.terminal import Said, Terminal, refused


class Over:
    """A run that is over, and the repositories that it stands on."""

    def __init__(self, folder: Path) -> None:
        self.repositories: ExampleGround = example_ground(folder)
        (folder / "pilots").mkdir()
        self.terminal = Terminal(World(folder), folder)
        done = self.terminal.run(self.repositories.pilot(), **self.repositories.environment)
        assert done.code == 0, done.out + done.err
        (self.layout,) = all_runs(self.terminal.runs)

    def drift(self, *arguments: str) -> Said:
        """Run `launch drift`."""
        return self.terminal.launch(
            "drift", "--run-id", self.layout.run_id, *arguments, **self.repositories.environment
        )


@pytest.fixture(scope="module")
def over(tmp_path_factory: pytest.TempPathFactory) -> Over:
    return Over(tmp_path_factory.mktemp("over"))


def _bytes(layout: RunLayout) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in layout.root.rglob("*") if path.is_file()}


def test_nothing_drifts_from_the_commit_that_it_was_written_from(over: Over) -> None:
    said = over.drift()
    assert said.code == 0
    assert "0 of " in said.out


def test_what_the_product_no_longer_bears_out_is_told_by_page(over: Over) -> None:
    before = _bytes(over.layout)
    over.repositories.change("pyproject.toml", ">=3.11", ">=3.14")
    said = over.drift("--json")
    assert said.code == 1
    document = json.loads(said.out)
    assert document["looked_at"]["claims"] > len(document["drifted"]) > 0
    assert document["delivered_from"] != document["looked_at"]["commit"]
    pages = {one["path"] for one in document["drifted"]}
    assert "content/docs/example-product/installation.md" in pages
    assert any("3.11" in one["said"] for one in document["drifted"])
    shown = over.drift()
    assert "claims no longer hold" in shown.out
    assert _bytes(over.layout) == before
    pinned = read_snapshot(over.layout).product
    assert pinned is not None
    assert over.drift("--ref", pinned.commit).code == 0
    refused(over.drift("--ref", "nowhere"), "nowhere")


class _Well(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_report_is_one_whole_html_file_and_the_run_stays_as_it_is(
    over: Over, tmp_path: Path
) -> None:
    before = _bytes(over.layout)
    out = tmp_path / "report.html"
    said = over.terminal.launch("report", "--run-id", over.layout.run_id, "--out", str(out))
    assert (said.code, said.out.strip()) == (0, str(out))
    html = out.read_text()
    parser = _Well()
    parser.feed(html)
    assert parser.open == []
    assert parser.scripts == 0
    for text in ("w9_ok", "sentences_grounded", "quickstart.md", "no earlier run has it"):
        assert text in html
    assert _bytes(over.layout) == before
    missing = tmp_path / "nowhere" / "report.html"
    refused(
        over.terminal.launch("report", "--run-id", over.layout.run_id, "--out", str(missing)),
        "StorageError: ",
    )


def test_a_report_of_a_run_that_was_tampered_with_is_refused(over: Over, tmp_path: Path) -> None:
    plan = over.layout.artifacts / "page_plan.json"
    data = plan.read_bytes()
    plan.write_bytes(data + b" ")
    try:
        said = over.terminal.launch("report", "--run-id", over.layout.run_id)
        refused(said, "ArtifactError: ", "was changed")
    finally:
        plan.write_bytes(data)
