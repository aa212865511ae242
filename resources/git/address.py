"""Repository addresses and refs, judged by our own rules before git sees them.

An address is https, ssh, scp-like, a file URL or a local path; everything else is refused.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from launch.errors import RepositoryError

_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?"
_REMOTE_PATH = r"[\w./~+@%=,-]+"
_HTTPS = re.compile(rf"https://{_HOST}(?::\d{{1,5}})?/{_REMOTE_PATH}", re.IGNORECASE)
_SSH = re.compile(
    rf"ssh://(?:[A-Za-z0-9_][\w.-]*@)?{_HOST}(?::\d{{1,5}})?/{_REMOTE_PATH}", re.IGNORECASE
)
_SCP = re.compile(rf"(?:[A-Za-z0-9_][\w.-]*@){_HOST}:(?!-){_REMOTE_PATH}")
_REF = re.compile(r"[A-Za-z0-9_](?:[\w./+@#=,-]{0,248}[\w+@#=,-])?")
_MAX_LENGTH = 2000

Role = Literal["product", "site"]


@dataclass(frozen=True)
class RemoteRepository:
    """A repository that git fetches."""

    url: str


@dataclass(frozen=True)
class LocalRepository:
    """A repository on this machine, as a path that may or may not exist."""

    path: Path


def keys_of(role: Role) -> tuple[str, str]:
    """Return the pilot's keys for the address and the ref of a repository."""
    if role == "product":
        return "input.repo_url", "input.sha"
    return "output.site_repo_url", "output.base_ref"


def shown(text: str) -> str:
    """Return caller text fit for a message: credentials masked, controls escaped, cut short."""
    masked = re.sub(r"(?<=://)[^/@\s]*@", "***@", text)
    plain = masked.encode("unicode_escape").decode("ascii")
    return plain if len(plain) <= 120 else f"{plain[:117]}..."


def parse_address(url: str, role: Role) -> RemoteRepository | LocalRepository:
    """Return where a repository is; RepositoryError for an address that is not allowed."""
    key, _ = keys_of(role)
    reason = _reason_against(url)
    if reason:
        raise RepositoryError(
            f"`{key}` is not a repository address that may be used: {shown(url)!r} ({reason})",
            hint="use https://HOST/PATH, ssh://git@HOST/PATH, git@HOST:PATH, file:///PATH "
            "or the path of a local repository",
        )
    if url.lower().startswith("file://"):
        return LocalRepository(Path(unquote(urlsplit(url).path)))
    if "://" in url or _SCP.fullmatch(url):
        return RemoteRepository(url)
    return LocalRepository(Path(url))


def _reason_against(url: str) -> str:
    if not url or len(url) > _MAX_LENGTH:
        return "it is empty or too long"
    if any(not letter.isprintable() for letter in url) or url != url.strip():
        return "it holds control characters or blanks at its ends"
    if url.startswith("-"):
        return "it would be read as an option"
    if re.match(r"[A-Za-z0-9+.-]+::", url):
        return "remote helpers run commands"
    if "://" in url:
        return _reason_against_url(url)
    if _SCP.fullmatch(url):
        return ""
    if ":" in url.split("/", maxsplit=1)[0]:
        return "it is neither a URL nor USER@HOST:PATH nor a path"
    return ""


def _reason_against_url(url: str) -> str:
    scheme = url.partition("://")[0].lower()
    if scheme not in {"https", "ssh", "file"}:
        return f"the scheme {shown(scheme)!r} is not allowed"
    try:
        parts = urlsplit(url)
    except ValueError:
        return "it cannot be read as a URL"
    if parts.password is not None or (scheme == "https" and parts.username is not None):
        return "it holds credentials; leave them out"
    if parts.query or parts.fragment:
        return "a query or fragment has no place in it"
    if scheme == "file":
        return "" if not parts.netloc and parts.path.startswith("/") else "write file:///PATH"
    pattern = _HTTPS if scheme == "https" else _SSH
    return "" if pattern.fullmatch(url) else "host or path hold characters that are not allowed"


def check_ref(ref: str, role: Role) -> str:
    """Return a ref that is safe to hand to git, unchanged; RepositoryError otherwise."""
    _, key = keys_of(role)
    bad = (
        not _REF.fullmatch(ref)
        or ".." in ref
        or "//" in ref
        or "/." in ref
        or "@{" in ref
        or any(part.endswith(".lock") for part in ref.split("/"))
    )
    if bad:
        raise RepositoryError(
            f"`{key}` is not a usable ref: {shown(ref)!r}",
            hint="use a branch, a tag, HEAD or a commit id: letters, digits and ._/+@#=,- "
            "without a leading '-' or '.', without '..' and '@{'",
        )
    return ref
