"""What every part of the plan works with: the inputs, indexed once, and the names pages use."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from launch.contracts.claims import ClaimKind
from launch.contracts.evidence_map import Evidence, EvidenceMap
from launch.contracts.page_plan import Label
from launch.contracts.product_facts import Claim, ProductFacts, Symbol
from launch.contracts.repo_inventory import RepoInventory
from launch.contracts.settings import Settings
from launch.contracts.snippet_catalog import Snippet, SnippetCatalog
from launch.wording.connectives import CATALOGUE
from launch.wording.labels import entry


@dataclass(frozen=True)
class Ground:
    """The product's side of the plan."""

    settings: Settings
    inventory: RepoInventory
    facts: ProductFacts
    evidence: EvidenceMap
    catalogue: SnippetCatalog
    title_case: bool
    """Whether the site writes headings in title case."""
    longest: int
    """Words above which a page is too long for the site."""

    @property
    def name(self) -> str:
        """The product's name as people write it."""
        return self.facts.identity.name

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """Claims by id."""
        return {claim.id: claim for claim in self.facts.claims}

    @cached_property
    def by_kind(self) -> Mapping[ClaimKind, tuple[Claim, ...]]:
        """Claims by kind, in the facts' order; what the newest release lacks is left out."""
        found: dict[ClaimKind, list[Claim]] = defaultdict(list)
        for claim in self.facts.claims:
            if claim.release != "unreleased":
                found[claim.kind].append(claim)
        return {kind: tuple(claims) for kind, claims in found.items()}

    @cached_property
    def paths(self) -> Mapping[str, tuple[str, int]]:
        """File and first line of every claim."""
        return {
            evidence.claim_id: (evidence.anchors[0].path, evidence.anchors[0].first_line)
            for evidence in self.evidence.evidence
            if evidence.anchors
        }

    @cached_property
    def evidence_of(self) -> Mapping[str, Evidence]:
        """Evidence by claim."""
        return {evidence.claim_id: evidence for evidence in self.evidence.evidence}

    @cached_property
    def files(self) -> frozenset[str]:
        """Paths of the repository's files."""
        return frozenset(file.path for file in self.inventory.files)

    @cached_property
    def symbols(self) -> tuple[Symbol, ...]:
        """Public symbols that the newest release does not lack."""
        return tuple(
            symbol
            for symbol in self.facts.symbols
            if symbol.visibility == "public" and symbol.release != "unreleased"
        )

    @cached_property
    def snippets(self) -> tuple[Snippet, ...]:
        """Snippets that can be shown: they parse and name nothing that does not exist."""
        return tuple(
            snippet
            for snippet in self.catalogue.snippets
            if snippet.parses and not snippet.unresolved and snippet.release != "unreleased"
        )

    def of(self, kind: ClaimKind) -> tuple[Claim, ...]:
        """Return the claims of a kind."""
        return self.by_kind.get(kind, ())

    def label(self, connective_id: str, **arguments: str) -> Label:
        """Return a catalogue label in the site's heading case."""
        if self.title_case and CATALOGUE[connective_id].label:
            arguments["case"] = "title"
        return entry(connective_id, **arguments)
