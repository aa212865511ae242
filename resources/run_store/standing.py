"""What a run stands on before its first stage: both pins, and what was delivered to the site."""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass

from launch.contracts.patch_bundle import DeliveryHistory
from launch.contracts.settings import Settings
from launch.contracts.snapshot import Snapshot
from launch.contracts.tree import RepoPin
from launch.digests import sha256
from resources.git.address import Role
from resources.git.source import RepositorySource
from resources.run_store.ledger import history_of, is_begun
from resources.run_store.lineage import Ground
from resources.run_store.places import Places


@dataclass(frozen=True)
class Pins:
    """The commits of a run; None where a ref is still to be resolved."""

    product: RepoPin | None
    site: RepoPin | None


def kept_pins(parent: Snapshot | None, selection: Iterable[str]) -> Pins:
    """Return the parent's pins of the repositories that a run of these assets does not read."""
    chosen = frozenset(selection)
    if parent is None or not chosen:
        return Pins(None, None)
    return Pins(
        product=None if "repo_inventory" in chosen else parent.product,
        site=None if "hugo_facts" in chosen else parent.site,
    )


def resolved(settings: Settings, source: RepositorySource, role: Role) -> RepoPin:
    """Return a pin that names the repository as the pilot wrote it, whatever stood in for it."""
    pilot = settings.pilot
    if role == "product":
        url, real, ref = pilot.input.repo_url, settings.product_url_effective, pilot.input.sha
    else:
        url, real = pilot.output.site_repo_url, settings.site_url_effective
        ref = pilot.output.base_ref
    return source.resolve(real, ref, role).model_copy(update={"url": url})


def delivered_before(
    settings: Settings, site: RepoPin, places: Places, source: RepositorySource
) -> DeliveryHistory | None:
    """Return what the pilot delivered to the site and stands there at the pin, or None."""
    if not is_begun(places, settings.pilot_key):
        return None
    with closing(source.tree(site.model_copy(update={"url": settings.site_url_effective}))) as tree:
        return history_of(places, settings.pilot_key, settings.pilot.output.site_repo_url, tree)


def ground_now(settings: Settings, kept: Pins, places: Places, source: RepositorySource) -> Ground:
    """Return what a run started now would stand on; RepositoryError where a ref means nothing."""
    product = kept.product or resolved(settings, source, "product")
    site = kept.site or resolved(settings, source, "site")
    history = delivered_before(settings, site, places, source)
    found = history if history is not None and history.pages else None
    return Ground(settings, product, site, sha256(found.model_dump_json()) if found else "")
