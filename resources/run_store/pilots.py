"""Pilot files on disk, and the settings that a run of one gets from this environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from launch.configuration.keys import checked_key, pilot_key
from launch.configuration.pilot_file import read_pilot
from launch.configuration.settings import FixturePaths, effective_settings, switched_on
from launch.contracts.settings import Settings
from launch.errors import PilotError
from resources.fixtures import materialise
from resources.run_store.pilot_rules import check_values
from resources.run_store.places import Places

_MAX_BYTES = 1_000_000
_SHOWN = 200
_SUFFIXES = frozenset({".yml", ".yaml"})


@dataclass(frozen=True)
class PilotFile:
    """A pilot file: its key, where it is, how it is shown to people, its bytes."""

    key: str
    path: Path
    shown: str
    data: bytes


def pilot_paths(places: Places) -> tuple[Path, ...]:
    """Return the pilot files of the pilots folder, by name."""
    if not places.pilots.is_dir():
        return ()
    files = (path for path in places.pilots.iterdir() if path.suffix in _SUFFIXES)
    return tuple(sorted(path for path in files if path.is_file()))


def key_of(path: Path, places: Places) -> str:
    """Return the pilot key of a file."""
    return pilot_key(path.resolve(), places.pilots)


def path_of(key: str, places: Places) -> Path:
    """Return the pilot file with this key; PilotError where the pilots folder has none."""
    checked_key(key)
    for path in pilot_paths(places):
        if key_of(path, places) == key:
            return path
    raise PilotError(
        f"no file in {places.pilots} has the pilot key `{key}`",
        hint="put the pilot's file back, or remove the partition in the Dagster UI",
    )


def load_pilot_file(path: Path, places: Places) -> PilotFile:
    """Read a pilot file's bytes; PilotError where that is impossible."""
    data = _bytes_of(path)
    resolved = path.absolute()
    if not str(resolved).isprintable():
        raise PilotError(
            f"the file's path holds characters that cannot be shown: {str(resolved)!r}",
            hint="rename the file or folder: its path is part of what a run records",
        )
    try:
        shown = resolved.relative_to(places.project).as_posix()
    except ValueError:
        shown = path.name
    return PilotFile(key_of(path, places), resolved, shown, data)


def settings_of(
    file: PilotFile, places: Places, environment: Mapping[str, str] | None = None
) -> Settings:
    """Return the settings of a run started now; PilotError or InputError say what is wrong."""
    variables = os.environ if environment is None else environment
    pilot = read_pilot(file.data, file.shown)
    check_values(pilot, file.key, file.shown, file.data)
    return effective_settings(
        pilot,
        key=file.key,
        path=file.shown,
        data=file.data,
        environment=variables,
        fixtures=fixtures_of(places, variables),
    )


def fixtures_of(places: Places, environment: Mapping[str, str]) -> FixturePaths | None:
    """Return the bundled product and site as git repositories where OFFLINE_FIXTURES=1."""
    if not switched_on(environment, "OFFLINE_FIXTURES"):
        return None
    into = places.runs / ".fixtures"
    return FixturePaths(
        product=str(materialise("product", into)), site=str(materialise("site", into))
    )


def _bytes_of(path: Path) -> bytes:
    hint = "`--config` takes a pilot's YAML file, such as pilots/example_pilot.yml"
    try:
        if path.is_dir():
            raise PilotError(f"{path} is a folder, not a pilot file", hint=hint)
        if path.exists() and not path.is_file():
            raise PilotError(f"{path} is not a regular file", hint=hint)
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except FileNotFoundError:
        raise PilotError(f"{path} does not exist", hint=hint) from None
    except OSError as error:
        name = str(path) if len(str(path)) <= _SHOWN else f"{str(path)[:_SHOWN]}..."
        raise PilotError(f"{name} cannot be read: {error.strerror}", hint=hint) from error
    except ValueError as error:
        raise PilotError(f"{str(path)!r} is not a file name ({error})", hint=hint) from None
    if len(data) > _MAX_BYTES:
        raise PilotError(f"{path} is larger than {_MAX_BYTES} bytes", hint=hint)
    return data
