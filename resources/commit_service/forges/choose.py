"""Which forge a repository address leads to, and whether the service may write there at all."""

from collections.abc import Callable, Mapping
from pathlib import Path

from launch.errors import InputError, RepositoryError
from resources.commit_service.forges.local import LocalForge
from resources.commit_service.forges.port import Forge
from resources.commit_service.refusals import RefusedRequestError
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
        return forge_at(url, environment)

    return forge_of


def forge_at(url: str, environment: Mapping[str, str]) -> Forge:
    """Return the forge that an address leads to; RefusedRequestError where none fits."""
    try:
        address = parse_address(url, "site")
    except RepositoryError as error:
        raise RefusedRequestError(422, "repository", error.message) from error
    if isinstance(address, LocalRepository):
        return LocalForge(address.path)
    raise RefusedRequestError(
        422, "no_forge", f"no forge here writes to {shown(url)}; use a local repository"
    )


def _allowed(url: str, repositories: tuple[str, ...]) -> bool:
    for allowed in repositories:
        if url == allowed:
            return True
        if not allowed.endswith("/") or not url.startswith(allowed) or ".." in url.split("/"):
            continue
        if "://" in url or Path(url).resolve().is_relative_to(Path(allowed).resolve()):
            return True
    return False
