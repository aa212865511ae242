"""What a run would do, said before it does it: per artifact what happens and why.

What an artifact will be is not known before it is made; what is made from one that will be
computed is computed again only if that comes out otherwise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from launch.contracts.patch_bundle import FixedPatchBundle
from launch.contracts.snapshot import ArtifactRecord, Snapshot
from launch.errors import ArtifactError
from resources.run_store.code_version import code_version
from resources.run_store.inherit import Parent
from resources.run_store.layout import RunLayout
from resources.run_store.lineage import ORIGINS, Ground, input_digests, together
from resources.run_store.reasons import why_made
from resources.run_store.record import parsed, read_artifact

Action = Literal["computed", "perhaps", "kept", "inherited", "stale", "absent"]
Runs = Sequence[tuple[RunLayout, Snapshot]]


@dataclass(frozen=True)
class Foreseen:
    """What will become of one artifact."""

    artifact: str
    stage: str
    action: Action
    """``computed``; ``perhaps``: if what it rests on comes out otherwise; ``kept``: taken from an
    earlier run by its stage; ``inherited``: not asked for and taken over; ``stale``: not asked for,
    and what there is does not fit; ``absent``: not asked for and
    not needed, or nowhere."""
    why: str
    run_id: str = ""
    """The run that computed what is taken over."""


@dataclass(frozen=True)
class Asked:
    """What a run is asked for."""

    selection: tuple[str, ...]
    """Assets in order; empty for all."""
    pages: tuple[str, ...] = ()
    """Ids of pages to draft anew."""


class Outlook:
    """Looks ahead for one run; ``runs`` are the pilot's newest, ``parents`` its sealed ones."""

    def __init__(self, ground: Ground, asked: Asked, runs: Runs, parents: Sequence[Parent]) -> None:
        self._ground = ground
        self._asked = asked
        self._runs = runs
        self._parents = parents
        self._known: dict[str, str] = {}

    def all(self) -> tuple[Foreseen, ...]:
        """Return what becomes of every artifact, in the graph's order."""
        found: dict[str, Foreseen] = {}
        chosen = self._asked.selection or tuple(ORIGINS)
        for name in ORIGINS:
            if name in found:
                continue
            if name not in chosen:
                found[name] = self._not_asked(name, found)
                continue
            for one in self._step(name, found):
                found[one.artifact] = one
        return tuple(found[name] for name in ORIGINS)

    def _not_asked(self, name: str, found: Mapping[str, Foreseen]) -> Foreseen:
        stage = ORIGINS[name].stage
        inputs = self._inputs(name)
        having = [one for one in self._parents if name in one.snapshot.run_state.artifact_index]
        for parent in having:
            record = parent.snapshot.run_state.artifact_index[name]
            if record.input_digests == inputs and _is_there(parent.layout, parent.snapshot, name):
                self._known[name] = record.sha256
                if any(found[up].action != "inherited" for up in ORIGINS[name].artifacts):
                    return Foreseen(name, stage, "absent", "not asked for; it still fits")
                return Foreseen(name, stage, "inherited", "it still fits", record.made_by)
        made = [up for up in ORIGINS[name].artifacts if _is_open(found[up])]
        if having and made:
            return Foreseen(name, stage, "stale", f"unless it comes out as before: {_told(made)}")
        if having:
            return Foreseen(name, stage, "stale", "what it rests on changed")
        return Foreseen(name, stage, "absent", "no sealed run has it")

    def _step(self, name: str, found: Mapping[str, Foreseen]) -> list[Foreseen]:
        """Return what becomes of all that one step makes."""
        group = [one for one in ORIGINS if one in together([name])]
        open_ones = [up for up in ORIGINS[name].artifacts if up not in self._known]
        if ORIGINS[name].stage == "W9":
            why = "each run makes its delivery; what was delivered already is not sent again"
            return [Foreseen(one, "W9", "computed", why) for one in group]
        if name == "draft_content" and self._asked.pages:
            why = f"pages to be drafted anew: {', '.join(self._asked.pages)}"
            return [Foreseen(name, "W5", "computed", why)]
        missing = [up for up in open_ones if found[up].action in {"stale", "absent"}]
        if missing:
            why = f"`{missing[0]}` cannot be taken over: the run would be refused"
            return [Foreseen(one, ORIGINS[one].stage, "absent", why) for one in group]
        if open_ones:
            why = f"if it comes out otherwise: {_told(open_ones)}"
            return [Foreseen(one, ORIGINS[one].stage, "perhaps", why) for one in group]
        return self._decided(group)

    def _decided(self, group: Sequence[str]) -> list[Foreseen]:
        kept = {name: record for name in group if (record := self._kept(name)) is not None}
        stage = ORIGINS[group[0]].stage
        if len(kept) == len(group):
            self._known.update({name: record.sha256 for name, record in kept.items()})
            why = "the same inputs and the same code"
            return [Foreseen(name, stage, "kept", why, kept[name].made_by) for name in group]
        return [Foreseen(name, stage, "computed", self._why(name)) for name in group]

    def _kept(self, name: str) -> ArtifactRecord | None:
        inputs, code = self._inputs(name), code_version(ORIGINS[name].part)
        for layout, snapshot in self._runs:
            record = snapshot.run_state.artifact_index.get(name)
            if record is None or (record.input_digests, record.code_version) != (inputs, code):
                continue
            if _is_there(layout, snapshot, name):
                return record
        return None

    def _why(self, name: str) -> str:
        newest = next(
            (
                (snapshot.run_state.artifact_index[name], snapshot)
                for _, snapshot in self._runs
                if name in snapshot.run_state.artifact_index
            ),
            None,
        )
        code = code_version(ORIGINS[name].part)
        return why_made(name, self._inputs(name), code, newest, self._ground)

    def _inputs(self, name: str) -> tuple[tuple[str, str], ...]:
        return input_digests(name, self._ground, lambda up: self._known.get(up, ""))


def _is_open(one: Foreseen) -> bool:
    return one.action in {"computed", "perhaps", "stale"}


def _told(names: Sequence[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(f"`{name}`" for name in names[:3]) + more


def _is_there(layout: RunLayout, snapshot: Snapshot, name: str) -> bool:
    """Return whether an artifact is whole, and no refusal: that one is judged again."""
    try:
        data = read_artifact(layout, snapshot, name)
        refused = name == FixedPatchBundle.artifact and parsed(FixedPatchBundle, data, name).refused
    except ArtifactError:
        return False
    return not refused
