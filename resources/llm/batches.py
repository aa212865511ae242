"""Requests sent together as message batches: half the price, up to a day.

A batch's id is kept as soon as it is known: a resumed run waits for that batch, and sends no other.
"""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from launch.contracts.llm import CallRecord, ModelAnswer, ModelRefusal, ModelRequest
from launch.errors import LLMError
from resources.llm.anthropic_model import AnthropicModel
from resources.llm.attempt import FAILED, Attempt, read
from resources.llm.budget import Spending
from resources.llm.capabilities import table
from resources.llm.records import started
from resources.llm.wire import body_of, key_of
from resources.run_store.atomic import make_folder, write_atomic

if TYPE_CHECKING:
    import anthropic
    from anthropic.types.messages import MessageBatch

Reply = ModelAnswer | ModelRefusal


@dataclass(frozen=True)
class Pace:
    """How a batch is waited for."""

    first_wait_s: float = 5.0
    """Seconds before the first look; doubled each time."""
    longest_wait_s: float = 60.0
    deadline_s: float = 25 * 3600.0
    """Seconds for one batch: the provider ends it after a day."""
    failures: int = 10
    """Looks in a row that may fail."""
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True)
class _Out:
    """A request that is in a batch."""

    request: ModelRequest
    record: CallRecord
    number: int
    worst: Spending


class Batches:
    """Message batches of one run; ``folder`` keeps the ids of those that are out."""

    def __init__(self, model: AnthropicModel, folder: Path, pace: Pace | None = None) -> None:
        self._model = model
        self._folder = folder
        self._pace = pace or Pace()

    def ask_all(self, requests: Sequence[ModelRequest]) -> tuple[Reply, ...]:
        """Answer requests in their order: from the record, from a batch that is out, or anew.

        LLMError where the key is refused or no batch can be made; RefusalError as for one call.
        """
        keys = [key_of(request, table().api_version) for request in requests]
        found: dict[str, Reply] = {}
        for request, key in zip(requests, keys, strict=True):
            kept = found.get(key) or self._model.kept(request, key)
            if kept is not None:
                found[key] = kept
        wanted = {
            key: request for request, key in zip(requests, keys, strict=True) if key not in found
        }
        for batch_id, sent in self._still_out(wanted):
            found.update(self._answers(batch_id, sent))
        left = {key: request for key, request in wanted.items() if key not in found}
        if left:
            found.update(self._sent(left))
        return tuple(found[key] for key in keys)

    def _still_out(self, wanted: dict[str, ModelRequest]) -> list[tuple[str, dict[str, _Out]]]:
        out = []
        for file in sorted(self._folder.glob("*.json")) if self._folder.is_dir() else ():
            kept = json.loads(file.read_bytes())
            mine = {key: wanted[key] for key in kept["keys"] if key in wanted}
            if mine:
                told = {key: self._begun(request, key, kept["id"]) for key, request in mine.items()}
                out.append((kept["id"], {key: one for key, one in told.items() if one is not None}))
        return [(batch_id, sent) for batch_id, sent in out if sent]

    def _sent(self, wanted: dict[str, ModelRequest]) -> dict[str, Reply]:
        client = self._model.client()
        found: dict[str, Reply] = {}
        sent: dict[str, _Out] = {}
        for key, request in wanted.items():
            begun = self._begun(request, key, "pending")
            if begun is None:
                detail = "the batch would go over the run's budget"
                found[key] = ModelRefusal(key=key, reason="budget", detail=detail)
            else:
                sent[key] = begun
        if sent:
            params: Any = [
                {"custom_id": key, "params": body_of(one.request)} for key, one in sent.items()
            ]
            batch = _tried(lambda: client.messages.batches.create(requests=params), self._pace)
            make_folder(self._folder)
            kept = json.dumps({"id": batch.id, "keys": list(sent)}, indent=2)
            write_atomic(self._folder / f"{batch.id}.json", kept.encode() + b"\n")
            found.update(self._answers(batch.id, sent))
        return found

    def _begun(self, request: ModelRequest, key: str, batch_id: str) -> _Out | None:
        body = body_of(request)
        reservation = self._model.reserved(request, body, key)
        if reservation.refusal is not None:
            return None
        record = started(request, key, 1, body, reservation.worst, batch_id)
        return _Out(request, record, self._model.journal.begin(record), reservation.worst)

    def _answers(self, batch_id: str, sent: dict[str, _Out]) -> dict[str, Reply]:
        """Wait for a batch and return what came of each request in it."""
        client = self._model.client()
        before = time.monotonic()
        self._ended(client, batch_id)
        results = _tried(lambda: list(client.messages.batches.results(batch_id)), self._pace)
        seconds = round(time.monotonic() - before, 3)
        came = {one.custom_id: one.result for one in results}
        found: dict[str, Reply] = {}
        for key, one in sent.items():
            attempt = _attempt(came.get(key))
            record = one.record.model_copy(update={"batch": batch_id, "latency_s": seconds})
            self._model.concluded(record, one.number, attempt, one.worst)
            found[key] = self._model.result(key, attempt, "batch")
        (self._folder / f"{batch_id}.json").unlink(missing_ok=True)
        return found

    def _ended(self, client: "anthropic.Anthropic", batch_id: str) -> None:
        until = time.monotonic() + self._pace.deadline_s
        wait = self._pace.first_wait_s

        def looked() -> "MessageBatch":
            return client.messages.batches.retrieve(batch_id)

        while _tried(looked, self._pace).processing_status != "ended":
            if time.monotonic() + wait > until:
                raise LLMError(
                    f"{FAILED}: the batch {batch_id} did not end in time",
                    hint="resume the run later: it goes on with the same batch",
                )
            self._pace.sleep(wait)
            wait = min(wait * 2, self._pace.longest_wait_s)


def _tried[R](act: Callable[[], R], pace: Pace) -> R:
    """Do what asks the API about a batch, again after a passing failure."""
    import anthropic
    import httpx2

    for left in range(pace.failures, 0, -1):
        try:
            return act()
        except (anthropic.AuthenticationError, anthropic.PermissionDeniedError) as error:
            raise _no_batch(f"the API refused the key (HTTP {error.status_code})") from None
        except anthropic.APIStatusError as error:
            if error.status_code < 500 and error.status_code not in {408, 409, 429}:
                raise _no_batch(f"the API refused the batch (HTTP {error.status_code})") from None
            problem = f"HTTP {error.status_code}"
        except (anthropic.AnthropicError, httpx2.HTTPError, ValueError) as error:
            problem = type(error).__name__
        if left > 1:
            pace.sleep(min(pace.first_wait_s, pace.longest_wait_s))
    raise _no_batch(f"the API did not answer ({problem})")


def _no_batch(problem: str) -> LLMError:
    return LLMError(
        f"{FAILED}: {problem}",
        hint="verify ANTHROPIC_API_KEY and the provider's status page, or set llm.batch to false",
    )


def _attempt(result: Any) -> Attempt:
    kind = getattr(result, "type", "missing")
    match kind:
        case "succeeded":
            return read(result.message)
        case "errored" | "expired" | "canceled":
            return Attempt(f"http_batch_{kind}", str(getattr(result, "error", kind))[:2000])
        case _:
            return Attempt("wrong_shape", "the batch holds no result for this request")
