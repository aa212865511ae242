"""A pilot run again as it was: what was delivered is not delivered again."""

import json

from launch.contracts.snapshot import Snapshot
from resources.run_store.layout import all_runs
from resources.run_store.places import PROJECT
from resources.run_store.reading import read_snapshot
from tests.launch_assets.conftest import FinishedRun
from tests.support.runs import World

_PILOT = str(PROJECT / "pilots" / "example_pilot.yml")


def _newest(world: World) -> Snapshot:
    return max((read_snapshot(one) for one in all_runs(world.runs)), key=lambda one: one.created)


def test_an_unchanged_pilot_calls_nothing_and_opens_nothing(finished: FinishedRun) -> None:
    world, first = finished.world, finished.snapshot
    done = world.launch("run", "--config", _PILOT)
    assert done.returncode == 0, done.stdout + done.stderr
    again = _newest(world)
    assert again.run_id != first.run_id
    state = again.run_state
    assert (state.status, state.unchanged) == ("w9_ok", True)
    assert state.pr_result == first.run_state.pr_result
    assert state.cost.calls == 0
    root = world.runs / again.run_id
    assert not list((root / "evidence" / "delivery").glob("exchange-*"))
    ledger = (world.runs / "ledger" / f"{again.pilot}.jsonl").read_text().splitlines()
    assert len(ledger) == 1
    delivery = {"create_commit_bundle", "open_pr_bundle"}
    for name, one in state.artifact_index.items():
        same_code = one.code_version == first.run_state.artifact_index[name].code_version
        assert one.memoised or name in delivery or not same_code
    for name in state.artifact_index:
        ours, theirs = (json.loads((world.runs / run / "artifacts" / f"{name}.json").read_bytes())
                        for run in (again.run_id, first.run_id))  # fmt: skip
        assert ours == theirs


def test_a_live_run_that_nothing_can_deliver_is_refused_before_it_starts(world: World) -> None:
    done = world.launch(
        "run", "--config", _PILOT, COMMIT_SERVICE_URL="ftp://127.0.0.1/v1", OFFLINE_FIXTURES="1"
    )
    assert done.returncode == 2
    assert "COMMIT_SERVICE_URL" in done.stderr
    assert "W1" not in done.stdout
    assert all_runs(world.runs) == ()
