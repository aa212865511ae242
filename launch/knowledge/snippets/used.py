"""What a piece of code uses, needs and lacks: the shape that every language's reader fills."""

import re
from dataclasses import dataclass, field

_FILE_NAME = re.compile(r"^(?:\.{0,2}/)?[\w-][\w ./-]*\.(?:[a-z]\w{0,4}|[A-Z]{2,4})$")
_NO_FILES = re.compile(r"(?i)^(?:www\.|example\.)|\.(?:com|org|net|io|dev|local)$|^\d|^v\d|\s")


@dataclass
class Used:
    """Filled while reading; sets, because order is made when the snippet is."""

    identifiers: set[str] = field(default_factory=set)
    """Import paths of the product that exist."""
    unresolved: set[str] = field(default_factory=set)
    """Names of the product that do not exist."""
    names: set[str] = field(default_factory=set)
    """Names that the code needs and does not define."""
    needs: set[str] = field(default_factory=set)
    """Files and packages that must be there."""
    imports_product: bool = False
    """Whether it imports the product, or types one of its commands."""
    complete: bool = False
    """Whether it is a whole program in its language."""
    effect: bool = False
    """Whether running it shows or does something."""


_WRITES = re.compile(
    r"(?:\b(?:save|write|create|export|output|dump|render|store|emit|generate|append|touch|mkdir|"
    r"to_?(?:file|csv|json|pdf|html|xml|image|stream))\w*|\b\w*(?:save|write|export)(?:as|to|all)?"
    r"|\b(?:out|output|dest|destination|target|result|saved?)\w*\s*:?=)"
    r"\s*[(\s&]*(?:[^()\"';]*,\s*)?$",
    re.IGNORECASE,
)
_OUTPUT = re.compile(
    r"(?i)^(?:\./)?(?:out|output|results?|dest|generated|exported|tmp|temp)\w*[/.]"
)


def is_written(before: str, name: str) -> bool:
    """Return whether code makes this file itself: what stands before its name says so."""
    return _WRITES.search(before[-120:]) is not None or _OUTPUT.match(name) is not None


def is_file_name(text: str) -> bool:
    """Return whether a literal looks like the name of a file rather than an address or version."""
    return bool(_FILE_NAME.match(text)) and not _NO_FILES.search(text) and len(text) < 80
