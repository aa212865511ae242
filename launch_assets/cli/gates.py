"""`launch gates`: the content gates on a run, a bundle or changed pages, as a CI job would."""

import json
from collections.abc import Sequence
from pathlib import Path

from launch.contracts.validation_report import GateResult
from launch.reporting.sarif import sarif
from launch_assets.gates_again import Given, look_again
from resources.run_store.atomic import write_atomic
from resources.run_store.places import places_now


def look_at_run(run_id: str, given: Given, *, as_json: bool, sarif_file: str | None) -> int:
    """Print every gate's verdict; 1 where a gate refuses, 0 otherwise."""
    results = look_again(places_now(), run_id, given)
    if sarif_file is not None:
        write_atomic(Path(sarif_file), sarif(results).encode())
    if as_json:
        print(json.dumps([one.model_dump(mode="json") for one in results], indent=2))
    else:
        _print(results)
    return 1 if any(_refuses(one) for one in results) else 0


def _refuses(one: GateResult) -> bool:
    return one.status == "failed" and one.severity == "error"


def _print(results: Sequence[GateResult]) -> None:
    for one in results:
        print(f"{one.status:8} {one.gate:22} looked at {one.looked_at}  {one.reason}".rstrip())
        for finding in one.findings:
            where = f"{finding.path or 'bundle'}:{finding.line or ''}".rstrip(":")
            print(f"           {where}: {finding.found} (expected: {finding.expected})")
    refused = [one.gate for one in results if _refuses(one)]
    print(
        f"\n{len(results)} gates, " + (f"refused by {', '.join(refused)}" if refused else "green")
    )
