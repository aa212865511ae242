"""What all pages of a set are written from, indexed once and never changed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from keyword import iskeyword

from pydantic import BaseModel

from launch.contracts.model import Contract
from launch.contracts.product_facts import (
    Claim,
    Command,
    ProductFacts,
    Symbol,
)
from launch.contracts.snippet_catalog import Snippet, SnippetCatalog
from launch.digests import digest_of
from launch.wording.imports import Imported
from launch.wording.labels import whole_message
from launch.writing.offline.imports import exports_of, imports_of, namespaces_of, setups_of
from launch.writing.offline.reads import EVERYTHING, Read, Seen, without_places

_LAST = re.compile(r"::|[.\\/#]")

_NO_WORDS = frozenset({
    "all", "cli", "dev", "doc", "docs", "test", "tests", "testing", "lint", "build", "ci", "full",
    "complete", "standard", "extra", "extras", "optional", "default", "types", "typing",
})  # fmt: skip
"""Names of extras that as a word of code mean something else."""
_SAID_OF_A_SYMBOL = {
    "name", "kind", "language", "signature", "summary", "deprecated", "parent", "claim_ids",
}  # fmt: skip
"""Fields of a symbol that pages are written from; a test holds the writer to them."""


class Outline(Contract):
    """What decides whether and where a page tells of a symbol, before it tells anything of it."""

    name: str
    kind: str
    parent: str
    described: bool
    """Whether it has a description."""
    deprecated: bool


@dataclass(frozen=True)
class Known:
    """Facts and snippets, by the keys that the writer asks for."""

    facts: ProductFacts
    catalogue: SnippetCatalog
    _digests: dict[tuple[str, str], str] = field(default_factory=dict)

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """Claims by id."""
        return {claim.id: claim for claim in self.facts.claims}

    @cached_property
    def symbols(self) -> Mapping[str, Symbol]:
        """Symbols by import path, with the claims that inform; of overloads the described one."""
        ordered = sorted(self.facts.symbols, key=lambda symbol: bool(symbol.summary))
        return {symbol.name: self._informing(symbol) for symbol in ordered}

    @cached_property
    def overloads(self) -> Mapping[str, tuple[Symbol, ...]]:
        """Public overloads of a name beside the one that tells it, in the order of their lines."""
        found: dict[str, list[Symbol]] = {}
        for symbol in sorted(self.facts.symbols, key=lambda one: (one.path, one.first_line)):
            main = self.symbols[symbol.name]
            if symbol.signature != main.signature and _is_told(symbol):
                found.setdefault(symbol.name, []).append(self._informing(symbol))
        return {name: tuple(own) for name, own in found.items()}

    def _informing(self, symbol: Symbol) -> Symbol:
        told = tuple(i for i in symbol.claim_ids if i not in self._uninforming)
        return symbol.model_copy(update={"claim_ids": told}) if told != symbol.claim_ids else symbol

    @cached_property
    def _uninforming(self) -> frozenset[str]:
        """Claims of a raise with no whole message and no exception of the product's own."""
        return frozenset(
            claim.id
            for claim in self.facts.claims
            if claim.kind == "raises"
            and claim.renderings
            and not (len(claim.renderings) >= 4 and whole_message(claim))
            and claim.renderings[-1].strip("`") not in self.public_names
        )

    @cached_property
    def outlines(self) -> Mapping[str, Outline]:
        """Outlines of the symbols, by import path."""
        return {
            name: Outline(
                name=name,
                kind=symbol.kind,
                parent=symbol.parent,
                described=bool(symbol.summary),
                deprecated=symbol.deprecated is not None,
            )
            for name, symbol in self.symbols.items()
        }

    @cached_property
    def bases_of(self) -> Mapping[str, tuple[str, ...]]:
        """Public classes that document inherited members, by the class that inherits them."""
        found: dict[str, dict[str, None]] = {}
        for symbol in self.facts.symbols:
            base = self.symbols.get(symbol.inherited_from)
            if base is None or base.name == symbol.parent or not base.claim_ids:
                continue
            if base.visibility == "public" and base.release != "unreleased":
                found.setdefault(symbol.parent, {})[base.name] = None
        return {
            name: tuple(
                base
                for base in sorted(bases)
                if not any(base in found.get(other, {}) for other in bases)
            )[:1]
            for name, bases in found.items()
        }

    @cached_property
    def public_names(self) -> Mapping[str, str]:
        """Public symbols by their path and by their last name, as a `raise` may write them."""
        public = [s.name for s in self.facts.symbols if s.visibility == "public"]
        return {form: name for name in public for form in (name, _LAST.split(name)[-1])}

    @cached_property
    def raisers(self) -> Mapping[str, tuple[str, ...]]:
        """Public names that raise the same exception with the same message, by claim."""
        found: dict[tuple[str, ...], dict[str, None]] = {}
        told = [c for c in self.facts.claims if c.kind == "raises" and len(c.renderings) >= 4]
        for claim in told:
            if claim.subject in self.public_names and claim.release != "unreleased":
                found.setdefault(claim.renderings[2:4], {})[claim.subject] = None
        return {claim.id: tuple(found.get(claim.renderings[2:4], ())) for claim in told}

    @cached_property
    def commands(self) -> Mapping[str, Command]:
        """Commands by name."""
        return {command.name: command for command in self.facts.commands}

    @cached_property
    def defaults(self) -> Mapping[str, Claim]:
        """Claims of a configuration key's default, by the key."""
        return {
            claim.value: claim
            for claim in self.facts.claims
            if claim.kind == "default_value" and claim.attribute.startswith("config")
        }

    @cached_property
    def identity(self) -> Mapping[str, str]:
        """What recipes and examples say of the product's identity, by its field's name."""
        identity = self.facts.identity
        return {
            "package": identity.package,
            "import_name": identity.import_name,
            "version": identity.version,
        }

    @cached_property
    def snippets(self) -> Mapping[str, Snippet]:
        """Snippets by id."""
        return {snippet.id: snippet for snippet in self.catalogue.snippets}

    @cached_property
    def by_code(self) -> Mapping[str, Snippet]:
        """Snippets by their code."""
        return {snippet.code.strip(): snippet for snippet in reversed(self.catalogue.snippets)}

    @cached_property
    def exports(self) -> Mapping[str, Imported]:
        """What brings in each name that the product exports, by language and name."""
        return exports_of(self.facts)

    @cached_property
    def namespaces(self) -> Mapping[str, str]:
        """Namespaces of types by their short names, where whole namespaces are imported."""
        return namespaces_of(self.facts)

    @cached_property
    def imports(self) -> Mapping[str, Imported]:
        """What the product's own code brings in, by language and name."""
        return imports_of(self.catalogue.snippets)

    @cached_property
    def setups(self) -> Mapping[str, str]:
        """Lines that set a name up, as the product's own code writes them."""
        return setups_of(self.catalogue.snippets, {**self.imports, **self.exports})

    @cached_property
    def extras(self) -> Mapping[str, Claim]:
        """What installs an optional extra, by words of code that need it: its name, its packages.

        Extras of contributors, and words that any program has, are not among them.
        """
        installs = {
            claim.attribute.removeprefix("extra:"): claim
            for claim in self.facts.claims
            if claim.kind == "install_command" and claim.attribute.startswith("extra:")
        }
        found = {name.lower(): claim for name, claim in installs.items() if name not in _NO_WORDS}
        for claim in self.facts.claims:
            if claim.kind == "dependency" and claim.scope in installs:
                package = claim.attribute.removeprefix("dependency:").lower().replace("-", "_")
                found.setdefault(package, installs[claim.scope])
        return {word: claim for word, claim in found.items() if not iskeyword(word)}

    def reads(self, seen: Seen) -> tuple[Read, ...]:
        """Return what was looked up with the digest of what is found there now, in order."""
        return tuple(
            Read(kind=kind, key=key, sha256=self._digest(kind, key)) for kind, key in sorted(seen)
        )

    def holds(self, reads: tuple[Read, ...]) -> bool:
        """Return whether each of these reads would find the same here."""
        return all(self._digest(read.kind, read.key) == read.sha256 for read in reads)

    def name_of(self, kind: str, key: str) -> str:
        """Return what people call a thing that was read: a claim by its subject, not its id."""
        claim = self.claims.get(key) if kind == "claim" else None
        return f"about {claim.subject}" if claim is not None else key.partition("\n")[0][:60]

    def _digest(self, kind: str, key: str) -> str:
        if (kind, key) not in self._digests:
            of: Mapping[str, object] = self._kinds.get(kind, {})
            found = sorted(of.items()) if key == EVERYTHING else [(key, of.get(key))]
            self._digests[kind, key] = digest_of([(name, _plain(value)) for name, value in found])
        return self._digests[kind, key]

    @cached_property
    def _kinds(self) -> Mapping[str, Mapping[str, object]]:
        return {
            "claim": self.claims,
            "symbol": self.symbols,
            "outline": self.outlines,
            "overloads": self.overloads,
            "bases": self.bases_of,
            "raisers": self.raisers,
            "command": self.commands,
            "default": self.defaults,
            "identity": self.identity,
            "snippet": self.snippets,
            "code": self.by_code,
            "export": self.exports,
            "namespace": self.namespaces,
            "import": self.imports,
            "setup": self.setups,
            "extra": self.extras,
        }


def _is_told(symbol: Symbol) -> bool:
    released = symbol.release != "unreleased" and symbol.visibility == "public"
    return released and bool(symbol.claim_ids) and symbol.deprecated is None


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Symbol):
        return value.model_dump(mode="json", include=_SAID_OF_A_SYMBOL)
    if isinstance(value, Imported):
        return [value.name, value.module, value.member, value.required]
    dumped = value.model_dump(mode="json") if isinstance(value, BaseModel) else value
    return without_places(dumped)
