"""Hosts that are nobody's (reserved names, private networks), and hosts that examples talk to."""

import re
from urllib.parse import urlsplit

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
# Standards and the references of languages: code names them in comments and as identifiers.
_STANDARDS = frozenset(
    {"developer.mozilla.org", "www.w3.org", "w3.org", "datatracker.ietf.org", "tools.ietf.org",
     "www.rfc-editor.org", "json-schema.org", "schema.org", "semver.org", "www.iana.org",
     "docs.python.org", "learn.microsoft.com", "docs.oracle.com", "php.net", "www.php.net",
     "schemas.microsoft.com", "schemas.xmlsoap.org", "maven.apache.org", "spdx.org"}
)  # fmt: skip
_FRONT_PAGE = re.compile(r"https?://(?:www\.)?git(?:hub|lab)\.com/?(?=[\s\"'`),;<>]|$)")
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
    known = low in _DEMONSTRATION | _STANDARDS or low.endswith(".badssl.com")
    known = known or (low.endswith(("github.com", "gitlab.com")) and bool(_FRONT_PAGE.search(line)))
    return known and _FETCHES.search(line) is None


_CODE_HOSTS = frozenset(
    {
        "github.com",
        "gitlab.com",
        "bitbucket.org",
        "codeberg.org",
        "sr.ht",
        "raw.githubusercontent.com",
    }
)
_REGISTRY_HOSTS = frozenset(
    {"pypi.org", "www.npmjs.com", "npmjs.com", "crates.io", "docs.rs", "pkg.go.dev", "godoc.org",
     "rubygems.org", "packagist.org", "www.nuget.org", "search.maven.org", "central.sonatype.com",
     "mvnrepository.com", "www.javadoc.io", "javadoc.io", "readthedocs.org", "formulae.brew.sh"}
)  # fmt: skip


def own_url(url: str, hosts: tuple[str, ...], repository: str, package: str) -> bool:
    """Return whether a URL leads to the product: its hosts, its repository, its registry page."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if not host or "." not in host or is_reserved(host):
        return True
    if host in _CODE_HOSTS:
        owner = urlsplit(repository).path.strip("/").split("/")[0].lower()
        return bool(owner) and parts.path.strip("/").split("/")[0].lower() == owner
    if host in _REGISTRY_HOSTS:
        names = {package.lower(), package.lower().rsplit("/", 1)[-1]} - {""}
        return bool(names & set(re.split(r"[/@:]", parts.path.lower()))) or (
            bool(package) and package.lower() in parts.path.lower()
        )
    return any(host == own or host == "www." + own or own == "www." + host for own in hosts)
