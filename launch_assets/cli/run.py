"""`launch run`: one pilot in this process, its milestones, its outcome."""

import logging
import sys
from pathlib import Path

from launch.errors import LaunchError
from launch_assets.cli.outcome import exit_code_of, print_outcome
from launch_assets.signals import watch_signals
from resources.run_store.layout import find_run
from resources.run_store.pilots import load_pilot_file, settings_of
from resources.run_store.places import places_now
from resources.run_store.reading import read_snapshot


def run_pilot(config: str) -> int:
    """Run a pilot and return the exit code that its outcome asks for."""
    watch_signals()
    places = places_now()
    file = load_pilot_file(Path(config), places)
    settings = settings_of(file, places)
    print(f"Pilot {file.key} ({file.shown})")
    for warning in settings.warnings:
        print(f"  Note: {warning}")
    tags = {"launch/pilot_file": str(file.path), "launch/pilot": file.key}
    return _executed(file.key, tags)


def _executed(key: str, tags: dict[str, str]) -> int:
    _print_milestones()
    from launch_assets.home import opened_instance

    with opened_instance() as instance:
        from launch_assets.execution import execute_pilot, run_directory

        stopped = execute_pilot(instance, key, tags=tags)
        run_id = run_directory(instance, stopped.dagster_run_id)
    if run_id is None:
        if isinstance(stopped.error, LaunchError):
            raise stopped.error
        raise stopped.error or LaunchError("the run left no directory", hint="report this as a bug")
    layout = find_run(places_now().runs, run_id)
    snapshot = read_snapshot(layout)
    print_outcome(layout, snapshot)
    return exit_code_of(snapshot)


class _Milestones(logging.Handler):
    """Prints the run's events as they happen."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print one line."""
        print(f"  {record.getMessage()}", flush=True)


def _print_milestones() -> None:
    log = logging.getLogger("launch.run")
    log.setLevel(logging.INFO)
    log.propagate = False
    log.handlers = [_Milestones()]
    for noisy in ("dagster", "alembic", "root"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)
    if not sys.warnoptions:
        import warnings

        warnings.simplefilter("ignore")
