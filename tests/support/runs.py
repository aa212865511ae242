"""Runs for tests: settings, pins, an opened directory, a command line in a world of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from launch.configuration.pilot_file import read_pilot
from launch.configuration.settings import effective_settings
from launch.contracts.settings import Settings
from launch.contracts.tree import RepoPin
from resources.run_store.lineage import Ground
from resources.run_store.places import PROJECT, Places
from resources.run_store.store import Opened, RunStore

RUN_BYTES = 300_000
"""What a run's own database in Dagster's home may take."""
PILOT = """\
schema_version: "1.0"
run_id: "{{pilot}}-run"
input:
  repo_url: "https://example.com/product"
output:
  site_repo_url: "https://example.com/site"
  allowed_paths: ["content/docs/product/**"]
"""


def places_in(folder: Path) -> Places:
    """Return places below a folder."""
    return Places(PROJECT, folder / "pilots", folder / "runs", folder / "cache")


def settings_for(text: str = PILOT) -> Settings:
    """Return the settings of a pilot called `alpha`."""
    data = text.encode()
    pilot = read_pilot(data, "alpha.yml")
    return effective_settings(
        pilot, key="alpha", path="alpha.yml", data=data, environment={}, fixtures=None
    )


def pin(letter: str = "a", ref: str = "main") -> RepoPin:
    """Return a pin whose ids repeat one hexadecimal digit."""
    return RepoPin(url="https://example.com", ref=ref, commit=letter * 40, tree="f" * 40, time=1)


def ground(settings: Settings | None = None, product: str = "a", site: str = "b") -> Ground:
    """Return settings and pins."""
    return Ground(settings or settings_for(), pin(product), pin(site))


def opened(store: RunStore, selection: tuple[str, ...] = ()) -> Opened:
    """Open a new run of the pilot `alpha`."""
    return store.open_new(
        settings_for(),
        PILOT.encode(),
        dagster_run_id="d-1",
        selection=selection,
        sha=lambda: "0" * 12,
        waiting=lambda _: None,
    )


@dataclass(frozen=True)
class World:
    """A place of its own for the command line: runs, cache and Dagster home below one folder."""

    folder: Path

    @property
    def runs(self) -> Path:
        """Where runs go."""
        return self.folder / "runs"

    def environment(self, **changes: str) -> dict[str, str]:
        """Return the environment of a process in this world: offline, on the fixtures."""
        return {
            **{name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ},
            "LAUNCH_RUNS_DIR": str(self.runs),
            "LAUNCH_CACHE_DIR": str(self.folder / "cache"),
            "DAGSTER_HOME": str(self.folder / "home"),
            "LLM_PROVIDER": "offline",
            "OFFLINE_FIXTURES": "1",
            **changes,
        }

    def launch(self, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
        """Run `python -m launch` to its end."""
        return subprocess.run(
            [sys.executable, "-m", "launch", *arguments],
            env=self.environment(**changes),
            cwd=PROJECT,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )

    def start(self, *arguments: str, **changes: str) -> "subprocess.Popen[str]":
        """Start `python -m launch` and return the process."""
        return subprocess.Popen(
            [sys.executable, "-m", "launch", *arguments],
            env=self.environment(**changes),
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
