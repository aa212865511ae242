"""`launch dev`: the Dagster UI and its daemon, on the instance that the command line uses."""

import os
import sys
from pathlib import Path

from launch_assets.home import opened_instance
from resources.run_store.places import PROJECT


def open_ui(port: int) -> int:
    """Become `dagster dev` with the project's workspace; returns only where that fails."""
    with opened_instance():
        pass
    command = [
        str(Path(sys.executable).with_name("dagster")),
        "dev",
        "--workspace",
        str(PROJECT / "workspace.yaml"),
        "--port",
        str(port),
        "--log-level",
        "warning",
    ]
    print(f"The Dagster UI: http://127.0.0.1:{port}  (DAGSTER_HOME={os.environ['DAGSTER_HOME']})")
    sys.stdout.flush()
    os.environ.setdefault("PYTHONWARNINGS", "ignore:Function `observable_source_asset`")
    os.chdir(PROJECT)
    os.execv(command[0], command)  # noqa: S606
