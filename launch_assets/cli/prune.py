"""`launch prune`: old runs, unused cache, recorded answers; nothing goes without --yes."""

import json
from dataclasses import dataclass

from launch.errors import InputError
from resources.cache_room import answers_to_go, cache_to_go, remove_entries
from resources.removal import Going, remove
from resources.run_store.layout import all_runs
from resources.run_store.places import Places, places_now
from resources.run_store.pruning import runs_to_go
from resources.run_store.reading import is_running
from resources.run_store.store import RunStore


@dataclass(frozen=True)
class Pruning:
    """What a prune is about."""

    runs: bool
    cache: bool
    answers: bool
    keep: int
    """Newest runs of each pilot that stay."""
    days: float
    """Cache unused, answers recorded, at least so long ago."""
    yes: bool
    """Really remove it."""


def prune(asked: Pruning, *, as_json: bool) -> int:
    """Print what may go, and remove it with ``yes``; InputError where nothing is named."""
    if not (asked.runs or asked.cache or asked.answers):
        raise InputError(
            "nothing is named to prune", hint="name --runs, --cache or --answers, or several"
        )
    if asked.keep < 1 or asked.days < 0:
        raise InputError("--keep is at least 1, --days at least 0", hint="see `launch prune -h`")
    places = places_now()
    runs = runs_to_go(places, asked.keep) if asked.runs else ()
    cache = cache_to_go(places.cache, asked.days, working=_works(places)) if asked.cache else ()
    answers = answers_to_go(places.answers, asked.days) if asked.answers else ()
    if asked.yes:
        runs = _remove_runs(runs)
        cache, answers = remove_entries(cache), remove_entries(answers)
    found = {"runs": runs, "cache": cache, "answers": answers}
    if as_json:
        print(json.dumps(_document(found, removed=asked.yes), indent=2))
        return 0
    for what, going in found.items():
        for one in going if what != "answers" else ():
            print(f"{what:8} {_megabytes(one.size):>10}  {one.path}  ({one.why})")
        if going:
            print(f"{what:8} {_megabytes(sum(one.size for one in going)):>10}  {len(going)} in all")
    if not any(found.values()):
        print("Nothing to remove.")
    elif not asked.yes:
        print("Nothing was removed. Add --yes to remove it.")
    return 0


def _works(places: Places) -> bool:
    store = RunStore(places)
    return any(is_running(one) and not store.is_dead(one) for one in all_runs(places.runs))


def _remove_runs(going: tuple[Going, ...]) -> tuple[Going, ...]:
    """Remove runs from the disk and from Dagster's databases."""
    gone = remove(going)
    ids = [run_id for one in gone for run_id in one.dagster_run_ids]
    if not ids:
        return gone
    from launch_assets.home import opened_instance

    with opened_instance() as instance:
        for run_id in ids:
            if instance.has_run(run_id):
                instance.delete_run(run_id)
    return gone


def _document(found: dict[str, tuple[Going, ...]], *, removed: bool) -> dict[str, object]:
    return {
        "removed": removed,
        **{
            what: [{"path": str(one.path), "bytes": one.size, "why": one.why} for one in going]
            for what, going in found.items()
        },
    }


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
