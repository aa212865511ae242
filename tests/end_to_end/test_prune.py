"""`launch prune`: nothing goes without --yes; what goes is gone from the disk and from Dagster."""

import json

import dagster as dg

from resources.run_store.layout import all_runs
from resources.run_store.places import PROJECT
from resources.run_store.reading import read_snapshot
from tests.support.runs import World
from tests.support.terminal import Terminal, refused

_CONFIG = str(PROJECT / "pilots" / "example_pilot.yml")


def test_a_prune_shows_first_and_removes_with_yes(terminal: Terminal, shared_world: World) -> None:
    for _ in range(2):
        assert terminal.launch("run", "--config", _CONFIG, "--to", "repo_inventory").code == 0
    old, new = sorted(map(read_snapshot, all_runs(terminal.runs)), key=lambda one: one.serial)
    # Nothing rests on the older one any more once the newer one has computed for itself.
    path = terminal.runs / new.run_id / "snapshot.json"
    path.write_text(path.read_text().replace(old.run_id, new.run_id))
    shown = terminal.launch("prune", "--runs", "--keep", "1")
    assert shown.code == 0
    assert old.run_id in shown.out
    assert "Nothing was removed. Add --yes" in shown.out
    assert len(all_runs(terminal.runs)) == 2
    done = terminal.launch("prune", "--runs", "--keep", "1", "--yes", "--json")
    document = json.loads(done.out)
    assert document["removed"]
    assert [one["path"] for one in document["runs"]] == [str(terminal.runs / old.run_id)]
    assert [layout.run_id for layout in all_runs(terminal.runs)] == [new.run_id]
    with dg.DagsterInstance.from_config(str(shared_world.folder / "home")) as instance:
        assert not instance.has_run(old.dagster_run_ids[0])
        assert instance.has_run(new.dagster_run_ids[0])
    assert "Nothing to remove" in terminal.launch("prune", "--runs", "--keep", "1").out


def test_a_prune_of_nothing_or_of_all_runs_is_refused(terminal: Terminal) -> None:
    refused(terminal.launch("prune"), "InputError: nothing is named to prune")
    refused(terminal.launch("prune", "--runs", "--keep", "0"), "--keep is at least 1")
