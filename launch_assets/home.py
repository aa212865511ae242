"""The Dagster home: made, given our dagster.yaml where it has none, and opened, one at a time."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from launch.errors import InputError
from resources.run_store.atomic import disk_errors, make_folder
from resources.run_store.lock import locked
from resources.run_store.places import PROJECT

if TYPE_CHECKING:
    import dagster as dg


def dagster_home() -> Path:
    """Return the home that DAGSTER_HOME names, or the project's; made, and made ready."""
    named = os.environ.get("DAGSTER_HOME", "").strip()
    home = make_folder(Path(named).expanduser().absolute() if named else PROJECT / ".dagster")
    with locked(home / ".opening.lock"):
        target = home / "dagster.yaml"
        if not target.exists():
            with disk_errors(target):
                shutil.copyfile(PROJECT / "dagster.yaml", target)
    os.environ["DAGSTER_HOME"] = str(home)
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "1")
    return home


@contextmanager
def opened_instance() -> Iterator["dg.DagsterInstance"]:
    """Open the instance; the lock covers the first opening, which makes its tables."""
    home = dagster_home()
    import dagster as dg
    from dagster._core.instance.ref import InstanceRef
    from yaml import YAMLError

    from launch_assets.event_storage import kept_open

    with locked(home / ".opening.lock"):
        try:
            instance = dg.DagsterInstance.from_ref(kept_open(InstanceRef.from_dir(str(home))))
        except (YAMLError, dg.DagsterError) as error:
            raise InputError(
                f"{home / 'dagster.yaml'} cannot be used: {' '.join(str(error).split())[:300]}",
                hint="correct it, or remove it: the next run puts a fresh one there",
            ) from error
        instance.get_runs_count()
        instance.get_dynamic_partitions("pilots")
    with instance:
        yield instance
