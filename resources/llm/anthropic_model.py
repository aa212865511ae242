"""The Anthropic SDK behind the `LanguageModel` port: recorded, replayed, retried, shape checked.

The SDK's own retries are off: ours wait a capped time, stop at a deadline and record each attempt.
"""

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from launch.contracts.llm import CallRecord, ModelAnswer, ModelRefusal, ModelRequest, ModelUsage
from launch.contracts.pilot import PilotBudget
from launch.errors import LLMError, MissingKeyError, RefusalError
from resources.llm.answers import AnswerStore
from resources.llm.budget import Budget, Spending, worst_input_tokens
from resources.llm.capabilities import cost_usd, table
from resources.llm.wire import body_of, key_of, text_of, usage_of

if TYPE_CHECKING:
    import anthropic
    from anthropic.types import Message

KEY_VARIABLE = "ANTHROPIC_API_KEY"
_RETRYABLE = {408, 409, 429, 500, 502, 503, 504, 529}
_FAILED = "LLM API call failed"
_ANSWER_CUT = 200_000


@dataclass(frozen=True)
class Patience:
    """How long to wait for one call."""

    attempts: int = 4
    """Attempts in all."""
    first_wait_s: float = 2.0
    """Seconds before the second attempt; doubled each time."""
    longest_wait_s: float = 30.0
    """Cap of one wait, whatever ``retry-after`` says."""
    timeout_s: float = 120.0
    """Seconds for one attempt."""
    deadline_s: float = 300.0
    """Seconds for all attempts of a call, waits included."""
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True)
class _Attempt:
    """What one attempt gave."""

    outcome: str
    answer: str
    text: str | None = None
    model: str = ""
    usage: ModelUsage | None = None
    request_id: str = ""
    retry_after: float | None = None
    retryable: bool = False


@dataclass
class AnthropicModel:
    """`launch.ports.LanguageModel` over the Messages API."""

    answers: AnswerStore
    replay: Literal["off", "use", "refresh", "only"]
    record: Callable[[CallRecord], None]
    """Told of every attempt and every replay."""
    budget: Budget = field(default_factory=lambda: Budget(PilotBudget()))
    patience: Patience = field(default_factory=Patience)
    _client: "anthropic.Anthropic | None" = None

    def ask(self, request: ModelRequest) -> ModelAnswer | ModelRefusal:
        """Answer a request, from the record where that is asked for.

        Raises LLMError where the key is missing or refused: then no call can succeed.
        """
        key = key_of(request, table().api_version)
        if self.replay in {"use", "only"}:
            kept = self.answers.get(key)
            if kept is not None:
                return self._replayed(request, kept)
            if self.replay == "only":
                return ModelRefusal(
                    key=key, reason="not_recorded", detail="llm.replay is `only`: no answer kept"
                )
        return self._asked(request, key)

    def _replayed(self, request: ModelRequest, kept: ModelAnswer) -> ModelAnswer:
        attempt = _Attempt("ok", kept.text, model=kept.model, usage=kept.usage)
        self._told(request, kept.key, 0, attempt, 0.0, replayed=True)
        return kept.model_copy(update={"replayed": True})

    def _asked(self, request: ModelRequest, key: str) -> ModelAnswer | ModelRefusal:
        client = self._connected()
        started = time.monotonic()
        number = 0
        worst = self._worst(request)
        while True:
            cap = self.budget.reserve(worst)
            if cap is not None:
                return self._over(key, cap)
            number += 1
            before = time.monotonic()
            attempt = self._attempt(client, request)
            self._settled(worst, attempt)
            self._told(request, key, number, attempt, time.monotonic() - before, replayed=False)
            if attempt.text is not None and attempt.usage is not None:
                answer = ModelAnswer(
                    key=key,
                    text=attempt.text,
                    model=attempt.model,
                    usage=attempt.usage,
                    replayed=False,
                )
                if self.replay != "off":
                    self.answers.put(answer)
                return answer
            wait = self._wait(number, attempt)
            spent = time.monotonic() - started
            if wait is None or spent + wait > self.patience.deadline_s:
                return _refusal(key, attempt)
            self.patience.sleep(wait)

    def _worst(self, request: ModelRequest) -> Spending:
        tokens_in = worst_input_tokens(json.dumps(body_of(request)))
        usage = ModelUsage(
            input_tokens=0,
            cache_read_tokens=0,
            cache_write_tokens=tokens_in,
            output_tokens=request.max_tokens,
        )
        return Spending(1, tokens_in + request.max_tokens, cost_usd(request.model, usage))

    def _settled(self, worst: Spending, attempt: _Attempt) -> None:
        if attempt.outcome.startswith("http_"):
            self.budget.settle(worst, Spending(calls=1))
        elif attempt.usage is not None:
            used = attempt.usage
            tokens = sum(used.model_dump().values())
            self.budget.settle(worst, Spending(1, tokens, cost_usd(attempt.model, used)))

    def _over(self, key: str, cap: str) -> ModelRefusal:
        if self.budget.caps.on_reached == "stop":
            raise RefusalError(
                f"the next call would go over {cap}",
                hint="raise the cap, or set budget.on_reached to fallback",
            )
        return ModelRefusal(key=key, reason="budget", detail=f"the next call would go over {cap}")

    def _wait(self, number: int, attempt: _Attempt) -> float | None:
        if not attempt.retryable or number >= self.patience.attempts:
            return None
        grown = self.patience.first_wait_s * 2.0 ** (number - 1)
        asked = attempt.retry_after if attempt.retry_after is not None else grown
        return min(max(asked, 0.0), self.patience.longest_wait_s)

    def _connected(self) -> "anthropic.Anthropic":
        import anthropic

        key = os.environ.get(KEY_VARIABLE, "").strip()
        if not key:
            raise MissingKeyError(
                f"{_FAILED}: {KEY_VARIABLE} is not set",
                hint=f"export {KEY_VARIABLE}, or set LLM_PROVIDER=offline to write without a model",
            )
        if self._client is None:
            self._client = anthropic.Anthropic(
                api_key=key, max_retries=0, timeout=self.patience.timeout_s
            )
        return self._client

    def _attempt(self, client: "anthropic.Anthropic", request: ModelRequest) -> _Attempt:
        import anthropic
        import httpx2

        try:
            message = client.messages.create(**body_of(request), stream=False)
        except (anthropic.AuthenticationError, anthropic.PermissionDeniedError) as error:
            raise LLMError(
                f"{_FAILED}: the API refused the key (HTTP {error.status_code})",
                hint=f"verify that {KEY_VARIABLE} is valid and may use {request.model}",
            ) from None
        except anthropic.APIStatusError as error:
            return _failed(error)
        except (anthropic.APIConnectionError, httpx2.HTTPError) as error:
            return _Attempt("unreachable", str(error)[:500], retryable=True)
        except (json.JSONDecodeError, anthropic.APIResponseValidationError) as error:
            return _Attempt("wrong_shape", str(error)[:500], retryable=True)
        return _read(message)

    def _told(
        self,
        request: ModelRequest,
        key: str,
        number: int,
        attempt: _Attempt,
        seconds: float,
        *,
        replayed: bool,
    ) -> None:
        used = attempt.usage
        self.record(
            CallRecord(
                purpose=request.purpose,
                subject=request.subject,
                key=key,
                attempt=number,
                provider="anthropic",
                request=json.dumps(body_of(request), ensure_ascii=False),
                answer=attempt.answer[:_ANSWER_CUT],
                outcome=attempt.outcome,
                model=attempt.model,
                usage=used,
                cost_usd=0.0 if replayed or used is None else cost_usd(attempt.model, used),
                request_id=attempt.request_id,
                latency_s=round(seconds, 3),
                replayed=replayed,
            )
        )


def _failed(error: "anthropic.APIStatusError") -> _Attempt:
    after = error.response.headers.get("retry-after", "")
    return _Attempt(
        outcome=f"http_{error.status_code}",
        answer=str(error)[:2000],
        request_id=error.request_id or "",
        retry_after=float(after) if after.replace(".", "", 1).isdigit() else None,
        retryable=error.status_code in _RETRYABLE,
    )


def _read(message: "Message") -> _Attempt:
    text, usage = text_of(message), usage_of(message)
    shown = message.model_dump_json() if hasattr(message, "model_dump_json") else str(message)
    stopped = str(getattr(message, "stop_reason", None))
    model = str(getattr(message, "model", ""))
    request_id = getattr(message, "_request_id", None) or ""
    if stopped in {"refusal", "max_tokens", "model_context_window_exceeded"}:
        outcome = "refused" if stopped == "refusal" else "truncated"
        return _Attempt(outcome, shown, model=model, usage=usage, request_id=request_id)
    if text is None or usage is None or stopped != "end_turn":
        return _Attempt("wrong_shape", shown, request_id=request_id, retryable=True)
    return _Attempt("ok", shown, text, model, usage, request_id)


def _refusal(key: str, attempt: _Attempt) -> ModelRefusal:
    detail = f"{attempt.outcome}: {attempt.answer[:200]}"
    match attempt.outcome:
        case "refused":
            return ModelRefusal(key=key, reason="refused", detail=detail)
        case "truncated":
            return ModelRefusal(key=key, reason="truncated", detail=detail)
        case "wrong_shape":
            return ModelRefusal(key=key, reason="wrong_shape", detail=detail)
        case _:
            return ModelRefusal(key=key, reason="unreachable", detail=detail)
