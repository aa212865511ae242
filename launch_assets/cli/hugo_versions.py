"""Part of `launch validate`: the Hugo that each pilot's site pins, fetched where it is missing."""

import os
from collections.abc import Iterable, Iterator
from contextlib import closing

from launch.contracts.settings import Settings
from launch.errors import HugoError, LaunchError
from launch.intake.site.units import site_units
from launch_assets.cli.checked import Checked
from resources.git.source import RepositorySource
from resources.hugo.versions import bundled, cached, fetch, wanted


def hugo_versions(found: Iterable[Settings], source: RepositorySource) -> Iterator[Checked]:
    """Say for each site, once, which Hugo will build it; OFFLINE_MODE=1 looks nowhere."""
    sites: dict[tuple[str, str], Settings] = {}
    for settings in found:
        sites.setdefault((settings.site_url_effective, settings.pilot.output.base_ref), settings)
    for _, settings in sorted(sites.items()):
        what = f"Hugo for {settings.pilot.output.site_repo_url}"
        if os.environ.get("OFFLINE_MODE", "").strip() == "1":
            yield Checked(what, "warning", "not looked up, as OFFLINE_MODE=1")
            continue
        try:
            yield _hugo_of(what, settings, source)
        except HugoError as error:
            yield Checked(what, "warning", f"{error.message}; the bundled one is used")
        except LaunchError as error:
            yield Checked(what, "warning", f"not known, as {error.message}")


def _hugo_of(what: str, settings: Settings, source: RepositorySource) -> Checked:
    output = settings.pilot.output
    with closing(
        source.tree(source.resolve(settings.site_url_effective, output.base_ref, "site"))
    ) as tree:
        paths = tuple(entry.path for entry in tree.entries)
        units = site_units(paths, output.allowed_paths)
        pinned = wanted(tree, paths, units[0].root if units else "")
    if pinned is None:
        return Checked(what, "ok", f"{bundled().version}, the bundled one; the site pins none")
    version, file = pinned
    if version == bundled().version:
        return Checked(what, "ok", f"{version}, the bundled one, as {file} pins it")
    if cached(version, source.cache_dir) is not None:
        return Checked(what, "ok", f"{version}, in the cache, as {file} pins it")
    fetch(version, source.cache_dir)
    return Checked(what, "ok", f"{version}, fetched into the cache, as {file} pins it")
