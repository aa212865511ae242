"""Which commit service a run talks to: an endpoint, or the same service embedded in the run.

The site's address as the pilot wrote it chooses the forge; mirrors are read, never written to.
"""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from launch.contracts.delivery import Exchange
from launch.contracts.settings import Settings
from launch.errors import InputError
from resources.commit_service.client import CommitServiceClient
from resources.commit_service.embedded import ENDPOINT, EmbeddedTransport
from resources.commit_service.forges.choose import forge_at
from resources.commit_service.forges.port import Forge
from resources.commit_service.refusals import RefusedRequestError
from resources.commit_service.service import CommitService
from resources.commit_service.store import RequestStore
from resources.commit_service.token import is_loopback, token_for


def connect(
    settings: Settings,
    *,
    store_file: Path,
    record: Callable[[Exchange], None],
    environment: Mapping[str, str],
    clock: Callable[[], float] = time.time,
) -> CommitServiceClient:
    """Return the client for a run; nothing is called yet.

    ``store_file`` is the embedded service's memory, shared by the runs of one project. InputError
    says what to set where no service fits.
    """
    limits = settings.pilot.commit_service
    if settings.endpoint_url is not None:
        _check_endpoint(settings.endpoint_url, fixtures=settings.offline_fixtures)
        return CommitServiceClient(
            settings.endpoint_url,
            token=token_for(settings.endpoint_url, environment),
            record=record,
            timeout=limits.timeout,
            max_retries=limits.max_retries,
        )
    site = settings.site_url_effective
    forge = _embedded_forge(site, environment)

    def forge_of(url: str) -> Forge:
        if url != site:
            raise RefusedRequestError(403, "repository_not_allowed", "only the run's own site")
        return forge

    service = CommitService(RequestStore(store_file), forge_of, clock)
    return CommitServiceClient(
        ENDPOINT,
        token=None,
        record=record,
        timeout=limits.timeout,
        max_retries=limits.max_retries,
        transport=EmbeddedTransport(service),
    )


def _check_endpoint(url: str, *, fixtures: bool) -> None:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or not host or parts.username or parts.query:
        raise InputError(
            "the commit service's address is not a plain http(s) URL",
            hint="set COMMIT_SERVICE_URL to https://HOST/v1",
        )
    if not is_loopback(host) and fixtures:
        raise InputError(
            f"OFFLINE_FIXTURES=1 allows a commit service on this machine only, not {host}",
            hint="unset COMMIT_SERVICE_URL, or set OFFLINE_MODE=1 to hold the PR back",
        )
    if parts.scheme == "http" and not is_loopback(host):
        raise InputError(
            f"the commit service at {host} must be reached over https",
            hint="set COMMIT_SERVICE_URL to https://HOST/v1",
        )


def _embedded_forge(site: str, environment: Mapping[str, str]) -> Forge:
    try:
        return forge_at(site, environment, {})
    except RefusedRequestError as error:
        raise InputError(
            f"the embedded commit service cannot deliver: {error.message}",
            hint="correct `output.site_repo_url`, set COMMIT_SERVICE_URL, "
            "or set OFFLINE_MODE=1 to hold the PR back",
        ) from error
