"""What reading documents knows about the product, and whether the names in a text are there."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from launch.contracts.claims import OptionCheck, PathCheck, SymbolCheck
from launch.knowledge.contradictions import Contradictions
from launch.knowledge.passages.polish import Setting
from launch.knowledge.product_words import ProductWords
from launch.knowledge.public_names import BUILTIN, PublicNames, is_error_name, resolve
from launch.knowledge.sources import Sources

_ENUMERATED = re.compile(r"(?:`[A-Z]\w+`(?:,? and |,? or |, )){1,}`[A-Z]\w+`")
SPAN = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_NAMED = re.compile(r"(?:[\w$]+(?:\.|::|#|\\|->))*([A-Za-z_]\w*)(?:\(.*\))?")
_LOOKS_CODED = re.compile(r"(?=\w*[a-z0-9][A-Z]|\w*_)[A-Za-z]\w{5,59}")
_IMPORTED = re.compile(
    r"(?m)^\s*(?:use|using(?: static)?|import(?: static)?)\s+(?:function\s+|const\s+)?\\?"
    r"([A-Za-z_]\w*(?:(?:\.|\\|::)[A-Za-z_]\w*)+)\s*(?:;|$| as\b)"
)
ResolveCheck = SymbolCheck | OptionCheck | PathCheck


@dataclass(frozen=True)
class Known:
    """What reading documents needs to know about the product."""

    sources: Sources
    setting: Setting
    names: PublicNames
    words: ProductWords
    contradictions: Contradictions

    def stranger_in_list(self, source: str) -> str:
        """Return a name that stands in an enumeration of public types and that no code has."""
        for run in _ENUMERATED.findall(source):
            listed = re.findall(r"`(\w+)`", run)
            known = [name for name in listed if name in self.names.by_last]
            strange = [name for name in listed if name not in known and not self._is_there(name)]
            if known and strange:
                return str(strange[0])
        return ""

    def _is_there(self, name: str) -> bool:
        return name in self.names.internal or name in self.words.declared or name in BUILTIN

    def span_problem(self, span: str, checks: dict[str, ResolveCheck]) -> str | None:
        """Note what a code span rests on; return why it may not be told, or None."""
        found = resolve(span, self.names, self.sources)
        if found == "bad":
            return f"`{span[:80]}` is not on the public surface"
        if not isinstance(found, str):
            checks[found.model_dump_json()] = found
        elif (
            is_error_name(span) and span not in self.words.errors and span not in self.names.by_last
        ):
            return f"`{span}` is neither defined nor raised by the product's code"
        written = self._written_otherwise(span) if found == "unknown" else ""
        return f"`{span[:80]}` is written `{written}` in the code" if written else None

    def _written_otherwise(self, span: str) -> str:
        """Return a name of the code that differs from the span's last name by case alone."""
        match = _NAMED.fullmatch(span)
        if match is None or _LOOKS_CODED.fullmatch(match[1]) is None:
            return ""
        name = match[1]
        known = self.words.coded.get(name.lower(), frozenset())
        shown = sorted(one for one in known if one in self.names.by_last)
        return shown[0] if shown and name not in known else ""

    def code_problem(self, code: str) -> str | None:
        """Return why code with imports from the product's namespace may not be told, or None."""
        for name in _IMPORTED.findall(code):
            dotted = re.sub(r"[\\]|::", ".", name).strip(".")
            top = dotted.split(".")[0]
            if "." not in dotted or top not in self.namespaces or dotted in self.words.qualified:
                continue
            inside = dotted.rpartition(".")[0]
            if inside in self.words.qualified and inside not in self.dotted:
                continue  # A namespace that the product shares with what it depends on.
            if dotted not in self.dotted and not self._declares(code, dotted):
                return f"the code imports `{name}`, which the product does not have"
        return None

    def _declares(self, code: str, dotted: str) -> bool:
        return re.search(rf"\b(?:namespace|package)\s+{re.escape(dotted)}\b", code) is not None

    @cached_property
    def dotted(self) -> frozenset[str]:
        """Every public name and what it is in, its parts joined by dots."""
        found: set[str] = set()
        for name in self.names.by_full:
            parts = re.split(r"[.\\#/]|::", name)
            found |= {".".join(parts[:end]) for end in range(1, len(parts) + 1)}
        return frozenset(found)

    @cached_property
    def namespaces(self) -> frozenset[str]:
        """The first parts of the product's own namespaces, where most public names share one."""
        tops = Counter(name.split(".")[0] for name in self.dotted if "." in name)
        most = tops.most_common(1)
        return (
            frozenset({most[0][0]}) if most and most[0][1] * 2 > sum(tops.values()) else frozenset()
        )
