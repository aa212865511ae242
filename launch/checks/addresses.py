"""Hosts that are nobody's (reserved names, private networks), and hosts that examples talk to."""

import re

_RESERVED = re.compile(
    r"(?:^|\.)(?:example|test|invalid|localhost|local)$|(?:^|\.)example\.(?:com|org|net|edu)$|"
    r"^127\.|^0\.0\.0\.0$|^10\.|^192\.168\.|^172\.(?:1[6-9]|2\d|3[01])\.|^\[|^[\w-]+$|:"
)
# Services whose purpose is to be called from examples, and sites that every reader knows: code
# that asks them for a page shows how a client is used, and leads no reader to a stranger.
_DEMONSTRATION = frozenset(
    {"httpbin.org", "www.httpbin.org", "httpbingo.org", "nghttp2.org", "postman-echo.com",
     "jsonplaceholder.typicode.com", "reqres.in", "httpstat.us", "badssl.com", "api.github.com",
     "www.google.com", "google.com", "en.wikipedia.org", "wikipedia.org", "www.wikipedia.org",
     "www.python.org", "python.org", "api.ipify.org", "ifconfig.me", "dummyjson.com",
     "api.chucknorris.io", "swapi.dev", "pokeapi.co", "petstore.swagger.io", "echo.websocket.org",
     "www.bing.com", "duckduckgo.com", "api.open-meteo.com"}
)  # fmt: skip
_FETCHES = re.compile(
    r"\b(?:pip\S* install|index-url|git clone|wget|npm i(?:nstall)?|docker (?:pull|run)|"
    r"go (?:get|install)|gem install|composer (?:require|install)|"
    r"curl\b[^\n]*\s-(?:[a-zA-Z]*[oO]|-output))\b",
    re.IGNORECASE,
)


def is_reserved(host: str) -> bool:
    """Return whether a host is nobody's: for documentation, this machine or a private network."""
    return _RESERVED.search(host.lower()) is not None


def may_be_called(host: str, line: str) -> bool:
    """Return whether code on this line may name the host: to try a client, not to fetch from it."""
    low = host.lower().rstrip(".")
    known = low in _DEMONSTRATION or any(low.endswith(f".{one}") for one in ("badssl.com",))
    return known and _FETCHES.search(line) is None
