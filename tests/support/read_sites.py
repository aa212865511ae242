"""Sites read and built by real Hugo, kept for the whole test session."""

import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from resources.hugo.builder import HugoSiteBuilder
from resources.hugo.facts import content_roots
from resources.hugo.lint import RumdlLinter
from resources.hugo.site_reader import read_site
from tests.support.hugo_site import OWN_LAYOUTS, THEMELESS, pin_of, tree_of
from tests.support.site_subjects import ReadSite


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
