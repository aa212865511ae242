"""The client: health first, then exactly the bundle's bytes. Only what may be repeated is repeated.

Every exchange is recorded without the token; redirects are not followed.
"""

import time
from collections.abc import Callable, Mapping
from typing import Literal, Self

import httpx
from pydantic import BaseModel, ValidationError
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from launch.contracts.delivery import CreateCommitBundle, Exchange, OpenPrBundle, PrResult
from launch.contracts.model import Sha256
from launch.digests import sha256
from launch.errors import ArtifactError, CommitServiceError
from resources.commit_service.contract import CommitAnswer, ErrorAnswer
from resources.commit_service.hints import hint_for

Step = Literal["health", "commit", "open_pr"]
_RETRYABLE = frozenset({429, 502, 503, 504})
_MAX_WAIT = 120.0


class ServiceUnreachableError(CommitServiceError):
    """The service did not answer, or not in a usable way: what is deferred can be sent later."""

    def __str__(self) -> str:
        """Return the text under the family's name, which is the one that people know."""
        return str(CommitServiceError(self.message, hint=self.hint))


class _PullRequestAnswer(BaseModel):
    """The fields that any service gives."""

    pr_number: int
    pr_url: str
    pr_html_url: str | None = None


class _RetryableError(Exception):
    """An answer after which the same request may be sent again."""

    def __init__(self, reason: str, wait: float | None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait = wait


class CommitServiceClient:
    """Talks to one commit service; ``endpoint`` includes ``/v1``.

    ``transport`` is the embedded service or None for the network; ``timeout`` is in seconds;
    ``record`` gets every exchange.
    """

    def __init__(
        self,
        endpoint: str,
        *,
        token: str | None,
        record: Callable[[Exchange], None],
        timeout: float = 120,
        max_retries: int = 3,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.endpoint = endpoint.rstrip("/")
        self._token = token
        self._record = record
        self._max_retries = max_retries
        self._sleep = sleep
        self._http = httpx.Client(
            transport=transport, timeout=timeout, follow_redirects=False, trust_env=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def check_health(self) -> None:
        """Return if the service takes requests; ServiceUnreachableError otherwise."""
        try:
            self._send("health", "GET", "/health", None, None)
        except CommitServiceError as error:
            raise ServiceUnreachableError(
                f"Health check failed ({error.message})",
                hint="check COMMIT_SERVICE_URL and the network, start the service "
                "(`python -m launch commit-service`), or set OFFLINE_MODE=1 to hold the PR back",
            ) from error

    def commit(self, bundle: CreateCommitBundle) -> CommitAnswer:
        """Send the commit request as it stands in the bundle, and return what was made."""
        request = bundle.request
        _check_bytes(request.body, request.sha256)
        answer = self._send(
            "commit", "POST", request.path, request.body.encode(), request.idempotency_key
        )
        return _parsed(CommitAnswer, answer)

    def open_pr(self, bundle: OpenPrBundle) -> PrResult:
        """Send the pull request as it stands in the bundle, and return where it is."""
        request = bundle.request
        _check_bytes(request.body, request.sha256)
        answer = self._send(
            "open_pr", "POST", request.path, request.body.encode(), request.idempotency_key
        )
        found = _parsed(_PullRequestAnswer, answer)
        page = found.pr_html_url or found.pr_url
        return PrResult(pr_number=found.pr_number, pr_url=found.pr_url, pr_html_url=page)

    def _send(
        self,
        step: Step,
        method: Literal["GET", "POST"],
        path: str,
        body: bytes | None,
        key: str | None,
    ) -> str:
        retrying = Retrying(
            stop=stop_after_attempt(self._max_retries + 1),
            retry=retry_if_exception_type(_RetryableError),
            wait=_pause,
            sleep=self._sleep,
            reraise=True,
        )
        attempt = 0
        try:
            for state in retrying:
                with state:
                    attempt += 1
                    return self._once(step, method, path, body, key, attempt)
        except _RetryableError as error:
            raise ServiceUnreachableError(
                f"{self.endpoint}{path}: {error.reason}",
                hint="sending it again is safe: one request is never carried out twice",
            ) from error
        raise AssertionError("tenacity neither returned nor raised")

    def _once(
        self,
        step: Step,
        method: Literal["GET", "POST"],
        path: str,
        body: bytes | None,
        key: str | None,
        attempt: int,
    ) -> str:
        headers = {"Accept": "application/json"}
        if body is not None and key is not None:
            headers |= {"Content-Type": "application/json", "Idempotency-Key": key}
        digest = None if body is None else sha256(body)
        url = f"{self.endpoint}{path}"

        def note(status: int | None, text: str) -> None:
            self._note(step, attempt, method, url, headers, digest, status, text)

        bearer = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        try:
            answer = self._http.request(method, url, content=body, headers={**headers, **bearer})
        except httpx.HTTPError as error:
            reason = f"{type(error).__name__}: {error}"
            note(None, reason)
            raise _RetryableError(self._masked(reason), None) from error
        note(answer.status_code, answer.text)
        return self._judged(answer)

    def _note(
        self,
        step: Step,
        attempt: int,
        method: Literal["GET", "POST"],
        url: str,
        headers: Mapping[str, str],
        digest: Sha256 | None,
        status: int | None,
        text: str,
    ) -> None:
        exchange = Exchange(
            step=step,
            attempt=attempt,
            method=method,
            url=url,
            headers=tuple(sorted(headers.items())),
            request_sha256=digest,
            status=status,
            answer=self._masked(text)[:100_000],
        )
        self._record(exchange)

    def _judged(self, answer: httpx.Response) -> str:
        if answer.status_code == 200 or answer.status_code == 201:
            return answer.text
        said = self._masked(_said(answer))
        if answer.status_code in _RETRYABLE:
            raise _RetryableError(said, _retry_after(answer))
        raise CommitServiceError(
            f"{answer.request.method} {answer.request.url.path} was refused: {said}",
            hint=hint_for(answer.status_code, _code(answer)),
        )

    def _masked(self, text: str) -> str:
        return text.replace(self._token, "***") if self._token else text


def _check_bytes(body: str, digest: str) -> None:
    if sha256(body) != digest:
        raise ArtifactError(
            "the request was changed since it was recorded: its SHA-256 differs",
            hint="start a new run; a bundle is sent as it was made or not at all",
        )


def _parsed[Model: BaseModel](model: type[Model], text: str) -> Model:
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"]) or "the body"
        raise CommitServiceError(
            f"the service's answer cannot be read: {where} is wrong",
            hint="check that COMMIT_SERVICE_URL names a commit service and ends in /v1",
        ) from error


def _said(answer: httpx.Response) -> str:
    error = _error(answer)
    told = f", {error.code}: {error.message}" if error else ""
    return f"status {answer.status_code}{told}"


def _code(answer: httpx.Response) -> str | None:
    error = _error(answer)
    return error.code if error else None


def _error(answer: httpx.Response) -> ErrorAnswer | None:
    try:
        return ErrorAnswer.model_validate_json(answer.content)
    except ValidationError:
        return None


def _retry_after(answer: httpx.Response) -> float | None:
    value = answer.headers.get("Retry-After", "")
    return float(value) if value.isdigit() else None


def _pause(state: RetryCallState) -> float:
    """Wait as long as the service asks for, else one second, doubled each time."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.wait if isinstance(error, _RetryableError) else None
    return min(_MAX_WAIT, asked if asked is not None else float(2 ** (state.attempt_number - 1)))
