"""What is left over from making a page, by kind: tokens, placeholders, prompts, reasoning."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from importlib.resources import files

QUOTABLE = frozenset({"an unfilled value", "prompt text", "reasoning"})
"""Kinds whose words a product may have: in a quote, which is found again, they are its own."""
_DATA = tomllib.loads(files("launch.checks").joinpath("residue.toml").read_text(encoding="utf-8"))
_KINDS: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = tuple(
    (what, tuple(kind.get("words", ("",))), re.compile("|".join(kind["shapes"]), re.IGNORECASE))
    for what, kind in _DATA.items()
)
_CODE_SPAN = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")


def residue(texts: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Yield (number of the text, kind, what was found); code spans are left out."""
    bare = [_CODE_SPAN.sub("`code`", text) if "`" in text else text for text in texts]
    # Words are found a hundred times faster than shapes: most pages have none.
    whole = "\n".join(("", *bare)).casefold()
    due = tuple((what, shape) for what, words, shape in _KINDS if any(w in whole for w in words))
    for number, text in enumerate(bare) if due else ():
        for what, shape in due:
            found = shape.search(text)
            if found:
                yield number, what, found[0]
