"""Words of the product's own sources: does any code declare this key, or name this exception?"""

import re
from collections.abc import Iterator
from functools import cached_property

from launch.knowledge.sources import Sources

_DECLARED = re.compile(
    r"[\"'`]([A-Za-z_][\w.-]{0,60})[\"'`]|\b([A-Za-z_]\w{0,60})\s*(?:\??:|=)(?!=)"
)
_RAISED = re.compile(
    r"\b(?:raise|throw(?:\s+new)?|throws|extends|set_exception\()\s*([\w.]+)|(?m:^\s*class\s+\w+\s*[(:]([^)\n{]*))"
)
_CODED = re.compile(r"\b[A-Z][a-z]\w*(?:Error|Exception)\b")
_LOOKS_CODED = re.compile(r"\b(?=\w*[a-z0-9][A-Z]|\w*_)[A-Za-z]\w{5,59}\b")
_QUALIFIED = re.compile(r"\b[A-Za-z_]\w*(?:(?:\.|\\|::)[A-Za-z_]\w*)+")


class ProductWords:
    """Reads the sources once, and only where a document names a key or exception."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    @cached_property
    def declared(self) -> frozenset[str]:
        """Every quoted or assigned name in product sources."""
        found: set[str] = set()
        for text in self._texts():
            for quoted, assigned in _DECLARED.findall(text):
                found.add(quoted or assigned)
        return frozenset(found)

    @cached_property
    def errors(self) -> frozenset[str]:
        """Every exception name in any code of the repository: siblings, tests and examples, too."""
        return frozenset(name for text in self._all_texts() for name in _CODED.findall(text))

    @cached_property
    def raised(self) -> frozenset[str]:
        """Every exception name that product code raises, throws or derives another from."""
        return frozenset(
            name
            for text in self._texts()
            for pair in _RAISED.findall(text)
            for names in pair
            for name in re.findall(r"\w+", names)
        )

    @cached_property
    def coded(self) -> dict[str, frozenset[str]]:
        """Every name of product sources that looks like code, by its letters in lower case."""
        found: dict[str, set[str]] = {}
        for text in self._texts():
            for name in set(_LOOKS_CODED.findall(text)):
                found.setdefault(name.lower(), set()).add(name)
        return {low: frozenset(names) for low, names in found.items()}

    @cached_property
    def qualified(self) -> frozenset[str]:
        """Every name with its namespace in product sources, and each namespace; parts by dots."""
        found: set[str] = set()
        for text in self._texts():
            for name in set(_QUALIFIED.findall(text)):
                parts = re.split(r"[.\\]|::", name)
                found |= {".".join(parts[:end]) for end in range(1, len(parts) + 1)}
        return frozenset(found)

    def _all_texts(self) -> Iterator[str]:
        for entry in self._sources.inventory.files:
            if entry.role in {"source", "test", "example"} and entry.skipped is None:
                yield self._sources.text(entry.path) or ""

    def _texts(self) -> list[str]:
        texts = (
            self._sources.text(entry.path)
            for entry in self._sources.inventory.files
            if entry.role == "source" and entry.skipped is None and self._sources.inside(entry.path)
        )
        return [text for text in texts if text is not None]
