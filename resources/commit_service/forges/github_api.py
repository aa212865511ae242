"""GitHub's API as calls that may be repeated: waits, retries, and refusals in our words.

Writes go one at a time, a second apart. Retried are 502, 503, 504, timeouts, 429 and rate limits.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from resources.commit_service.refusals import RefusedRequestError

_RETRYABLE = frozenset({502, 503, 504})
_ATTEMPTS = 4
_SECONDARY_WAIT = 60.0
_LONGEST_WAIT = 120.0
_BETWEEN_WRITES = 1.0


@dataclass
class _Pace:
    """When this process last wrote; shared by all repositories of a token."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    last: float = -_BETWEEN_WRITES


class GitHubApi:
    """One host's REST and GraphQL API with one token.

    ``rest`` and ``graphql`` are addresses; ``token`` is asked for at every call. Answers are JSON.
    """

    def __init__(
        self,
        rest: str,
        graphql: str,
        token: Callable[[], str],
        *,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.rest = rest
        self.graphql = graphql
        self._token = token
        self.sleep = sleep
        self._clock = clock
        self._pace = _Pace()
        self._http = httpx.Client(
            transport=transport, timeout=60, follow_redirects=False, trust_env=False
        )

    def get(self, path: str, **query: str) -> httpx.Response:
        """Read; the answer has status 200 or 404."""
        return self._send("GET", f"{self.rest}{path}", None, query, (200, 404))

    def write(self, method: str, path: str, body: Mapping[str, Any], *also: int) -> httpx.Response:
        """Write; the answer has status 200, 201 or one of ``also``."""
        return self._send(method, f"{self.rest}{path}", body, {}, (200, 201, *also))

    def mutate(self, query: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Send a GraphQL mutation and return its answer, ``errors`` included."""
        body = {"query": query, "variables": variables}
        answer = self._send("POST", self.graphql, body, {}, (200, 404))
        return dict(answer.json()) if answer.status_code == 200 else {"errors": [{"type": "NONE"}]}

    def _send(
        self,
        method: str,
        url: str,
        body: Mapping[str, Any] | None,
        query: Mapping[str, str],
        accepted: tuple[int, ...],
    ) -> httpx.Response:
        reason = ""
        wait = 0.0
        for attempt in range(_ATTEMPTS):
            if attempt:
                self.sleep(wait)
            try:
                answer = self._once(method, url, body, query)
            except httpx.TransportError as error:
                reason, wait = type(error).__name__, float(2**attempt)
                continue
            if answer.status_code in accepted:
                return answer
            asked = _asked_wait(answer)
            if asked is None and answer.status_code not in _RETRYABLE:
                raise _refusal(answer)
            reason = f"status {answer.status_code}"
            wait = float(2**attempt) if asked is None else asked
            if wait > _LONGEST_WAIT:
                break
        raise RefusedRequestError(
            503,
            "forge_unreachable",
            f"GitHub did not carry out the request ({reason}); try again later",
            retry_after=int(max(wait, 1)),
        )

    def _once(
        self, method: str, url: str, body: Mapping[str, Any] | None, query: Mapping[str, str]
    ) -> httpx.Response:
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {self._token()}",
            "X-GitHub-Api-Version": "2022-11-28",
            "User-Agent": "foss-launcher",
        }
        if method == "GET":
            return self._http.request(method, url, params=dict(query), headers=headers)
        with self._pace.lock:
            pause = self._pace.last + _BETWEEN_WRITES - self._clock()
            if pause > 0:
                self.sleep(pause)
            try:
                return self._http.request(method, url, json=body, headers=headers)
            finally:
                self._pace.last = self._clock()


def _asked_wait(answer: httpx.Response) -> float | None:
    """Return how long a rate limit asks to wait, or None where the answer is no rate limit."""
    limited = answer.status_code == 429 or (
        answer.status_code == 403
        and (
            "retry-after" in answer.headers
            or answer.headers.get("x-ratelimit-remaining") == "0"
            or "rate limit" in answer.text.lower()
        )
    )
    if not limited:
        return None
    value = answer.headers.get("retry-after", "")
    return float(value) if value.isdigit() else _SECONDARY_WAIT


def _refusal(answer: httpx.Response) -> RefusedRequestError:
    said = _message(answer)
    match answer.status_code:
        case 401:
            return RefusedRequestError(
                403, "forge_unauthorised", "GitHub refuses GITHUB_TOKEN: it is wrong or has expired"
            )
        case 403:
            return RefusedRequestError(
                403,
                "forge_forbidden",
                f"GITHUB_TOKEN lacks a right there ({said}); it needs to write contents and "
                "pull requests",
            )
        case 404:
            return RefusedRequestError(
                404,
                "repository_missing",
                "GitHub knows no such repository, or GITHUB_TOKEN may not see it",
            )
        case 301 | 302 | 307 | 308:
            return RefusedRequestError(
                404, "repository_moved", "the repository has moved; write its new address"
            )
        case status:
            return RefusedRequestError(
                422 if status < 500 else 503, "forge_refused", f"GitHub says {status}: {said}"
            )


def _message(answer: httpx.Response) -> str:
    try:
        return str(answer.json().get("message", ""))[:300]
    except (ValueError, AttributeError):
        return "no reason given"
