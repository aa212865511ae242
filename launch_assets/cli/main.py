"""The arguments of the command line. Nothing heavy is imported to parse them."""

import argparse
import sys
from collections.abc import Callable, Sequence

from launch.errors import LaunchError
from launch_assets.cli.delivery_arguments import DELIVERY_COMMANDS, add_delivery_commands
from launch_assets.cli.keeping_arguments import KEEPING_COMMANDS, add_keeping_commands
from launch_assets.cli.model_arguments import MODEL_COMMANDS, add_model_commands
from launch_assets.signals import received_signal

_ARTIFACTS = (
    "repo_inventory",
    "frontmatter_index",
    "site_context",
    "hugo_facts",
    "product_facts",
    "evidence_map",
    "snippet_catalog",
    "page_plan",
    "draft_content",
    "patch_bundle",
    "validation_report",
    "fixed_patch_bundle",
    "create_commit_bundle",
    "open_pr_bundle",
)
Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; expected failures are one message."""
    options = parser().parse_args(arguments)
    try:
        command: Command = _COMMANDS[options.command]
        return command(options)
    except LaunchError as error:
        print(error, file=sys.stderr)
        return exit_code(error)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 128 + received_signal()
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as error:
        return _unforeseen(error)


def _unforeseen(error: Exception) -> int:
    """Tell a full or read-only disk, wherever it came up; else it is a bug."""
    from resources.run_store.disk import as_storage_error

    storage = as_storage_error(error)
    if storage is None:
        return _bug(error)
    print(storage, file=sys.stderr)
    return storage.exit_code


def _bug(error: Exception) -> int:
    """Keep the traceback in a file, and tell where: no person has to read one to go on."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", prefix="launch-bug-", suffix=".log", delete=False
    ) as file:
        file.write("".join(traceback.format_exception(error)))
    print(f"{type(error).__name__}: {str(error)[:300]}", file=sys.stderr)
    print(f"  What to do: this is a bug; report it with {file.name}", file=sys.stderr)
    return 70


def exit_code(error: LaunchError) -> int:
    """Return the exit code of an expected failure; a signal's is 128 and its number."""
    number = getattr(error, "signal_number", None)
    return error.exit_code if number is None else 128 + int(number)


def parser() -> argparse.ArgumentParser:
    """Return the parser of every command."""
    top = argparse.ArgumentParser(
        prog="launch",
        description="From a product's git repository and a Hugo docs site to a pull request.",
        epilog="A first run: python -m launch run --config pilots/example_pilot.yml",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="run a pilot, from its repositories to a pull request")
    run.add_argument("--config", required=True, metavar="FILE", help="the pilot's YAML file")
    _asset_option(run, "--from", "first", "run this asset and what follows")
    _asset_option(run, "--to", "last", "run up to this asset")
    _asset_option(run, "--only", "only", "run this asset alone")
    run.add_argument(
        "--page",
        action="append",
        default=[],
        metavar="PAGE",
        help="draft this page anew, by path or id, and run what follows; repeatable",
    )
    run.add_argument("--explain", action="store_true", help="say what would run and why, and stop")
    run.add_argument("--json", action="store_true", help="with --explain: print JSON")
    resumed = commands.add_parser("resume", help="go on with a run that stopped")
    resumed.add_argument("--run-id", required=True, metavar="RUN_ID", help="its directory name")
    listed = commands.add_parser("list", help="list the runs, the newest first")
    listed.add_argument("--pilot", metavar="KEY", help="only the runs of this pilot")
    shown = commands.add_parser("show", help="show one run: stages, gates, pull request")
    shown.add_argument("run_id", metavar="RUN_ID", help="the run's directory name")
    shown.add_argument("--preview", action="store_true", help="serve the site with its pages")
    shown.add_argument("--port", type=int, default=0, help="port of the preview (default: any)")
    begun = commands.add_parser("init", help="write a pilot for a product and a site")
    begun.add_argument("repo_url", metavar="PRODUCT", help="address of the product's repository")
    begun.add_argument("site_repo_url", metavar="SITE", help="address of the Hugo site's")
    begun.add_argument("--to", metavar="FILE", help="the new file (default: pilots/NAME.yml)")
    checked = commands.add_parser(
        "validate", help="check schemas, pilots, environment and definitions"
    )
    developed = commands.add_parser("dev", help="open the Dagster UI on the same instance")
    developed.add_argument("--port", type=int, default=3000, help="port (default: 3000)")
    add_delivery_commands(commands)
    add_model_commands(commands)
    add_keeping_commands(commands)
    for one in (listed, shown, checked):
        one.add_argument("--json", action="store_true", help="print JSON")
    return top


def _asset_option(command: argparse.ArgumentParser, flag: str, name: str, text: str) -> None:
    command.add_argument(flag, dest=name, choices=_ARTIFACTS, metavar="ASSET", help=text)


def _run(options: argparse.Namespace) -> int:
    from launch_assets.cli.run import Wanted, run_pilot, selected

    pages = tuple(options.page)
    selection = selected(options.first, options.last, options.only, pages=bool(pages))
    return run_pilot(options.config, Wanted(selection, pages, options.explain, options.json))


def _resume(options: argparse.Namespace) -> int:
    from launch_assets.cli.run import resume_run

    return resume_run(options.run_id)


def _list(options: argparse.Namespace) -> int:
    from launch_assets.cli.show import list_runs

    return list_runs(options.pilot, as_json=options.json)


def _show(options: argparse.Namespace) -> int:
    if options.preview:
        from launch_assets.cli.preview import preview_run

        return preview_run(options.run_id, port=options.port)
    from launch_assets.cli.show import show_run

    return show_run(options.run_id, as_json=options.json)


def _validate(options: argparse.Namespace) -> int:
    from launch_assets.cli.validate import validate

    return validate(as_json=options.json)


def _init(options: argparse.Namespace) -> int:
    from launch_assets.cli.init import make_pilot

    return make_pilot(options.repo_url, options.site_repo_url, options.to)


def _dev(options: argparse.Namespace) -> int:
    from launch_assets.cli.dev import open_ui

    return open_ui(options.port)


_COMMANDS: dict[str, Command] = {
    "run": _run,
    "resume": _resume,
    "list": _list,
    "show": _show,
    "init": _init,
    "validate": _validate,
    "dev": _dev,
    **DELIVERY_COMMANDS,
    **MODEL_COMMANDS,
    **KEEPING_COMMANDS,
}
