"""Names that Dagster would take and we do not: partition keys, run ids in tags, a missing key."""

import os
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from launch.errors import LaunchError
from launch_assets.execution import Executed, execute_pilot
from launch_assets.home import opened_instance
from resources.run_store.layout import all_runs
from resources.run_store.places import PROJECT
from tests.support.terminal import Terminal, refused

_EXAMPLE = PROJECT / "pilots" / "example_pilot.yml"


@pytest.fixture
def surroundings(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Terminal]:
    """Set the environment in which Dagster itself is called, with one pilot outside `pilots/`."""
    (tmp_path / "pilots").mkdir()
    (tmp_path / "secret.yml").write_text(_EXAMPLE.read_text())
    changes = {
        "LAUNCH_RUNS_DIR": str(terminal.runs),
        "LAUNCH_PILOTS_DIR": str(tmp_path / "pilots"),
    }
    for name, value in terminal.world.environment(**changes).items():
        monkeypatch.setenv(name, value)
    yield terminal
    assert os.environ["LAUNCH_RUNS_DIR"] == str(terminal.runs)


def _launched(key: str, **tags: str) -> Executed:
    with warnings.catch_warnings(), opened_instance() as instance:
        warnings.simplefilter("ignore")  # As the command line does: Dagster warns of itself.
        return execute_pilot(instance, key, tags=tags)


@pytest.mark.parametrize("key", ["../secret", "/etc/passwd", "a,b", "a\x1bb", "gone"])
def test_a_run_of_a_partition_that_is_no_pilot_opens_nothing(
    surroundings: Terminal, tmp_path: Path, key: str
) -> None:
    before = sorted(tmp_path.rglob("*"))
    done = _launched(key)
    assert isinstance(done.error, LaunchError)
    assert done.error.exit_code == 2
    assert "\x1b" not in str(done.error)
    assert all_runs(surroundings.runs) == ()
    assert [path for path in sorted(tmp_path.rglob("*")) if path not in before] == []


@pytest.mark.parametrize("run_id", ["../x", "nothing"])
def test_a_resume_of_a_run_that_cannot_be_opens_nothing(
    surroundings: Terminal, run_id: str
) -> None:
    done = _launched("p", **{"launch/resume": run_id})
    assert isinstance(done.error, LaunchError)
    assert done.error.exit_code == 2
    assert all_runs(surroundings.runs) == ()


def test_a_model_without_its_key_is_told_as_the_runbook_says(terminal: Terminal) -> None:
    pilot = _EXAMPLE.read_text().replace('"offline"', '"anthropic"')
    said = terminal.run(pilot, LLM_PROVIDER="anthropic")
    refused(said, "LLMError: LLM API call failed", "ANTHROPIC_API_KEY", "LLM_PROVIDER=offline")
    snapshot = terminal.snapshot()
    assert snapshot.run_state.status == "failed"
    assert snapshot.run_state.error is not None
    assert (snapshot.run_state.error.stage, snapshot.run_state.error.kind) == ("W5", "LLMError")
    assert "page_plan" in snapshot.run_state.artifact_index
