"""What gates look at, and what they say: the one shape that every gate shares.

A gate is a value; its `look` is a pure function of the subject.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from launch.contracts.draft_content import DraftContent
from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.frontmatter_index import FrontmatterIndex
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.page_plan import PagePlan
from launch.contracts.patch_bundle import BundleBody
from launch.contracts.product_facts import ProductFacts
from launch.contracts.settings import Settings
from launch.contracts.site_build import BuildComparison
from launch.contracts.site_context import SiteContext
from launch.contracts.snippet_catalog import SnippetCatalog
from launch.contracts.validation_report import Finding, Phase, Profile, Severity
from launch.ports import Tree


@dataclass(frozen=True)
class LintFinding:
    """A finding of the Markdown linter, in one state of the site."""

    path: str
    line: int
    rule: str
    message: str


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
