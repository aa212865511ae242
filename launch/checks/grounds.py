"""What the sentences of a page set may rest on, gathered once from the artifacts."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from launch.contracts.draft_content import DraftContent, Verification
from launch.contracts.evidence_map import Evidence, EvidenceMap
from launch.contracts.frontmatter_index import FrontmatterIndex
from launch.contracts.page_plan import PagePlan
from launch.contracts.product_facts import Claim, ProductFacts, ProductIdentity
from launch.contracts.site_context import SiteContext
from launch.contracts.snippet_catalog import SnippetCatalog
from launch.ports import Tree
from launch.wording import edits

_SEPARATOR = re.compile(r"::|[.#\\]")


@dataclass(frozen=True)
class Grounds:
    """What a page's sentences may rest on."""

    claims: Mapping[str, Claim]
    evidence: Mapping[str, Evidence]
    tree: Tree
    identity: ProductIdentity
    titles: Collection[str]
    """Titles of pages, sections, links, site and product."""
    subjects: Collection[str]
    """Names of the product, its packages, symbols and commands."""
    commands: Collection[str]
    snippets: Collection[str]
    """Titles of snippets."""
    links: Collection[str]
    """Addresses outside of the site that the plan names."""
    hosts: Collection[str]
    """Hosts that links may lead to."""
    repository: str
    """Address of the product's repository."""
    commit: str
    """The pinned commit."""
    documents: Collection[tuple[str, str]]
    """Addresses of the product's documents, each with a link to the page that tells them."""
    told_by: Mapping[str, Collection[str]]
    """Claims that the pages of a title tell, by title."""
    site_values: Collection[str]
    """Front matter values that the site's own pages use."""
    paraphrases: bool = False
    """Whether the pilot lets a model write prose."""
    verifications: Mapping[str, Verification] = field(default_factory=dict)
    """Recorded answers of the verifier, by key."""
    spans: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Anchored lines already read, by claim."""


def gather(
    facts: ProductFacts,
    evidence: EvidenceMap,
    tree: Tree,
    plan: PagePlan,
    snippets: SnippetCatalog,
    site: SiteContext,
    front_matter: FrontmatterIndex,
    *,
    paraphrases: bool,
    draft: DraftContent | None = None,
) -> Grounds:
    """Return the grounds of every page of the plan."""
    pages = draft.pages if draft else ()
    return Grounds(
        claims={claim.id: claim for claim in facts.claims},
        evidence={one.claim_id: one for one in evidence.evidence},
        tree=tree,
        identity=facts.identity,
        titles=frozenset(_titles(facts, plan, site)),
        subjects=frozenset((*_subjects(facts), *_needed(snippets))),
        commands=frozenset(_commands(facts)),
        snippets=frozenset(_snippet_titles(snippets)),
        links=frozenset(_links(plan)),
        hosts=frozenset(host.lower() for host in facts.identity.hosts),
        repository=facts.pin.url,
        commit=facts.pin.commit,
        documents=frozenset(pair for page in plan.pages for pair in page.documents),
        told_by=_told_by(plan),
        site_values=frozenset(_site_values(front_matter)),
        paraphrases=paraphrases,
        verifications={one.key: one for page in pages for one in page.verifications},
    )


def _titles(facts: ProductFacts, plan: PagePlan, site: SiteContext) -> Iterator[str]:
    yield facts.identity.name
    for page in plan.pages:
        yield page.title
        yield from (heading.text for heading in page.headings)
        yield from (link.title for link in page.links)
        yield from (link.title for heading in page.headings for link in heading.links)
    yield from (page.title for page in site.pages)


def _subjects(facts: ProductFacts) -> Iterator[str]:
    identity = facts.identity
    yield from (identity.name, identity.package, identity.import_name, *identity.commands)
    yield from (claim.subject for claim in facts.claims)
    for symbol in facts.symbols:
        yield from (PurePosixPath(symbol.path).stem, PurePosixPath(symbol.path).name)
        cuts = [match.span() for match in _SEPARATOR.finditer(symbol.name)]
        yield from (symbol.name, *(symbol.name[:first] for first, _ in cuts))
        yield from (symbol.name[last:] for _, last in cuts)
        yield from (parameter.name for parameter in symbol.parameters)
    yield from _commands(facts)


def _commands(facts: ProductFacts) -> Iterator[str]:
    yield from facts.identity.commands
    for command in facts.commands:
        yield command.name
        yield from (flag for option in command.options for flag in option.flags)


def _snippet_titles(snippets: SnippetCatalog) -> Iterator[str]:
    for snippet in snippets.snippets:
        bare = edits.drop_number(edits.drop_emoji(snippet.title)).rstrip(":")
        yield from (title for title in (snippet.title, bare) if title)


def _needed(snippets: SnippetCatalog) -> Iterator[str]:
    """Yield the names and files that snippets need and do not define."""
    for snippet in snippets.snippets:
        yield from snippet.undeclared


def _told_by(plan: PagePlan) -> dict[str, frozenset[str]]:
    told: dict[str, frozenset[str]] = {}
    for page in plan.pages:
        planned = {claim for heading in page.headings for claim in heading.claim_ids}
        labelled = {label.claim_id for _, label in page.labels if label.claim_id}
        told[page.title] = told.get(page.title, frozenset()) | planned | labelled
    return told


def _links(plan: PagePlan) -> Iterator[str]:
    for page in plan.pages:
        yield from (link.target for link in page.links)
        yield from (link.target for heading in page.headings for link in heading.links)


def _site_values(front_matter: FrontmatterIndex) -> Iterator[str]:
    for contract in front_matter.contracts:
        yield from (value for rule in contract.rules for value in rule.enumeration)
    for page in front_matter.pages:
        yield from (use.value.strip('"') for use in page.keys)
