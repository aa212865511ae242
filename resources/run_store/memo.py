"""What a pilot's earlier runs computed already: the same inputs and code, the same artifact."""

from dataclasses import dataclass
from itertools import islice

from launch.contracts.model import PilotKey
from launch.contracts.snapshot import ArtifactRecord, Snapshot
from launch.errors import ArtifactError
from resources.run_store.layout import RunLayout
from resources.run_store.places import Places
from resources.run_store.reading import runs_of
from resources.run_store.record import RunRecord, read_artifact

_LOOK_BACK = 20


@dataclass(frozen=True)
class Remembered:
    """An artifact of an earlier run, checked against its digest."""

    record: ArtifactRecord
    data: bytes


class Memory:
    """The newest runs of one pilot, read once; the run itself first, where it is resumed."""

    def __init__(self, places: Places, record: RunRecord) -> None:
        own = (record.layout, record.snapshot)
        self._earlier = earlier_runs(places, record.snapshot.pilot, record.run_id)
        self._runs = (own, *self._earlier)

    def find(
        self, name: str, inputs: tuple[tuple[str, str], ...], code_version: str
    ) -> Remembered | None:
        """Return the artifact that was made from exactly this, or None."""
        for layout, snapshot in self._runs:
            record = snapshot.run_state.artifact_index.get(name)
            if record is None or record.code_version != code_version:
                continue
            if record.input_digests != inputs:
                continue
            try:
                return Remembered(record, read_artifact(layout, snapshot, name))
            except ArtifactError:
                continue
        return None

    def newest(self, name: str) -> tuple[ArtifactRecord, Snapshot] | None:
        """Return the artifact as the newest earlier run recorded it, with that run; or None."""
        for _, snapshot in self._earlier:
            if name in snapshot.run_state.artifact_index:
                return snapshot.run_state.artifact_index[name], snapshot
        return None


def earlier_runs(
    places: Places, pilot: PilotKey, run_id: str = ""
) -> tuple[tuple[RunLayout, Snapshot], ...]:
    """Return the pilot's newest runs, without the one named."""
    others = (pair for pair in runs_of(places, pilot) if pair[0].run_id != run_id)
    return tuple(islice(others, _LOOK_BACK))
