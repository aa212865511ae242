"""What a page's dialogue will probably ask, before anything is asked: from its real prompts."""

from dataclasses import dataclass

from launch.contracts.llm import ModelRequest
from launch.writing.model.prompts import prompt

# Seen where a language model answered the requests of three products (HTTPX, Cobra, Aspose.Note):
_SHARE_WITH_PROSE = 0.45
"""Pages on which it wrote sentences of its own that came before the verifier."""
_SENTENCES = 2.5
"""Sentences on such a page."""
_PLANTS = 1.5
"""False ones planted among them."""
_ENTRY = 500
"""Characters of a sentence with its evidence, id and place in the schema."""
_SENTENCE = 130
"""Characters of a sentence in an answer."""
_VERDICT = 30
"""Characters of a verdict."""
_CHOICE = 16
"""Characters of a unit's or heading's place in an answer."""


@dataclass(frozen=True)
class Expected:
    """A call that will probably be made."""

    purpose: str
    subject: str
    model: str
    characters: int
    """Of the request, its prefix included."""
    prefix: int
    """Of these, what is the same for all pages."""
    answer: int
    """Of the answer, thinking not included."""
    share: float = 1.0
    """How probable it is."""


def expected_draft(request: ModelRequest) -> Expected:
    """Return the call that asks for a page; its request is known to the letter."""
    units = dict(request.documents)["Units of the page"]
    answer = _CHOICE * (units.count("\n[u") + units.count("\n[h"))
    if _writes(request):
        answer += round(_SHARE_WITH_PROSE * _SENTENCES * _SENTENCE)
    return Expected(
        request.purpose,
        request.subject,
        request.model,
        size_of(request),
        len(request.system) + sum(len(t) for _, t in request.documents[: request.stable_documents]),
        answer,
    )


def expected_verification(draft: ModelRequest, model: str) -> Expected | None:
    """Return the verifier's call that will follow a draft; None where no prose can come."""
    if not _writes(draft):
        return None
    entries = _SENTENCES + _PLANTS
    fixed = len(prompt("verify_system.md")) + len(prompt("verify_task.md"))
    return Expected(
        "verify",
        draft.subject,
        model,
        fixed + round(entries * _ENTRY),
        0,
        round(entries * _VERDICT),
        _SHARE_WITH_PROSE,
    )


def size_of(request: ModelRequest) -> int:
    """Return the characters of a request: instructions, documents and schema."""
    documents = sum(len(title) + len(text) for title, text in request.documents)
    return len(request.system) + documents + len(request.instruction) + len(request.answer_schema)


def _writes(request: ModelRequest) -> bool:
    return '"prose"' in request.answer_schema
