"""The arguments of the commands about the model. Nothing heavy is imported to parse them."""

import argparse
from collections.abc import Callable
from typing import Any


def add_model_commands(commands: Any) -> None:
    """Add the parsers of these commands to argparse's subparsers."""
    told = commands.add_parser(
        "estimate", help="tell calls, tokens and cost of a pilot before any is spent"
    )
    told.add_argument("--config", required=True, metavar="FILE", help="the pilot's YAML file")
    told.add_argument("--json", action="store_true", help="print JSON")
    llm = commands.add_parser("llm", help="requests to the model as files, and answers back")
    steps = llm.add_subparsers(dest="step", required=True, metavar="STEP")
    out = steps.add_parser("export", help="write a run's requests that have no answer on record")
    out.add_argument("--run-id", required=True, metavar="RUN_ID", help="its directory name")
    out.add_argument("--out", required=True, metavar="DIR", help="folder to write to")
    back = steps.add_parser("import", help="put answers on record, where runs find them")
    back.add_argument("--from", required=True, dest="folder", metavar="DIR", help="that folder")
    back.add_argument("--by", required=True, metavar="NAME", help="who or what answered")
    back.add_argument("--replace", action="store_true", help="in place of answers on record")


def _quietly() -> None:
    """Keep a library's own notes of what is in beta from people who asked something else."""
    import sys
    import warnings

    if not sys.warnoptions:
        warnings.simplefilter("ignore")


def _estimate(options: argparse.Namespace) -> int:
    _quietly()
    from launch_assets.cli.estimate import estimate_pilot

    return estimate_pilot(options.config, as_json=options.json)


def _llm(options: argparse.Namespace) -> int:
    _quietly()
    from launch_assets.cli.llm import export_requests, import_answers

    if options.step == "export":
        return export_requests(options.run_id, options.out)
    return import_answers(options.folder, options.by, replace=options.replace)


MODEL_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "estimate": _estimate,
    "llm": _llm,
}
