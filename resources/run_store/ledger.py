"""The delivery ledger `runs/ledger/<pilot>.jsonl`: what was delivered, one line a pull request.

Each run keeps in its directory what it had read of it, so that all its stages build on the same.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from launch.contracts.delivery import PrResult
from launch.contracts.patch_bundle import DeliveredPage, DeliveryHistory
from launch.digests import sha256
from launch.errors import ArtifactError
from launch.ports import Tree
from resources.run_store.atomic import disk_errors, make_folder, write_atomic
from resources.run_store.layout import RunLayout
from resources.run_store.lineage import Ground
from resources.run_store.places import Places
from resources.run_store.record import RunRecord

_Pages = TypeAdapter(tuple[DeliveredPage, ...])
_HISTORY = "delivered_before.json"


def append_ledger(places: Places, pilot: str, entry: Mapping[str, object]) -> None:
    """Append one line to a pilot's delivery ledger; a kill leaves the old ledger or the new."""
    make_folder(places.ledger)
    path = places.ledger / f"{pilot}.jsonl"
    line = json.dumps(entry, sort_keys=True, ensure_ascii=False) + "\n"
    write_atomic(path, _bytes(path) + line.encode())


def is_begun(places: Places, pilot: str) -> bool:
    """Return whether anything was ever delivered for the pilot."""
    return (places.ledger / f"{pilot}.jsonl").is_file()


def history_of(places: Places, pilot: str, site: str, tree: Tree) -> DeliveryHistory | None:
    """Return what was delivered to this site and still stands there in some form, or None.

    ``site`` is the site's URL as the pilot has it. ArtifactError names the line that is no entry.
    """
    pages = tuple(
        page
        for entry in _entries(places.ledger / f"{pilot}.jsonl")
        if entry[0] == site
        for page in entry[1]
        if tree.entry(page.path) is not None
    )
    return DeliveryHistory(pages=pages) if pages else None


@dataclass(frozen=True)
class LastDelivery:
    """The newest pull request of a pilot on a site."""

    run_id: str
    files: dict[str, str]
    """Digest of what each path was made, by path."""
    result: PrResult


def last_delivery(places: Places, pilot: str, site: str) -> LastDelivery | None:
    """Return the newest delivery to this site, or None; ArtifactError as in `history_of`."""
    path, found = places.ledger / f"{pilot}.jsonl", None
    for number, line in enumerate(_bytes(path).splitlines(), start=1):
        try:
            entry = json.loads(line)
            if entry["site"] == site:
                result = PrResult.model_validate(entry["pull_request"])
                found = LastDelivery(str(entry["run_id"]), dict(entry["files"]), result)
        except (ValueError, KeyError, TypeError) as error:
            raise _no_entry(path, number) from error
    return found


def delivering_runs(places: Places, pilot: str) -> tuple[str, ...]:
    """Return the run of the newest delivery to each site; an unchanged pilot reads its bundles."""
    path, found = places.ledger / f"{pilot}.jsonl", {}
    for number, line in enumerate(_bytes(path).splitlines(), start=1):
        try:
            entry = json.loads(line)
            found[str(entry["site"])] = str(entry["run_id"])
        except (ValueError, KeyError, TypeError) as error:
            raise _no_entry(path, number) from error
    return tuple(found.values())


def keep_history(layout: RunLayout, read: Callable[[], DeliveryHistory | None]) -> None:
    """Keep in the run's directory what it builds on; a run that goes on keeps what it has."""
    path = layout.root / _HISTORY
    if not path.is_file():
        history = read() or DeliveryHistory(pages=())
        write_atomic(path, history.model_dump_json(indent=2).encode() + b"\n")


def kept_history(layout: RunLayout) -> DeliveryHistory | None:
    """Return what the run builds on; ArtifactError where it was changed into something else."""
    path = layout.root / _HISTORY
    data = _bytes(path)
    try:
        history = DeliveryHistory.model_validate_json(data) if data else None
    except ValidationError as error:
        raise ArtifactError(f"{path} is no delivery history", hint="start a new run") from error
    return history if history is not None and history.pages else None


def ground_of(record: RunRecord) -> Ground:
    """Return what a run stands on; ArtifactError where it stopped before it was pinned."""
    product, site = record.snapshot.product, record.snapshot.site
    if product is None or site is None:
        raise ArtifactError(f"run {record.run_id} has no pins", hint="start a new run")
    return Ground(record.settings, product, site, kept_history_digest(record.layout))


def kept_history_digest(layout: RunLayout) -> str:
    """Return the digest of what the run builds on; empty where that is nothing."""
    history = kept_history(layout)
    return sha256(history.model_dump_json()) if history is not None else ""


def _bytes(path: Path) -> bytes:
    with disk_errors(path):
        return path.read_bytes() if path.is_file() else b""


def _entries(path: Path) -> Iterator[tuple[str, tuple[DeliveredPage, ...]]]:
    for number, line in enumerate(_bytes(path).splitlines(), start=1):
        try:
            entry = json.loads(line)
            yield str(entry["site"]), _Pages.validate_json(json.dumps(entry["pages"]))
        except (ValueError, KeyError, TypeError) as error:
            raise _no_entry(path, number) from error


def _no_entry(path: Path, number: int) -> ArtifactError:
    return ArtifactError(
        f"{path}:{number}: not an entry of the delivery ledger",
        hint="restore the file, or move it away: then every page of the site is a person's",
    )
