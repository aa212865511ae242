"""What reading documents knows about the product, and whether the names in a text are there."""

import re
from dataclasses import dataclass

from launch.contracts.claims import OptionCheck, PathCheck, SymbolCheck
from launch.knowledge.contradictions import Contradictions
from launch.knowledge.passages.polish import Setting
from launch.knowledge.product_words import ProductWords
from launch.knowledge.public_names import BUILTIN, PublicNames, is_error_name, resolve
from launch.knowledge.sources import Sources

_ENUMERATED = re.compile(r"(?:`[A-Z]\w+`(?:,? and |,? or |, )){1,}`[A-Z]\w+`")
SPAN = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
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
        return None
