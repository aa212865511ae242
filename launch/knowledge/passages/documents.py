"""Which documents speak for the product, and what each of them tells."""

from dataclasses import replace
from pathlib import PurePosixPath

from pydantic import TypeAdapter

from launch.contracts.product_facts import ProductIdentity, Withheld
from launch.knowledge.contradictions import Contradictions
from launch.knowledge.naming import repository_url
from launch.knowledge.passages.blocks import Document
from launch.knowledge.passages.classify import (
    document_kind,
    is_news,
    older_version,
    teaches_another,
)
from launch.knowledge.passages.maker import Told
from launch.knowledge.passages.markdown import read_markdown
from launch.knowledge.passages.polish import Setting
from launch.knowledge.passages.restructured import read_restructured
from launch.knowledge.passages.screens import other_language
from launch.knowledge.passages.statements import Reader
from launch.knowledge.product_words import ProductWords
from launch.knowledge.public_names import PublicNames
from launch.knowledge.sources import Sources
from launch.ports import Readings
from launch.readings import Reading

_MARKDOWN = frozenset({".md", ".markdown", ".mdx"})
_RESTRUCTURED = frozenset({".rst"})
_LONGEST = 300_000


def product_setting(sources: Sources, identity: ProductIdentity) -> Setting:
    """Return what editing needs to know about the product, for no document yet."""
    return Setting(
        identity=identity, repository=repository_url(sources),
        commit=sources.inventory.pin.commit, path="", references=(),
        paths=frozenset(sources.by_path) | sources.folders,
    )  # fmt: skip


_DOCUMENT: Reading[Document] = Reading("document", TypeAdapter(Document))


def statements(sources: Sources, setting: Setting, names: PublicNames, readings: Readings) -> Told:
    """Return every statement of README and product documentation, in the order of the files."""
    told = Told()
    words = ProductWords(sources)
    contradictions = Contradictions(setting.identity, sources.manifest, names)
    reader = Reader(sources, setting, names, words, contradictions)
    known = names.last_parts
    for path in _documents(sources):
        text = sources.text(path)
        if text is None or not text.strip():
            continue
        long = len(text) > _LONGEST
        if long or _is_table(text):
            what = f"longer than {_LONGEST} characters" if long else "one large table"
            note = f"the document is {what}: data, or generated"
            told.withheld.append(Withheld(path=path, line=1, reason="unreadable", note=note))
            continue
        refused = _refused(path, text, known) or _stranger(path, text, setting, sources)
        if refused is not None:
            told.withheld.append(refused)
            continue
        older = older_version(path, setting.identity.version)
        document = _document(path, text, sources, readings)
        if older or is_news(_title(document)):
            note = f"the document is about {'an older version' if older else 'what changed'}"
            row = Withheld(path=path, line=1, reason="internal_document", note=note)
            told.withheld.append(row)
            continue
        _add(told, _read(reader, sources, document))
    return told


_ROWS = 200
"""Rows of a table that nobody wrote by hand, where nothing much stands beside it."""


def _is_table(text: str) -> bool:
    rows = text.count("\n|")
    return rows > _ROWS and rows > 0.8 * sum(1 for line in text.split("\n") if line.strip())


def _documents(sources: Sources) -> list[str]:
    readme = sources.inventory.readme
    listed = [
        path for path in sources.inventory.doc_files
        if PurePosixPath(path).suffix.lower() in _MARKDOWN | _RESTRUCTURED and path != readme
    ]  # fmt: skip
    return ([readme] if readme else []) + sorted(dict.fromkeys(listed))


def _refused(path: str, text: str, known: frozenset[str]) -> Withheld | None:
    kind = document_kind(path, text, known)
    if kind in {"internal", "meta", "changelog", "tutorial"}:
        words = {
            "internal": "internal notes",
            "meta": "about the project",
            "changelog": "a changelog",
            "tutorial": "a tutorial, whose parts follow from one another",
        }
        return Withheld(
            path=path, line=1, reason="internal_document", note=f"the document is {words[kind]}"
        )
    if kind == "translation" or other_language(text[:6000]):
        return Withheld(
            path=path, line=1, reason="other_language", note="the document is in another language"
        )
    return None


def _stranger(path: str, text: str, setting: Setting, sources: Sources) -> Withheld | None:
    identity = setting.identity
    if identity.ecosystem != "pypi" or path == sources.inventory.readme:
        return None
    rows = sources.manifest.dependencies if sources.manifest is not None else ()
    known = frozenset(row.name.lower().replace("-", "_") for row in rows)
    inner = frozenset(folder.rsplit("/", 1)[-1] for folder in sources.folders)
    if not teaches_another(text, identity.import_name, known, inner):
        return None
    note = "the document teaches a package that is not this product"
    return Withheld(path=path, line=1, reason="internal_document", note=note)


def _document(path: str, text: str, sources: Sources, readings: Readings) -> Document:
    restructured = PurePosixPath(path).suffix.lower() in _RESTRUCTURED
    read = read_restructured if restructured else read_markdown
    return readings.of(_DOCUMENT, path, sources.by_path[path].blob, lambda: read(path, text))


def _title(document: Document) -> str:
    first = next((block for block in document.blocks if block.kind == "heading"), None)
    return first.texts[0].source if first is not None and first.level == 1 else ""


def _read(reader: Reader, sources: Sources, document: Document) -> Told:
    path = document.path
    restructured = PurePosixPath(path).suffix.lower() in _RESTRUCTURED
    setting = replace(reader.setting, restructured=restructured)
    fresh = Reader(
        sources, setting, reader.names, reader.words, reader.contradictions,
        is_readme=path == sources.inventory.readme,
    )  # fmt: skip
    return fresh.read(document)


def _add(told: Told, more: Told) -> None:
    told.found += more.found
    told.withheld += more.withheld
    told.conflicts += more.conflicts
    for role, rows in more.refused.items():
        told.refused.setdefault(role, []).extend(rows)
