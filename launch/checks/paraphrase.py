"""What a model's own prose must keep exactly: names, numbers, flags, polarity and modality."""

import re
from collections import Counter

from launch.checks.opposites import exchanged, turned_round

_CODE = re.compile(r"`([^`]+)`")
_NUMBER = re.compile(r"(?<![\w.])[vV]?\d+(?:\.\d+)*(?:\.x)?%?(?![\w])")
_PROPER = re.compile(r"(?<=[\w,;] )[A-Z][a-z]+\b")
_FLAG = re.compile(r"(?<![\w-])--?[A-Za-z][\w-]*")
_NAME = re.compile(r"\b(?:\w+(?:\.\w+)+|\w+_\w+|[a-z]+[A-Z]\w*|[A-Z]{2,}\w*|\w+\(\))")
_COMPARISON = re.compile(r"(?<!\S)(?:[<>]=?|[=!]=)(?!\S)")
_URL = re.compile(r"https?://[^\s)>\]]+")
_GROUPS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("a negation", re.compile(
        r"\b(?:not|no|non(?=-)|never|none|neither|nor|without|cannot|unless|except|\w+n['’]t|un(?:supported|"
        r"available|able)|lacks?|fails?|disabl(?:es?|ed|ing))\b", re.I)),
    ("an obligation", re.compile(
        r"\b(?:must|shall|required?|requires|needs?|has to|have to|mandatory)\b", re.I)),
    ("a possibility", re.compile(
        r"\b(?:may|might|can|could|optional(?:ly)?|should|recommend(?:s|ed)?|allow(?:s|ed|ing)?"
        r"|possible)\b", re.I)),
    ("a condition", re.compile(
        r"\b(?:if|when|unless|until|only|by default|default|depending|provided that|while|before"
        r"|(?<!looks )(?<!look )(?<!named )after|in which case)\b", re.I)),
    ("a universal", re.compile(
        r"\b(?:all|every|any|always|full(?:y)?|(?<!to )complete|completely|entire(?:ly)?|each|only"
        r"|best|fastest|most|guarantee[sd]?|ensures?|official(?:ly)?|secure(?:ly)?"
        r"|seamless(?:ly)?)\b", re.I)),
    ("a deprecation", re.compile(r"\b(?:deprecated|removed|experimental|beta|unstable)\b", re.I)),
)  # fmt: skip


# What the reader can, may or wants to do is said by telling how, too: "you can use" is "use".
_READER = re.compile(
    r"\b(?:if )?you(?:['’]ll| will| also)? (?:can(?!not)|may|might|could|should(?! not)"
    r"|(?:need|want|prefer|like|wish)(?: to)?)\b"
    r"|\ballow(?:s|ing)? you to\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"`[^`]+`|[^\W\d_]{3,}|\d[\w.]*")
_END = re.compile(r"(?<=[.!?:;])(?<!e\.g\.)(?<!i\.e\.)\s+(?=[A-Z`*_\[(])|\n+")
_EMPHASIS = re.compile(r"(?<!\w)([*_]{1,3})(?=\w)([^*_`\n]*?\w)\1(?!\w)")
_STEM = 5
_MOST_SENTENCES = 4
_GAIN = 3
"""Words that a further sentence of the evidence must explain: a swapped name alone is fewer."""


def paraphrase_problem(text: str, told: tuple[str, ...], about: tuple[str, ...] = ()) -> str | None:
    """Return what the text says beyond ``told``, or drops from it, or None.

    It is held against the few sentences of the evidence that have its words: every exact thing of
    the text must stand there, or in ``about`` (names of what the evidence is about); negations,
    obligations, possibilities and conditions must be there where they are here, and here where they
    are there.
    """
    near = tuple(_EMPHASIS.sub(r"\2", one) for one in nearest(text, told))
    known = " ".join((*near, *about))
    for what, pattern in (("code", _CODE), ("number", _NUMBER), ("flag", _FLAG),
                          ("name", _NAME), ("name", _PROPER), ("address", _URL),
                          ("comparison", _COMPARISON)):  # fmt: skip
        extra = set(pattern.findall(text)) - set(pattern.findall(known)) - set(_CODE.findall(known))
        extra = {one for one in extra - set(about) if not _stands(one, known)}
        if extra:
            return f"names the {what} {min(extra)!r}, which its claims do not say of this"
    whole = " ".join(near)
    for what, pattern in _GROUPS:
        ours, theirs = _counted(pattern, text), _counted(pattern, whole)
        if what == "a universal":
            if ours - theirs:
                return f"adds {what}: {min(ours - theirs)!r}"
        elif bool(ours) != bool(theirs) and _differ(pattern, text, whole):
            return f"adds or drops {what}"
    if exchanged(text, whole):
        return "says the one instead of the other"
    word = turned_round(text, whole)
    return f"has {word!r} where its claims have the opposite" if word else None


def _differ(pattern: re.Pattern[str], text: str, whole: str) -> bool:
    """Return whether they differ also where what is said to the reader is left aside in both."""
    bare = (_READER.sub("", one) for one in (text, whole))
    ours, theirs = (bool(pattern.search(one)) for one in bare)
    return ours != theirs


def _stands(name: str, known: str) -> bool:
    """Return whether a capitalised word stands in the evidence as it is, at a sentence's start."""
    return (
        _PROPER.fullmatch(f"a {name}", 2) is not None
        and re.search(rf"\b{name}\b", known) is not None
    )


def nearest(text: str, told: tuple[str, ...]) -> tuple[str, ...]:
    """Return the sentences of the evidence that a text is made of, the nearest first."""
    sentences = [one for part in told for one in _END.split(part) if one.strip()]
    left, near = _words(text), list[str]()
    while sentences and len(near) < _MOST_SENTENCES:
        best = max(sentences, key=lambda one: (len(_words(one) & left), -len(one)))
        if near and len(_words(best) & left) < _GAIN:
            break
        near.append(best)
        left -= _words(best)
        sentences.remove(best)
    return tuple(near)


def _words(text: str) -> set[str]:
    return {word if word[0] == "`" else word.lower()[:_STEM] for word in _WORD.findall(text)}


def _counted(pattern: re.Pattern[str], text: str) -> Counter[str]:
    return Counter(found.lower() for found in pattern.findall(text))
