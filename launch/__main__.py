"""``python -m launch``: hands over to the command line."""

import sys


def main() -> int:
    """Run the command line and return its exit code."""
    from launch_assets.cli.main import main as run_command_line

    return run_command_line(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
