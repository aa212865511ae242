"""False sentences planted among those that a verifier judges: who misses one is not believed.

Each is made from a true sentence by the change that a careless writer would make.
"""

import re
from collections.abc import Callable, Iterator

from launch.checks.opposites import with_opposite

_NUMBER = re.compile(r"(?<![\w./:])(?<!Note )(?<!Step )\d+(?![\w./:])")
_CODE = re.compile(r"`[^`]+`")
_IS = re.compile(r"\b(is|are|can|has|does|will|[Rr]equires|[Rr]eturns|[Ss]upports)\b")
_CONDITION = re.compile(
    r",? (?:if(?! you (?:prefer|like|wish|want)\b)|unless|by default|except)\b[^.,;]*"
)
"""What narrows a statement; a clause with "when" mostly says again what is clear from the rest."""


_END = re.compile(r"(?<=[.!])\s+(?=[A-Z`])")
_WORD = re.compile(r"[^\W\d_]{4,}")
_ENOUGH = 4
"""Words of a sentence that says something."""
_WHOLE = re.compile(r"[A-Z`][^\[\]*<>|]{12,}[^.:;,]\.")


def planted(
    texts: tuple[str, ...], number: int, elsewhere: tuple[str, ...] = ()
) -> tuple[tuple[str, str], ...]:
    """Return up to ``number`` pairs: a true text, and a sentence that is false beside it.

    Each is made from a sentence of the text; where none can be, it is one of ``elsewhere``: true
    of something else, and not stated here.

    Whole sentences in plain words are used where there are any: what is planted must read like the
    others, and be false in substance.
    """
    pairs = [(one, text) for text in texts for one in _END.split(text) if _WHOLE.fullmatch(one)]
    pairs = pairs or [(text, text) for text in texts]
    sentences = tuple(one for one, _ in pairs)
    made: list[tuple[str, str]] = []
    used: set[str] = set()
    for change in _changes(sentences):
        for sentence, text in pairs:
            false = change(sentence)
            if false is not None and sentence not in used and false not in sentences:
                made.append((text, false))
                used.add(sentence)
                break
        if len(made) == number:
            break
    return tuple(made) or tuple(_strange(texts, elsewhere))[:1]


def _strange(texts: tuple[str, ...], elsewhere: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield a text of the evidence and a sentence that shares hardly a word with any of it."""
    known = {word for text in texts for word in _WORD.findall(text.lower())}
    for text in elsewhere:
        for one in _END.split(text):
            words = set(_WORD.findall(one.lower()))
            if len(words) >= _ENOUGH and len(words & known) * 3 <= len(words) and texts:
                yield texts[0], one


def _changes(texts: tuple[str, ...]) -> Iterator[Callable[[str], str | None]]:
    yield _without_condition
    yield with_opposite
    yield _denied
    yield _with_another_number
    names = sorted({name for text in texts for name in _CODE.findall(text)})
    yield lambda text: _with_another_name(text, names)


def _denied(text: str) -> str | None:
    if re.search(r"\b(?:not|no|never|cannot)\b", text):
        return None
    match = _IS.search(text)
    if match is None:
        return None
    word = match.group(1)
    if word.lower() in {"requires", "returns", "supports"}:
        does = "Does" if word[0].isupper() else "does"
        return f"{text[: match.start()]}{does} not {word[:-1].lower()}{text[match.end() :]}"
    return f"{text[: match.end()]} not{text[match.end() :]}"


def _with_another_number(text: str) -> str | None:
    match = _NUMBER.search(text)
    if match is None:
        return None
    return f"{text[: match.start()]}{int(match.group()) + 1}{text[match.end() :]}"


def _without_condition(text: str) -> str | None:
    cut, count = _CONDITION.subn("", text, count=1)
    return cut if count and len(cut) > len(text) // 3 else None


def _with_another_name(text: str, names: list[str]) -> str | None:
    match = _CODE.search(text)
    others = [name for name in names if match is not None and name not in text]
    if match is None or not others:
        return None
    return f"{text[: match.start()]}{others[0]}{text[match.end() :]}"
