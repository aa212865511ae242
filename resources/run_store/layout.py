"""A run's directory as the runbook draws it, and the names that runs may have."""

import re
from dataclasses import dataclass
from pathlib import Path

from launch.errors import InputError
from resources.run_store.atomic import disk_errors, make_folder

_RUN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
_FOLDERS = (
    "artifacts",
    "evidence/llm_calls",
    "evidence/validation_runs",
    "evidence/delivery",
    "worktree",
    "logs",
)
RESERVED = frozenset({"ledger", "answers"})


@dataclass(frozen=True)
class RunLayout:
    """Paths of one run."""

    root: Path

    @property
    def run_id(self) -> str:
        """The directory's name."""
        return self.root.name

    @property
    def snapshot(self) -> Path:
        """State of the run."""
        return self.root / "snapshot.json"

    @property
    def reserve(self) -> Path:
        """Room set aside while a run works, so that its end can be written on a full disk."""
        return self.root / ".reserve"

    @property
    def pilot(self) -> Path:
        """The pilot's bytes as the run found them."""
        return self.root / "pilot.yml"

    @property
    def settings(self) -> Path:
        """Effective settings."""
        return self.root / "settings.json"

    @property
    def artifacts(self) -> Path:
        """Artifacts."""
        return self.root / "artifacts"

    @property
    def evidence(self) -> Path:
        """Evidence."""
        return self.root / "evidence"

    @property
    def log(self) -> Path:
        """Log for people."""
        return self.root / "logs" / "run.log"

    @property
    def worktree(self) -> Path:
        """Clones for people to look at; no stage reads them."""
        return self.root / "worktree"


def checked_run_id(run_id: str) -> str:
    """Return ``run_id`` if it can name a directory; InputError otherwise."""
    if _RUN_ID.fullmatch(run_id) is None or ".." in run_id or run_id in RESERVED:
        shown = run_id[:80].encode("unicode_escape").decode()
        raise InputError(
            f"`{shown}` cannot be a run id",
            hint="a run id has letters, digits, `.`, `_` and `-`, starts with a letter or digit,"
            " has no `..` and is at most 200 long",
        )
    return run_id


def create_run(runs: Path, run_id: str) -> RunLayout:
    """Make the directory of a new run; a taken name gets ``-2``, ``-3``, and so on."""
    checked_run_id(run_id)
    make_folder(runs)
    number = 1
    while True:
        root = runs / (run_id if number == 1 else f"{run_id}-{number}")
        with disk_errors(root):
            try:
                root.mkdir()
            except FileExistsError:
                number += 1
                continue
        for folder in _FOLDERS:
            make_folder(root / folder)
        return RunLayout(root)


def find_run(runs: Path, run_id: str) -> RunLayout:
    """Return the layout of a run that exists; InputError where there is none."""
    layout = RunLayout(runs / checked_run_id(run_id))
    if not layout.snapshot.is_file():
        raise InputError(
            f"there is no run `{run_id}` in {runs}",
            hint="`python -m launch list` shows the runs; LAUNCH_RUNS_DIR says where they are",
        )
    return layout


def all_runs(runs: Path) -> tuple[RunLayout, ...]:
    """Return every run, by name."""
    found = sorted(path.parent for path in runs.glob("*/snapshot.json"))
    return tuple(RunLayout(root) for root in found)
