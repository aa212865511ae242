"""What a model is asked and what it answers: values, recorded in ``evidence/llm_calls``."""

from typing import Literal

from launch.contracts.model import Contract, Sha256


class ModelRequest(Contract):
    """One call, before any provider's wire format."""

    purpose: Literal["draft", "repair", "verify", "rewrite"]
    """What for."""
    subject: str
    """Page id, for the record's name."""
    model: str
    """Model as it is sent."""
    system: str
    """Instructions; holds no product text."""
    documents: tuple[tuple[str, str], ...]
    """Titles and texts of the documents, stable ones first."""
    stable_documents: int
    """How many of them are the same for all pages: the cacheable prefix."""
    instruction: str
    """The task, after the documents."""
    answer_schema: str
    """JSON Schema of the answer, as JSON text."""
    max_tokens: int
    """Upper bound of the answer, in tokens."""
    prompt_digest: Sha256
    """Digest of the prompt files."""


class ModelUsage(Contract):
    """What a call used, in tokens."""

    input_tokens: int
    """Input, without cache."""
    cache_read_tokens: int
    """Read from the cache."""
    cache_write_tokens: int
    """Written to the cache."""
    output_tokens: int
    """Output, thinking included."""


class ModelAnswer(Contract):
    """A usable answer's text and how it came."""

    key: Sha256
    """Hash of what was asked."""
    text: str
    """Joined text blocks: JSON by the schema, still to be validated."""
    model: str
    """Model that answered."""
    usage: ModelUsage
    """Tokens."""
    replayed: bool
    """Whether it was recorded earlier."""
    origin: Literal["api", "batch", "import"] = "api"
    """Where it came from: a call, a message batch, or a file that a person brought."""


class ModelRefusal(Contract):
    """An answer that cannot be used, as a value."""

    key: Sha256
    """Hash of what was asked."""
    reason: Literal["refused", "truncated", "wrong_shape", "unreachable", "budget", "not_recorded"]
    """Name of the outcome."""
    detail: str
    """One sentence."""


class CallRecord(Contract):
    """One attempt at a call, as kept in ``evidence/llm_calls``; holds no secret."""

    purpose: Literal["draft", "repair", "verify", "rewrite"]
    """What for."""
    subject: str
    """Page id."""
    key: Sha256
    """Hash of what was asked."""
    attempt: int
    """From 1; 0 for a replayed answer and for the offline writer."""
    provider: Literal["anthropic", "offline"]
    """Who was asked."""
    request: str
    """The request as JSON text, as sent."""
    answer: str
    """The answer as JSON text, or the text of what came instead; cut at 200,000 characters."""
    outcome: str
    """``ok``, or the name of what went wrong; ``started`` while nothing is known yet, ``unknown``
    where the process died before it was."""
    model: str
    """Model that answered; empty if none did."""
    usage: ModelUsage | None
    """Tokens, or None where the outcome is unknown."""
    cost_usd: float
    """By the price table; a reservation where the outcome is unknown."""
    request_id: str
    """The provider's id of the request; empty if none."""
    latency_s: float
    """Seconds."""
    replayed: bool
    """Whether a recorded answer was used."""
    reserved_tokens: int = 0
    """Worst case of the call, which counts as spent where the outcome is unknown."""
    verdict: str = ""
    """What the reader of the answer, or the judge of its sentences, made of it; empty if nobody
    read it."""
    batch: str = ""
    """Id of the message batch that it went with; empty for a call of its own."""
