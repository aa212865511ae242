"""One attempt at a call: what was sent, what came, and the name of the outcome."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from launch.contracts.llm import ModelUsage
from launch.errors import LLMError
from resources.llm.wire import text_of, usage_of

if TYPE_CHECKING:
    import anthropic
    from anthropic.types import Message

KEY_VARIABLE = "ANTHROPIC_API_KEY"
FAILED = "LLM API call failed"
_RETRYABLE = {408, 409, 429, 500, 502, 503, 504, 529}
_CUT_OFF = {"max_tokens", "model_context_window_exceeded"}
_TOLD = 2000


@dataclass(frozen=True)
class Attempt:
    """What one attempt gave."""

    outcome: str
    """``ok``, or the name of what went wrong."""
    answer: str
    """What came, as text."""
    text: str | None = None
    """The usable answer, or None."""
    model: str = ""
    usage: ModelUsage | None = None
    request_id: str = ""
    retry_after: float | None = None
    """Seconds that the provider asks to wait, or None."""
    retryable: bool = False

    @property
    def is_free(self) -> bool:
        """Whether the provider certainly did no work for it."""
        return self.outcome.startswith("http_") or self.outcome == "not_sent"


def attempted(client: "anthropic.Anthropic", body: dict[str, Any]) -> Attempt:
    """Make one call; whatever goes wrong has a name, but a key that is refused is an LLMError."""
    import anthropic
    import httpx2

    try:
        message = client.messages.create(**body, stream=False)
    except (anthropic.AuthenticationError, anthropic.PermissionDeniedError) as error:
        raise LLMError(
            f"{FAILED}: the API refused the key (HTTP {error.status_code})",
            hint=f"verify that {KEY_VARIABLE} is valid and may use {body['model']}",
        ) from None
    except anthropic.APIStatusError as error:
        return failed(error)
    except (anthropic.APITimeoutError, httpx2.TimeoutException) as error:
        if isinstance(error.__cause__, httpx2.ConnectTimeout):
            return Attempt("not_sent", str(error)[:_TOLD], retryable=True)
        return Attempt("timeout", str(error)[:_TOLD], retryable=True)
    except (anthropic.APIConnectionError, httpx2.HTTPError) as error:
        never_left = isinstance(error.__cause__, httpx2.ConnectError | httpx2.LocalProtocolError)
        outcome = "not_sent" if never_left else "connection"
        return Attempt(outcome, str(error)[:_TOLD], retryable=True)
    except (ValueError, anthropic.APIResponseValidationError) as error:
        # A body that is no JSON, or no UTF-8, comes out of the SDK as it fell.
        return Attempt("wrong_shape", str(error)[:_TOLD], retryable=True)
    return read(message)


def read(message: "Message") -> Attempt:
    """Return what an answer of status 200 holds; its shape is believed only where it is checked."""
    text, usage = text_of(message), usage_of(message)
    shown = message.model_dump_json() if hasattr(message, "model_dump_json") else str(message)
    stopped = str(getattr(message, "stop_reason", None))
    model = str(getattr(message, "model", ""))
    request_id = getattr(message, "_request_id", None) or ""
    if stopped == "refusal" or stopped in _CUT_OFF:
        outcome = "refused" if stopped == "refusal" else "truncated"
        return Attempt(outcome, shown, model=model, usage=usage, request_id=request_id)
    if text is None or usage is None or stopped != "end_turn":
        return Attempt("wrong_shape", shown, request_id=request_id, retryable=True)
    return Attempt("ok", shown, text, model, usage, request_id)


def failed(error: "anthropic.APIStatusError") -> Attempt:
    """Return what an answer with an error status says."""
    return Attempt(
        outcome=f"http_{error.status_code}",
        answer=str(error)[:_TOLD],
        request_id=error.request_id or "",
        retry_after=_seconds(error.response.headers.get("retry-after", "")),
        retryable=error.status_code in _RETRYABLE,
    )


def _seconds(retry_after: str) -> float | None:
    """Return the seconds that the header asks for, or None where it has no number."""
    try:
        seconds = float(retry_after)
    except ValueError:
        return None
    return seconds if 0 <= seconds < float("inf") else None


def shown(body: dict[str, Any]) -> str:
    """Return a request as JSON text, as sent."""
    return json.dumps(body, ensure_ascii=False)
