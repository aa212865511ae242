"""The resource that reads git repositories, and the two sources that a pilot starts from."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

import dagster as dg

from launch.digests import digest_of
from launch.errors import LaunchError
from launch_assets.declared import OWNERS, address
from launch_assets.partitions import PILOTS, known_pilots
from resources.git.address import Role
from resources.git.mirrors import mirrors_of
from resources.git.source import RepositorySource
from resources.run_store.pilots import load_pilot_file, path_of, settings_of
from resources.run_store.places import places_now

NOTHING_STORED = "nothing_stored"
"""Key of the IO manager of assets that hold no value."""


_VERSION_TAG = "dagster/data_version"
_Function = Callable[..., dg.ObserveResult]
# Dagster declares it without a type.
_observable_asset = cast(
    "Callable[..., Callable[[_Function], dg.AssetsDefinition]]", dg.multi_observable_source_asset
)


class Repositories(dg.ConfigurableResource[None]):
    """Clones, mirrors and pins; the cache and LAUNCH_GIT_MIRRORS are read when it is used."""

    def source(self) -> RepositorySource:
        """Return the reader of repositories for this environment."""
        return RepositorySource(places_now().cache, mirrors_of(os.environ))


def _source(name: str, description: str) -> dg.AssetSpec:
    spec = dg.AssetSpec(
        name,
        group_name="intake",
        owners=OWNERS,
        kinds={"git"},
        tags={"stage": "W1"},
        description=description,
        partitions_def=PILOTS,
    )
    # The artifacts' IO manager would open a run's directory for what is only looked at.
    return spec.with_io_manager_key(NOTHING_STORED)


def _observed(
    context: dg.AssetExecutionContext, source: RepositorySource, role: Role
) -> dg.ObserveResult:
    """Return what was seen for the chosen pilot; the UI's own button chooses none and means all.

    LaunchError where it cannot be told for the chosen one; of all, those are left out and told.
    """
    if context.has_partition_key:
        seen = _seen(context.partition_key, source, role)
        return dg.ObserveResult(data_version=seen.version, metadata=seen.metadata)
    pilots = known_pilots()
    for key in pilots:
        try:
            seen = _seen(key, source, role)
        except LaunchError as error:
            context.log.warning("%s: not observed: %s", key, error.message)
            continue
        context.log_event(
            dg.AssetObservation(
                context.asset_key,
                partition=key,
                tags={_VERSION_TAG: seen.version.value},
                metadata=seen.metadata,
            )
        )
    return dg.ObserveResult(metadata={"pilots": ", ".join(pilots) or "none"})


@dataclass(frozen=True)
class _Seen:
    version: dg.DataVersion
    metadata: dict[str, dg.MetadataValue]


def _seen(key: str, source: RepositorySource, role: Role) -> _Seen:
    """Return which commit a pilot's ref means now; LaunchError where that cannot be told."""
    places = places_now()
    settings = settings_of(load_pilot_file(path_of(key, places), places), places)
    if role == "product":
        url, shown = settings.product_url_effective, settings.pilot.input.repo_url
        ref = settings.pilot.input.sha
    else:
        url, shown = settings.site_url_effective, settings.pilot.output.site_repo_url
        ref = settings.pilot.output.base_ref
    pin = source.resolve(url, ref, role)
    return _Seen(
        dg.DataVersion(digest_of(pin.commit)),
        {
            "repository": address(shown),
            "ref": dg.MetadataValue.text(ref),
            "commit": dg.MetadataValue.text(pin.commit),
            "committed": dg.MetadataValue.timestamp(datetime.fromtimestamp(pin.time, UTC)),
        },
    )


@_observable_asset(
    name="observe_product",
    specs=[
        _source("product_repo", "The product's git repository: what the pilot's ref means now.")
    ],
    partitions_def=PILOTS,
)
def product_repo(context: dg.AssetExecutionContext, repositories: Repositories) -> dg.ObserveResult:
    """Observe the commit that `input.sha` means."""
    return _observed(context, repositories.source(), "product")


@_observable_asset(
    name="observe_site",
    specs=[_source("docs_site", "The Hugo site's git repository: where the base branch is now.")],
    partitions_def=PILOTS,
)
def docs_site(context: dg.AssetExecutionContext, repositories: Repositories) -> dg.ObserveResult:
    """Observe the commit that `output.base_ref` means."""
    return _observed(context, repositories.source(), "site")
