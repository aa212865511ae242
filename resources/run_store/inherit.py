"""What a run of some assets takes over: from the pilot's newest sealed run, what still chains.

By copy, read-only, digest checked; what does not chain is absent and listed as stale.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from launch.contracts.model import PilotKey
from launch.contracts.snapshot import ArtifactRecord, Snapshot
from launch.errors import ArtifactError, InputError
from resources.run_store.atomic import write_atomic
from resources.run_store.layout import RunLayout
from resources.run_store.lineage import ORIGINS, Ground, input_digests
from resources.run_store.places import Places
from resources.run_store.reading import runs_of
from resources.run_store.record import RunRecord, read_artifact


@dataclass(frozen=True)
class Parent:
    """The run that is inherited from."""

    layout: RunLayout
    snapshot: Snapshot


def parents_of(record: RunRecord, places: Places) -> tuple[Parent, ...]:
    """Return the pilot's sealed runs, the newest first; its pins are the ones to keep."""
    return tuple(
        parent
        for parent in sealed_runs(places, record.snapshot.pilot)
        if parent.layout.run_id != record.run_id
    )


def sealed_runs(places: Places, pilot: PilotKey) -> tuple[Parent, ...]:
    """Return the pilot's sealed runs, the newest first."""
    return tuple(
        Parent(layout, snapshot) for layout, snapshot in runs_of(places, pilot) if snapshot.sealed
    )


def inherit(record: RunRecord, parents: Sequence[Parent], ground: Ground) -> None:
    """Take over every artifact outside the selection whose inputs are those of this run.

    What the newest run left out, because only a part was asked for, comes from the one before.

    InputError where something that the selection is made from cannot be had.
    """
    chosen = frozenset(record.snapshot.selection)
    reasons: dict[str, str] = {}
    for name in ORIGINS:
        if name in chosen or record.record_of(name) is not None:
            continue
        known = [parent for parent in parents if name in parent.snapshot.run_state.artifact_index]
        whys: list[str] = []
        for parent in known:
            why = _taken_over(record, parent, name, ground)
            if why is None:
                break
            whys.append(why)
        else:
            if known:
                reasons[name] = whys[0]
    record.stale(reasons)
    _check_complete(record, chosen, reasons)


def stale_now(record: RunRecord, parents: Sequence[Parent], ground: Ground) -> tuple[str, ...]:
    """Return what an earlier run has and does not fit any more, now that this run made its part.

    Over the whole closure: what rests on a stale artifact is stale, what came out as before is not.
    """
    digests = {name: one.sha256 for name, one in record.snapshot.run_state.artifact_index.items()}
    stale: list[str] = []
    for name in ORIGINS:
        having = [one for one in parents if name in one.snapshot.run_state.artifact_index]
        if name in digests or not having:
            continue
        if any(upstream not in digests for upstream in ORIGINS[name].artifacts):
            stale.append(name)
            continue
        expected = input_digests(name, ground, digests.__getitem__)
        old = [one.snapshot.run_state.artifact_index[name] for one in having]
        fitting = [one.sha256 for one in old if one.input_digests == expected]
        if fitting:
            digests[name] = fitting[0]
        else:
            stale.append(name)
    return tuple(stale)


def _chains(record: RunRecord, old: ArtifactRecord, ground: Ground) -> bool:
    index = record.snapshot.run_state.artifact_index
    if any(upstream not in index for upstream in ORIGINS[old.name].artifacts):
        return False
    expected = input_digests(old.name, ground, lambda upstream: index[upstream].sha256)
    return old.input_digests == expected


def _taken_over(record: RunRecord, parent: Parent, name: str, ground: Ground) -> str | None:
    """Copy an artifact of an earlier run; return why it is not used, or None where it is."""
    old = parent.snapshot.run_state.artifact_index[name]
    if not _chains(record, old, ground):
        return "what it rests on changed"
    try:
        data = read_artifact(parent.layout, parent.snapshot, old.name)
    except ArtifactError as error:
        record.event("run", f"Not inherited: {error.message}")
        return error.message
    record.keep_bytes(old.model_copy(update={"inherited": True}), data, mode=0o444)
    rendering = parent.layout.artifacts / f"{old.name}.md"
    if rendering.is_file():
        write_atomic(record.layout.artifacts / rendering.name, rendering.read_bytes(), mode=0o444)
    return None


def _check_complete(record: RunRecord, chosen: frozenset[str], reasons: Mapping[str, str]) -> None:
    index = record.snapshot.run_state.artifact_index
    missing = [
        (name, upstream)
        for name, origin in ORIGINS.items()
        if name in chosen
        for upstream in origin.artifacts
        if upstream not in index and upstream not in chosen
    ]
    if missing:
        name, upstream = missing[0]
        why = reasons.get(upstream, "no sealed run of this pilot has it")
        raise InputError(
            f"`{name}` is made from `{upstream}`, which cannot be taken over: {why}",
            hint=f"start further up, with `--from {missing[0][1]}`, or run the whole pilot",
        )
