"""What one build of the site gave. Evidence of the site gates, not an artifact of its own."""

from typing import Literal

from launch.contracts.model import Contract, RepoPath


class BuiltLink(Contract):
    """A link of a built page."""

    target: str
    """As written in the source, before Hugo."""
    href: str
    """As it ends up in the output."""


class BuiltPage(Contract):
    """A page that came out of the build."""

    path: RepoPath | None
    """Source file in the repository, or None for a generated page."""
    url: str
    """Relative permalink."""
    title: str
    """Title."""
    kind: str
    """Hugo's kind."""
    language: str
    """Language code."""
    weight: int
    """Weight."""
    draft: bool
    """Whether it is a draft."""
    words: int
    """Words."""
    aliases: tuple[str, ...]
    """Aliases."""
    heading_ids: tuple[str, ...]
    """Anchors of headings and other elements with an id."""
    links: tuple[BuiltLink, ...]
    """Links."""


class SiteBuild(Contract):
    """The outcome of one build."""

    how: Literal["overlay", "as_it_is"]
    """Through the stub overlay, or the site's own theme and templates."""
    hugo_version: str
    """Version that built."""
    finished: bool
    """False where Hugo was stopped (time, memory) or could not start."""
    problem: str | None
    """Why it did not finish, with what to do, or None."""
    errors: tuple[str, ...]
    """Error lines, digits and temporary paths normalised, sorted by the lines as they were."""
    error_texts: tuple[str, ...] = ()
    """The same lines with their digits, in the same order; temporary paths taken out."""
    pages: tuple[BuiltPage, ...]
    """Pages, by URL."""
    notes: tuple[str, ...] = ()
    """What was set aside or stubbed."""


class BuildComparison(Contract):
    """The untouched site's build beside the changed one's."""

    before: SiteBuild
    """The untouched site."""
    after: SiteBuild
    """The site with the change."""
    before_as_it_is: SiteBuild | None = None
    """The untouched site with its own theme, where it has one."""
    after_as_it_is: SiteBuild | None = None
    """The changed site with its own theme."""
