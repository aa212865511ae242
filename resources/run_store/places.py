"""Where things are kept: the project, its pilots, the runs, the cache.

The environment moves runs and cache; nothing is created here.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Places:
    """Absolute paths."""

    project: Path
    pilots: Path
    runs: Path
    cache: Path
    """Deletable at any time."""

    @property
    def locks(self) -> Path:
        """Lock files, one a pilot."""
        return self.runs / ".locks"

    @property
    def ledger(self) -> Path:
        """What was delivered, one file a pilot."""
        return self.runs / "ledger"

    @property
    def service_memory(self) -> Path:
        """What the commit service embedded in runs was asked already."""
        return self.runs / ".commit-service.sqlite"

    @property
    def answers(self) -> Path:
        """A model's recorded answers: no cache."""
        return self.runs / "answers"


def places_from(environment: Mapping[str, str]) -> Places:
    """Return the places that LAUNCH_RUNS_DIR, LAUNCH_CACHE_DIR and LAUNCH_PILOTS_DIR name."""

    def place(variable: str, default: Path) -> Path:
        named = environment.get(variable, "").strip()
        return Path(named).expanduser().absolute() if named else default

    return Places(
        project=PROJECT,
        pilots=place("LAUNCH_PILOTS_DIR", PROJECT / "pilots").resolve(),
        runs=place("LAUNCH_RUNS_DIR", PROJECT / "runs"),
        cache=place("LAUNCH_CACHE_DIR", PROJECT / ".cache"),
    )


def places_now() -> Places:
    """Return the places of this process's environment."""
    return places_from(os.environ)
