"""Staleness in the UI over the whole closure: Dagster itself marks direct children only."""

from collections.abc import Sequence

import dagster as dg


def tell_stale(instance: dg.DagsterInstance, pilot: str, run_id: str, names: Sequence[str]) -> None:
    """Put an observation beside every artifact of the pilot that a run has made stale."""
    for name in names:
        instance.report_runless_asset_event(
            dg.AssetObservation(
                asset_key=name,
                partition=pilot,
                description="stale: what it rests on changed",
                metadata={"stale since run": run_id},
            )
        )
