"""The rule for a model's own sentence: its form, its words, and what it must keep exactly."""

import re

from launch.checks.paraphrase import paraphrase_problem
from launch.contracts.product_facts import Claim
from launch.wording.plain import plain

_MARKUP = (
    ("a tag or comment", re.compile(r"<[/!?A-Za-z]")),
    ("a link or image", re.compile(r"\]\s*[(\[]|!\[|\]:|\bwww\.|\w://|\bmailto:", re.IGNORECASE)),
    ("a shortcode or template", re.compile(r"\{\{|\{%|\}\}|%\}|\$\{")),
    ("a heading, list, quote, table or fence", re.compile(
        r"^\s*(?:#|>|[-*+]\s|\d+[.)]\s|```|~~~)|\s\|\s")),
    ("an address", re.compile(r"[\w.+-]+@[\w-]+\.\w")),
)  # fmt: skip
_CODE = re.compile(r"`[^`]+`")
_WORD = re.compile(r"[^\W\d_]{4,}")
_SHARE = 0.5
"""Share of a sentence's words that its evidence must have: prose rests on what is said there."""
_STEM = 5


def prose_problem(text: str, claims: tuple[Claim, ...]) -> str | None:
    """Return why a sentence of prose may not rest on these claims, or None."""
    told = tuple(told_text for claim in claims for told_text in texts_of(claim))
    about = tuple(name for claim in claims for name in _subjects(claim))
    return problem_beside(text, told, about)


def problem_beside(text: str, told: tuple[str, ...], about: tuple[str, ...]) -> str | None:
    """Return why a sentence may not rest on what is told about these names, or None."""
    return (
        form_problem(text)
        or paraphrase_problem(text, told, about)
        or word_problem(text, (*told, *about))
    )


def texts_of(claim: Claim) -> tuple[str, ...]:
    """Return every text of a claim, its renderings first."""
    blocks = claim.passage.blocks if claim.passage else ()
    return (*claim.renderings, *(text for block in blocks for text in block.texts))


def _subjects(claim: Claim) -> tuple[str, ...]:
    """Return the names of what a claim is about; the verifier is shown them, too."""
    return (claim.subject, *(claim.passage.heading_path if claim.passage else ()))


def form_problem(text: str) -> str | None:
    """Return why a sentence of prose does not have the form of one, or None."""
    if plain(text) != text or "\n" in text:
        return "holds hidden characters or a comment"
    for what, pattern in _MARKUP:
        if pattern.search(_CODE.sub("`code`", text)):
            return f"holds {what}"
    return None


def word_problem(text: str, told: tuple[str, ...]) -> str | None:
    """Return why a sentence is not about what was told: it has too few of its words; or None."""
    words = {_stem(word) for word in _WORD.findall(_CODE.sub(" ", text))}
    known = {_stem(word) for told_text in told for word in _WORD.findall(told_text)}
    if words and len(words & known) < _SHARE * len(words):
        return "has less than half of its words from its claims"
    return None


def _stem(word: str) -> str:
    return word.lower()[:_STEM]
