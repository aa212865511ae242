"""What was read of a file is kept by its blob: other runs and other pilots do not read it again."""

import shutil
from pathlib import Path

import pytest

from launch.knowledge.passages import documents
from launch.knowledge.passages.blocks import Document
from launch.knowledge.passages.markdown import read_markdown
from resources.run_store.layout import all_runs
from resources.run_store.reading import read_snapshot
from tests.support.example_ground import ExampleGround, example_ground
from tests.support.runs import World
from tests.support.terminal import Terminal

_README = "README.md"


class Pilots:
    """Pilots of one product, and which of its documents were read."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.repositories: ExampleGround = example_ground(folder)
        self.terminal = Terminal(World(folder), folder)
        self.read: list[str] = []

        def counted(path: str, text: str) -> Document:
            self.read.append(path)
            return read_markdown(path, text)

        monkeypatch.setattr(documents, "read_markdown", counted)

    def run(self, name: str) -> dict[str, str]:
        """Run a pilot up to its facts; return their digests."""
        pilots = self.terminal.folder / "pilots"
        pilots.mkdir(exist_ok=True)
        config = pilots / f"{name}.yml"
        config.write_text(self.repositories.pilot())
        self.read.clear()
        known = set(all_runs(self.terminal.runs)) if self.terminal.runs.is_dir() else set()
        said = self.terminal.launch(
            "run", "--config", str(config), "--to", "product_facts",
            LAUNCH_PILOTS_DIR=str(pilots), **self.repositories.environment,
        )  # fmt: skip
        assert said.code == 0, said.err
        (layout,) = set(all_runs(self.terminal.runs)) - known
        index = read_snapshot(layout).run_state.artifact_index
        return {made: record.sha256 for made, record in index.items()}


def test_only_changed_files_are_read_by_whatever_pilot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilots = Pilots(tmp_path, monkeypatch)
    first = pilots.run("one")
    everything = list(pilots.read)
    assert _README in everything
    assert len(everything) > 1
    assert pilots.run("two")["product_facts"] == first["product_facts"]
    assert pilots.read == []
    pilots.repositories.change(_README, "\n## ", "\nAnd one more sentence.\n\n## ")
    changed = pilots.run("one")
    assert pilots.read == [_README]
    shutil.rmtree(tmp_path / "cache")
    shutil.rmtree(tmp_path / "runs")
    assert pilots.run("one")["product_facts"] == changed["product_facts"]
    assert sorted(pilots.read) == sorted(everything)
