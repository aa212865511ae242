"""Runs killed with SIGKILL at seeded moments and resumed; `bench.py resume-kills` kills 100."""

import json
import subprocess
import sys
from pathlib import Path

from resources.run_store.places import PROJECT


def test_a_run_that_was_killed_and_resumed_equals_an_undisturbed_one(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.support.run_kills", str(tmp_path), "5", "3"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["problems"] == []
    assert found["kills"] == 5
