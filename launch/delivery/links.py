"""Permalinks into a hosted repository, by the host's own scheme; None where it is unknown."""

import re
from urllib.parse import quote

_HTTPS = re.compile(r"https://([\w.-]+)(?::\d+)?/([\w./~-]+?)(?:\.git)?/?", re.IGNORECASE)
_SSH = re.compile(r"(?:ssh://)?git@([\w.-]+)[:/]([\w./~-]+?)(?:\.git)?/?")


def web_address(url: str) -> str | None:
    """Return the page of a repository for people, or None for a local path."""
    match = _HTTPS.fullmatch(url) or _SSH.fullmatch(url)
    return f"https://{match[1].lower()}/{match[2]}" if match else None


def permalink(
    url: str, revision: str, path: str, first: int | None = None, last: int | None = None
) -> str | None:
    """Return the address of a file, or of lines of it, at a commit or branch."""
    page = web_address(url)
    if page is None:
        return None
    host = page.split("/")[2]
    where, at = quote(path), quote(revision)
    if "gitlab" in host:
        lines = "" if first is None else f"#L{first}" + (f"-{last}" if last != first else "")
        return f"{page}/-/blob/{at}/{where}{lines}"
    if host == "bitbucket.org":
        lines = "" if first is None else f"#lines-{first}" + (f":{last}" if last != first else "")
        return f"{page}/src/{at}/{where}{lines}"
    if host in {"codeberg.org", "gitea.com"}:
        kind = "commit" if re.fullmatch(r"[0-9a-f]{40,64}", revision) else "branch"
        page = f"{page}/src/{kind}/{at}/{where}"
    else:
        page = f"{page}/blob/{at}/{where}"
    return page if first is None else f"{page}#L{first}" + (f"-L{last}" if last != first else "")
