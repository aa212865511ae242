"""What the core needs from the world, as Protocols. Implementations live in `resources/`.

Expected outcomes come back as values; failures that stop a run are raised as `launch.errors`.
"""

from collections.abc import Callable, Mapping
from typing import Protocol

from launch.contracts.draft_content import DraftPage
from launch.contracts.llm import ModelAnswer, ModelRefusal, ModelRequest
from launch.contracts.repo_inventory import GrammarTrouble
from launch.contracts.site_build import BuildComparison
from launch.contracts.tree import TreeEntry
from launch.contracts.validation_report import Finding
from launch.readings import Reading


class Tree(Protocol):
    """A git tree at a commit, read from the object store: nothing is checked out or followed."""

    @property
    def entries(self) -> tuple[TreeEntry, ...]:
        """Every entry, by path; submodules and symlinks included."""

    def entry(self, path: str) -> TreeEntry | None:
        """Return the entry at exactly this path, or None."""

    def read(self, path: str) -> bytes | None:
        """Return a blob's bytes (a symlink's target text), or None where it is missing."""


class GrammarProbe(Protocol):
    """Tries sources on their grammars where a loop or a crash costs one file and not the run."""

    def look(self, entry: TreeEntry, language: str, source: bytes) -> None:
        """Hand in a source of a language by linguist's name; others are passed over."""

    def troubles(self) -> Mapping[str, GrammarTrouble]:
        """Wait for every source handed in; return those that cannot be parsed, by path."""


class Readings(Protocol):
    """Keeps what was read of a file alone: the same bytes at the same path are read once."""

    def of[T](self, reading: Reading[T], path: str, blob: str, make: Callable[[], T]) -> T:
        """Return the kept reading of a blob at a path, or what `make` reads, keeping it."""


class SiteBuilder(Protocol):
    """Real Hugo over the site, before and after a change."""

    def compare(self, changes: Mapping[str, bytes | None]) -> BuildComparison:
        """Build the untouched site (kept) and the site with ``changes`` (None deletes).

        Never raises for a site that does not build: that is `SiteBuild.problem` or `.errors`.
        """


class LanguageModel(Protocol):
    """A language model behind record and replay."""

    def ask(self, request: ModelRequest) -> ModelAnswer | ModelRefusal:
        """Answer a request; LLMError where no call can succeed (key missing or refused)."""


class PageRewriter(Protocol):
    """Rewrites a page's failing blocks with the findings at hand (W8)."""

    def rewrite(self, page: DraftPage, findings: tuple[Finding, ...]) -> DraftPage | None:
        """Return the page with other blocks where the findings are, or None if it cannot."""
