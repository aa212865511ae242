"""`launch package`: a run's evidence as one archive."""

from pathlib import Path

from launch_assets.cli.show import mended
from resources.run_store.layout import find_run
from resources.run_store.package import package
from resources.run_store.places import places_now


def package_run(run_id: str, out: str | None) -> int:
    """Write the archive, and say where it is and what its digest is."""
    layout = find_run(places_now().runs, run_id)
    mended(layout)
    target = Path(out) if out else Path(f"evidence_{run_id}.tar.gz")
    packed = package(layout, target)
    print(f"{target}: {packed.files} files, sha256 {packed.sha256}")
    return 0
