"""Pilots as partitions, and the sensor that adds a new pilot file without a restart."""

import dagster as dg

from resources.run_store.pilots import key_of, pilot_paths
from resources.run_store.places import places_now

PILOTS = dg.DynamicPartitionsDefinition(name="pilots")


def known_pilots() -> tuple[str, ...]:
    """Return the keys of the pilot files that are there now, sorted."""
    places = places_now()
    return tuple(sorted({key_of(path, places) for path in pilot_paths(places)}))


@dg.sensor(
    name="new_pilots",
    description="Adds a partition for every file in pilots/ that has none yet.",
    minimum_interval_seconds=10,
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def new_pilots(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """Ask for the partitions that are missing."""
    have = set(context.instance.get_dynamic_partitions(PILOTS.name or ""))
    missing = [key for key in known_pilots() if key not in have]
    requests = [PILOTS.build_add_request(missing)] if missing else []
    return dg.SensorResult(dynamic_partitions_requests=requests)
