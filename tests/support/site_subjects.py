"""A site as it was read, with the tools to look at a change of it: what site gates need."""

from collections.abc import Mapping
from dataclasses import dataclass

from launch.contracts.frontmatter_index import FrontmatterIndex
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.patch_bundle import PatchBundle
from launch.contracts.site_context import SiteContext
from launch.contracts.tree import RepoPin
from launch.gates.subject import Gate, Looked, Subject
from launch.ports import Tree
from resources.hugo.builder import HugoSiteBuilder
from resources.hugo.lint import RumdlLinter

type Changes = Mapping[str, bytes | None]


@dataclass(frozen=True)
class ReadSite:
    """A site, what was read of it, and the tools to look at a change."""

    tree: Tree
    pin: RepoPin
    front_matter: FrontmatterIndex
    context: SiteContext
    hugo: HugoFacts
    builder: HugoSiteBuilder
    linter: RumdlLinter

    def subject(self, changes: Changes) -> Subject:
        """Return the subject that gates see for a change."""
        before, after = self.linter.compare(changes)
        return Subject(
            settings=None,
            bundle=PatchBundle(site=self.pin, allowed_paths=("content/**",), patches=()),
            site_tree=self.tree,
            product_tree=None,
            before={path: self.tree.read(path) for path in changes},
            after=changes,
            site=self.context,
            hugo=self.hugo,
            front_matter=self.front_matter,
            build=self.builder.compare(changes),
            lint_before=before,
            lint_after=after,
        )

    def look(self, gate: Gate, changes: Changes) -> Looked:
        """Return what one gate sees of a change."""
        return gate.look(self.subject(changes))
