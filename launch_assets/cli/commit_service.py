"""`launch commit-service`: the service as a process of its own, until it is told to stop."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from resources.commit_service.server import ServeOptions, serve
from resources.commit_service.service import Limits
from resources.run_store.places import places_now

_STATE = ".commit-service"


def serve_commits(
    host: str,
    port: int,
    state_dir: str | None,
    repositories: Sequence[str],
    allowed_paths: Sequence[str],
) -> int:
    """Serve on ``host`` and ``port`` until SIGTERM or Ctrl-C; InputError where that cannot be.

    ``allowed_paths`` empty leaves the fence to the clients.
    """
    options = ServeOptions(
        state_dir=Path(state_dir).absolute() if state_dir else places_now().runs / _STATE,
        repositories=tuple(_address(one) for one in repositories),
        host=host,
        port=port,
        limits=Limits(allowed_paths=tuple(allowed_paths) or None),
    )
    serve(options, os.environ, _announce)
    return 0


def _announce(endpoint: str) -> None:
    print(f"The commit service listens. Clients: export COMMIT_SERVICE_URL={endpoint}")
    sys.stdout.flush()


def _address(repository: str) -> str:
    """Return an address as requests write it: a local path is absolute, its last `/` kept."""
    if "://" in repository or "@" in repository or not Path(repository).exists():
        return repository
    return str(Path(repository).absolute()) + ("/" if repository.endswith("/") else "")
