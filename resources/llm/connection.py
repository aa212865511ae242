"""The SDK's client with a wall clock: an answer that trickles in is cut off like a stalled one."""

import time
from collections.abc import Iterator
from typing import Any

import anthropic
import httpx2


class _Timed(httpx2.SyncByteStream):
    """A response's bytes until a moment of the monotonic clock."""

    def __init__(self, inner: httpx2.SyncByteStream, until: float) -> None:
        self._inner = inner
        self._until = until

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._inner:
            if time.monotonic() > self._until:
                raise httpx2.ReadTimeout("the answer took longer than the time for one call")
            yield chunk

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()


class _TimedClient(anthropic.DefaultHttpxClient):
    """The SDK's own HTTP client; the whole of an answer has to come within ``seconds``."""

    seconds: float

    def send(
        self, request: httpx2.Request, *, stream: bool = False, **options: Any
    ) -> httpx2.Response:
        """Send a request and read its answer, all within the time."""
        until = time.monotonic() + self.seconds
        response = super().send(request, stream=True, **options)
        if isinstance(response.stream, httpx2.SyncByteStream):
            response.stream = _Timed(response.stream, until)
        if not stream:
            try:
                response.read()
            except BaseException:
                response.close()
                raise
        return response


def connected(key: str, timeout_s: float) -> anthropic.Anthropic:
    """Return a client that tries once; ANTHROPIC_BASE_URL moves it."""
    http = _TimedClient()
    http.seconds = timeout_s
    return anthropic.Anthropic(api_key=key, max_retries=0, timeout=timeout_s, http_client=http)
