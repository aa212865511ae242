"""False sentences planted among those that a verifier judges: who misses one is not believed.

Each is made from a true sentence by the change that a careless writer would make.
"""

import re
from collections.abc import Callable, Iterator

_NUMBER = re.compile(r"(?<![\w.])\d+(?![\w.])")
_CODE = re.compile(r"`[^`]+`")
_IS = re.compile(r"\b(is|are|can|has|does|will|requires|returns|supports)\b")
_CONDITION = re.compile(r",? (?:if|when|unless|only|by default|except)\b[^.,;]*")


def planted(texts: tuple[str, ...], number: int) -> tuple[tuple[str, str], ...]:
    """Return up to ``number`` pairs of a true text and a false one made from it."""
    made: list[tuple[str, str]] = []
    for change in _changes(texts):
        for text in texts:
            false = change(text)
            if false is not None and all(text != used for used, _ in made):
                made.append((text, false))
                break
        if len(made) == number:
            break
    return tuple(made)


def _changes(texts: tuple[str, ...]) -> Iterator[Callable[[str], str | None]]:
    yield _without_condition
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
    if word in {"requires", "returns", "supports"}:
        return f"{text[: match.start()]}does not {word[:-1]}{text[match.end() :]}"
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
