"""What a page's dialogue will probably ask, before anything is asked: from its real prompts."""

import re
from dataclasses import dataclass

from launch.contracts.llm import ModelRequest
from launch.writing.model.prompts import prompt

_UNITS = "Units of the page"
_UNIT = re.compile(r"\n\n(?=\[u\d+\] )")
FEW = 2
"""Plain paragraphs from which a page invites prose."""
_PLANTS = 2.5
"""False sentences planted among those of a page, about."""
_ENTRY = 430
"""Characters of a sentence with its evidence, id and place in the schema."""
_REFUSED = 1400
"""Characters of a refused paragraph with what was found, its claims and its place in the schema."""
_SENTENCE = 150
"""Characters of a sentence in an answer, with the ids it names."""
_VERDICT = 32
"""Characters of a verdict."""
_CHOICE = 16
"""Characters of a unit's or heading's place in an answer."""


@dataclass(frozen=True)
class Habits:
    """How often a model does what it may do: seen where one answered real products' requests.

    `python scripts/bench.py estimate` holds these against each product by the others' alone.
    """

    often: float = 0.90
    """Share of pages that get prose, where several plain paragraphs could be said otherwise."""
    seldom: float = 0.19
    """The same of pages with hardly any."""
    again: float = 0.37
    """Share of pages with prose of which some breaks the rule and gets another turn."""

    def share(self, plain_units: int) -> float:
        """Return the share of pages with so many plain paragraphs that get prose."""
        return self.often if plain_units >= FEW else self.seldom


HABITS = Habits()


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


def expected_calls(
    request: ModelRequest, verifier_model: str, habits: Habits = HABITS
) -> tuple[Expected, ...]:
    """Return a page's next call, known to the letter, and those that may follow it."""
    documents = dict(request.documents)
    prefix = len(request.system) + sum(
        len(text) for _, text in request.documents[: request.stable_documents]
    )
    units = documents.get(_UNITS)
    paragraphs = plain_units(units) if units is not None else 0
    sentences = sentences_of(paragraphs)
    answer = _answer(request, units, sentences)
    subject, size = request.subject, size_of(request)
    first = Expected(request.purpose, subject, request.model, size, prefix, answer)
    if request.purpose == "verify" or '"prose"' not in request.answer_schema:
        return (first,)
    share = 1.0 if units is None else habits.share(paragraphs)
    judged = Expected("verify", subject, verifier_model, verifying(sentences), 0,
                      round(sentences * _VERDICT), share)  # fmt: skip
    if request.purpose == "repair":
        return (first, judged)
    stable = prefix - len(request.system)
    mended = Expected("repair", subject, request.model, mending(stable), stable,
                      _SENTENCE * 2, share * habits.again)  # fmt: skip
    return (first, mended, judged)


def plain_units(units: str) -> int:
    """Return how many paragraphs of a page rest on claims and hold no code, list or table."""
    entries = (entry.partition("\n") for entry in _UNIT.split(f"\n\n{units}")[1:])
    return sum(
        "tells" in head and "holds code" not in head and not _set(text) for head, _, text in entries
    )


def sentences_of(paragraphs: int) -> float:
    """Return how many sentences a page with so many plain paragraphs gets, where it gets any."""
    return min(2 + 0.4 * paragraphs, 12)


def verifying(sentences: float) -> int:
    """Return the characters of a verifier's request about so many sentences."""
    fixed = len(prompt("verify_system.md")) + len(prompt("verify_task.md"))
    return fixed + round((sentences + _PLANTS) * _ENTRY)


def mending(stable: int) -> int:
    """Return the characters of a request for refused paragraphs, after stable documents."""
    return len(prompt("rewrite_system.md")) + len(prompt("rewrite_task.md")) + stable + _REFUSED


def size_of(request: ModelRequest) -> int:
    """Return the characters of a request: instructions, documents and schema."""
    documents = sum(len(title) + len(text) for title, text in request.documents)
    return len(request.system) + documents + len(request.instruction) + len(request.answer_schema)


def _answer(request: ModelRequest, units: str | None, sentences: float) -> int:
    if request.purpose == "verify":
        return round(request.documents[-1][1].count("]\nSentence:") * _VERDICT)
    if units is None:
        return round(_SENTENCE * 2)
    choices = _CHOICE * (units.count("\n[u") + units.count("\n[h"))
    return choices + round(_SENTENCE * sentences if '"prose"' in request.answer_schema else 0)


def _set(text: str) -> bool:
    return text.lstrip().startswith("- ") or " | " in text
