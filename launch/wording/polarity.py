"""Signs and labels of right and wrong: without them a text may say the opposite."""

import re
from typing import Literal

_WRONG_SIGNS = "❌⛔🚫✗✘❎👎🙅"
_RIGHT_SIGNS = "✅✔✓☑👍🟢"
_WRONG = re.compile(rf"[{_WRONG_SIGNS}]|(?<!\w):(?:x|no_entry(?:_sign)?|thumbsdown|-1):(?!\w)")
_RIGHT = re.compile(rf"[{_RIGHT_SIGNS}]|:(?:white_check_mark|heavy_check_mark|thumbsup|\+1):")
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_WRONG_LABEL = re.compile(
    r"(?:do not|don['’]?ts?|do n['’]t|bad|wrong|incorrect|avoid|never|"
    r"not (?:recommended|like this|ok)|no|invalid|discouraged|(?:bad|wrong|incorrect) (?:way|"
    r"code|usage|practices?|examples?)|"
    r"how not to|anti-?\s?patterns?|what not to do|instead of(?: this)?|"
    r"(?:don['’]t|do not) do this|common (?:mistakes|pitfalls))",
    re.IGNORECASE,
)
_RIGHT_LABEL = re.compile(
    r"(?:dos?|good|right|correct|yes|prefer(?:red)?|recommended|better|valid|ok(?:ay)?|"
    r"(?:good|right|correct|better|preferred) (?:way|code|usage|practices?|examples?)|do this|"
    r"(?:use|do|write) this instead|instead)",
    re.IGNORECASE,
)

Polarity = Literal["wrong", "right"]


def label_of(text: str) -> Polarity | None:
    """Return what a text says that is a label alone, such as "❌ DON'T" or "**Good:**"; or None."""
    bare = _RIGHT.sub("", _WRONG.sub("", text)).strip("*_#: .!️\u200d\t")
    if _WRONG_LABEL.fullmatch(bare):
        return "wrong"
    if _RIGHT_LABEL.fullmatch(bare):
        return "right"
    if bare:
        return None
    return "wrong" if _WRONG.search(text) else ("right" if _RIGHT.search(text) else None)


def warns_off(title: str) -> bool:
    """Return whether what stands under a title is what not to do."""
    return label_of(title) == "wrong" or bool(
        re.search(r"(?i)\banti-?\s?patterns?\b|\bwhat not to do\b", title)
    )


def denies_by_sign(text: str) -> bool:
    """Return whether a sign outside code says no: without it the words would say yes."""
    return _WRONG.search(_CODE.sub("", text)) is not None


def say_signs(text: str) -> str:
    """Put "Yes" or "No" for the sign that a table cell opens with."""
    for signs, word in ((_WRONG, "No"), (_RIGHT, "Yes")):
        match = signs.match(text)
        if match is not None:
            rest = text[match.end() :].lstrip("️ \u200d")
            return f"{word}{' ' if rest.startswith('(') else ': '}{rest}" if rest else word
    return text
