"""`launch dev`: the Dagster UI and its daemon, on the instance that the command line uses."""

import os
import sys
from pathlib import Path

from launch_assets.home import opened_instance
from resources.run_store.places import PROJECT

_KNOWN = (
    "Function `dev_command` is superseded",
    "Function `observable_source_asset` is currently in beta",
    "Class `DataVersionsByPartition` is currently in beta",
    "Specifying a partitions_def on an AssetCheckSpec is currently in preview",
)
"""How the warnings open that Dagster gives of what is used knowingly; as in pyproject.toml."""


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
    os.environ.setdefault("PYTHONWARNINGS", ",".join(f"ignore:{one}" for one in _KNOWN))
    # Dagster warns of a dagster.yaml in the current folder that is not the home's.
    os.chdir(os.environ["DAGSTER_HOME"])
    os.execv(command[0], command)  # noqa: S606
