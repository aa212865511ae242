"""A pilot and an environment to the settings of a run; the environment wins over the file.

Except that it may defer a pull request and never un-defer one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from launch.configuration.keys import checked_key
from launch.configuration.pilot_file import line_of
from launch.contracts.pilot import Pilot
from launch.contracts.settings import Settings
from launch.digests import sha256
from launch.errors import InputError, PilotError
from launch.fence import check_allowed_paths

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_ON = {"1", "true", "yes", "on"}
_OFF = {"", "0", "false", "no", "off"}


@dataclass(frozen=True)
class FixturePaths:
    """Where the bundled product and site are, as local git repositories."""

    product: str
    site: str


def switched_on(environment: Mapping[str, str], name: str) -> bool:
    """Return whether a switch such as OFFLINE_MODE is on; InputError for an unclear value."""
    value = environment.get(name, "").strip().lower()
    if value in _ON:
        return True
    if value in _OFF:
        return False
    raise InputError(
        f"{name} is `{value[:40]}`; expected 1 or 0",
        hint=f"set {name}=1 or {name}=0, or unset it",
    )


def effective_settings(
    pilot: Pilot,
    *,
    key: str,
    path: str,
    data: bytes,
    environment: Mapping[str, str],
    fixtures: FixturePaths | None,
) -> Settings:
    """Return what the run works with.

    ``path`` is the pilot file as shown to people, ``data`` its bytes; ``fixtures`` must be given
    where OFFLINE_FIXTURES=1. Raises PilotError or InputError.
    """
    _check_fence(pilot, path, data)
    use_fixtures = switched_on(environment, "OFFLINE_FIXTURES")
    if use_fixtures and fixtures is None:
        raise InputError("OFFLINE_FIXTURES=1 without fixtures", hint="report this as a bug")
    url, where = _endpoint(pilot, environment, path, data)
    endpoint, warnings = _reachable(url, where, use_fixtures=use_fixtures)
    provider = _provider(pilot, environment)
    if provider == "anthropic" and "temperature" in pilot.llm.model_fields_set:
        warnings += (
            "llm.temperature is not sent: the API takes no sampling parameters;"
            " recorded answers make a run repeatable",
        )
    return Settings(
        pilot_key=checked_key(key),
        pilot_path=path,
        pilot_digest=sha256(data),
        pilot=pilot,
        provider=provider,
        product_url_effective=fixtures.product
        if use_fixtures and fixtures
        else pilot.input.repo_url,
        site_url_effective=fixtures.site
        if use_fixtures and fixtures
        else pilot.output.site_repo_url,
        offline_fixtures=use_fixtures,
        defer_delivery=_deferral(pilot, environment),
        endpoint_url=endpoint,
        warnings=warnings,
    )


def _check_fence(pilot: Pilot, path: str, data: bytes) -> None:
    problem = check_allowed_paths(pilot.output.allowed_paths)
    if problem is not None:
        line = line_of(data, path, ("output", "allowed_paths"))
        raise PilotError(
            f"{path}:{line}: `output.allowed_paths`: {problem}",
            hint="name content folders of the site, such as `content/docs/my-product/**`",
        )


def _provider(pilot: Pilot, environment: Mapping[str, str]) -> Literal["anthropic", "offline"]:
    named = environment.get("LLM_PROVIDER", "").strip().lower() or pilot.llm.provider
    match named:
        case "anthropic":
            return "anthropic"
        case "offline" | "mock":
            return "offline"
        case _:
            raise InputError(
                f"LLM_PROVIDER is `{named[:40]}`; expected anthropic, offline or mock",
                hint="unset LLM_PROVIDER to use the pilot's `llm.provider`",
            )


def _deferral(pilot: Pilot, environment: Mapping[str, str]) -> str | None:
    if switched_on(environment, "OFFLINE_MODE"):
        return "OFFLINE_MODE=1 holds the pull request back"
    if pilot.commit_service.offline_mode:
        return "commit_service.offline_mode holds the pull request back"
    return None


def _endpoint(
    pilot: Pilot, environment: Mapping[str, str], path: str, data: bytes
) -> tuple[str | None, str]:
    """Return the commit service's address, if any, and who names it."""
    named = environment.get("COMMIT_SERVICE_URL", "").strip()
    if named:
        return named, "COMMIT_SERVICE_URL"
    url = pilot.commit_service.endpoint_url
    if url is None:
        return None, ""
    line = line_of(data, path, ("commit_service", "endpoint_url"))
    return url, f"{path}:{line}: `commit_service.endpoint_url`"


def _reachable(
    url: str | None, where: str, *, use_fixtures: bool
) -> tuple[str | None, tuple[str, ...]]:
    """Return the address that may be called, and what is said of it; ``where`` names its origin."""
    if url is None:
        return None, ()
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in {"http", "https"} or not host or parts.username is not None:
        error = InputError if where == "COMMIT_SERVICE_URL" else PilotError
        raise error(
            f"{where}: `{url[:120]}` is not an http or https address",
            hint="name the commit service's address, such as https://commits.example.com/v1,"
            " without user or password in it",
        )
    if use_fixtures and host not in _LOOPBACK:
        return None, (
            f"OFFLINE_FIXTURES=1: {host} is not called; the embedded commit service stands in",
        )
    return url.rstrip("/"), ()
