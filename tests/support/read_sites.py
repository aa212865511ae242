"""Sites read and built by real Hugo, kept for the whole test session."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from launch.contracts.frontmatter_index import FrontmatterIndex
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.patch_bundle import BundleBody, PatchBundle
from launch.contracts.site_context import SiteContext
from launch.contracts.tree import RepoPin
from launch.gates.subject import Gate, Looked, Subject
from resources.hugo.builder import HugoSiteBuilder
from resources.hugo.facts import content_roots
from resources.hugo.lint import RumdlLinter
from resources.hugo.site_reader import read_site
from tests.support.hugo_site import OWN_LAYOUTS, THEMELESS, pin_of, tree_of
from tests.support.memory_tree import MemoryTree

type Changes = Mapping[str, bytes | None]


@dataclass(frozen=True)
class ReadSite:
    """A site, what was read of it, and the tools to look at a change."""

    tree: MemoryTree
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
            bundle=self._bundle(),
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

    def _bundle(self) -> BundleBody:
        return PatchBundle(site=self.pin, allowed_paths=("content/**",), patches=())


@cache
def cache_folder() -> Path:
    """Return one cache for the session."""
    return Path(tempfile.mkdtemp(prefix="hugo-cache-"))


def read(files: Mapping[str, str | bytes], terms: tuple[str, ...] = ()) -> ReadSite:
    """Read a site with real Hugo."""
    tree = tree_of(files)
    pin = pin_of(tree)
    index, context, hugo = read_site(tree, pin, terms, cache_folder())
    builder = HugoSiteBuilder(tree, hugo, cache_folder())
    return ReadSite(
        tree,
        pin,
        index,
        context,
        hugo,
        builder,
        RumdlLinter(tree, content_roots(hugo), builder.lint),
    )


@cache
def themeless() -> ReadSite:
    """Return the site whose theme is missing."""
    return read(THEMELESS, ("gears",))


@cache
def with_own_layouts() -> ReadSite:
    """Return the site that builds as it is."""
    return read(OWN_LAYOUTS)
