"""A delivery that is killed at any moment ends, tried again, in one commit and one pull request."""

import json
import subprocess
import sys
from pathlib import Path


def test_every_step_survives_a_kill(tmp_path: Path) -> None:
    root = Path(__file__).parents[3]
    command = [sys.executable, "-m", "tests.support.kills", str(tmp_path / "kills"), "6", "7"]
    done = subprocess.run(command, cwd=root, capture_output=True, check=False, timeout=200)
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)
    assert found["problems"] == []
    assert found["killed"] >= 24
