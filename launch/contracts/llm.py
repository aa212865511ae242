"""What a model is asked and what it answers: values, recorded in ``evidence/llm_calls``."""

from typing import Literal

from launch.contracts.model import Contract, Sha256


class ModelRequest(Contract):
    """One call, before any provider's wire format."""

    purpose: Literal["draft", "repair", "verify"]
    """What for."""
    subject: str
    """Page id, for the record's name."""
    model: str
    """Model as the pilot names it."""
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


class ModelRefusal(Contract):
    """An answer that cannot be used, as a value."""

    key: Sha256
    """Hash of what was asked."""
    reason: Literal["refused", "truncated", "wrong_shape", "unreachable", "budget", "not_recorded"]
    """Name of the outcome."""
    detail: str
    """One sentence."""
