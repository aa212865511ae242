"""The arguments of the commands around a delivery. Nothing heavy is imported to parse them."""

import argparse
from collections.abc import Callable
from typing import Any


def add_delivery_commands(commands: Any) -> None:
    """Add the parsers of these commands to argparse's subparsers."""
    submitted = commands.add_parser("submit", help="send what a dry or deferred run recorded")
    submitted.add_argument("--run-id", required=True, metavar="RUN_ID", help="its directory name")
    looked = commands.add_parser(
        "gates",
        help="look at a run's pages, a bundle or changed pages with every gate",
        description="Exit code 0: green, 1: a gate refuses, 2: something given cannot be used.",
    )
    looked.add_argument("--run-id", required=True, metavar="RUN_ID", help="its directory name")
    judged = looked.add_mutually_exclusive_group()
    judged.add_argument("--bundle", metavar="FILE", help="judge this patch bundle instead")
    judged.add_argument(
        "--pages",
        metavar="DIR",
        help="judge these changed pages instead; laid out as the site's repository",
    )
    looked.add_argument(
        "--ledger", metavar="FILE", help="their ledger, a draft_content.json (default: the run's)"
    )
    looked.add_argument("--json", action="store_true", help="print JSON")
    looked.add_argument("--sarif", metavar="FILE", help="write the findings as SARIF 2.1.0, too")
    packed = commands.add_parser("package", help="pack a run's evidence into one archive")
    packed.add_argument("--run-id", required=True, metavar="RUN_ID", help="its directory name")
    packed.add_argument(
        "--out", metavar="FILE", help="the archive (default: evidence_RUN_ID.tar.gz here)"
    )
    _add_commit_service(commands)


def _add_commit_service(commands: Any) -> None:
    served = commands.add_parser(
        "commit-service",
        help="serve commits and pull requests to the runs of others",
        description="Serves /v1 until SIGTERM or Ctrl-C. Clients send COMMIT_SERVICE_TOKEN,"
        " else GITHUB_TOKEN; TLS is a proxy's business.",
    )
    served.add_argument("--host", default="127.0.0.1", help="address (default: 127.0.0.1)")
    served.add_argument(
        "--port", type=int, default=8765, help="port (default: 8765; 0: a free one)"
    )
    served.add_argument(
        "--state-dir", metavar="DIR", help="memory and audit log (default: runs/.commit-service)"
    )
    served.add_argument(
        "--repository",
        action="append",
        required=True,
        metavar="ADDRESS",
        help="a repository that may be written; one that ends in / allows all below; repeatable",
    )
    served.add_argument(
        "--allowed-path",
        action="append",
        default=[],
        metavar="PATTERN",
        help="the service's own fence, as in output.allowed_paths; repeatable",
    )


def _submit(options: argparse.Namespace) -> int:
    from launch_assets.cli.submit import submit_run

    return submit_run(options.run_id)


def _gates(options: argparse.Namespace) -> int:
    from pathlib import Path

    from launch_assets.cli.gates import look_at_run
    from launch_assets.gates_again import Given

    files = {
        name: Path(value)
        for name in ("bundle", "pages", "ledger")
        if (value := getattr(options, name)) is not None
    }
    given = Given(**files)
    return look_at_run(options.run_id, given, as_json=options.json, sarif_file=options.sarif)


def _package(options: argparse.Namespace) -> int:
    from launch_assets.cli.package import package_run

    return package_run(options.run_id, options.out)


def _commit_service(options: argparse.Namespace) -> int:
    from launch_assets.cli.commit_service import serve_commits

    return serve_commits(
        options.host,
        options.port,
        options.state_dir,
        options.repository,
        options.allowed_path,
    )


DELIVERY_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "submit": _submit,
    "gates": _gates,
    "package": _package,
    "commit-service": _commit_service,
}
