"""`launch run --explain`: what a run would do and why; nothing is opened, made or sent."""

import json
import os
from dataclasses import asdict
from pathlib import Path

from launch.contracts.settings import Settings
from resources.git.mirrors import read_mirrors
from resources.git.source import RepositorySource
from resources.run_store.foresee import Asked, Foreseen, Outlook
from resources.run_store.inherit import sealed_runs
from resources.run_store.lineage import Ground
from resources.run_store.memo import earlier_runs
from resources.run_store.places import Places
from resources.run_store.standing import ground_now, kept_pins

_WORDS = {
    "computed": "will be computed",
    "perhaps": "perhaps",
    "kept": "not done again",
    "inherited": "taken over",
    "stale": "stale, left out",
    "absent": "left out",
}


def explain(settings: Settings, places: Places, asked: Asked, *, as_json: bool) -> int:
    """Print what becomes of every artifact; both refs are resolved as the run would."""
    named = os.environ.get("LAUNCH_GIT_MIRRORS", "").strip()
    source = RepositorySource(places.cache, read_mirrors(Path(named)) if named else ())
    parents = sealed_runs(places, settings.pilot_key)
    kept = kept_pins(parents[0].snapshot if parents else None, asked.selection)
    ground = ground_now(settings, kept, places, source)
    outlook = Outlook(ground, asked, earlier_runs(places, settings.pilot_key), parents)
    foreseen = outlook.all()
    if as_json:
        print(json.dumps(_document(ground, asked, foreseen), indent=2))
    else:
        _print(ground, foreseen)
    return 0


def _document(ground: Ground, asked: Asked, foreseen: tuple[Foreseen, ...]) -> dict[str, object]:
    return {
        "pilot": ground.settings.pilot_key,
        "product": ground.product.model_dump(mode="json"),
        "site": ground.site.model_dump(mode="json"),
        "selection": asked.selection,
        "pages": asked.pages,
        "artifacts": [asdict(one) for one in foreseen],
        "delivery": _delivery(ground.settings, foreseen),
    }


def _print(ground: Ground, foreseen: tuple[Foreseen, ...]) -> None:
    print(f"Pilot      {ground.settings.pilot_key}")
    for name, pin in (("Product", ground.product), ("Site", ground.site)):
        print(f"{name:10} {pin.url} at {pin.commit[:12]} ({pin.ref})")
    for one in foreseen:
        origin = f", from {one.run_id}" if one.run_id else ""
        action = _WORDS[one.action]
        print(f"  {one.stage:4} {one.artifact:22} {action:17} {one.why}{origin}")
    print(f"Delivery   {_delivery(ground.settings, foreseen)}")


def _delivery(settings: Settings, foreseen: tuple[Foreseen, ...]) -> str:
    last = foreseen[-1]
    if last.action != "computed":
        return "not asked for"
    if settings.pilot.flags.dry_run:
        return "dry_run: both bundles are written, nothing is called"
    if settings.defer_delivery is not None:
        return f"held back: {settings.defer_delivery}"
    return "a pull request, unless the ledger has all of it already"
