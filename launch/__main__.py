"""``python -m launch``: hands over to the command line. A signal before it listens ends quietly."""

import signal
import sys


def main() -> int:
    """Run the command line and return its exit code; 128 and its number after a signal."""
    signal.signal(signal.SIGTERM, _stop)
    try:
        from launch_assets.cli.main import main as run_command_line

        return run_command_line(sys.argv[1:])
    except KeyboardInterrupt:
        return _said(signal.SIGINT)


def _stop(number: int, _frame: object) -> None:
    raise SystemExit(_said(number))


def _said(number: int) -> int:
    sys.stderr.write("Stopped.\n")
    return 128 + number


if __name__ == "__main__":
    sys.exit(main())
