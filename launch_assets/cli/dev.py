"""`launch dev`: the Dagster UI and its daemon, on the instance that the command line uses."""

import errno
import os
import socket
import sys
from pathlib import Path

from launch.errors import InputError
from launch_assets.home import opened_instance
from resources.run_store.places import PROJECT

_HOST = "127.0.0.1"
_KNOWN = (
    "Function `dev_command` is superseded",
    "Function `multi_observable_source_asset` is currently in beta",
    "Specifying a partitions_def on an AssetCheckSpec is currently in preview",
)
"""How the warnings open that Dagster gives of what is used knowingly; as in pyproject.toml."""


def open_ui(port: int) -> int:
    """Become `dagster dev` with the project's workspace; never returns.

    InputError where the port is taken: `dagster dev` itself would wait for its web server for ever.
    """
    _check_port(port)
    with opened_instance():
        pass
    command = [
        str(Path(sys.executable).with_name("dagster")),
        "dev",
        "--workspace",
        str(PROJECT / "workspace.yaml"),
        "--port",
        str(port),
        "--host",
        _HOST,
        "--log-level",
        "warning",
    ]
    print(f"The Dagster UI: http://{_HOST}:{port}  (DAGSTER_HOME={os.environ['DAGSTER_HOME']})")
    sys.stdout.flush()
    os.environ.setdefault("PYTHONWARNINGS", ",".join(f"ignore:{one}" for one in _KNOWN))
    # Dagster warns of a dagster.yaml in the current folder that is not the home's.
    os.chdir(os.environ["DAGSTER_HOME"])
    os.execv(command[0], command)  # noqa: S606


def _check_port(port: int) -> None:
    if not 1 <= port <= 65535:
        raise InputError(
            f"{port} is not a port",
            hint="choose a number from 1024 to 65535, such as `python -m launch dev --port 3001`",
        )
    with socket.socket() as probe:
        # As a web server binds: a connection that is only closing does not hold the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError as error:
            reason = (
                "is taken"
                if error.errno == errno.EADDRINUSE
                else f"cannot be used: {error.strerror}"
            )
            other = port + 1 if port < 65535 else port - 1
            raise InputError(
                f"port {port} of {_HOST} {reason}",
                hint="end what listens there (it may be a UI that is open already), or choose"
                f" another port: `python -m launch dev --port {other}`",
            ) from error
