"""The arguments of what comes after a run: its report, what drifted since, what may go.

Nothing heavy is imported to parse them.
"""

import argparse
from collections.abc import Callable
from typing import Any


def add_keeping_commands(commands: Any) -> None:
    """Add the parsers of these commands to argparse's subparsers."""
    reported = commands.add_parser("report", help="write a run's report, one HTML file")
    reported.add_argument("--run-id", required=True, metavar="RUN_ID", help="its directory name")
    reported.add_argument("--open", action="store_true", help="open it in the browser")
    reported.add_argument(
        "--out", metavar="FILE", help="the file (default: report_RUN_ID.html here)"
    )
    drifted = commands.add_parser(
        "drift", help="prove a run's claims again, against the product as it is now; no model"
    )
    drifted.add_argument("--run-id", required=True, metavar="RUN_ID", help="its directory name")
    drifted.add_argument(
        "--ref", metavar="REF", help="branch, tag or commit (default: the pilot's)"
    )
    _add_prune(commands, drifted)


def _add_prune(commands: Any, drifted: argparse.ArgumentParser) -> None:
    pruned = commands.add_parser(
        "prune", help="list what old runs, unused cache and recorded answers take; --yes removes it"
    )
    pruned.add_argument("--runs", action="store_true", help="runs beyond the newest of each pilot")
    pruned.add_argument("--cache", action="store_true", help="mirrors and prepared sites")
    pruned.add_argument("--answers", action="store_true", help="a model's recorded answers")
    pruned.add_argument("--keep", type=int, default=10, help="runs a pilot that stay (default: 10)")
    pruned.add_argument(
        "--days", type=float, default=30, help="cache and answers this old go (default: 30)"
    )
    pruned.add_argument("--yes", action="store_true", help="remove it; without, nothing goes")
    for one in (pruned, drifted):
        one.add_argument("--json", action="store_true", help="print JSON")


def _report(options: argparse.Namespace) -> int:
    from launch_assets.cli.report import report_run

    return report_run(options.run_id, options.out, show=options.open)


def _drift(options: argparse.Namespace) -> int:
    from launch_assets.cli.drift import drift_of_run

    return drift_of_run(options.run_id, options.ref, as_json=options.json)


def _prune(options: argparse.Namespace) -> int:
    from launch_assets.cli.prune import Pruning, prune

    asked = Pruning(
        runs=options.runs,
        cache=options.cache,
        answers=options.answers,
        keep=options.keep,
        days=options.days,
        yes=options.yes,
    )
    return prune(asked, as_json=options.json)


KEEPING_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "report": _report,
    "drift": _drift,
    "prune": _prune,
}
