"""Tell a licence by its text: phrases that only this licence has."""

import re

from launch.checks.texts import fold

_MARKS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("Apache-2.0", ("apache license", "version 2.0"), ()),
    ("AGPL-3.0", ("gnu affero general public license", "version 3"), ()),
    ("LGPL-3.0", ("gnu lesser general public license", "version 3"), ()),
    ("LGPL-2.1", ("gnu lesser general public license", "version 2.1"), ()),
    (
        "GPL-3.0",
        ("gnu general public license", "version 3"),
        ("gnu lesser general public license v",),
    ),
    ("GPL-2.0", ("gnu general public license", "version 2"), ("version 3, 29 june",)),
    ("MPL-2.0", ("mozilla public license", "2.0"), ()),
    ("EPL-2.0", ("eclipse public license", "v 2.0"), ()),
    ("BSD-3-Clause", ("redistribution and use in source and binary forms", "neither the name"), ()),
    ("BSD-2-Clause", ("redistribution and use in source and binary forms",), ("neither the name",)),
    (
        "0BSD",
        (
            "permission to use, copy, modify, and/or distribute this software",
            "the software is provided",
        ),
        ("provided that the above copyright",),
    ),
    (
        "ISC",
        ("permission to use, copy, modify", "provided that the above copyright notice"),
        ("permission is hereby granted",),
    ),
    (
        "MIT-0",
        ("permission is hereby granted, free of charge", "without warranty of any kind"),
        ("the above copyright notice and this permission notice",),
    ),
    (
        "MIT",
        (
            "permission is hereby granted, free of charge",
            "the above copyright notice and this permission notice",
        ),
        ("boost software",),
    ),
    ("Unlicense", ("this is free and unencumbered software released into the public domain",), ()),
    ("CC0-1.0", ("cc0 1.0 universal",), ()),
    ("BSL-1.0", ("boost software license",), ()),
    ("Zlib", ("altered source versions must be plainly marked",), ()),
)

_CALLED: tuple[tuple[str, str], ...] = (
    ("no attribution", r"MIT-0"),
    ("mit", r"MIT"),
    ("apache", r"Apache-{0}\.0"),
    ("isc", r"ISC"),
    ("mozilla", r"MPL-{0}\.\d"),
    ("affero", r"AGPL-{0}\.0(?:-only|-or-later)?"),
    ("lesser", r"LGPL-{0}\.\d(?:-only|-or-later)?"),
    ("general public", r"GPL-{0}\.0(?:-only|-or-later)?"),
    ("bsd", r"BSD-{0}-Clause|0BSD"),
    ("unlicense", r"Unlicense"),
    ("zlib", r"Zlib"),
    ("boost", r"BSL-{0}\.0"),
    ("cc0", r"CC0-{0}\.0"),
)
"""Words of a manifest's name for a licence, and the SPDX identifiers that it may mean."""


def named_in(text: str, spdx: str) -> bool:
    """Return whether a manifest's words, such as a classifier, name the SPDX licence."""
    low = text.rpartition("::")[2].lower()
    shape = next((shape for word, shape in _CALLED if re.search(rf"\b{word}\b", low)), None)
    number = re.search(r"\d", low)
    return shape is not None and bool(
        re.fullmatch(shape.format(number[0] if number else r"\d"), spdx)
    )


def licence_holds(text: str, expected: str) -> bool:
    """Return whether the text has the marks of every licence named in the SPDX expression."""
    low = fold(text).lower()
    names = re.split(r"\s+(?:AND|OR|WITH)\s+", expected.strip("() "))
    return all(_has_marks(low, name.strip("() ")) for name in names)


def _has_marks(low: str, name: str) -> bool:
    stem = re.sub(r"-(only|or-later)$", "", name)
    rows = [row for row in _MARKS if row[0] == stem]
    return any(
        all(mark in low for mark in present) and not any(mark in low for mark in absent)
        for _, present, absent in rows
    )
