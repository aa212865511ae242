"""Whether a run's artifacts chain: each made from exactly those that lie beside it."""

from launch.errors import ArtifactError
from resources.run_store.ledger import ground_of
from resources.run_store.lineage import ORIGINS, input_digests
from resources.run_store.record import RunRecord


def check_chain(record: RunRecord) -> None:
    """Return if every artifact is unchanged and rests on what the run holds.

    ArtifactError names the first one that is missing, was changed, or was made from something else.
    """
    snapshot = record.snapshot
    index = snapshot.run_state.artifact_index
    ground = ground_of(record)
    for name in ORIGINS:
        record.read(name)
        expected = input_digests(name, ground, lambda upstream: index[upstream].sha256)
        if index[name].input_digests == expected:
            continue
        known = dict(index[name].input_digests)
        other = next((up for up, digest in expected if known.get(up) != digest), "something else")
        raise ArtifactError(
            f"the digests of run {record.run_id} do not chain:"
            f" `{name}` was made from another `{other}`",
            hint="start a new run: a bundle is sent as it was made or not at all",
        )
