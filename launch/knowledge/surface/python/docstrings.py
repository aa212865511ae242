"""Descriptions of parameters in docstrings, by griffe's parsers of the three styles."""

import re
from collections.abc import Mapping
from typing import Literal

from griffe import Docstring, DocstringSectionParameters

type Style = Literal["google", "numpy", "sphinx"]

_STYLES: tuple[tuple[Style, re.Pattern[str]], ...] = (
    ("sphinx", re.compile(r"(?m)^\s*:(?:param|parameter|arg)\s+[^:\n]+:")),
    ("numpy", re.compile(r"(?m)^\s*(?:Other )?Parameters\s*\n\s*-{3,}")),
    ("google", re.compile(r"(?m)^\s*(?:Args|Arguments|Parameters|Params|Keyword Args):\s*$")),
)


def parameter_descriptions(doc: str) -> Mapping[str, str]:
    """Return the description of each parameter that a docstring has, without its stars."""
    style = next((name for name, mark in _STYLES if mark.search(doc)), None)
    if style is None:
        return {}
    try:
        sections = Docstring(doc, lineno=1).parse(style, warnings=False)
    except (ValueError, IndexError, KeyError, AttributeError):
        return {}
    return {
        item.name.lstrip("*"): " ".join(item.description.split())
        for section in sections
        if isinstance(section, DocstringSectionParameters)
        for item in section.value
    }
