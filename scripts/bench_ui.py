"""What a run that the Dagster UI starts leaves in Dagster's databases."""

import shutil
import tempfile
import time
from pathlib import Path

import httpx

from scripts.figures import Figure
from tests.browser.ui import EXAMPLE, Server, serving
from tests.support.runs import World

_PILOT = "one"
_SECONDS = 180
_LAUNCH = """\
mutation($run: ExecutionParams!) {
  launchRun(executionParams: $run) { ... on LaunchRunSuccess { run { runId } } }
}"""
_STATUS = "query($run: ID!) { runOrError(runId: $run) { ... on Run { status } } }"
_RUN = {
    "selector": {
        "repositoryLocationName": "launch",
        "repositoryName": "__repository__",
        "jobName": "pilot",
    },
    "runConfigData": {},
    "mode": "default",
    "executionMetadata": {"tags": [{"key": "dagster/partition", "value": _PILOT}]},
}


def ui_events() -> list[Figure]:
    """Growth of DAGSTER_HOME by a run without a change that the UI starts, as its button does."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        world = World(Path(name))
        pilots = world.folder / "pilots"
        pilots.mkdir()
        shutil.copyfile(EXAMPLE, pilots / f"{_PILOT}.yml")
        folder = str(pilots)
        first = world.launch(
            "run", "--config", str(pilots / f"{_PILOT}.yml"), LAUNCH_PILOTS_DIR=folder
        )
        with serving(world, LAUNCH_PILOTS_DIR=folder) as server:
            before = _bytes(world)
            status = _run(server) if first.returncode == 0 else "not started"
            stored = (_bytes(world) - before) / 1000
    holds = status == "SUCCESS" and stored < 500
    told = f"growth of DAGSTER_HOME, the UI's own processes at work; the run ended with {status}"
    return [Figure("events stored by a run from the UI", stored, "kB", "< 500", holds, told)]


def _run(server: Server) -> str:
    """Start the pilot's run and wait for its end; return how it ended."""
    asked = _asked(server, _LAUNCH, {"run": _RUN})["launchRun"]
    run = str(asked.get("run", {}).get("runId", ""))
    until = time.monotonic() + _SECONDS
    status = "not started"
    while run and time.monotonic() < until:
        status = str(_asked(server, _STATUS, {"run": run})["runOrError"].get("status"))
        if status in {"SUCCESS", "FAILURE", "CANCELED"}:
            break
        time.sleep(0.5)
    return status


def _asked(
    server: Server, query: str, variables: dict[str, object]
) -> dict[str, dict[str, dict[str, str]]]:
    answer = httpx.post(
        f"{server.url}/graphql", json={"query": query, "variables": variables}, timeout=60
    )
    found: dict[str, dict[str, dict[str, str]]] = answer.json()["data"]
    return found


def _bytes(world: World) -> int:
    home = world.folder / "home"
    return sum(path.stat().st_size for path in home.rglob("*") if path.is_file())
