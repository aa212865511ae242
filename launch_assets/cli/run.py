"""`launch run`: one pilot in this process, its milestones, its outcome."""

import logging
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from launch.contracts.page_plan import PagePlan
from launch.contracts.snapshot import Snapshot
from launch.errors import InputError, InterruptedRunError, LaunchError
from launch_assets.cli.outcome import exit_code_of, print_outcome
from launch_assets.cli.quiet import without_repeated_errors
from launch_assets.cli.show import mended
from launch_assets.signals import received_signal, watch_signals
from resources.run_store.chosen_pages import chosen_pages
from resources.run_store.foresee import Asked
from resources.run_store.layout import RunLayout, find_run
from resources.run_store.lineage import ORIGINS, above, below, together
from resources.run_store.pilots import (
    PilotFile,
    key_of,
    load_pilot_file,
    pilot_paths,
    settings_of,
)
from resources.run_store.places import Places, places_now
from resources.run_store.reading import runs_of


def selected(
    first: str | None, last: str | None, only: str | None, *, pages: bool = False
) -> tuple[str, ...]:
    """Return the assets that --from, --to and --only ask for, in order; empty for all.

    ``pages`` says that pages are named: drafting and what follows. What one step makes together is
    selected together. InputError where nothing is left.
    """
    if pages and (first or only):
        raise InputError("--page goes with --to alone", hint="it starts at `draft_content`")
    first = "draft_content" if pages else first
    if only and (first or last):
        raise InputError("--only stands alone", hint="leave out --from and --to")
    if only:
        return _ordered(together([only]))
    if not first and not last:
        return ()
    after = below(together([first])) if first else frozenset(ORIGINS)
    before = above(together([last])) if last else frozenset(ORIGINS)
    chosen = together(after & before)
    if not chosen:
        raise InputError(
            f"nothing lies between `{first}` and `{last}`",
            hint="`--from` names the earlier asset, `--to` the later one",
        )
    return _ordered(chosen)


def _ordered(names: frozenset[str]) -> tuple[str, ...]:
    return tuple(name for name in ORIGINS if name in names)


@dataclass(frozen=True)
class Wanted:
    """What the command line asks of a run."""

    selection: tuple[str, ...] = ()
    """Assets; empty for all."""
    pages: tuple[str, ...] = ()
    """Names of pages to draft anew."""
    explain: bool = False
    """Say what would happen, and stop."""
    as_json: bool = False
    """Say it as JSON."""


def run_pilot(config: str, wanted: Wanted) -> int:
    """Run a pilot and return the exit code that its outcome asks for."""
    if wanted.as_json and not wanted.explain:
        raise InputError("--json goes with --explain", hint="`launch show --json` tells of a run")
    watch_signals()
    places = places_now()
    file = load_pilot_file(Path(config), places)
    settings = settings_of(file, places)
    pages = chosen_pages(places, file.key, wanted.pages) if wanted.pages else ()
    if wanted.explain:
        from launch_assets.cli.explain import explain

        asked = Asked(wanted.selection, pages)
        return explain(settings, places, asked, as_json=wanted.as_json)
    print(f"Pilot {file.key} ({file.shown})")
    for warning in settings.warnings:
        print(f"  Note: {warning}")
    tags: dict[str, str] = {}
    if not _is_found_by_key(file, places):
        tags["launch/pilot_file"] = str(file.path)
    if pages:
        tags["launch/pages"] = " ".join(pages)
    return _executed(file.key, tags, wanted.selection or None, None)


def planned_run(config: str) -> str:
    """Run a pilot up to its page plan, which costs nothing, and return the run's id.

    Whatever stopped it on the way is raised.
    """
    watch_signals()
    places = places_now()
    file = load_pilot_file(Path(config), places)
    tags = {"launch/pilot": file.key}
    if not _is_found_by_key(file, places):
        tags["launch/pilot_file"] = str(file.path)
    layout, snapshot = _worked(file.key, tags, selected(None, PagePlan.artifact, None), None)
    if snapshot.run_state.error is not None:
        error = snapshot.run_state.error
        raise InputError(f"{error.kind}: {error.message}", hint=error.hint)
    return layout.run_id


def _is_found_by_key(file: PilotFile, places: Places) -> bool:
    """Tell whether the partition's key is enough for a run to find this file."""
    return [path for path in pilot_paths(places) if key_of(path, places) == file.key] == [file.path]


def resume_run(run_id: str) -> int:
    """Go on in the directory of a run that stopped, with the pilot and pins that it has."""
    watch_signals()
    layout = find_run(places_now().runs, run_id)
    snapshot = mended(layout)
    if snapshot.sealed:
        raise InputError(
            f"run {run_id} is complete ({snapshot.run_state.status}) and sealed",
            hint=f"start a new run of `{snapshot.pilot}`; what still holds is not redone",
        )
    if snapshot.process is not None:
        raise InputError(
            f"run {run_id} is being worked on by process {snapshot.process.pid}",
            hint="wait for it to end; `python -m launch show` tells how it stands",
        )
    print(f"Resuming {run_id}")
    tags = {"launch/resume": run_id}
    parent = snapshot.dagster_run_ids[-1] if snapshot.dagster_run_ids else None
    return _executed(snapshot.pilot, tags, snapshot.selection or None, parent)


def _executed(
    key: str, tags: dict[str, str], selection: tuple[str, ...] | None, parent: str | None
) -> int:
    layout, snapshot = _worked(key, tags, selection, parent)
    print_outcome(layout, snapshot)
    return exit_code_of(snapshot)


def _worked(
    key: str, tags: dict[str, str], selection: tuple[str, ...] | None, parent: str | None
) -> tuple[RunLayout, Snapshot]:
    """Run a pilot's assets here, and return the directory and how it stands."""
    _print_milestones()
    from launch_assets.home import opened_instance

    with opened_instance() as instance, without_repeated_errors():
        from launch_assets.execution import execute_pilot

        stopped = execute_pilot(instance, key, tags=tags, selection=selection, parent=parent)
    found = _directory_of(key, stopped.dagster_run_id)
    if found is None:
        _raise_cause(stopped.error)
    if found[1].run_state.status == "running":
        # Nothing could be written any more, not even the end: the next command will close the run.
        print(f"\nRun        {found[0].root}  (its end could not be written)")
        _raise_cause(stopped.error)
    return found


def _directory_of(key: str, dagster_run_id: str) -> tuple[RunLayout, Snapshot] | None:
    """Return the directory that a Dagster run worked on, or None where it opened none."""
    for layout, snapshot in runs_of(places_now(), key):
        if dagster_run_id in snapshot.dagster_run_ids:
            return layout, snapshot
    return None


def _raise_cause(error: BaseException | None) -> NoReturn:
    """Raise what stopped a run whose own directory cannot say it."""
    from launch_assets.failures import reason

    match error:
        case LaunchError():
            raise error
        case None:
            raise LaunchError("the run left no word of its end", hint="report this as a bug")
        case _ if reason("run", error).kind == "InterruptedRunError":
            raise InterruptedRunError(received_signal())
        case _:
            raise error


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
