"""A budget that says stop: the run fails as a refusal, and says which cap it was."""

from pathlib import Path

from resources.run_store.layout import all_runs
from resources.run_store.places import PROJECT
from resources.run_store.reading import read_snapshot
from tests.support.messages_server import message, serving
from tests.support.runs import World

_BUDGET = "budget:\n  max_llm_calls: 1\n  on_reached: stop\n"


def test_a_budget_that_stops_ends_the_run_as_refused(world: World, tmp_path: Path) -> None:
    pilot = tmp_path / "capped.yml"
    pilot.write_text((PROJECT / "pilots" / "example_pilot.yml").read_text() + "\n" + _BUDGET)
    with serving(lambda _request, _number: message("no page at all")) as server:
        done = world.launch(
            "run",
            "--config",
            str(pilot),
            LLM_PROVIDER="anthropic",
            ANTHROPIC_API_KEY="-".join(("not", "a", "key")),
            ANTHROPIC_BASE_URL=server.url,
        )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "max_llm_calls" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(server.requests) == 1
    (layout,) = all_runs(world.runs)
    snapshot = read_snapshot(layout)
    assert (snapshot.run_state.status, snapshot.sealed) == ("failed", False)
    error = snapshot.run_state.error
    assert error is not None
    assert (error.stage, error.kind, error.exit_code) == ("W5", "RefusalError", 1)
    assert snapshot.run_state.cost.calls == 1
