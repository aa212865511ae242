"""A `ModelRequest` as the Messages API takes it, and a message as it comes back."""

import json
from typing import TYPE_CHECKING, Any

from launch.contracts.llm import ModelRequest, ModelUsage
from launch.digests import digest_of
from resources.llm.capabilities import takes_schema

if TYPE_CHECKING:
    from anthropic.types import Message

PROVIDER = "anthropic"
_AS_TEXT = "\nAnswer with JSON of this schema and nothing else:\n{}\n"


def body_of(request: ModelRequest) -> dict[str, Any]:
    """Return the arguments of ``messages.create``.

    Stable documents come first and end in the one cache breakpoint; nothing before it varies.
    """
    documents = [
        _document(title, text, cached=number == request.stable_documents)
        for number, (title, text) in enumerate(request.documents, start=1)
    ]
    schema = json.loads(request.answer_schema)
    if takes_schema(request.model):
        output, told = {"output_config": {"format": {"type": "json_schema", "schema": schema}}}, ""
    else:
        output, told = {}, _AS_TEXT.format(json.dumps(schema))
    return {
        "model": request.model,
        "max_tokens": request.max_tokens,
        "system": [{"type": "text", "text": request.system}],
        "messages": [
            {
                "role": "user",
                "content": [*documents, {"type": "text", "text": request.instruction + told}],
            }
        ],
        **output,
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


def prefix_of(body: dict[str, Any]) -> list[Any] | None:
    """Return what stands up to the cache breakpoint, or None where a call has none."""
    content = body["messages"][0]["content"]
    ends = [number for number, block in enumerate(content, start=1) if "cache_control" in block]
    return [body["model"], body["system"], *content[: ends[-1]]] if ends else None
