"""The runbook's live run, command by command, against the commit service as a process."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from resources.run_store.places import PROJECT
from tests.support.runs import World

_SECTION = """
export GITHUB_TOKEN="{token}"
export COMMIT_SERVICE_URL="{endpoint}"
unset OFFLINE_MODE
python -m launch run --config pilots/live_run_example.yml
"""
_VERIFY = """
RUN_ID="{run_id}"
cd runs/$RUN_ID
cat snapshot.json | {query} '.run_state.pr_result'
"""


def _token() -> str:
    return "gh" + "p_" + "liveRun0" * 4


@pytest.fixture
def endpoint(world: World) -> Iterator[str]:
    """Serve `python -m launch commit-service` on a free port, and end it."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "launch", "commit-service", "--port", "0"),
            *("--repository", f"{world.runs}/.fixtures/"),
            *("--state-dir", str(world.folder / "service")),
            *("--allowed-path", "content/docs/**"),
        ],
        env=world.environment(COMMIT_SERVICE_TOKEN=_token()),
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    announced = process.stdout.readline()
    yield announced.rpartition("=")[2].strip()
    process.send_signal(signal.SIGTERM)
    _, log = process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGTERM
    assert "Traceback" not in log
    assert _token() not in log


def _shell(script: str, world: World, folder: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-e", "-c", script],
        env=world.environment(PATH=path, OFFLINE_MODE="1"),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_live_run_of_the_runbook_ends_with_a_pull_request(world: World, endpoint: str) -> None:
    section = _SECTION.format(token=_token(), endpoint=endpoint)
    shown = _shell(section, world, PROJECT)
    found = re.search(r"Run +(\S+)", shown)
    assert found is not None, shown
    run = Path(found[1])
    query = f'"{sys.executable}" -c "import json, sys; r = json.load(sys.stdin);'
    query += " [r := r[k] for k in sys.argv[1].split('.')[1:]]; print(json.dumps(r))\""
    result = json.loads(_shell(_VERIFY.format(run_id=run.name, query=query), world, world.folder))
    assert sorted(result) == ["pr_html_url", "pr_number", "pr_url"]
    assert result["pr_number"] == 1
    repository, _, ref = result["pr_html_url"].removeprefix("file://").partition("#")
    diff = ["git", f"--git-dir={repository}", "diff", "--name-only", "main", ref]
    files = subprocess.run(diff, capture_output=True, text=True, check=True).stdout.splitlines()
    assert files
    assert all(path.startswith("content/docs/example-product/") for path in files)
    kept = "".join(path.read_text() for path in (run / "evidence" / "delivery").iterdir())
    assert endpoint in kept
    assert _token() not in kept
    audit = (world.folder / "service" / "audit.jsonl").read_text().splitlines()
    assert [json.loads(line)["path"] for line in audit] == ["/v1/commit", "/v1/open_pr"]


def test_a_port_that_is_taken_is_refused(world: World, endpoint: str) -> None:
    port = endpoint.rpartition(":")[2].removesuffix("/v1")
    done = world.launch(
        *("commit-service", "--port", port, "--repository", "/nowhere"), GITHUB_TOKEN=_token()
    )
    assert done.returncode == 2
    assert f"port {port}: Address already in use" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_service_without_token_is_refused(world: World) -> None:
    done = world.launch("commit-service", "--port", "0", "--repository", "/nowhere")
    assert done.returncode == 2
    assert "no token is set" in done.stderr
