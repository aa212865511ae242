"""W1: make the inventory of a product repository in one pass over its tree."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from launch.contracts.model import lean
from launch.contracts.repo_inventory import (
    BrokenPath,
    FileEntry,
    FileRole,
    GrammarTrouble,
    LanguageShare,
    Manifest,
    RepoInventory,
    SkipReason,
)
from launch.contracts.tree import RepoPin, TagRef, TreeEntry
from launch.intake.product.attributes import Attributes, read_attributes
from launch.intake.product.documents import broken_links, sections_of
from launch.intake.product.languages import is_programming, language_of
from launch.intake.product.licence import licence_of
from launch.intake.product.manifests.reading import ManifestFile
from launch.intake.product.manifests.registry import reader_of
from launch.intake.product.product import choose_product, folded, is_told, repository_of
from launch.intake.product.reading import (
    Content,
    is_generated,
    is_minified,
    read_content,
)
from launch.intake.product.releases import newest_release
from launch.intake.product.roles import is_generated_path, is_vendored, role_of
from launch.intake.product.sources import source_bytes
from launch.ports import GrammarProbe, Tree


@dataclass
class _Found:
    """What the pass over the files gathers."""

    files: list[FileEntry]
    manifests: list[Manifest]
    licences: dict[str, str]
    broken: list[BrokenPath]
    notes: list[str]


def scan(
    tree: Tree,
    pin: RepoPin,
    tags: tuple[TagRef, ...],
    subdir: str | None,
    probe: GrammarProbe | None = None,
) -> RepoInventory:
    """Return what the repository holds; ``subdir`` is the pilot's, or None to find the product.

    Every entry is read at most once. What cannot be read is a fact with a reason, never an error.
    ``probe`` tells which sources no grammar gets through; without one all are taken as readable.
    """
    found = _read_files(tree, probe)
    unread = probe.troubles() if probe is not None else {}
    found.files = [_unread(file, unread.get(file.path)) for file in found.files]
    files = tuple(found.files)
    manifests = tuple(sorted(found.manifests, key=lambda manifest: manifest.path))
    front = _readme(files, "")
    told = (_text_of(tree, front) or "") if front else ""
    choice = choose_product(manifests, pin, subdir, source_bytes(manifests, files), told)
    named = folded(repository_of(pin)) in {folded(name) for name in _short(choice.manifests)}
    named = named or is_told(choice.manifests, told, repository_of(pin))
    readme = _readme(files, "" if named and not subdir else choice.subdir)
    text = _text_of(tree, readme) if readme else None
    return RepoInventory(
        pin=pin,
        subdir=choice.subdir,
        files=files,
        languages=_languages(files),
        manifests=choice.manifests,
        licence=licence_of(choice.manifests, found.licences, choice.subdir),
        readme=readme,
        readme_sections=sections_of(readme, text) if readme and text else (),
        ci_files=_paths(files, "ci"),
        test_files=sum(1 for file in files if file.role == "test"),
        doc_files=_paths(files, "doc"),
        example_files=_paths(files, "example"),
        broken_paths=tuple(found.broken),
        release=newest_release(tags, pin, _names(choice.manifests, pin), choice.subdir),
        notes=(
            *choice.notes,
            *found.notes,
            *(f"{path}: {_WHY[unread[path]]}" for path in sorted(unread)),
        ),
    )


_WHY: Mapping[GrammarTrouble, str] = {
    "parse_timeout": "left out, because its grammar does not get to the end of it",
    "parse_failed": "left out, because its grammar crashes on it",
}


def _unread(file: FileEntry, trouble: GrammarTrouble | None) -> FileEntry:
    return file if trouble is None else file.model_copy(update={"skipped": trouble})


def _read_files(tree: Tree, probe: GrammarProbe | None) -> _Found:
    found = _Found([], [], {}, [], [])
    paths = frozenset(entry.path for entry in tree.entries)
    folders = _folders(paths)
    attributes = read_attributes(_text_of(tree, ".gitattributes") or "")
    for entry in tree.entries:
        content = read_content(tree, entry)
        reader = reader_of(entry.path)
        file = _entry(entry, content, attributes, manifest=reader is not None)
        found.files.append(file)
        if content.text is None or file.skipped is not None:
            continue
        if probe is not None and file.role == "source" and file.language is not None:
            probe.look(entry, file.language, content.text.encode())
        if reader is not None:
            source = ManifestFile(entry.path, content.text, lambda path: _text_of(tree, path))
            try:
                manifest = reader(source)
            except RecursionError:
                found.notes.append(f"{entry.path} is nested too deeply to be read")
                continue
            if manifest is not None:
                found.manifests.append(manifest)
        elif file.role == "licence":
            found.licences[entry.path] = content.text
        elif file.role in ("readme", "doc"):
            found.broken += broken_links(entry.path, content.text, paths=paths, folders=folders)
    return found


def _entry(
    entry: TreeEntry, content: Content, attributes: Attributes, *, manifest: bool
) -> FileEntry:
    language = attributes.language(entry.path) or language_of(entry.path, content.text)
    file = FileEntry(
        path=entry.path,
        blob=entry.blob,
        kind=entry.kind,
        size=max(entry.size, 0),
        language=language,
        role=role_of(entry.path, language, manifest=manifest),
        lines=content.lines,
        encoding=content.encoding,
        skipped=content.skipped
        or _not_ours(entry.path, content.text or "", attributes, manifest=manifest),
    )
    return lean(file)


def _not_ours(path: str, text: str, attributes: Attributes, *, manifest: bool) -> SkipReason | None:
    """Return why a file says nothing of the product; a manifest speaks, whoever wrote it."""
    vendored = attributes.vendored(path)
    if is_vendored(path) if vendored is None else vendored:
        return "vendored"
    if manifest:
        return None
    generated = attributes.generated(path)
    if generated is None:
        generated = is_generated_path(path) or is_generated(text)
    if generated:
        return "generated"
    return "minified" if is_minified(path, text) else None


def _folders(paths: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return frozenset(found)


def _text_of(tree: Tree, path: str) -> str | None:
    entry = tree.entry(path)
    if entry is None or entry.kind not in ("file", "executable"):
        return None
    return read_content(tree, entry).text


def _languages(files: Iterable[FileEntry]) -> tuple[LanguageShare, ...]:
    counts: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for file in files:
        if file.role == "source" and file.skipped is None and file.language is not None:
            counts[file.language] += 1
            sizes[file.language] += file.size
    ranked = sorted(sizes, key=lambda name: (-sizes[name], name))
    return tuple(
        LanguageShare(language=name, files=counts[name], bytes=sizes[name])
        for name in ranked
        if is_programming(name)
    )


def _paths(files: Iterable[FileEntry], role: FileRole) -> tuple[str, ...]:
    return tuple(file.path for file in files if file.role == role and file.skipped is None)


_README_KINDS = (".md", ".markdown", ".rst", ".adoc", ".txt", "")


def _readme(files: Iterable[FileEntry], subdir: str) -> str | None:
    """Return the README of the product's folder, else of the root; Markdown and English first."""

    def rank(path: str) -> tuple[int, bool, int, str]:
        folder, _, name = path.rpartition("/")
        near = (subdir, "", ".github", "docs").index(folder)
        stem, dot, ending = name.lower().partition(".")
        kind = f"{dot}{ending}"
        order = _README_KINDS.index(kind) if kind in _README_KINDS else len(_README_KINDS)
        return near, stem != "readme" or order == len(_README_KINDS), order, path

    candidates = [
        file.path
        for file in files
        if file.role == "readme"
        and file.skipped is None
        and file.path.rpartition("/")[0] in (subdir, "", ".github", "docs")
    ]
    return min(candidates, key=rank, default=None)


def _names(manifests: tuple[Manifest, ...], pin: RepoPin) -> tuple[str, ...]:
    """Names that the product's tags may begin with: its package's, and the repository's."""
    stated = [
        manifest.name.value for manifest in manifests if manifest.is_product and manifest.name
    ]
    short = _short(manifests)
    return (*stated, *short, repository_of(pin), *(f"{name}-parent" for name in short))


def _short(manifests: tuple[Manifest, ...]) -> tuple[str, ...]:
    """The last part of the product's package names: artifact, module or unscoped name."""
    stated = (m.name.value for m in manifests if m.is_product and m.name is not None)
    return tuple(name.replace(":", "/").rpartition("/")[2] for name in stated)
