"""What gates look at, and what they say: the one shape that every gate shares.

A gate is a value; its `look` is a pure function of the subject.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from launch.checks.remembered import Remembered
from launch.contracts.claims import Grade
from launch.contracts.draft_content import Code, DraftContent, DraftPage, Sentence
from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.frontmatter_index import FrontmatterIndex
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.model import ClaimId
from launch.contracts.page_plan import PagePlan, PlannedPage
from launch.contracts.patch_bundle import BundleBody, DeliveryHistory
from launch.contracts.product_facts import ProductFacts
from launch.contracts.settings import Settings
from launch.contracts.site_build import BuildComparison
from launch.contracts.site_context import SiteContext
from launch.contracts.snippet_catalog import SnippetCatalog
from launch.contracts.validation_report import Finding, Fix, Phase, Profile, Severity
from launch.markdown.front_matter import FrontMatter, FrontMatterError, split
from launch.markdown.ledger_nodes import LedgerNode, ledger_nodes
from launch.markdown.nodes import (
    Body,
    CodeBlock,
    Link,
    VisibleNode,
    front_matter_nodes,
    read_body,
)
from launch.ports import Tree


@dataclass(frozen=True)
class LintFinding:
    """A finding of the Markdown linter, in one state of the site."""

    path: str
    line: int
    rule: str
    message: str


class MarkdownLinter(Protocol):
    """The Markdown linter over the untouched and the changed state of some files."""

    def compare(
        self, changes: Mapping[str, bytes | None]
    ) -> tuple[tuple[LintFinding, ...], tuple[LintFinding, ...]]:
        """Return the findings before and after the change (None deletes)."""


@dataclass(frozen=True)
class ChangedPage:
    """A Markdown file as it would be delivered; read once for all gates."""

    path: str
    text: str
    front: FrontMatter | None
    """None where the front matter does not parse."""
    problem: str | None
    """Why it does not parse, or None."""
    draft: DraftPage | None
    """The draft that it renders, or None."""
    planned: PlannedPage | None
    """The plan's page, or None."""
    before: "ChangedPage | None" = None
    """The same file on the untouched site, or None."""

    @cached_property
    def nodes(self) -> tuple[VisibleNode, ...]:
        """Every visible text, front matter first."""
        head = front_matter_nodes(self.front) if self.front else ()
        return (*head, *self._body.nodes)

    @property
    def code(self) -> tuple[CodeBlock, ...]:
        """Every code block."""
        return self._body.code

    @property
    def links(self) -> tuple[Link, ...]:
        """Every link and image."""
        return self._body.links

    @cached_property
    def ledger(self) -> tuple[LedgerNode, ...]:
        """Every text of the draft with its sentences; nothing where there is no draft."""
        return tuple(ledger_nodes(self.draft)) if self.draft else ()

    @cached_property
    def claims(self) -> Mapping[ClaimId, int | None]:
        """Claims that the draft tells, each with its first block; None: front matter alone."""
        found: dict[ClaimId, int | None] = {}
        told = [(one, entry.block) for entry in self.ledger for one in entry.claims]
        coded = [(one, at) for at, code in self.coded for one in code.claim_ids]
        for one, block in (*told, *coded):
            if found.get(one) is None:
                found[one] = block
        return found

    @cached_property
    def coded(self) -> tuple[tuple[int, Code], ...]:
        """The draft's code blocks with their numbers."""
        blocks = enumerate(self.draft.blocks) if self.draft else ()
        return tuple((at, block) for at, block in blocks if isinstance(block, Code))

    def sentences(self, *grades: Grade) -> Iterator[Sentence]:
        """Yield the draft's sentences that state one of the grades, in order."""
        for entry in self.ledger:
            yield from (one for one in entry.sentences if one.source.grade in grades)

    @cached_property
    def _body(self) -> Body:
        if self.front is None:
            return read_body(self.text)
        return read_body(self.front.body, self.front.body_line)


@dataclass(frozen=True)
class Subject:
    """A bundle and all it rests on. A field that a gate needs and that is None makes it fail."""

    settings: Settings | None
    bundle: BundleBody
    site_tree: Tree
    """The untouched site."""
    product_tree: Tree | None
    """The product at the pinned commit."""
    before: Mapping[str, bytes | None]
    """Bytes of every changed path before, None where there is no file."""
    after: Mapping[str, bytes | None]
    """Bytes afterwards, None where the file goes."""
    plan: PagePlan | None = None
    draft: DraftContent | None = None
    facts: ProductFacts | None = None
    evidence: EvidenceMap | None = None
    snippets: SnippetCatalog | None = None
    site: SiteContext | None = None
    hugo: HugoFacts | None = None
    front_matter: FrontmatterIndex | None = None
    build: BuildComparison | None = None
    lint_before: tuple[LintFinding, ...] | None = None
    lint_after: tuple[LintFinding, ...] | None = None
    artifacts: Mapping[str, bytes] = field(default_factory=dict)
    """Bytes of the artifacts on disk, by asset key."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Other texts about to leave: commit message, pull request title and body, by name."""
    history: DeliveryHistory | None = None
    """What was delivered last, or None where nothing was."""
    answers: Mapping[str, int | None] | None = None
    """HTTP status by external link, None where no answer came; None: nobody asked."""

    @cached_property
    def product(self) -> Tree | None:
        """The product's tree, each blob read once for all gates."""
        return Remembered(self.product_tree) if self.product_tree is not None else None

    @cached_property
    def pages(self) -> tuple[ChangedPage, ...]:
        """Every Markdown file that the bundle writes, by path; bytes that are no text are shown."""
        drafts = {page.path: page for page in self.draft.pages} if self.draft else {}
        planned = {page.path: page for page in self.plan.pages} if self.plan else {}
        return tuple(
            _read(path, data, drafts.get(path), planned.get(path), self.before.get(path))
            for path, data in sorted(self.after.items())
            if data is not None and path.endswith((".md", ".markdown"))
        )


def finding(
    gate: str,
    page: ChangedPage | None,
    line: int | None,
    found: str,
    expected: str,
    *,
    block: int | None = None,
    fix: Fix | None = None,
) -> Finding:
    """Return an error finding on a page, or on the bundle where ``page`` is None."""
    return Finding(
        gate=gate,
        severity="error",
        path=page.path if page else None,
        line=line,
        found=found if len(found) <= 500 else found[:500] + " ...",
        expected=expected,
        page_id=page.draft.page_id if page and page.draft else None,
        block=block,
        fix=fix,
    )


def _read(
    path: str,
    data: bytes,
    draft: DraftPage | None,
    planned: PlannedPage | None,
    before: bytes | None,
) -> ChangedPage:
    text = data.decode("utf-8", "backslashreplace")
    earlier = None if before is None else _read(path, before, None, None, None)
    try:
        front, problem = split(text), None
    except FrontMatterError as error:
        front, problem = None, str(error)
    return ChangedPage(path, text, front, problem, draft, planned, earlier)


@dataclass(frozen=True)
class Looked:
    """What a gate saw."""

    findings: tuple[Finding, ...]
    looked_at: int
    """Number of things looked at; 0 with a changed page in the bundle is suspicious."""
    could_not_run: str | None = None
    """Why the gate could not run, with what to do: it fails."""


@dataclass(frozen=True)
class Gate:
    """One gate."""

    id: str
    """The name that pilots, reports and docs use."""
    holds: str
    """One sentence: what must hold."""
    phase: Phase
    severity: Mapping[Profile, Severity | None]
    """Severity by profile; None: off by profile."""
    skippable: bool
    look: Callable[[Subject], Looked]
