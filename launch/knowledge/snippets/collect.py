"""W3: collect the product's code examples into one ranked catalogue without duplicates."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import TypeAdapter

from launch.contracts.product_facts import ProductFacts, Withheld
from launch.contracts.repo_inventory import FileEntry, RepoInventory
from launch.contracts.snippet_catalog import Snippet, SnippetCatalog, SnippetSource
from launch.knowledge.snippets.code_source import (
    docstring_code,
    example_program,
    go_examples,
    python_tests,
)
from launch.knowledge.snippets.documents import MARKUP, documents
from launch.knowledge.snippets.found import FoundCode, Origin, fence_of
from launch.knowledge.snippets.hostile import Reason, hostile
from launch.knowledge.snippets.judge import Judge
from launch.knowledge.snippets.markdown_source import markdown_code
from launch.knowledge.snippets.merge import near_pairs, shingles
from launch.knowledge.snippets.normalise import guess_language
from launch.knowledge.snippets.rst_source import rst_code
from launch.knowledge.snippets.syntax import DATA_LANGUAGES, MAX_BYTES, knows
from launch.ports import Readings, Tree
from launch.readings import UNKEPT, Reading

_CODE: TypeAdapter[tuple[FoundCode, ...]] = TypeAdapter(tuple[FoundCode, ...])
NEAR = 0.85
"""Share of three-token runs above which two snippets that use the same symbols are one."""

_REASONS: dict[Reason, str] = {
    "downloads_and_executes": "Code that downloads something and runs it.",
    "asks_for_credentials": "Code that holds or asks for credentials.",
    "addresses_a_model": "Text that gives orders to a language model.",
    "foreign_host": "Code with an address that neither the manifest nor the pilot names.",
    "unreadable": "Code with invisible characters.",
}


def collect(
    inventory: RepoInventory, facts: ProductFacts, tree: Tree, readings: Readings = UNKEPT
) -> SnippetCatalog:
    """Return every usable code example of the product at the pinned commit, best first.

    Sources are the README, documentation, example programs, doc comments of public symbols and
    tests that read as usage. What is hostile is listed as withheld, without its text.
    ``readings`` may know what was read of the same files before.
    """
    judge = Judge(inventory, facts)
    kept: list[Snippet] = []
    withheld: list[Withheld] = []
    for entry, found in _found(inventory, facts, tree, readings):
        reason = hostile(found.code, _around(found), found.language, judge.surface.hosts)
        if reason is not None:
            note = _REASONS[reason]
            withheld.append(Withheld(path=found.path, line=found.line, reason=reason, note=note))
        elif not _withheld_already(found, facts) and (snippet := judge.snippet(found, entry.blob)):
            kept.append(snippet)
    ordered = sorted(_with_teaching_tests(_merged(_exact(kept))), key=_order)
    return SnippetCatalog(
        pin=inventory.pin,
        snippets=tuple(ordered),
        withheld=tuple(sorted(set(withheld), key=lambda item: (item.path, item.line))),
    )


def _found(
    inventory: RepoInventory, facts: ProductFacts, tree: Tree, readings: Readings
) -> Iterator[tuple[FileEntry, FoundCode]]:
    """Yield all code of documents, examples, tests and doc comments, languages settled."""
    entries = documents(inventory, facts)
    reader = _Reader(tree, facts, readings)
    for entry in entries:
        for found in reader.code_of(entry, readme=entry.path == inventory.readme):
            yield entry, found
    by_path = {entry.path: entry for entry in inventory.files if entry.skipped is None}
    for symbol in facts.symbols:
        if symbol.doc and symbol.visibility == "public" and (source := by_path.get(symbol.path)):
            for found in docstring_code(symbol, reader.text(symbol.path)):
                yield source, found


@dataclass
class _Reader:
    """Reads files once; what is too large or not UTF-8 is empty."""

    tree: Tree
    facts: ProductFacts
    readings: Readings

    def __post_init__(self) -> None:
        self._texts: dict[str, str] = {}

    def text(self, path: str) -> str:
        if path not in self._texts:
            data = self.tree.read(path) or b""
            try:
                text = data.decode() if len(data) <= 1_000_000 else ""
            except UnicodeDecodeError:
                text = ""
            self._texts[path] = text.removeprefix("\ufeff").replace("\r\n", "\n")
        return self._texts[path]

    def code_of(self, entry: FileEntry, *, readme: bool) -> Iterable[FoundCode]:
        origin: Origin = "readme" if readme else ("example" if entry.role == "example" else "doc")
        main = fence_of(self.facts.identity.language) if entry.path.endswith(".rst") else ""
        taken_as = (origin, entry.role, entry.language or "", main)
        reading = Reading(f"code {' '.join(taken_as)}", _CODE)
        found = self.readings.of(
            reading, entry.path, entry.blob, lambda: tuple(self._read(entry, origin, main))
        )
        return self._settled(found) if entry.path.endswith(MARKUP) else found

    def _read(self, entry: FileEntry, origin: Origin, main: str) -> Iterable[FoundCode]:
        """Return the code of a file as it stands there: whatever the rest of the product says."""
        text, path = self.text(entry.path), entry.path
        if path.endswith(MARKUP):
            is_rst = path.endswith(".rst")
            return (
                rst_code(text, path, origin, main) if is_rst else markdown_code(text, path, origin)
            )
        if path.endswith("_test.go"):
            return go_examples(text, path)
        if entry.role == "test":
            return python_tests(text, path) if path.endswith(".py") else ()
        fence = fence_of(entry.language)
        if entry.role != "example" or not knows(fence) or fence in DATA_LANGUAGES:
            return ()
        program = example_program(text, path, entry.language)
        return () if program is None else (program,)

    def _settled(self, blocks: Iterable[FoundCode]) -> Iterator[FoundCode]:
        commands = self.facts.identity.commands
        for block in blocks:
            named = block.language
            language = guess_language(block.code, commands) if named in {"", "text"} else named
            if knows(language) and len(block.code.encode()) <= MAX_BYTES:
                yield FoundCode(
                    block.path, block.line, block.last_line, block.origin, language, block.code,
                    block.heading_path, block.introduced_by, block.output, block.title,
                )  # fmt: skip
            elif not language and hostile(block.code, "", "", frozenset()) not in {
                None,
                "foreign_host",
            }:
                yield block


def _around(found: FoundCode) -> str:
    return "\n".join((found.introduced_by, *found.heading_path[-1:], found.output or ""))


def _withheld_already(found: FoundCode, facts: ProductFacts) -> bool:
    """Return whether the facts withhold a line of it for being hostile, or for being wrong."""
    return any(
        item.path == found.path
        and (
            (item.reason in _REASONS and found.line <= item.line <= found.last_line)
            or (
                (item.reason == "anti_pattern" or item.note.startswith("the code imports"))
                and 0 <= found.line - item.line <= 3
            )
        )
        for item in facts.withheld
    )


def _exact(snippets: Iterable[Snippet]) -> tuple[Snippet, ...]:
    """Return one snippet for each id, the best ranked, with all sources."""
    groups: dict[str, list[Snippet]] = {}
    for snippet in snippets:
        groups.setdefault(snippet.id, []).append(snippet)
    return tuple(_joined(group) for group in groups.values())


def _merged(snippets: tuple[Snippet, ...]) -> tuple[Snippet, ...]:
    """Join near duplicates that are in the same language and use the same symbols."""
    ordered = sorted(snippets, key=_order)
    groups: dict[int, list[Snippet]] = {at: [snippet] for at, snippet in enumerate(ordered)}
    home = list(range(len(ordered)))
    for one, two in near_pairs([shingles(snippet.code) for snippet in ordered], NEAR):
        first, second = home[one], home[two]
        if (
            first != second
            and first == one
            and second == two
            and _alike(ordered[one], ordered[two])
        ):
            groups[first].extend(groups.pop(second))
            home[two] = first
    return tuple(_joined(group) for group in groups.values())


def _with_teaching_tests(snippets: tuple[Snippet, ...]) -> Iterator[Snippet]:
    """Leave out tests, unless one shows a symbol that nothing better ranked shows."""
    shown: set[str] = set()
    for snippet in sorted(snippets, key=lambda s: (s.sources[0].origin == "test", _order(s))):
        if snippet.sources[0].origin != "test" or not shown.issuperset(snippet.identifiers):
            yield snippet
        shown.update(snippet.identifiers)


def _alike(one: Snippet, two: Snippet) -> bool:
    return (
        one.language == two.language
        and one.identifiers == two.identifiers
        and one.unresolved == two.unresolved
        and one.release == two.release
    )


def _joined(group: list[Snippet]) -> Snippet:
    best, *rest = sorted(group, key=_order)
    sources: list[SnippetSource] = list(best.sources)
    sources += [source for other in rest for source in other.sources if source not in sources]
    output = best.output or next((o.output for o in rest if o.output and o.code == best.code), None)
    return best.model_copy(update={"sources": tuple(sources), "output": output})


def _order(snippet: Snippet) -> tuple[float, str, int, str]:
    source = snippet.sources[0]
    return (-snippet.rank, source.path, source.first_line, snippet.id)
