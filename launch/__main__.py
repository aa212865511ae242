"""``python -m launch``: hands over to the command line."""

import sys

from launch_assets.cli import main

if __name__ == "__main__":
    sys.exit(main())
