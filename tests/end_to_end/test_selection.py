"""What a run would do is said before it does it; a change touches what rests on it and no more."""

import json
from pathlib import Path

import dagster as dg
import pytest

from launch.contracts.snapshot import Snapshot
from resources.run_store.layout import RunLayout, all_runs
from resources.run_store.reading import read_snapshot
from tests.support.example_ground import ExampleGround, example_ground
from tests.support.runs import World
from tests.support.terminal import Said, Terminal, refused

_SNAPSHOT = "src/driftmark/snapshot.py"
_DOC = "Return the size of all files together, in bytes."


class Ground:
    """One pilot on its own product and site, run in this process."""

    def __init__(self, folder: Path) -> None:
        self.repositories: ExampleGround = example_ground(folder)
        (folder / "pilots").mkdir()
        self.terminal = Terminal(World(folder), folder)
        self.more = ""

    def run(self, *arguments: str, more: str = "") -> Said:
        """Run the pilot, or explain it; ``more`` is added to its file."""
        config = self.terminal.folder / "pilots" / "p.yml"
        config.write_text(self.repositories.pilot(more))
        folder = str(config.parent)
        return self.terminal.launch(
            "run", "--config", str(config), *arguments,
            LAUNCH_PILOTS_DIR=folder, **self.repositories.environment,
        )  # fmt: skip

    def foreseen(self, *arguments: str, more: str = "") -> dict[str, dict[str, str]]:
        """Return what --explain says, by artifact."""
        said = self.run(*arguments, "--explain", "--json", more=more)
        assert said.code == 0, said.err
        return {one["artifact"]: one for one in json.loads(said.out)["artifacts"]}

    def newest(self) -> tuple[RunLayout, Snapshot]:
        """Return the newest run."""
        layouts = [(one, read_snapshot(one)) for one in all_runs(self.terminal.runs)]
        return max(layouts, key=lambda pair: pair[0].root.stat().st_ctime_ns)

    def show(self, *arguments: str) -> Said:
        """Show the newest run."""
        folder = str(self.terminal.folder / "pilots")
        run_id = self.newest()[0].run_id
        return self.terminal.launch(
            "show", run_id, *arguments, LAUNCH_PILOTS_DIR=folder, **self.repositories.environment
        )


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    made = Ground(tmp_path_factory.mktemp("selection"))
    foreseen = made.foreseen()
    assert {one["action"] for one in foreseen.values()} == {"computed", "perhaps"}
    assert foreseen["repo_inventory"]["why"] == "no earlier run has it"
    assert not all_runs(made.terminal.runs)
    said = made.run()
    assert said.code == 0, said.out + said.err
    return made


def _as_foreseen(foreseen: dict[str, dict[str, str]], snapshot: Snapshot) -> None:
    index = snapshot.run_state.artifact_index
    for name, one in foreseen.items():
        record = index.get(name)
        match one["action"]:
            case "computed":
                assert record is not None, one
                assert not record.memoised
                assert record.made_by == snapshot.run_id
            case "kept":
                assert record is not None, one
                assert record.memoised
                assert record.made_by == one["run_id"]
            case "inherited":
                assert record is not None, one
                assert record.inherited
            case "perhaps":
                assert record is not None, one
            case _:
                assert record is None, one


@pytest.mark.parametrize(
    ("arguments", "more"),
    [
        ((), ""),
        (("--only", "page_plan"), ""),
        (("--to", "draft_content"), "plan:\n  max_pages: 4\n"),
        (("--from", "draft_content", "--to", "patch_bundle"), ""),
        (("--page", "quickstart", "--to", "patch_bundle"), ""),
    ],
)
def test_what_is_explained_is_what_happens(
    ground: Ground, arguments: tuple[str, ...], more: str
) -> None:
    foreseen = ground.foreseen(*arguments, more=more)
    runs = len(all_runs(ground.terminal.runs))
    said = ground.run(*arguments, more=more)
    assert said.code == 0, said.out + said.err
    assert len(all_runs(ground.terminal.runs)) == runs + 1
    _as_foreseen(foreseen, ground.newest()[1])


def test_a_changed_setting_is_named(ground: Ground) -> None:
    foreseen = ground.foreseen(more="plan:\n  max_pages: 3\n")
    assert foreseen["product_facts"]["action"] == "kept"
    assert foreseen["page_plan"]["why"] == "the pilot's settings changed"
    assert foreseen["draft_content"]["action"] == "perhaps"


def test_a_page_that_is_named_is_drafted_and_the_others_stay(ground: Ground) -> None:
    said = ground.run(
        "--page", "content/docs/example-product/quickstart.md", "--to", "draft_content"
    )
    assert said.code == 0, said.err
    layout, snapshot = ground.newest()
    pages = snapshot.run_state.page_index
    drafted = [page for page in pages if page.drafted_by == snapshot.run_id]
    assert [(page.page_id, page.why) for page in drafted] == [("quickstart", "asked for")]
    assert len(pages) > len(drafted)
    assert [path.name for path in (layout.evidence / "llm_calls").iterdir()] == ["quickstart.json"]
    shown = ground.show().out
    assert f"Pages      1 drafted, {len(pages) - 1} kept as they were" in shown
    assert "computed: pages to be drafted anew: quickstart" in shown


def test_a_page_that_no_plan_has_is_refused_with_the_nearest(ground: Ground) -> None:
    refused(ground.run("--page", "quikstart"), "InputError: ", "quikstart", "quickstart")
    refused(ground.run("--page", "quickstart", "--from", "page_plan"), "--page goes with --to")
    refused(ground.run("--json"), "--json goes with --explain")


def test_pages_of_a_pilot_that_never_ran_cannot_be_named(tmp_path: Path) -> None:
    fresh = Ground(tmp_path)
    refused(fresh.run("--page", "quickstart"), "InputError: ", "run the pilot whole first")
    assert not all_runs(fresh.terminal.runs)


def test_a_part_that_comes_out_as_before_leaves_nothing_stale(ground: Ground) -> None:
    ground.run("--only", "page_plan")
    assert ground.newest()[1].run_state.stale == ()


def test_staleness_goes_all_the_way_down_and_stops_at_what_still_holds(ground: Ground) -> None:
    ground.run("--to", "validation_report")
    before = json.loads(ground.show("--json").out)
    assert before["stale_now"] == []
    (ground.terminal.folder / "pilots" / "p.yml").write_text(
        ground.repositories.pilot("plan:\n  max_pages: 3\n")
    )
    stale = {
        one["artifact"]: one["why"] for one in json.loads(ground.show("--json").out)["stale_now"]
    }
    assert stale["page_plan"] == "the pilot's settings changed"
    assert stale["validation_report"].startswith("rests on ")
    assert not {"repo_inventory", "product_facts", "evidence_map", "hugo_facts"} & set(stale)
    assert {"draft_content", "patch_bundle"} <= set(stale)
    assert "Stale now" in ground.show().out


def test_a_changed_symbol_redrafts_only_the_page_that_tells_of_it(ground: Ground) -> None:
    ground.repositories.change(_SNAPSHOT, _DOC, "Return how large all files are together.")
    foreseen = ground.foreseen("--to", "patch_bundle")
    assert "the product moved from" in foreseen["repo_inventory"]["why"]
    assert foreseen["hugo_facts"]["action"] == "kept"
    said = ground.run("--to", "patch_bundle")
    assert said.code == 0, said.err
    layout, snapshot = ground.newest()
    index = snapshot.run_state.artifact_index
    assert index["site_context"].memoised
    drafted = [page for page in snapshot.run_state.page_index if page.drafted_by == layout.run_id]
    assert [page.page_id for page in drafted] == ["api-reference"]
    assert drafted[0].why
    text = (layout.artifacts / "draft_content.md").read_text()
    assert "Return how large all files are together." in text
    assert _DOC not in text


def test_the_ui_is_told_of_everything_that_a_part_made_stale(ground: Ground) -> None:
    ground.run("--only", "page_plan", more="plan:\n  max_pages: 5\n")
    _, snapshot = ground.newest()
    assert {"draft_content", "open_pr_bundle"} <= set(snapshot.run_state.stale)
    home = ground.terminal.world.folder / "home"
    with dg.DagsterInstance.from_config(str(home)) as instance:
        for name in snapshot.run_state.stale:
            (record,) = instance.fetch_observations(dg.AssetKey(name), limit=1).records
            observed = record.asset_observation
            assert observed is not None
            assert observed.partition == "p"
            assert observed.metadata["stale since run"].value == snapshot.run_id
