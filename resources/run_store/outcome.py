"""How a run ended: its status from what it has and what stopped it."""

from launch.contracts.delivery import OpenPrBundle
from launch.contracts.snapshot import RunStatus, Snapshot
from resources.run_store.lineage import ORIGINS

_STAGES: tuple[tuple[str, RunStatus], ...] = (
    ("W6", "w6_ok"),
    ("W5", "w5_ok"),
    ("W4", "w4_ok"),
    ("W3", "w3_ok"),
    ("W2", "w2_ok"),
    ("W1", "w1_ok"),
)
_UNSEALED = frozenset({"w8_exhausted", "failed", "cancelled", "running"})
_SIGNALS = (130, 143)


def status_of(snapshot: Snapshot, *, refused: bool, pull_request: OpenPrBundle | None) -> RunStatus:
    """Return the status of a run whose work is over.

    ``refused`` says whether its fixed bundle is refused; ``pull_request`` is W9's, or None.
    """
    state = snapshot.run_state
    if state.error is not None:
        if state.error.kind == "CommitServiceError" and pull_request is not None:
            return "w9_deferred"
        return "cancelled" if state.error.exit_code in _SIGNALS else "failed"
    if "fixed_patch_bundle" in state.artifact_index and refused:
        return "w8_exhausted"
    if pull_request is not None:
        if state.unchanged or pull_request.delivery.state == "sent":
            return "w9_ok"
        return "w9_ok" if "dry_run" in pull_request.delivery.reason else "w9_deferred"
    if "fixed_patch_bundle" in state.artifact_index:
        return "w8_converged"
    complete = _stages_of(snapshot) or _stages_asked_for(snapshot)
    return next((status for stage, status in _STAGES if stage in complete), "failed")


def seals(status: RunStatus) -> bool:
    """Return whether a run with this status is closed to everything but `submit`."""
    return status not in _UNSEALED


def _stages_of(snapshot: Snapshot) -> frozenset[str]:
    """Stages of which every artifact is there."""
    have = snapshot.run_state.artifact_index
    stages = {origin.stage for origin in ORIGINS.values()}
    missing = {origin.stage for name, origin in ORIGINS.items() if name not in have}
    return frozenset(stages - missing)


def _stages_asked_for(snapshot: Snapshot) -> frozenset[str]:
    """Stages of a part that was asked for and made, where it is less than a whole stage."""
    have = snapshot.run_state.artifact_index
    wanted = snapshot.selection
    return frozenset(ORIGINS[name].stage for name in wanted if set(wanted) <= set(have))
