"""Words that turn a statement round: where the evidence has one, its opposite may not stand."""

import re

_PAIRS = (
    ("first", "last"),
    ("before", "after"),
    ("above", "below"),
    ("minimum", "maximum"),
    ("more", "fewer"),
    ("more", "less"),
    ("with", "without"),
    ("prepend", "append"),
    ("include", "exclude"),
    ("increment", "decrement"),
    ("increase", "decrease"),
    ("keep", "drop"),
    ("keep", "remove"),
    ("accept", "ignore"),
    ("accept", "reject"),
    ("enable", "disable"),
    ("start", "end"),
    ("open", "close"),
    ("read", "write"),
    ("input", "output"),
    ("send", "receive"),
    ("client", "server"),
    ("required", "optional"),
    ("explicit", "implicit"),
    ("sync", "async"),
    ("global", "local"),
    ("internal", "external"),
    ("public", "private"),
    ("ascending", "descending"),
    ("left", "right"),
    ("positive", "negative"),
    ("pre-", "post-"),
)
_CODE = re.compile(r"`[^`]*`")
_WORD = re.compile(r"\b[a-z]+\b")
_ENDING = re.compile(r"(?:ing|ed|es|s|d|ly)$")
_PREFIX = re.compile(r"\b(?:pre|post)-")
_OTHERS = {
    word: frozenset(a if b == word else b for a, b in _PAIRS if word in (a, b))
    for pair in _PAIRS
    for word in pair
}
_RATHER = re.compile(r"\b(?:rather than|instead of)\s+(`[^`]+`|[\w.-]+)")


def turned_round(text: str, near: str) -> str | None:
    """Return the word of a text whose opposite stands in the evidence in its stead, or None.

    What the text has as well is left alone: a sentence may speak of both.
    """
    ours, theirs = _words(text), _words(near)
    for word in sorted(ours & _OTHERS.keys()):
        if word not in theirs and (_OTHERS[word] & theirs) - ours:
            return word
    return None


def with_opposite(text: str) -> str | None:
    """Return a text with its first word that has an opposite turned into that, or None.

    "Read" is left alone: it may be a participle.
    """
    known = _words(text)
    for match in _WORD.finditer(_CODE.sub(lambda one: " " * len(one.group()), text)):
        others = _OTHERS.get(match.group(), frozenset())
        if others and not others & known and match.group() != "read":
            return f"{text[: match.start()]}{min(others)}{text[match.end() :]}"
    return None


def exchanged(text: str, near: str) -> bool:
    """Return whether what stands after "rather than" or "instead of" is not what it is there."""
    ours, theirs = set(_RATHER.findall(text)), set(_RATHER.findall(near))
    return bool(ours and theirs) and not ours <= theirs


def _words(text: str) -> set[str]:
    bare = _CODE.sub(" ", text.lower())
    return {_stem(word) for word in _WORD.findall(bare)} | set(_PREFIX.findall(bare))


def _stem(word: str) -> str:
    if word in _OTHERS:
        return word
    cut = _ENDING.sub("", word)
    return next((one for one in (cut, f"{cut}e", cut[:-1]) if one in _OTHERS), word)
