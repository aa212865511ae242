"""W1: what the product repository holds. Facts about files, not yet about the product."""

from typing import Literal

from launch.contracts.model import Artifact, Contract, Line, ObjectId, RepoPath
from launch.contracts.tree import EntryKind, RepoPin

FileRole = Literal[
    "source",
    "test",
    "doc",
    "example",
    "manifest",
    "licence",
    "readme",
    "ci",
    "config",
    "asset",
    "other",
]
SkipReason = Literal[
    "vendored", "generated", "minified", "binary", "too_large", "symlink", "submodule",
    "missing_blob", "lfs_pointer", "not_utf8", "parse_timeout", "parse_failed",
]  # fmt: skip
GrammarTrouble = Literal["parse_timeout", "parse_failed"]
"""Why a source cannot be parsed: its grammar does not get to the end, or crashes."""
Origin = Literal["static", "dynamic", "placeholder"]
Ecosystem = Literal[
    "pypi", "npm", "go", "cargo", "maven", "gradle", "nuget", "rubygems", "packagist",
    "cmake", "autotools", "meson",
]  # fmt: skip


FILE_NAME = ("file name",)
"""In place of keys: the manifest's own name is the value, as the ecosystem's tools have it."""


class FileEntry(Contract):
    """One file of the tree."""

    path: RepoPath
    """Path from the repository's root."""
    blob: ObjectId
    """Blob id."""
    kind: EntryKind
    """From the mode."""
    size: int
    """Bytes."""
    language: str | None
    """Linguist's name of the language, or None."""
    role: FileRole
    """What the file is for, by path and name."""
    lines: int | None = None
    """Number of lines, where the text was read."""
    encoding: str | None = None
    """Encoding where it is not UTF-8."""
    skipped: SkipReason | None = None
    """Why the content is not used, or None."""


class LanguageShare(Contract):
    """How much of the source is in one language."""

    language: str
    """Linguist's name."""
    files: int
    """Number of source files that are not skipped."""
    bytes: int
    """Their size in bytes."""


class ManifestValue(Contract):
    """One value of a manifest, with its place."""

    value: str
    """As written, trimmed."""
    pointer: tuple[str, ...]
    """Keys that lead to it, such as ``("project", "name")``; `FILE_NAME` where no key does."""
    line: Line
    """Line it stands on."""
    origin: Origin = "static"
    """Whether the build computes it, or it is a placeholder."""
    path: RepoPath | None = None
    """File that it stands in, where the manifest points there instead of holding it."""


class ManifestDependency(Contract):
    """A dependency that a manifest states."""

    name: str
    """Package name in its ecosystem."""
    requirement: str
    """Version constraint as written; empty if none."""
    scope: Literal["runtime", "optional", "development", "build"]
    """When it is needed."""
    group: str = ""
    """The extra or group, where there is one."""
    line: Line
    """Line it stands on."""


class EntryPoint(Contract):
    """A command that installing the product puts on the PATH."""

    command: str
    """The command's name."""
    target: str
    """What it runs, as the manifest writes it."""
    line: Line
    """Line it stands on."""


class Manifest(Contract):
    """A package manifest."""

    path: RepoPath
    """Where it is."""
    ecosystem: Ecosystem
    """Its package ecosystem."""
    is_product: bool
    """Whether this is the package that the documentation is about."""
    private: bool = False
    """Whether the manifest says that it is never published."""
    name: ManifestValue | None = None
    """Package name."""
    version: ManifestValue | None = None
    """Version."""
    description: ManifestValue | None = None
    """One-line description."""
    licence: ManifestValue | None = None
    """Licence as stated."""
    runtime: ManifestValue | None = None
    """Required language runtime, such as ``>=3.10``."""
    homepage: ManifestValue | None = None
    """Homepage URL."""
    documentation: ManifestValue | None = None
    """Documentation URL."""
    repository: ManifestValue | None = None
    """Repository URL."""
    entry_points: tuple[EntryPoint, ...] = ()
    """Commands."""
    importable: bool = False
    """Whether it names modules that code imports, besides its commands (npm)."""
    dependencies: tuple[ManifestDependency, ...] = ()
    """Dependencies."""
    problem: str | None = None
    """Why it could not be read in full, or None."""


class Licence(Contract):
    """The product's licence."""

    path: RepoPath | None
    """Licence file, or None."""
    spdx: str | None
    """SPDX expression, or None where the text is not known."""
    source: Literal["manifest", "text", "none"]
    """Where the expression comes from."""
    text_spdx: str | None = None
    """What the licence file's own text is, where it is known."""


class ReadmeSection(Contract):
    """A heading of the README."""

    level: int
    """1 to 6."""
    title: str
    """Plain text of the heading."""
    line: Line
    """Line it stands on."""
    last_line: Line
    """Last line of its section, subsections included."""


class BrokenPath(Contract):
    """A relative link in a document that leads nowhere."""

    path: RepoPath
    """The document."""
    line: Line
    """Line of the link."""
    target: str
    """The link's target as written."""


class Release(Contract):
    """The newest release, by tag."""

    tag: str
    """Tag name."""
    version: str
    """Version in it."""
    commit: ObjectId
    """Commit it points at."""
    commit_is_head: bool
    """Whether the pinned commit is the release."""


class RepoInventory(Artifact):
    """What the product repository holds at the pinned commit."""

    artifact = "repo_inventory"

    pin: RepoPin
    """The product repository and commit."""
    subdir: str
    """The product's folder; empty for the root."""
    files: tuple[FileEntry, ...]
    """Every entry of the tree, by path."""
    languages: tuple[LanguageShare, ...]
    """Largest first."""
    manifests: tuple[Manifest, ...]
    """The product's own first."""
    licence: Licence
    """Licence."""
    readme: RepoPath | None
    """The README that describes the product, or None."""
    readme_sections: tuple[ReadmeSection, ...]
    """Its structure."""
    ci_files: tuple[RepoPath, ...]
    """Continuous integration."""
    test_files: int
    """Number of test files."""
    doc_files: tuple[RepoPath, ...]
    """Documentation sources."""
    example_files: tuple[RepoPath, ...]
    """Example programs."""
    broken_paths: tuple[BrokenPath, ...]
    """Relative links that lead nowhere."""
    release: Release | None
    """Newest release, or None where no tag names one."""
    notes: tuple[str, ...] = ()
    """What could not be read, or was decided between, one sentence each."""
