"""A `ModelRequest` as the Messages API takes it, and a message as it comes back."""

import json
from typing import TYPE_CHECKING, Any

from launch.contracts.llm import ModelRequest, ModelUsage
from launch.digests import digest_of

if TYPE_CHECKING:
    from anthropic.types import Message

PROVIDER = "anthropic"


def body_of(request: ModelRequest) -> dict[str, Any]:
    """Return the arguments of ``messages.create``.

    Stable documents come first and end in the one cache breakpoint; nothing before it varies.
    """
    documents = [
        _document(title, text, cached=number == request.stable_documents)
        for number, (title, text) in enumerate(request.documents, start=1)
    ]
    return {
        "model": request.model,
        "max_tokens": request.max_tokens,
        "system": [{"type": "text", "text": request.system}],
        "messages": [
            {
                "role": "user",
                "content": [*documents, {"type": "text", "text": request.instruction}],
            }
        ],
        "output_config": {
            "format": {"type": "json_schema", "schema": json.loads(request.answer_schema)}
        },
    }


def key_of(request: ModelRequest, api_version: str) -> str:
    """Return the hash under which the answer is kept: what was asked, never when or by whom."""
    return digest_of(PROVIDER, api_version, body_of(request), request.prompt_digest)


def text_of(message: "Message") -> str | None:
    """Return the joined text blocks, or None where the answer's shape is not the API's."""
    content = getattr(message, "content", None)
    if not isinstance(content, list):
        return None
    texts = [getattr(block, "text", None) for block in content if _type_of(block) == "text"]
    return "".join(text for text in texts if isinstance(text, str)) or None


def usage_of(message: "Message") -> ModelUsage | None:
    """Return the tokens used, or None where the answer does not say."""
    usage = getattr(message, "usage", None)
    if usage is None or not isinstance(getattr(usage, "output_tokens", None), int):
        return None
    return ModelUsage(
        input_tokens=usage.input_tokens or 0,
        cache_read_tokens=usage.cache_read_input_tokens or 0,
        cache_write_tokens=usage.cache_creation_input_tokens or 0,
        output_tokens=usage.output_tokens,
    )


def _type_of(block: object) -> str:
    return str(getattr(block, "type", ""))


def _document(title: str, text: str, *, cached: bool) -> dict[str, Any]:
    document: dict[str, Any] = {
        "type": "document",
        "title": title,
        "source": {"type": "text", "media_type": "text/plain", "data": text},
    }
    if cached:
        document["cache_control"] = {"type": "ephemeral"}
    return document
