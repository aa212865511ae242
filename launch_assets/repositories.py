"""The resource that reads git repositories, and the two sources that a pilot starts from."""

import os

import dagster as dg

from launch.contracts.tree import RepoPin
from launch.digests import digest_of
from launch.errors import LaunchError
from launch_assets.partitions import PILOTS, known_pilots
from resources.git.address import Role
from resources.git.mirrors import mirrors_of
from resources.git.source import RepositorySource
from resources.run_store.pilots import load_pilot_file, path_of, settings_of
from resources.run_store.places import places_now


class Repositories(dg.ConfigurableResource[None]):
    """Clones, mirrors and pins; the cache and LAUNCH_GIT_MIRRORS are read when it is used."""

    def source(self) -> RepositorySource:
        """Return the reader of repositories for this environment."""
        return RepositorySource(places_now().cache, mirrors_of(os.environ))


def _observed(
    context: dg.AssetExecutionContext, repositories: Repositories, role: Role
) -> dg.DataVersionsByPartition:
    versions: dict[str, str] = {}
    for key in known_pilots():
        try:
            versions[key] = _version(repositories, key, role)
        except LaunchError as error:
            context.log.warning("%s: not observed: %s", key, error.message)
    return dg.DataVersionsByPartition(versions)


def _version(repositories: Repositories, key: str, role: Role) -> str:
    places = places_now()
    settings = settings_of(load_pilot_file(path_of(key, places), places), places)
    pin: RepoPin
    if role == "product":
        url, ref = settings.product_url_effective, settings.pilot.input.sha
    else:
        url, ref = settings.site_url_effective, settings.pilot.output.base_ref
    pin = repositories.source().resolve(url, ref, role)
    return digest_of(pin.commit)


@dg.observable_source_asset(
    partitions_def=PILOTS,
    group_name="intake",
    description="The product's git repository: which commit the pilot's ref means now.",
    tags={"stage": "W1"},
)
def product_repo(
    context: dg.AssetExecutionContext, repositories: Repositories
) -> dg.DataVersionsByPartition:
    """Observe the commit that `input.sha` means, for every pilot."""
    return _observed(context, repositories, "product")


@dg.observable_source_asset(
    partitions_def=PILOTS,
    group_name="intake",
    description="The Hugo site's git repository: which commit the base branch points at now.",
    tags={"stage": "W1"},
)
def docs_site(
    context: dg.AssetExecutionContext, repositories: Repositories
) -> dg.DataVersionsByPartition:
    """Observe the commit that `output.base_ref` means, for every pilot."""
    return _observed(context, repositories, "site")
