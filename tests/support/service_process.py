"""A commit service as a process of its own: started on a free port, ended by its id."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

_PROGRAM = """
import json, os, sys
from pathlib import Path
from resources.commit_service.server import ServeOptions, serve
from resources.commit_service.service import Limits
o = json.loads(sys.argv[1])
limits = Limits(tuple(o["allowed"]) if o["allowed"] else None, o["max_body"])
serve(ServeOptions(Path(o["state"]), tuple(o["repositories"]), port=o["port"], limits=limits,
      requests_per_minute=o["rate"], body_seconds=o["body_seconds"]), os.environ)
"""


@dataclass
class ServiceProcess:
    """A running service."""

    process: subprocess.Popen[bytes]
    port: int
    state: Path

    @property
    def endpoint(self) -> str:
        """Address, ``/v1`` included."""
        return f"http://127.0.0.1:{self.port}/v1"

    def stop(self) -> int:
        """Ask it to end and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


def start_service(
    state: Path,
    repositories: tuple[str, ...],
    token: str,
    *,
    allowed: tuple[str, ...] = (),
    max_body: int = 10_000_000,
    rate: int = 6000,
    body_seconds: float = 30,
) -> ServiceProcess:
    """Start a service and return once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    options = {
        "state": str(state),
        "repositories": repositories,
        "port": port,
        "allowed": allowed,
        "max_body": max_body,
        "rate": rate,
        "body_seconds": body_seconds,
    }
    environment = {k: v for k, v in os.environ.items() if k != "GITHUB_TOKEN"}
    state.mkdir(parents=True, exist_ok=True)
    with (state / "service.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, json.dumps(options)],
            env={**environment, "COMMIT_SERVICE_TOKEN": token},
            stderr=log,
            cwd=Path(__file__).parents[2],
        )
    service = ServiceProcess(process, port, state)
    for _ in range(200):
        try:
            httpx.get(f"{service.endpoint}/health", trust_env=False).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return service
    process.kill()
    process.wait()
    raise RuntimeError((state / "service.log").read_text())
