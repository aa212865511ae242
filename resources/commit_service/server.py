"""The commit service as a process of its own: HTTP around `CommitService`. TLS is a proxy's.

Limits of size, rate and time stand here, and the token; what a request means stands in the service.
"""

import asyncio
import hashlib
import hmac
import json
import logging
import math
import socket
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from launch.digests import sha256
from launch.errors import InputError
from launch.fence import check_allowed_paths
from resources.commit_service.audit import AuditEntry, AuditLog
from resources.commit_service.contract import (
    CommitAnswer,
    CommitRequest,
    ErrorAnswer,
    HealthAnswer,
    PrAnswer,
    PrRequest,
)
from resources.commit_service.forges.choose import forges_of
from resources.commit_service.published import publish, request_extra
from resources.commit_service.rate import RateLimit
from resources.commit_service.refusals import RefusedRequestError
from resources.commit_service.service import Answer, CommitService, Limits, refused
from resources.commit_service.store import RequestStore

TOKEN_VARIABLES = ("COMMIT_SERVICE_TOKEN", "GITHUB_TOKEN")
_LOG = logging.getLogger("foss_launcher.commit_service")
_LAST_PORT = 65535


@dataclass(frozen=True)
class ServeOptions:
    """How the service runs."""

    state_dir: Path
    """Folder of the memory and the audit log."""
    repositories: tuple[str, ...]
    """Addresses that may be written; one that ends in ``/`` allows all below."""
    host: str = "127.0.0.1"
    port: int = 8765
    limits: Limits = field(default_factory=Limits)
    requests_per_minute: int = 120
    body_seconds: float = 30
    """How long a client may take to send its body."""


def serve(
    options: ServeOptions,
    environment: Mapping[str, str],
    announce: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve until SIGTERM or Ctrl-C, then finish what is under way. Blocks.

    ``environment`` holds the token that clients must send (COMMIT_SERVICE_TOKEN, else
    GITHUB_TOKEN); ``announce`` gets the endpoint once it can be connected to. InputError where
    token, fence, repositories or address are missing or wrong.
    """
    app = make_app(options, environment)
    listening = _listening(options.host, options.port)
    _log_as_json()
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=64,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=60,
    )
    host = f"[{options.host}]" if ":" in options.host else options.host
    announce(f"http://{host}:{listening.getsockname()[1]}/v1")
    with listening:
        uvicorn.Server(config).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    if not 0 <= port <= _LAST_PORT:
        raise _cannot_listen(host, port, f"ports are 0-{_LAST_PORT}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        raise _cannot_listen(host, port, error.strerror or str(error)) from error


def _cannot_listen(host: str, port: int, reason: str) -> InputError:
    return InputError(
        f"the commit service cannot listen on {host}, port {port}: {reason}",
        hint="choose another --host or --port; port 0 takes a free one",
    )


def make_app(options: ServeOptions, environment: Mapping[str, str]) -> FastAPI:
    """Return the service as an ASGI application."""
    if not _expected_token(environment):
        raise InputError(
            "no token is set that clients must send",
            hint="export COMMIT_SERVICE_TOKEN=... (clients send the same as GITHUB_TOKEN)",
        )
    own = options.limits.allowed_paths
    if own is not None and (reason := check_allowed_paths(own)):
        raise InputError(f"the service's fence is wrong: {reason}", hint="correct --allowed-path")
    service = CommitService(
        RequestStore(options.state_dir / "requests.sqlite"),
        forges_of(options.repositories, environment),
        time.time,
        options.limits,
    )
    door = _Door(
        service,
        AuditLog(options.state_dir / "audit.jsonl"),
        RateLimit(options.requests_per_minute, time.monotonic),
        environment,
        options,
    )
    return _routes(door)


@dataclass(frozen=True)
class _Door:
    """What every request passes: token, rate, size, time; then the audit log."""

    service: CommitService
    audit: AuditLog
    rate: RateLimit
    environment: Mapping[str, str]
    options: ServeOptions

    async def answer(self, request: Request) -> Response:
        """Answer one request."""
        started = time.monotonic()
        body = b""
        try:
            self._check_rate()
            if request.method == "POST":
                self._check_token(request.headers.get("Authorization", ""))
                body = await self._body(request)
            key = request.headers.get("Idempotency-Key")
            path = request.url.path
            answer = await run_in_threadpool(self.service.handle, request.method, path, key, body)
        except RefusedRequestError as refusal:
            answer = refused(refusal)
        if request.url.path != "/v1/health":
            await run_in_threadpool(self._note, request, body, answer, started)
        return Response(answer.body, answer.status, dict(answer.headers), "application/json")

    def _check_rate(self) -> None:
        wait = self.rate.wait()
        if wait > 0:
            text = "too many requests; come again later"
            raise RefusedRequestError(429, "rate", text, retry_after=math.ceil(wait))

    def _check_token(self, header: str) -> None:
        scheme, _, sent = header.partition(" ")
        if scheme.lower() != "bearer" or not same(sent.strip(), _expected_token(self.environment)):
            text = "the bearer token is missing or wrong; clients send GITHUB_TOKEN"
            raise RefusedRequestError(401, "unauthorised", text)

    async def _body(self, request: Request) -> bytes:
        most = self.options.limits.max_body_bytes
        parts: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(self.options.body_seconds):
                async for part in request.stream():
                    size += len(part)
                    if size > most:
                        text = f"the body is larger than {most} bytes"
                        raise RefusedRequestError(413, "too_large", text)
                    parts.append(part)
        except TimeoutError as error:
            text = f"the body did not arrive within {self.options.body_seconds:.0f} s"
            raise RefusedRequestError(408, "slow_client", text) from error
        except ClientDisconnect as error:
            raise RefusedRequestError(400, "gone", "the client went away") from error
        return b"".join(parts)

    def _note(self, request: Request, body: bytes, answer: Answer, started: float) -> None:
        code = "" if answer.status < 400 else str(json.loads(answer.body).get("code", ""))
        entry = AuditEntry(
            time=int(time.time()),
            client=request.client.host if request.client else "",
            method=request.method,
            path=request.url.path[:200],
            key=_key(request),
            request_sha256=sha256(body) if body else "",
            status=answer.status,
            code=code,
        )
        self.audit.append(entry)
        seconds = round(time.monotonic() - started, 4)
        _LOG.info("request", extra={"fields": {**vars(entry), "seconds": seconds}})


def same(sent: str, expected: str) -> bool:
    """Return whether two tokens are equal, in a time that says nothing about either."""
    digests = (hashlib.sha256(text.encode()).digest() for text in (sent, expected))
    return hmac.compare_digest(*digests) and bool(expected)


def _expected_token(environment: Mapping[str, str]) -> str:
    values = (environment.get(name, "").strip() for name in TOKEN_VARIABLES)
    return next((value for value in values if value), "")


def _key(request: Request) -> str:
    key = request.headers.get("Idempotency-Key", "")
    return key if len(key) == 36 and key.replace("-", "").isalnum() else ""


def _routes(door: _Door) -> FastAPI:
    app = FastAPI(
        title="FOSS Launcher commit service",
        version="1.0",
        description="One commit and one pull request a key, on repositories that it may write.",
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    errors: dict[int | str, dict[str, Any]] = {
        status: {"model": ErrorAnswer}
        for status in (401, 403, 404, 408, 409, 413, 422, 429, 503, 507)
    }
    _post(app, "/v1/commit", door.answer, CommitRequest, CommitAnswer, errors)
    _post(app, "/v1/open_pr", door.answer, PrRequest, PrAnswer, errors)
    app.add_api_route("/v1/health", door.answer, methods=["GET"], response_model=HealthAnswer)
    app.add_exception_handler(Exception, _bug)
    publish(app, (CommitRequest, PrRequest))
    app.add_api_route(
        "/{path:path}",
        door.answer,
        methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        include_in_schema=False,
    )
    return app


async def _bug(_request: Request, _error: Exception) -> Response:
    """Answer where we failed; the traceback goes to the log and nowhere else."""
    text = "a bug of the service: read its log; sending the request again is safe"
    answer = refused(RefusedRequestError(500, "bug", text))
    return Response(answer.body, answer.status, media_type="application/json")


def _post(
    app: FastAPI,
    path: str,
    answer: Callable[[Request], Awaitable[Response]],
    request: type[CommitRequest | PrRequest],
    result: type[CommitAnswer | PrAnswer],
    errors: dict[int | str, dict[str, Any]],
) -> None:
    app.add_api_route(
        path,
        answer,
        methods=["POST"],
        response_model=result,
        responses=errors,
        openapi_extra=request_extra(request),
    )


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields = getattr(record, "fields", {})
        line = {
            "time": int(record.created),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            **fields,
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, sort_keys=True)


def _log_as_json() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines())
    for name in (_LOG.name, "uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(logging.INFO)
