"""`launch validate`: what can be known before a run: schemas, pilots, environment, definitions."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict

from launch.contracts.settings import Settings
from launch.errors import LaunchError
from launch_assets.cli.checked import Checked
from resources.run_store.pilots import load_pilot_file, pilot_paths, settings_of
from resources.run_store.places import Places, places_now


def validate(*, as_json: bool) -> int:
    """Print one line for everything that a run rests on; exit code 2 where something is wrong."""
    places = places_now()
    found = (
        *_tools(),
        *_schemas(places),
        *_pilots(places),
        *_sites(places),
        *_environment(),
        *_definitions(),
    )
    if as_json:
        print(json.dumps([asdict(one) for one in found], indent=2))
    else:
        for one in found:
            print(f"{one.verdict:8} {one.what}" + (f": {one.note}" if one.note else ""))
        wrong = sum(one.verdict == "error" for one in found)
        print(f"\n{len(found)} checked, {wrong} wrong")
    return 2 if any(one.verdict == "error" for one in found) else 0


def _tools() -> Iterator[Checked]:
    path = shutil.which("git")
    yield Checked("git", "ok" if path else "error", path or "not found on the PATH; install git")


def _schemas(places: Places) -> Iterator[Checked]:
    from resources.run_store.schemas import stale_schemas

    stale = stale_schemas(places.project / "docs" / "schemas")
    note = f"not current: {', '.join(stale)}; run `make schemas`" if stale else ""
    yield Checked("docs/schemas", "error" if stale else "ok", note)


def _pilots(places: Places) -> Iterator[Checked]:
    if not pilot_paths(places):
        note = f"none in {places.pilots}; LAUNCH_PILOTS_DIR says where they are"
        yield Checked("pilots", "warning" if places.pilots.is_dir() else "error", note)
    for path in pilot_paths(places):
        try:
            settings = settings_of(load_pilot_file(path, places), places)
        except LaunchError as error:
            yield Checked(path.name, "error", f"{error.message} ({error.hint})")
            continue
        yield Checked(settings.pilot_path, "ok", f"key {settings.pilot_key}")
        for warning in settings.warnings:
            yield Checked(settings.pilot_path, "warning", warning)


def _sites(places: Places) -> Iterator[Checked]:
    from launch_assets.cli.hugo_versions import hugo_versions
    from resources.git.mirrors import mirrors_of
    from resources.git.source import RepositorySource

    readable: list[Settings] = []
    for path in pilot_paths(places):
        with suppress(LaunchError):
            readable.append(settings_of(load_pilot_file(path, places), places))
    yield from hugo_versions(readable, RepositorySource(places.cache, mirrors_of(os.environ)))


def _environment() -> Iterator[Checked]:
    for name, needed in (
        ("ANTHROPIC_API_KEY", "runs with the provider `anthropic` need it"),
        ("GITHUB_TOKEN", "a live run through a commit service needs it"),
    ):
        present = bool(os.environ.get(name))
        yield Checked(name, "ok" if present else "warning", "" if present else f"not set; {needed}")


def _definitions() -> Iterator[Checked]:
    import warnings

    warnings.simplefilter("ignore")
    from launch_assets.definitions import PILOT_JOB, defs

    count = len(defs.resolve_asset_graph().get_all_asset_keys())
    defs.resolve_job_def(PILOT_JOB)
    yield Checked("definitions", "ok", f"{count} assets")
