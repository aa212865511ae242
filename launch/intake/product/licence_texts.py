"""Name a licence by its text: the clauses it must have, those it must not, and how long it is.

A text with more in it than one known licence is not that licence: unknown is None, never a guess.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class _Shape:
    """What one licence looks like, in folded lower-case text."""

    spdx: str
    has: tuple[str, ...]
    lacks: tuple[str, ...] = ()
    words: tuple[int, int] = (0, 10_000)
    """Number of words, copyright lines left out."""


_MIT_GRANT = "permission is hereby granted, free of charge, to any person obtaining a copy"
_MIT_NOTICE = "permission notice shall be included in all copies or substantial portions"
_BSD = "redistribution and use in source and binary forms, with or without modification"
_BSD_1 = "redistributions of source code must retain the above copyright notice"
_BSD_2 = "redistributions in binary form must reproduce the above copyright notice"
_ISC = "permission to use, copy, modify, and"
_ISC_NOTICE = "provided that the above copyright notice and this permission notice appear"
_WARRANTY = "the software is provided as is"

_SHAPES = (
    _Shape("MIT-0", (_MIT_GRANT, _WARRANTY), (_MIT_NOTICE,), (90, 180)),
    _Shape("MIT", (_MIT_GRANT, "without restriction", "sublicense", _MIT_NOTICE, _WARRANTY),
           ("commons clause", "except as contained in this notice"), (120, 215)),
    _Shape("BSL-1.0", ("boost software license - version 1.0", "machine-executable object code"),
           (), (150, 300)),
    _Shape("BSD-3-Clause", (_BSD, _BSD_1, _BSD_2, "endorse or promote products derived from"),
           ("all advertising materials", "patent license"), (150, 300)),
    _Shape("BSD-2-Clause", (_BSD, _BSD_1, _BSD_2), ("endorse or promote", "neither the name",
           "all advertising materials", "patent license"), (120, 240)),
    _Shape("ISC", (_ISC, _ISC_NOTICE, "author disclaims all warranties"), (), (70, 180)),
    _Shape("ISC", (_ISC, _ISC_NOTICE, "disclaim all warranties"), (), (70, 180)),
    _Shape("0BSD", ("permission to use, copy, modify, and/or distribute this software for any "
           "purpose with or without fee is hereby granted", "disclaims all warranties"),
           ("provided that",), (60, 150)),
    _Shape("Unlicense", ("this is free and unencumbered software released into the public domain",
           "anyone is free to copy, modify, publish, use, compile"), (), (120, 260)),
    _Shape("Zlib", ("altered source versions must be plainly marked as such", "the origin of this "
           "software must not be misrepresented", "may not be removed or altered"), (), (90, 200)),
    _Shape("Apache-2.0", ("apache license version 2.0", "terms and conditions for use, "
           "reproduction, and distribution", "grant of patent license", "limitation of liability"),
           (), (1_200, 1_800)),
    _Shape("MPL-2.0", ("mozilla public license version 2.0", "incompatible with secondary licenses",
           "distribution of executable form"), (), (2_000, 2_800)),
    _Shape("EPL-2.0", ("eclipse public license - v 2.0", "secondary license"), (), (1_800, 2_800)),
    _Shape("CC0-1.0", ("cc0 1.0 universal", "statement of purpose", "public license fallback"),
           (), (700, 1_250)),
    _Shape("AGPL-3.0", ("gnu affero general public license version 3, 19 november 2007",
           "remote network interaction"), (), (4_500, 6_200)),
    _Shape("LGPL-3.0", ("gnu lesser general public license version 3, 29 june 2007",
           "exception to section 3 of the gnu gpl"), (), (800, 1_700)),
    _Shape("GPL-3.0", ("gnu general public license version 3, 29 june 2007",
           "basic permissions", "conveying non-source forms"), ("affero general public license "
           "version 3, 19", "lesser general public license version 3, 29"), (4_500, 6_200)),
    _Shape("LGPL-2.1", ("gnu lesser general public license version 2.1, february 1999",
           "work that uses the library"), (), (3_500, 4_900)),
    _Shape("GPL-2.0", ("gnu general public license version 2, june 1991",
           "activities other than copying, distribution and modification"), (), (2_300, 3_300)),
)  # fmt: skip

_CHANGED = re.compile(
    r"commons clause|non-?commercial|business source license|server side public license|"
    r"elastic license|additional (?:terms|restrictions)|may not be used for commercial"
)
_COPYRIGHT = re.compile(r"(?im)^[\W_]*(?:copyright\b|\(c\)|©|all rights reserved).*$")


def licence_of_text(text: str) -> str | None:
    """Return the SPDX identifier of a licence file's text, or None where it is not known.

    A GNU licence's own text does not say whether later versions are meant: the bare identifier.
    """
    folded = _folded(text)
    words = len(_folded(_COPYRIGHT.sub("", text)).split())
    found = {shape.spdx for shape in _SHAPES if _fits(shape, folded, words)}
    if len(found) != 1:
        return None
    name = found.pop()
    short = next(shape for shape in _SHAPES if shape.spdx == name).words[1] < 500
    return None if short and name != "Unlicense" and _CHANGED.search(folded) else name


def _fits(shape: _Shape, folded: str, words: int) -> bool:
    return (
        shape.words[0] <= words <= shape.words[1]
        and all(clause in folded for clause in shape.has)
        and not any(clause in folded for clause in shape.lacks)
    )


def _folded(text: str) -> str:
    low = re.sub(r"[\"'`“”‘’*#_]|<[^>\n]{1,80}>", "", text.lower())
    low = re.sub(r"^[ \t]*(?://|;|>|\||--)+", "", low, flags=re.MULTILINE)
    return re.sub(r"\blicence\b", "license", " ".join(low.split())).replace("http:", "https:")
