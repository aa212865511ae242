"""The command line inside the test's own process: fast, and with what it printed."""

import contextlib
import io
from dataclasses import dataclass
from pathlib import Path

import pytest

from launch.contracts.snapshot import Snapshot
from launch_assets.cli.main import main
from resources.run_store.layout import all_runs
from resources.run_store.reading import read_snapshot
from tests.support.runs import World

_UNSET = (
    "ANTHROPIC_API_KEY",
    "GITHUB_TOKEN",
    "OFFLINE_MODE",
    "COMMIT_SERVICE_URL",
    "LAUNCH_GIT_MIRRORS",
    "LAUNCH_TOKEN_HOSTS",
)


@dataclass(frozen=True)
class Said:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Terminal:
    """Runs commands: Dagster home and cache of a shared world, a `runs/` folder of its own."""

    world: World
    folder: Path

    @property
    def runs(self) -> Path:
        """Where runs go, unless a command is told otherwise."""
        return self.folder / "runs"

    def launch(self, *arguments: str, **changes: str) -> Said:
        """Run one command in this process."""
        variables = self.world.environment(**{"LAUNCH_RUNS_DIR": str(self.runs), **changes})
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch:
            for name in _UNSET:
                patch.delenv(name, raising=False)
            for name, value in variables.items():
                patch.setenv(name, value)
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                try:
                    code = main(arguments)
                except SystemExit as left:  # argparse
                    code = int(left.code or 0)
        return Said(code, out.getvalue(), err.getvalue())

    def run(self, pilot: str | bytes, **changes: str) -> Said:
        """Write a pilot file called `p.yml` and run it."""
        path = self.folder / "p.yml"
        path.write_bytes(pilot if isinstance(pilot, bytes) else pilot.encode())
        return self.launch("run", "--config", str(path), **changes)

    def snapshot(self) -> Snapshot:
        """Return the snapshot of the one run that there is."""
        (layout,) = all_runs(self.runs)
        return read_snapshot(layout)


def refused(said: Said, *texts: str, code: int = 2) -> None:
    """Check one clear refusal: its exit code, what was found, what to do, and no traceback."""
    shown = said.out + said.err
    assert said.code == code, shown
    assert "Traceback" not in shown
    assert said.err.count("What to do:") == 1, shown
    for text in texts:
        assert text in said.err, shown


def nothing_half_written(runs: Path) -> None:
    """Check that no temporary file is left below a folder."""
    assert not list(runs.rglob("*.part"))
