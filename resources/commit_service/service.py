"""The commit service itself: requests in, answers out, each carried out exactly once.

The same object serves HTTP and the run that embeds it. It reserves, makes, publishes, remembers.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import BaseModel, ValidationError

from launch.delivery.branch import reason_against
from launch.digests import sha256
from launch.errors import LaunchError, RepositoryError
from resources.commit_service.change import changes_of
from resources.commit_service.contract import (
    CommitAnswer,
    CommitRequest,
    ErrorAnswer,
    HealthAnswer,
    PrAnswer,
    PrRequest,
)
from resources.commit_service.forges.port import Forge, NewCommit, NewPull
from resources.commit_service.refusals import (
    RefusedRequestError,
    base_moved,
    branch_edited,
    branch_taken,
)
from resources.commit_service.store import RequestId, RequestStore, Row
from resources.commit_service.trailers import is_ours, marked, names_request, pilot_of
from resources.git.address import check_ref

MAX_BODY_BYTES = 10_000_000


@dataclass(frozen=True)
class Answer:
    """What goes back."""

    status: int
    body: bytes
    """JSON."""
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Limits:
    """The service's own fence and sizes."""

    allowed_paths: tuple[str, ...] | None = None
    """Patterns that a client can narrow and never widen; None: the client's alone."""
    max_body_bytes: int = MAX_BODY_BYTES


class CommitService:
    """Exactly-once commits and pull requests over any forge.

    ``forge_of`` gives the forge of a repository address, or raises RefusedRequestError; ``clock``
    gives Unix seconds.
    """

    def __init__(
        self,
        store: RequestStore,
        forge_of: Callable[[str], Forge],
        clock: Callable[[], float],
        limits: Limits | None = None,
    ) -> None:
        self.store = store
        self.forge_of = forge_of
        self.clock = clock
        self.limits = limits or Limits()

    def handle(self, method: str, path: str, key: str | None, body: bytes) -> Answer:
        """Answer one request; ``key`` is the ``Idempotency-Key`` header."""
        try:
            return self._routed(method, path, key, body)
        except RefusedRequestError as refusal:
            return refused(refusal)
        except RepositoryError as error:
            text = f"{error.message}; {error.hint}"
            return refused(RefusedRequestError(422, "repository", text))
        except LaunchError as error:
            text = f"{error.message}; {error.hint}"
            return refused(RefusedRequestError(507, "storage", text))
        except OSError as error:
            text = f"the repository cannot be written: {error}"
            return refused(RefusedRequestError(507, "storage", text))

    def _routed(self, method: str, path: str, key: str | None, body: bytes) -> Answer:
        match method, path:
            case "GET", "/v1/health":
                return _answered(HealthAnswer().model_dump_json())
            case "POST", "/v1/commit":
                return self._commit(_read(CommitRequest, key, body, self.limits), sha256(body))
            case "POST", "/v1/open_pr":
                return self._open_pr(_read(PrRequest, key, body, self.limits), sha256(body))
            case _, "/v1/health" | "/v1/commit" | "/v1/open_pr":
                raise RefusedRequestError(405, "method", f"{path} does not take {method}")
        raise RefusedRequestError(404, "unknown_path", "use /v1/health, /v1/commit or /v1/open_pr")

    def _commit(self, request: CommitRequest, fingerprint: str) -> Answer:
        _check_names(request.base_ref, request.branch_name)
        forge = self.forge_of(request.repo_url)
        identity = RequestId("commit", request.repo_url, request.idempotency_key)
        row = self.store.find(identity)
        if row is None:
            row = self._reserved(identity, request, forge, fingerprint)
        if done := _replayed(row, fingerprint):
            return done
        try:
            commit = self._published(forge, request, row)
        except RefusedRequestError as refusal:
            if refusal.status < 500:
                self.store.release(identity)
            raise
        answer = CommitAnswer(
            run_id=request.run_id,
            idempotency_key=request.idempotency_key,
            repo_url=request.repo_url,
            branch_name=request.branch_name,
            base_commit=row.base_commit,
            commit_sha=commit,
            created_at=_time(row.time),
        ).model_dump_json()
        self.store.finish(identity, answer)
        return _answered(answer)

    def _reserved(
        self, identity: RequestId, request: CommitRequest, forge: Forge, fingerprint: str
    ) -> Row:
        """Judge the request against the repository as it is now, and reserve its row."""
        base = forge.head(request.base_ref)
        if base is None:
            raise RefusedRequestError(
                422, "base_missing", f"there is no branch {request.base_ref}; check `base_ref`"
            )
        wanted = request.base_commit or base
        head = forge.head(request.branch_name)
        found = None if head is None else _made_before(forge, request, fingerprint)
        if found is None and head is not None:
            _check_branch(forge, request, head)
        if found is None and wanted != base and request.require_clean_base:
            raise base_moved(request.base_ref, wanted, base)
        changes_of(request, forge, wanted, self.limits.allowed_paths)
        row = Row(fingerprint, int(self.clock()), wanted, head or "", None)
        return self.store.reserve(identity, row)

    def _published(self, forge: Forge, request: CommitRequest, row: Row) -> str:
        if forge.head(request.branch_name) is not None:
            found = _made_before(forge, request, row.fingerprint)
            if found is not None:
                return found
        new = NewCommit(
            base_commit=row.base_commit,
            parent=row.parent or None,
            branch=request.branch_name,
            changes=changes_of(request, forge, row.base_commit, self.limits.allowed_paths),
            message=marked(request, row.fingerprint),
            time=row.time,
        )
        return forge.publish(new)

    def _open_pr(self, request: PrRequest, fingerprint: str) -> Answer:
        _check_names(request.base_ref, request.branch_name)
        forge = self.forge_of(request.repo_url)
        identity = RequestId("open_pr", request.repo_url, request.idempotency_key)
        fresh = Row(fingerprint, int(self.clock()), "", "", None)
        row = self.store.reserve(identity, fresh)
        if done := _replayed(row, fingerprint):
            return done
        new = NewPull(
            base_ref=request.base_ref,
            branch=request.branch_name,
            title=request.pr_title,
            body=request.pr_body,
            draft=request.draft,
            key=request.idempotency_key,
            time=row.time,
        )
        try:
            pull = forge.open_pull(new)
        except RefusedRequestError as refusal:
            if refusal.status < 500:
                self.store.release(identity)
            raise
        answer = PrAnswer(
            run_id=request.run_id,
            idempotency_key=request.idempotency_key,
            pr_number=pull.number,
            pr_url=pull.url,
            pr_html_url=pull.html_url,
            created_at=_time(row.time),
        ).model_dump_json()
        self.store.finish(identity, answer)
        return _answered(answer)


def _read[Request: (CommitRequest, PrRequest)](
    model: type[Request], key: str | None, body: bytes, limits: Limits
) -> Request:
    if len(body) > limits.max_body_bytes:
        text = f"the body has {len(body)} bytes, {limits.max_body_bytes} are allowed"
        raise RefusedRequestError(413, "too_large", text)
    try:
        request = model.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "body"
        raise RefusedRequestError(422, "invalid", f"{where}: {first['msg']}") from error
    if key != request.idempotency_key:
        text = "the Idempotency-Key header must be there and equal `idempotency_key` of the body"
        raise RefusedRequestError(422, "key_differs", text)
    return request


def _made_before(forge: Forge, request: CommitRequest, fingerprint: str) -> str | None:
    """Return the commit of the branch that this very request made, whatever came after it."""
    key = request.idempotency_key
    listed = forge.messages(request.branch_name)
    return next((oid for oid, text in listed if names_request(text, key, fingerprint)), None)


def _check_branch(forge: Forge, request: CommitRequest, head: str) -> None:
    """Refuse a branch that is there and not ours to write."""
    if request.on_existing_branch == "refuse":
        raise branch_taken(request.branch_name, head)
    newest = forge.messages(request.branch_name)
    if not newest or not is_ours(newest[0][1]):
        raise branch_edited(request.branch_name, head)
    if pilot_of(newest[0][1]) != pilot_of(request.commit_body):
        raise branch_taken(request.branch_name, head)  # another pilot's pages would go


def _check_names(base_ref: str, branch: str) -> None:
    reason = reason_against(branch, base_ref)
    if reason:
        raise RefusedRequestError(422, "branch_name", f"branch_name: {reason}")
    try:
        check_ref(base_ref, "site")
    except RepositoryError as error:
        raise RefusedRequestError(422, "base_ref", error.message) from error


def _replayed(row: Row, fingerprint: str) -> Answer | None:
    if row.fingerprint != fingerprint:
        raise RefusedRequestError(
            422, "key_reused", "this Idempotency-Key was used with another body; use a new one"
        )
    if row.answer is None:
        return None
    return Answer(200, row.answer.encode(), {"Idempotent-Replayed": "true"})


def _answered(text: str) -> Answer:
    return Answer(200, text.encode(), {})


def refused(refusal: RefusedRequestError) -> Answer:
    """Return the answer that says why a request was not carried out."""
    error: BaseModel = ErrorAnswer(
        code=refusal.code, message=refusal.message, details=refusal.details
    )
    headers = {} if refusal.retry_after is None else {"Retry-After": str(refusal.retry_after)}
    text = json.dumps(error.model_dump(), ensure_ascii=False)
    return Answer(refusal.status, text.encode(), headers)


def _time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
