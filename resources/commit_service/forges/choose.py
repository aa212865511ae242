"""Which forge a repository address leads to, and whether the service may write there at all."""

from collections.abc import Callable, Mapping
from pathlib import Path

from launch.delivery.links import web_address
from launch.errors import InputError, RepositoryError
from resources.commit_service.forges.github import GitHubForge
from resources.commit_service.forges.github_api import GitHubApi
from resources.commit_service.forges.local import LocalForge
from resources.commit_service.forges.port import Forge
from resources.commit_service.refusals import RefusedRequestError
from resources.commit_service.token import enterprise_hosts, token_for
from resources.git.address import LocalRepository, parse_address, shown


def forges_of(
    repositories: tuple[str, ...], environment: Mapping[str, str]
) -> Callable[[str], Forge]:
    """Return the function from a repository address to its forge.

    ``repositories`` are the addresses that may be written; one that ends in ``/`` allows all below.
    ``environment`` holds the token of a hosted forge, read when it is needed.
    """
    if not repositories:
        raise InputError(
            "no repository may be written to",
            hint="name at least one, such as --repository https://github.com/ORG/SITE",
        )

    def forge_of(url: str) -> Forge:
        if not _allowed(url, repositories):
            raise RefusedRequestError(
                403,
                "repository_not_allowed",
                f"this service does not write to {shown(url)}; its operator must allow it",
            )
        return forge_at(url, environment, apis)

    apis: dict[str, GitHubApi] = {}
    return forge_of


def forge_at(url: str, environment: Mapping[str, str], apis: dict[str, GitHubApi]) -> Forge:
    """Return the forge that an address leads to; RefusedRequestError where none fits.

    ``apis`` keeps one API for a host, so that its writes are paced together.
    """
    try:
        address = parse_address(url, "site")
    except RepositoryError as error:
        raise RefusedRequestError(422, "repository", error.message) from error
    if isinstance(address, LocalRepository):
        return LocalForge(address.path)
    return _hosted(url, environment, apis)


def _hosted(url: str, environment: Mapping[str, str], apis: dict[str, GitHubApi]) -> Forge:
    """Return the GitHub forge of an address whose host may get the token."""
    page = web_address(url)
    parts = page.split("/") if page else []
    host = parts[2] if len(parts) == 5 else ""
    if not host or (host != "github.com" and host not in enterprise_hosts(environment)):
        raise RefusedRequestError(
            422,
            "no_forge",
            f"no forge here writes to {shown(url)}; it takes local repositories, github.com, "
            "and GitHub Enterprise hosts named in LAUNCH_TOKEN_HOSTS",
        )
    rest, graphql = (
        ("https://api.github.com", "https://api.github.com/graphql")
        if host == "github.com"
        else (f"https://{host}/api/v3", f"https://{host}/api/graphql")
    )
    _token(rest, environment)
    if rest not in apis:
        apis[rest] = GitHubApi(rest, graphql, lambda: _token(rest, environment))
    return GitHubForge(apis[rest], parts[3], parts[4])


def _token(rest: str, environment: Mapping[str, str]) -> str:
    try:
        return token_for(rest, environment) or ""
    except InputError as error:
        raise RefusedRequestError(403, "forge_token", f"{error.message}; {error.hint}") from error


def _allowed(url: str, repositories: tuple[str, ...]) -> bool:
    for allowed in repositories:
        if url == allowed:
            return True
        if not allowed.endswith("/") or not url.startswith(allowed) or ".." in url.split("/"):
            continue
        if "://" in url or Path(url).resolve().is_relative_to(Path(allowed).resolve()):
            return True
    return False
