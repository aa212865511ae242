"""A call as it is put down: begun, refused, and what it can cost at most."""

from dataclasses import dataclass
from typing import Any

from launch.contracts.llm import CallRecord, ModelRefusal, ModelRequest, ModelUsage
from resources.llm.attempt import Attempt, shown
from resources.llm.budget import Spending, worst_input_tokens
from resources.llm.capabilities import cost_usd


@dataclass(frozen=True)
class Reservation:
    """What was set aside for a call, or why it may not be made."""

    worst: Spending
    refusal: ModelRefusal | None


def started(
    request: ModelRequest,
    key: str,
    number: int,
    body: dict[str, Any],
    worst: Spending | None = None,
    batch: str = "",
) -> CallRecord:
    """Return the record of a call that is about to be made."""
    return CallRecord(
        purpose=request.purpose,
        subject=request.subject,
        key=key,
        attempt=number,
        provider="anthropic",
        request=shown(body),
        answer="",
        outcome="started",
        model="",
        usage=None,
        cost_usd=worst.usd if worst else 0.0,
        request_id="",
        latency_s=0.0,
        replayed=False,
        reserved_tokens=worst.tokens if worst else 0,
        batch=batch,
    )


def refused(key: str, attempt: Attempt) -> ModelRefusal:
    """Return the refusal that an attempt without an answer is; the provider's words stay out."""
    match attempt.outcome:
        case "refused":
            return ModelRefusal(key=key, reason="refused", detail="the model declined")
        case "truncated":
            return ModelRefusal(key=key, reason="truncated", detail="the answer was cut off")
        case "wrong_shape":
            detail = "the answer did not have the API's shape"
            return ModelRefusal(key=key, reason="wrong_shape", detail=detail)
        case outcome:
            told = outcome.replace("http_", "HTTP ")
            return ModelRefusal(key=key, reason="unreachable", detail=f"it ended in: {told}")


def worst_of(request: ModelRequest, body: dict[str, Any]) -> Spending:
    """Return what a call can cost: every byte counted, and an answer as long as it may be."""
    tokens_in = worst_input_tokens(shown(body))
    usage = ModelUsage(
        input_tokens=0,
        cache_read_tokens=0,
        cache_write_tokens=tokens_in,
        output_tokens=request.max_tokens,
    )
    return Spending(1, tokens_in + request.max_tokens, cost_usd(request.model, usage))
