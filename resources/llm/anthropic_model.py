"""The Anthropic SDK behind the `LanguageModel` port: recorded, replayed, retried, shape checked.

The SDK's own retries are off: ours wait a capped time, stop at a deadline and record each attempt.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from tenacity import RetryCallState, Retrying, retry_if_result, stop_after_attempt

from launch.contracts.llm import CallRecord, ModelAnswer, ModelRefusal, ModelRequest
from launch.errors import RefusalError
from resources.llm.answers import AnswerStore
from resources.llm.attempt import Attempt, attempted
from resources.llm.budget import Budget, Spending
from resources.llm.capabilities import cost_usd, table
from resources.llm.client import Connection
from resources.llm.journal import Journal
from resources.llm.records import Reservation, refused, started, worst_of
from resources.llm.slots import Slots
from resources.llm.warming import Warming
from resources.llm.wire import body_of, key_of

if TYPE_CHECKING:
    import anthropic

_ANSWER_CUT = 200_000
Replay = Literal["off", "use", "refresh", "only"]


@dataclass(frozen=True)
class Patience:
    """How long to wait for one call."""

    attempts: int = 5
    """Attempts in all."""
    first_wait_s: float = 2.0
    """Seconds before the second attempt; doubled each time."""
    longest_wait_s: float = 30.0
    """Cap of one wait, whatever ``retry-after`` says."""
    timeout_s: float = 180.0
    """Seconds for one attempt, from sending to the last byte."""
    deadline_s: float = 600.0
    """Seconds for all attempts of a call, waits included."""
    sleep: Callable[[float], None] = time.sleep


@dataclass
class AnthropicModel:
    """`launch.ports.LanguageModel` over the Messages API; safe to share between threads."""

    answers: AnswerStore
    replay: Replay
    journal: Journal
    budget: Budget
    slots: Slots
    patience: Patience = field(default_factory=Patience)
    _connection: Connection = field(default_factory=Connection)
    _warming: Warming = field(default_factory=Warming)

    def ask(self, request: ModelRequest) -> ModelAnswer | ModelRefusal:
        """Answer a request, from the record where that is asked for.

        LLMError where the key is missing or refused: then no call can succeed. RefusalError where
        the budget is spent and the run is to stop there.
        """
        key = key_of(request, table().api_version)
        kept = self.kept(request, key)
        return self._asked(request, key) if kept is None else kept

    def kept(self, request: ModelRequest, key: str) -> ModelAnswer | ModelRefusal | None:
        """Return what is on record for a request, or None where it has to be asked."""
        if self.replay not in {"use", "only"}:
            return None
        kept = self.answers.get(key)
        if kept is not None:
            return self._replayed(request, kept)
        if self.replay == "only":
            detail = "llm.replay is `only`, and no answer is on record"
            return ModelRefusal(key=key, reason="not_recorded", detail=detail)
        return None

    def client(self) -> "anthropic.Anthropic":
        """Return the one client of this process; MissingKeyError where there is no usable key."""
        return self._connection.client(self.patience.timeout_s)

    def close(self) -> None:
        """Tell the bill a last time and hang up; calls that are still out stay unknown."""
        self.journal.close()
        self.answers.settle()
        self._connection.close()

    def reserved(self, request: ModelRequest, body: dict[str, Any], key: str) -> Reservation:
        """Set a call's worst case aside; see `Reservation.refusal` for a budget that is spent."""
        worst = worst_of(request, body)
        cap = self.budget.reserve(worst)
        if cap is None:
            return Reservation(worst, None)
        if self.budget.caps.on_reached == "stop":
            raise RefusalError(
                f"the next call would go over {cap}",
                hint="raise the cap, or set budget.on_reached to fallback",
            )
        detail = f"the next call would go over {cap}"
        return Reservation(worst, ModelRefusal(key=key, reason="budget", detail=detail))

    def concluded(self, record: CallRecord, number: int, attempt: Attempt, worst: Spending) -> None:
        """Settle a call's reservation and put down what came of it."""
        in_batch = bool(record.batch)
        used, usd = attempt.usage, record.cost_usd
        if attempt.is_free:
            self.budget.settle(worst, Spending(calls=1))
            usd = 0.0
        elif used is not None:
            usd = cost_usd(attempt.model, used, batch=in_batch)
            self.budget.settle(worst, Spending(1, sum(used.model_dump().values()), usd))
        self.journal.end(
            number,
            record.model_copy(
                update={
                    "answer": attempt.answer[:_ANSWER_CUT],
                    "outcome": attempt.outcome,
                    "model": attempt.model,
                    "usage": used,
                    "cost_usd": usd,
                    "request_id": attempt.request_id,
                    "reserved_tokens": 0 if attempt.is_free else record.reserved_tokens,
                }
            ),
        )

    def result(
        self, key: str, attempt: Attempt, origin: Literal["api", "batch"] = "api"
    ) -> ModelAnswer | ModelRefusal:
        """Return a call's last attempt as an answer or a refusal; what was paid for is kept."""
        if attempt.text is None or attempt.usage is None:
            refusal = refused(key, attempt)
            if refusal.reason in {"refused", "truncated"} and self.replay != "off":
                self.answers.put(refusal)
            return refusal
        answer = ModelAnswer(
            key=key,
            text=attempt.text,
            model=attempt.model,
            usage=attempt.usage,
            replayed=False,
            origin=origin,
        )
        if self.replay != "off":
            self.answers.put(answer)
        return answer

    def _replayed(
        self, request: ModelRequest, kept: ModelAnswer | ModelRefusal
    ) -> ModelAnswer | ModelRefusal:
        record = started(request, kept.key, 0, body_of(request))
        told: dict[str, object] = {"replayed": True}
        match kept:
            case ModelAnswer():
                told |= {"answer": kept.text[:_ANSWER_CUT], "outcome": "ok"}
                told |= {"model": kept.model, "usage": kept.usage}
                kept = kept.model_copy(update={"replayed": True})
            case ModelRefusal():
                told |= {"answer": kept.detail, "outcome": kept.reason}
        record = record.model_copy(update=told)
        self.journal.end(self.journal.begin(record), record)
        return kept

    def _asked(self, request: ModelRequest, key: str) -> ModelAnswer | ModelRefusal:
        client, body = self.client(), body_of(request)
        until = time.monotonic() + self.patience.deadline_s
        number = 0

        def once() -> Attempt | ModelRefusal:
            nonlocal number
            number += 1
            return self._attempted(client, request, body, key, number)

        retrying = Retrying(
            retry=retry_if_result(lambda made: isinstance(made, Attempt) and made.retryable),
            stop=lambda state: (
                stop_after_attempt(self.patience.attempts)(state)
                or time.monotonic() + self._wait(state) > until
            ),
            wait=self._wait,
            sleep=self.patience.sleep,
            retry_error_callback=_last,
        )
        with self._warming.ahead(body, self.patience.deadline_s):
            made: Attempt | ModelRefusal = retrying(once)
        if isinstance(made, ModelRefusal):
            return made
        return self.result(key, made)

    def _attempted(
        self,
        client: "anthropic.Anthropic",
        request: ModelRequest,
        body: dict[str, Any],
        key: str,
        number: int,
    ) -> Attempt | ModelRefusal:
        with self.slots.held():
            reservation = self.reserved(request, body, key)
            if reservation.refusal is not None:
                return reservation.refusal
            worst = reservation.worst
            record = started(request, key, number, body, worst)
            name = self.journal.begin(record)
            before = time.monotonic()
            attempt = attempted(client, body)
            seconds = round(time.monotonic() - before, 3)
            record = record.model_copy(update={"latency_s": seconds})
        self.concluded(record, name, attempt, worst)
        return attempt

    def _wait(self, state: RetryCallState) -> float:
        made = state.outcome.result() if state.outcome else None
        asked = made.retry_after if isinstance(made, Attempt) else None
        if asked is None:
            asked = self.patience.first_wait_s * 2.0 ** (state.attempt_number - 1)
        return min(asked, self.patience.longest_wait_s)


def _last(state: RetryCallState) -> Any:
    return state.outcome.result() if state.outcome else None
