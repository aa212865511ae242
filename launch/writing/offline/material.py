"""What a page is written from and what it has said: claims, symbols, commands, snippets, habits."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from launch.contracts.claims import ClaimKind, Edit
from launch.contracts.draft_content import ProvedBy, QuotedFrom, Sentence
from launch.contracts.product_facts import (
    Claim,
    Command,
    ProductFacts,
    Symbol,
)
from launch.contracts.site_context import SectionHabits
from launch.contracts.snippet_catalog import Snippet, SnippetCatalog
from launch.wording.connectives import CATALOGUE, say
from launch.wording.edits import apply
from launch.wording.imports import Imported
from launch.writing.offline.known import Known, Outline
from launch.writing.offline.reads import Read, Seen, Watched

_FENCES: Mapping[str, tuple[str, ...]] = {
    "bash": ("bash", "shell", "sh", "console", "terminal"),
    "javascript": ("javascript", "js"),
    "typescript": ("typescript", "ts"),
    "python": ("python", "py"),
    "yaml": ("yaml", "yml"),
    "text": ("text", "plaintext", "txt", "none"),
    "csharp": ("csharp", "cs", "c#"),
}
_TARGET = re.compile(r"\]\((https?://[^\s)]+)\)")
_SAME = {name: group for group in _FENCES.values() for name in group}


@dataclass
class Material:
    """Everything that pages may say, and what this page has said."""

    facts: ProductFacts
    catalogue: SnippetCatalog
    habits: SectionHabits | None
    notes: list[str] = field(default_factory=list)
    documents: dict[str, str] = field(default_factory=dict)
    """Where this page leads to for what stands in the product's repository."""
    said: set[str] = field(default_factory=set)
    """Items of this page's lists of exceptions so far."""
    shown_code: list[str] = field(default_factory=list)
    """Code of this page so far: its blocks share one session."""
    shared: Known | None = None
    """What all pages of the set are written from, where it was indexed already."""
    seen: Seen = field(default_factory=set)
    """What this page has looked up so far: the whole of what it is written from."""

    @cached_property
    def known(self) -> Known:
        """Facts and snippets, indexed; a look past the mappings below leaves no trace."""
        return self.shared or Known(self.facts, self.catalogue)

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """Claims by id."""
        return Watched("claim", self.known.claims, self.seen)

    @cached_property
    def symbols(self) -> Mapping[str, Symbol]:
        """Symbols by import path; of overloads the described one."""
        return Watched("symbol", self.known.symbols, self.seen)

    @cached_property
    def overloads(self) -> Mapping[str, tuple[Symbol, ...]]:
        """Overloads of a name beside the one that tells it."""
        return Watched("overloads", self.known.overloads, self.seen)

    @cached_property
    def outlines(self) -> Mapping[str, Outline]:
        """What decides where a symbol stands, by import path: asked before the symbol itself."""
        return Watched("outline", self.known.outlines, self.seen)

    @cached_property
    def raisers(self) -> Mapping[str, tuple[str, ...]]:
        """Public names that raise the same, by claim."""
        return Watched("raisers", self.known.raisers, self.seen)

    @cached_property
    def bases_of(self) -> Mapping[str, tuple[str, ...]]:
        """Public classes that document inherited members, by the class that inherits them."""
        return Watched("bases", self.known.bases_of, self.seen)

    @cached_property
    def commands(self) -> Mapping[str, Command]:
        """Commands by name."""
        return Watched("command", self.known.commands, self.seen)

    @cached_property
    def defaults(self) -> Mapping[str, Claim]:
        """Claims of a configuration key's default, by the key."""
        return Watched("default", self.known.defaults, self.seen)

    @cached_property
    def snippets(self) -> Mapping[str, Snippet]:
        """Snippets by id."""
        return Watched("snippet", self.known.snippets, self.seen)

    @cached_property
    def by_code(self) -> Mapping[str, Snippet]:
        """Snippets by their code."""
        return Watched("code", self.known.by_code, self.seen)

    @cached_property
    def exports(self) -> Mapping[str, Imported]:
        """What brings in each name that the product exports, by language and name."""
        return Watched("export", self.known.exports, self.seen)

    @cached_property
    def namespaces(self) -> Mapping[str, str]:
        """Namespaces of types by their short names, where whole namespaces are imported."""
        return Watched("namespace", self.known.namespaces, self.seen)

    @cached_property
    def imports(self) -> Mapping[str, Imported]:
        """What the product's own code brings in, by language and name."""
        return Watched("import", self.known.imports, self.seen)

    @cached_property
    def setups(self) -> Mapping[str, str]:
        """Lines that set a name up, by language and name."""
        return Watched("setup", self.known.setups, self.seen)

    @cached_property
    def extras(self) -> Mapping[str, Claim]:
        """What installs an optional extra, by words of code that need it."""
        return Watched("extra", self.known.extras, self.seen)

    @cached_property
    def identity(self) -> Mapping[str, str]:
        """Package, import name and version of the product."""
        return Watched("identity", self.known.identity, self.seen)

    @property
    def reads(self) -> tuple[Read, ...]:
        """What this page has looked up, with digests."""
        return self.known.reads(self.seen)

    @property
    def title_case(self) -> bool:
        """Whether the site writes headings in title case."""
        return self.habits is not None and self.habits.heading_case == "title"

    def label(self, connective_id: str, **arguments: str) -> Sentence:
        """Say a catalogue entry, a label in the site's case."""
        if self.title_case and CATALOGUE[connective_id].label:
            arguments["case"] = "title"
        return say(connective_id, **arguments)

    def own(self, ids: tuple[str, ...], kind: ClaimKind) -> tuple[Claim, ...]:
        """Return the claims of a kind among these ids, in their order."""
        found = (self.claims.get(claim_id) for claim_id in ids)
        return tuple(claim for claim in found if claim is not None and claim.kind == kind)

    def fence(self, language: str) -> str:
        """Return a language's fence name as the site writes it."""
        group = _SAME.get(language.lower())
        if group is None:
            return language
        used = self.habits.fence_names if self.habits is not None else ()
        return next((name for name in used if name in group), group[0])


def told(claim: Claim, rendering: int = 0) -> Sentence:
    """Return one of a claim's renderings; a negative number counts from the end."""
    index = rendering % len(claim.renderings)
    source = ProvedBy(claim_id=claim.id, rendering=index)
    return Sentence(text=claim.renderings[index], source=source)


def told_as(claim: Claim, text: str) -> Sentence | None:
    """Return the rendering that is exactly this text, or None."""
    if text not in claim.renderings:
        return None
    return told(claim, claim.renderings.index(text))


def quoted(
    claim: Claim, block: int, text: int, documents: Mapping[str, str] | None = None
) -> Sentence:
    """Return a text of a claim's passage; links to ``documents`` lead to the pages of the set."""
    assert claim.passage is not None
    found = claim.passage.blocks[block]
    shown = found.texts[text]
    own = tuple(_to_pages(shown, documents)) if documents and "](" in shown else ()
    source = QuotedFrom(claim_id=claim.id, block=block, text=text, edits=(*found.edits[text], *own))
    return Sentence(text=apply(shown, own), source=source)


def plain(sentence: Sentence) -> Sentence:
    """Return a quoted heading without the emphasis around it."""
    source = sentence.source
    edit = Edit(name="drop_emphasis")
    text = apply(sentence.text, (edit,))
    if text == sentence.text or source.grade != "quoted":
        return sentence
    return Sentence(text=text, source=source.model_copy(update={"edits": (*source.edits, edit)}))


def _to_pages(text: str, documents: Mapping[str, str]) -> Iterator[Edit]:
    for url in dict.fromkeys(_TARGET.findall(text)):
        target = documents.get(url)
        if target is not None:
            arguments = (url, target) if target else (url,)
            yield Edit(name="page_link" if target else "unlink", arguments=arguments)


def empty_cell() -> Sentence:
    """Return a cell without text."""
    return say("name").model_copy(update={"text": ""})
