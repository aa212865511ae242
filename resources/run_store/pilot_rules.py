"""What a pilot's values must satisfy beyond their shape, known before anything is opened.

Addresses, refs, the names of run and branch, and skipped gates, each by the rule of its own room.
"""

from collections.abc import Callable

from launch.configuration.pilot_file import line_of
from launch.configuration.templates import fill
from launch.contracts.pilot import Pilot
from launch.delivery.branch import branch_of
from launch.errors import LaunchError, PilotError
from launch.gates.registry import check_skips
from resources.git.address import check_ref, parse_address
from resources.run_store.layout import checked_run_id

_SAMPLE = {"timestamp": "20260101T000000Z", "sha": "0" * 12}

Rule = tuple[tuple[str, ...], Callable[[], object]]


def check_values(pilot: Pilot, key: str, shown: str, data: bytes) -> None:
    """Refuse a value that no run could use; PilotError with file and line.

    ``key`` is the pilot's key, ``shown`` and ``data`` its file as shown to people and its bytes.
    """
    for path, holds in _rules(pilot, key):
        try:
            holds()
        except LaunchError as error:
            where = f"{shown}:{line_of(data, shown, path)}"
            raise PilotError(f"{where}: {error.message}", hint=error.hint) from None


def _rules(pilot: Pilot, key: str) -> tuple[Rule, ...]:
    source, output = pilot.input, pilot.output
    values = {**_SAMPLE, "pilot": key}

    def run_id() -> None:
        checked_run_id(fill(pilot.run_id, values))

    def branch() -> None:
        branch_of(output.branch_name, {**values, "run_id": "run"}, output.base_ref)

    def skips() -> None:
        problem = check_skips(skip.gate for skip in pilot.gates.skip)
        if problem is not None:
            raise PilotError(problem, hint="take it out of `gates.skip`; see docs/gates.md")

    return (
        (("run_id",), run_id),
        (("input", "repo_url"), lambda: parse_address(source.repo_url, "product")),
        (("input", "sha"), lambda: check_ref(source.sha, "product")),
        (("output", "site_repo_url"), lambda: parse_address(output.site_repo_url, "site")),
        (("output", "base_ref"), lambda: check_ref(output.base_ref, "site")),
        (("output", "branch_name"), branch),
        (("gates", "skip"), skips),
    )
