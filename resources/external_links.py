"""Asking links to other hosts for an answer, where a pilot wants that: bounded, never inwards."""

import ipaddress
import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import httpx

_AT_ONCE = 8
_SECONDS = 10.0
_HOPS = 5
_NO_HEAD = {403, 404, 405, 501}


def ask(urls: Iterable[str], *, allow_private: bool = False) -> dict[str, int | None]:
    """Return the HTTP status of each address, or None where no answer came in ten seconds.

    Fragments are not sent, redirects are followed five times. Hosts of private networks are not
    asked unless ``allow_private``: a page's link must not reach into the reader's own network.
    """
    wanted = sorted({url.split("#", maxsplit=1)[0] for url in urls})
    if not wanted:
        return {}
    with (
        httpx.Client(timeout=_SECONDS, headers={"user-agent": "foss-launcher"}) as client,
        ThreadPoolExecutor(_AT_ONCE) as pool,
    ):
        statuses = pool.map(lambda url: _status(client, url, allow_private=allow_private), wanted)
        return dict(zip(wanted, statuses, strict=True))


def _status(client: httpx.Client, url: str, *, allow_private: bool) -> int | None:
    for _ in range(_HOPS):
        if not allow_private and not _is_public(url):
            return None
        try:
            answer = client.head(url)
            if answer.status_code in _NO_HEAD:
                with client.stream("GET", url) as answer:
                    pass
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError):
            return None
        if answer.next_request is None:
            return answer.status_code
        url = str(answer.next_request.url)
    return None


def _is_public(url: str) -> bool:
    host = urlsplit(url).hostname
    if not host:
        return False
    try:
        found = socket.getaddrinfo(host, None)
    except (OSError, UnicodeError):
        return False
    return all(ipaddress.ip_address(entry[4][0]).is_global for entry in found)
