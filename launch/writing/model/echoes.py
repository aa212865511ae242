"""Prose that says again what another sentence of the page says: one of both is too many."""

import re

from launch.contracts.draft_content import DraftPage, ParaphrasedFrom, Sentence
from launch.markdown.render import ledger

_WORD = re.compile(r"`[^`]+`|[^\W\d_]{4,}|\d[\w.]*")
_STEM = 5
_FEWEST = 4
"""Words of a sentence that can be judged by them."""
_SHARE = 0.8

Told = tuple[frozenset[str], ...]
"""The words of each sentence that stands on a page."""


def told_by(page: DraftPage) -> Told:
    """Return the words of every sentence of a page that is not prose still to be judged."""
    return tuple(
        _words(entry.sentence.text)
        for entry in ledger(page)
        if not (
            isinstance(entry.sentence.source, ParaphrasedFrom)
            and entry.sentence.source.verdict == "unverified"
        )
    )


def echo_problem(sentence: Sentence, told: Told) -> str | None:
    """Return why a sentence of prose is not needed beside what the page tells, or None."""
    words = _words(sentence.text)
    if len(words) < _FEWEST:
        return None
    again = any(len(words & one) >= _SHARE * len(words) for one in told)
    return "says again what another sentence of the page says" if again else None


def _words(text: str) -> frozenset[str]:
    found = _WORD.findall(text)
    return frozenset(word if word[0] == "`" else word.lower()[:_STEM] for word in found)
