"""What a page's dialogue will probably ask, before anything is asked: from its real prompts."""

from dataclasses import dataclass

from launch.contracts.llm import ModelRequest
from launch.writing.model.prompts import prompt

_SENTENCES_PER_UNIT = 0.35
_MOST_SENTENCES = 8
_PLANTS = 3
_SENTENCE = 130
"""Characters of a sentence and its marks, at the median of those seen."""
_EVIDENCE = 420
"""Characters of the evidence beside it."""
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


def expected_draft(request: ModelRequest) -> Expected:
    """Return the call that asks for a page; its request is known to the letter."""
    units = request.documents[-1 if len(request.documents) == _EDITED else -2][1]
    answer = _CHOICE * (units.count("\n[u") + units.count("\n[h"))
    if _writes(request):
        answer += round(sentences(request)) * _SENTENCE
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
    entries = sentences(draft) + _PLANTS
    fixed = len(prompt("verify_system.md")) + len(prompt("verify_task.md"))
    characters = fixed + round(entries * (_SENTENCE + _EVIDENCE))
    return Expected("verify", draft.subject, model, characters, 0, round(entries * _VERDICT))


def sentences(draft: ModelRequest) -> float:
    """Return how many sentences of prose a page will probably get."""
    units = draft.documents[-2][1].count("\n[u")
    return min(_MOST_SENTENCES, max(1.0, units * _SENTENCES_PER_UNIT))


def size_of(request: ModelRequest) -> int:
    """Return the characters of a request: instructions, documents and schema."""
    documents = sum(len(title) + len(text) for title, text in request.documents)
    return len(request.system) + documents + len(request.instruction) + len(request.answer_schema)


_EDITED = 4
"""Documents of a call in edit mode: the two stable ones, the page, its units."""


def _writes(request: ModelRequest) -> bool:
    return request.documents[-1][0] == "Claims"
