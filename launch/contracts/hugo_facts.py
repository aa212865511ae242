"""W1: the site's configuration as Hugo itself understands it."""

from launch.contracts.model import Artifact, Contract, RepoPath
from launch.contracts.tree import RepoPin


class Language(Contract):
    """A language of the site."""

    code: str
    """Key in the configuration, such as ``en``."""
    name: str
    """Name shown to readers; empty if none."""
    content_dir: RepoPath
    """Where its content is, relative to the repository's root."""
    is_default: bool
    """Whether it is the default content language."""


class Mount(Contract):
    """A mount of Hugo's file system."""

    source: str
    """Folder, relative to the repository's root."""
    target: str
    """Hugo component folder, such as ``content/en``."""
    lang: str = ""
    """Language it is for, or empty."""


class Permalink(Contract):
    """A permalink pattern."""

    kind: str
    """``page``, ``section``, ``term`` or ``taxonomy``."""
    section: str
    """Section it is for."""
    pattern: str
    """Hugo's pattern."""


class HugoFacts(Artifact):
    """What is known about how the site builds."""

    artifact = "hugo_facts"

    pin: RepoPin
    """The site repository and commit."""
    root: str
    """Folder of the site inside its repository; empty for the root."""
    config_files: tuple[RepoPath, ...]
    """Configuration files; empty where one was synthesised."""
    other_roots: tuple[str, ...] = ()
    """Folders of further sites in the same repository."""
    synthesised: bool
    """Whether the site has no configuration of its own."""
    base_url: str
    """Base URL."""
    title: str
    """Site title."""
    content_dir: RepoPath
    """Content folder of the default language."""
    languages: tuple[Language, ...]
    """Languages, the default first."""
    mounts: tuple[Mount, ...]
    """Mounts inside the repository."""
    themes: tuple[str, ...]
    """Themes and modules named, in order."""
    theme_present: bool
    """Whether all of them are in the repository, so that the site builds as it is."""
    permalinks: tuple[Permalink, ...]
    """Permalink patterns."""
    taxonomies: tuple[str, ...]
    """Taxonomy names, plural."""
    outputs: tuple[str, ...]
    """Output formats of a page."""
    ugly_urls: bool
    """Whether pages are ``name.html``."""
    unsafe_html: bool
    """Whether Goldmark passes raw HTML."""
    pinned_version: str | None
    """Hugo version that the site pins, or None."""
    pinned_by: RepoPath | None
    """File that pins it."""
    built_with: str
    """Hugo version used here."""
    notes: tuple[str, ...] = ()
    """What could not be honoured, one sentence each."""
