"""Where GITHUB_TOKEN may go. A pilot file can never add a place."""

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit

from launch.errors import InputError

VARIABLE = "GITHUB_TOKEN"
_GITHUB = frozenset({"github.com", "api.github.com"})


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def token_hosts(environment: Mapping[str, str]) -> frozenset[str]:
    """Return the hosts that may get the token over https, lower case."""
    service = urlsplit(environment.get("COMMIT_SERVICE_URL", "")).hostname
    own = {service} if service else set()
    return _GITHUB | own | enterprise_hosts(environment)


def enterprise_hosts(environment: Mapping[str, str]) -> frozenset[str]:
    """Return the hosts of LAUNCH_TOKEN_HOSTS: they may be GitHub Enterprise hosts."""
    named = environment.get("LAUNCH_TOKEN_HOSTS", "").replace(",", " ").split()
    return frozenset(host.lower() for host in named)


def may_get_token(url: str, environment: Mapping[str, str]) -> bool:
    """Return whether the token may be sent to this address."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if is_loopback(host):
        return parts.scheme in {"http", "https"}
    return parts.scheme == "https" and host in token_hosts(environment)


def token_for(url: str, environment: Mapping[str, str]) -> str | None:
    """Return the token for an address; None only on loopback, where a service may need none.

    InputError where the address may not get it, or where it is not set.
    """
    host = urlsplit(url).hostname or url
    if not may_get_token(url, environment):
        raise InputError(
            f"{VARIABLE} is not sent to {host}: only the pilot names that address",
            hint="set COMMIT_SERVICE_URL to it, or name its host in LAUNCH_TOKEN_HOSTS; "
            "it must be https",
        )
    token = environment.get(VARIABLE, "").strip()
    if any(not 33 <= ord(letter) <= 126 for letter in token):
        raise InputError(
            f"{VARIABLE} holds characters that no token has",
            hint="set it again, without quotes, blanks or line ends",
        )
    if not token and not is_loopback(host):
        raise InputError(
            f"{VARIABLE} is not set, and {host} asks for it",
            hint=f"export {VARIABLE}=..., or set OFFLINE_MODE=1 to hold the PR back",
        )
    return token or None
