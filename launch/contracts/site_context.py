"""W1: the untouched site as its readers and writers see it: pages, links, menus, habits."""

from typing import Literal

from launch.contracts.model import Artifact, Contract, ObjectId, RepoPath

HeadingCase = Literal["sentence", "title", "mixed"]
LinkForm = Literal["relative", "absolute", "ref", "mixed"]
AlertSyntax = Literal["none", "blockquote", "shortcode"]


class SitePage(Contract):
    """One page of the untouched site, from the build itself."""

    path: RepoPath
    """Source file in the repository."""
    blob: ObjectId | None
    """Its blob id."""
    url: str
    """Relative permalink."""
    title: str
    """Title."""
    kind: str
    """Hugo's kind: home, section, page, ..."""
    language: str
    """Language code."""
    section: str
    """Content folder it is in."""
    weight: int
    """Weight; 0 if none."""
    draft: bool
    """Whether it is a draft."""
    words: int
    """Length in words."""
    aliases: tuple[str, ...]
    """Other URLs that lead to it."""
    heading_ids: tuple[str, ...]
    """Anchors, in order."""
    links: tuple[str, ...]
    """Link targets as written."""


class ShortcodeUse(Contract):
    """A shortcode and how the site uses it."""

    name: str
    """Name."""
    files: int
    """Number of pages that use it."""
    paired: bool
    """Whether it is closed."""
    own: bool
    """Whether the site defines it, not its theme."""
    example: str
    """One use as written, cut at 200 characters."""


class MenuEntry(Contract):
    """An entry of a menu in the configuration."""

    menu: str
    """Menu name."""
    name: str
    """Text."""
    url: str
    """Target."""
    weight: int
    """Weight; 0 if none."""


class NavigationFile(Contract):
    """A file of configuration or data that lists pages of the site, for menus or a sidebar."""

    path: RepoPath
    """The file."""
    pages: int
    """How many of the site's pages it names."""


class SectionHabits(Contract):
    """How the pages of one section are written, measured."""

    section: str
    """Content folder."""
    pages: int
    """Number of pages measured."""
    heading_case: HeadingCase
    """Case of headings below the title."""
    link_form: LinkForm
    """How internal links are written."""
    index_pages: bool
    """Whether folders have an ``_index.md``."""
    leaf_bundles: bool
    """Whether pages are folders with ``index.md``."""
    weights: tuple[int, ...]
    """Weights in use, ascending."""
    fence_names: tuple[str, ...]
    """Names after code fences, commonest first."""
    alert_syntax: AlertSyntax
    """How notes and warnings are written."""
    alert_example: str
    """One alert as written, or empty."""
    median_words: int
    """Median page length."""
    longest_words: int
    """95th percentile of page length."""
    dates: bool
    """Whether pages carry a date."""
    first_heading_level: int
    """Level of a page's first heading, 1 to 6."""
    opens_with_title: bool = False
    """Whether most pages begin with their title as a heading: their theme prints none."""


class Mention(Contract):
    """A page of the site that already speaks about the product."""

    path: RepoPath
    """Page."""
    line: int
    """First line that names it."""
    text: str
    """That line, cut at 200 characters."""


class SiteContext(Artifact):
    """The untouched site."""

    artifact = "site_context"

    pages: tuple[SitePage, ...]
    """Every content page, by path."""
    sections: tuple[str, ...]
    """Content folders that hold pages."""
    menus: tuple[MenuEntry, ...]
    """Menus."""
    shortcodes: tuple[ShortcodeUse, ...]
    """Shortcodes, commonest first."""
    habits: tuple[SectionHabits, ...]
    """Measured habits, by section."""
    mentions: tuple[Mention, ...]
    """What the site says about the product already."""
    base_errors: tuple[str, ...]
    """Error lines of the untouched site's build, digits normalised."""
    navigation: tuple[NavigationFile, ...] = ()
    """Files that list the site's pages: a new page may need an entry there."""
    ignored_pages: tuple[RepoPath, ...] = ()
    """Pages that do not build on the untouched site and were set aside."""
