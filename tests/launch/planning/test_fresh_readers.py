"""What fresh readers found on pages of real products, each class on a product in memory."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launch.contracts.claims import ClaimKind
from launch.contracts.product_facts import Claim, ProductFacts
from launch.digests import short_id
from launch.knowledge.passages.leaning import shows_next
from launch.wording.arguments import allowed_arguments
from launch.wording.connectives import CATALOGUE
from launch.wording.descriptions import with_subject
from launch.wording.edits import drop_bracketed_link
from launch.wording.files_read import is_read
from launch.wording.labels import whole_message
from tests.support.pages import HABITS, RULES, Drafted, Site, drafted, with_symbols
from tests.support.small_product import FILES, MANIFEST, README

_ROWS = (
    "A table has rows, and a row has cells that are read from left to right in the order of "
    "the file. A cell that is empty stays empty; a cell with a number keeps its sign. "
)
_TITLES = ("Usage", "Examples", "Deprecated", "Terminology", "Performance", "Run it", "How it works",
           "Overview", "API", "User Guide", "Read tables", "Gearbox and tables")  # fmt: skip


def _body(made: Drafted, page: str) -> str:
    return made.texts[page].split("---\n", 2)[2].strip()


@settings(max_examples=20, deadline=None)
@given(
    titles=st.lists(st.sampled_from(_TITLES), min_size=1, max_size=5, unique=True),
    parts=st.integers(min_value=0, max_value=3),
    summary=st.sampled_from(["", "Fast, small, sober.", "A library that reads gear tables."]),
)
def test_every_page_that_a_site_wants_described_is_described_in_words_of_its_own(
    titles: list[str], parts: int, summary: str
) -> None:
    inner = "".join(f"\n\n## Part {n}\n\n{_ROWS}" for n in range(parts))
    documents = {f"docs/{n}.md": f"# {t}\n\n{_ROWS * 2}{inner}\n" for n, t in enumerate(titles)}
    manifest = MANIFEST.replace("A library that reads gear tables.", summary)
    made = drafted({**FILES, **documents, "pyproject.toml": manifest})
    allowed = allowed_arguments(made.plan, made.facts, made.snippets, made.site.context)
    for page in made.plan.pages:
        values = {value.key: value.value for value in page.front_matter}
        assert {rule.key for rule in RULES} <= values.keys(), page.id
        for _, label in page.labels:
            kinds = CATALOGUE[label.connective].arguments if label.connective else {}
            for name, kind in kinds.items():
                value = dict(label.arguments)[name]
                assert kind not in allowed or value in allowed[kind], (page.id, label)


def test_a_title_that_says_it_says_what() -> None:
    guide = f"# Run it\n\n{_ROWS * 3}\n\n```bash\ngearbox --limit 3\n```\n\n{_ROWS * 2}"
    titles = [page.title for page in drafted({**FILES, "docs/run.md": guide}).plan.pages]
    assert "Run it" not in titles
    assert "Run Gearbox" in titles


def test_a_slogan_without_a_subject_opens_no_index() -> None:
    manifest = MANIFEST.replace("A library that reads gear tables.", "Read gear tables, fast.")
    readme = README.replace("Gearbox reads gear tables and returns their rows.", "Tables, read.")
    made = drafted({**FILES, "pyproject.toml": manifest, "README.md": readme})
    assert _body(made, "index").startswith("## "), _body(made, "index")


def test_an_imperative_manifest_line_gives_way_to_a_sentence_about_the_product() -> None:
    manifest = MANIFEST.replace("A library that reads gear tables.", "Read gear tables.")
    made = drafted({**FILES, "pyproject.toml": manifest})
    assert _body(made, "index").startswith("Gearbox reads gear tables and returns their rows.")


def test_a_noun_phrase_gets_a_subject_only_where_it_says_what_a_product_is() -> None:
    assert with_subject("A library that reads tables.", "Gearbox") == (
        "Gearbox is a library that reads tables."
    )
    for whole in ("The enum `Gear` with two variants is a sum type.", "A file format for gears."):
        assert with_subject(whole, "Gearbox") == whole


def test_a_section_that_begins_as_its_author_began_it_may_miss_what_comes_later() -> None:
    lost = "\n".join(f"<script>run({n})</script>\n" for n in range(15))
    shown = "Gearbox shows the rows:\n\n```bash\ngearbox --limit 3\n```\n"
    readme = README.replace("## Usage\n", f"## Usage\n\n{shown}\n{lost}\n## Tables\n")
    assert "gearbox --limit 3" in drafted({**FILES, "README.md": readme}).texts["quickstart"]


def test_a_whole_program_comes_before_a_fragment() -> None:
    usage = (
        "## Usage\n\n### Rows\n\nA table gives rows:\n\n```python\nrows = table.rows()\n```\n\n"
        "### In full\n\nThe whole program reads a table:\n\n```python\nfrom gearbox import read\n\n"
        "print(read('wheels.csv'))\n```\n\n## Limitations"
    )
    start, rest = README.split("## Usage", 1)
    readme = start + usage + rest.split("## Limitations", 1)[1]
    text = drafted({**FILES, "README.md": readme}).texts["quickstart"]
    assert text.index("print(read") < text.index("table.rows()")


def test_a_command_that_installing_does_not_bring_goes_with_its_section() -> None:
    manifest = MANIFEST.replace('[project.scripts]\ngearbox = "gearbox.cli:main"\n', "")
    usage = (
        "## Usage\n\nMake a workshop:\n\n```bash\ngearbox /tmp/shop && cd /tmp/shop\n```\n\n"
        "Start it:\n\n```bash\nnpm start\n```\n\n## Tables\n"
    )
    readme = README.replace("## Usage\n", usage)
    files = {k: v for k, v in FILES.items() if k != "src/gearbox/cli.py"}
    made = drafted({**files, "pyproject.toml": manifest, "README.md": readme})
    assert "/tmp/shop" not in "".join(made.texts.values())
    assert any("does not bring" in left.why for left in made.plan.left_out)


def test_what_names_the_product_as_a_dependency_is_told_where_it_is_installed() -> None:
    code = '```kotlin\nimplementation("com.acme:gearbox:1.4.0")\n```'
    part = f"\n## Artifacts\n\nGearbox is an artifact for builds on other machines:\n\n{code}\n"
    made = drafted({**FILES, "README.md": README + part})
    assert "implementation(" in made.texts["installation"]


def test_benchmarks_of_a_readme_open_nothing() -> None:
    readme = README + "\n## Benchmarks\n\n| Library | Seconds |\n| --- | --- |\n| Gearbox | 3 |\n"
    made = drafted({**FILES, "README.md": readme})
    assert "| Gearbox | 3 |" not in "".join(made.texts.values())


def test_a_site_whose_pages_begin_with_their_title_gets_pages_that_do() -> None:
    habits = HABITS.model_copy(update={"opens_with_title": True})
    texts = drafted(FILES, Site(habits=habits)).texts
    assert all(text.split("---\n", 2)[2].lstrip().startswith("# ") for text in texts.values())
    assert not _body(drafted(FILES), "index").startswith("# ")


def test_a_weight_is_written_where_part_of_the_section_has_one() -> None:
    some = tuple(
        rule.model_copy(update={"share": 0.4, "required": False}) if rule.key == "weight" else rule
        for rule in RULES
    )
    made = drafted(FILES, Site(rules=some))
    assert all(any(v.key == "weight" for v in page.front_matter) for page in made.plan.pages)


def test_a_command_tells_its_arguments_before_its_options() -> None:
    cli = FILES["src/gearbox/cli.py"].replace(
        "parser.add_argument(", 'parser.add_argument("table", help="table to read")\n    '
        "parser.add_argument(", 1
    )  # fmt: skip
    assert cli != FILES["src/gearbox/cli.py"]
    text = drafted({**FILES, "src/gearbox/cli.py": cli}).texts["cli-reference"]
    assert "| `table` | Table to read. |" in text
    assert text.index("| Argument |") < text.index("| Option |")


def test_a_reference_of_very_many_pages_leaves_out_what_nothing_uses() -> None:
    def many(facts: ProductFacts) -> ProductFacts:
        grown = with_symbols(facts, 4000)
        moved = tuple(
            s.model_copy(update={"parent": f"gearbox.m{n // 40:03}",
                                 "name": f"gearbox.m{n // 40:03}.{s.name.rsplit('.', 1)[-1]}"})
            for n, s in enumerate(grown.symbols)
        )  # fmt: skip
        return grown.model_copy(update={"symbols": moved})

    made = drafted(FILES, change=many)
    pages = [page for page in made.plan.pages if page.type == "api_reference"]
    assert 0 < len(pages) <= 24
    assert sum("No document or example uses it" in left.why for left in made.plan.left_out) > 10


def test_names_that_begin_with_an_underscore_are_no_reference() -> None:
    def private(facts: ProductFacts) -> ProductFacts:
        grown = with_symbols(facts, 30)
        first = grown.symbols[0].model_copy(update={"name": "gearbox._hidden"})
        return grown.model_copy(update={"symbols": (first, *grown.symbols[1:])})

    made = drafted(FILES, change=private)
    assert "_hidden" not in "".join(made.texts.values())


@pytest.mark.parametrize(
    ("code", "language", "name", "read"),
    [
        ("table = Table('wheels.csv')", "python", "wheels.csv", True),
        ("var t = new Table(\"wheels.csv\");", "csharp", "wheels.csv", True),
        ("program.option('-c', 'settings', './gear.conf')", "javascript", "./gear.conf", False),
        ("new Option('wheels.csv')", "javascript", "wheels.csv", False),
        ("gearbox wheels.csv", "bash", "wheels.csv", True),
        ("open('path/to/wheels.csv')", "python", "path/to/wheels.csv", False),
    ],
)  # fmt: skip
def test_a_file_is_a_prerequisite_only_where_code_opens_it(
    code: str, language: str, name: str, read: bool
) -> None:
    assert is_read(code, language, name) is read


def test_a_text_may_speak_of_the_code_that_follows_it() -> None:
    assert shows_next("This program reads a table and prints its rows.")
    assert shows_next("Here is a whole program.")
    assert not shows_next("This means that rows are kept.")
    usage = (
        "## Read a table\n\nThis program reads a table and prints its rows. [Full source][s].\n\n"
        "```python\nfrom gearbox import read\n\nprint(read('wheels.csv'))\n```\n\n"
        "[s]: https://raw.example.net/full.py\n\n## Limitations"
    )
    made = drafted({**FILES, "README.md": README.replace("## Limitations", usage)})
    texts = "".join(made.texts.values())
    assert "This program reads a table and prints its rows.\n\n" in texts
    assert "Full source" not in texts


def test_a_link_alone_in_brackets_goes_with_its_brackets() -> None:
    text = "**Print a table** ([run](https://demo.example.net/x))"
    assert drop_bracketed_link(text, "https://demo.example.net/x") == "**Print a table**"
    assert drop_bracketed_link(text, "https://other.example.net") == text


def _overload(facts: ProductFacts, line: int, signature: str, summary: str) -> ProductFacts:
    """Return the facts with a further overload of `gearbox.read`."""
    told: tuple[tuple[ClaimKind, tuple[str, ...]], ...] = (
        ("symbol", (summary, "`gearbox.read` is a function.")),
        ("signature", (f"`{signature}`",)),
    )
    first = next(symbol for symbol in facts.symbols if symbol.name == "gearbox.read")
    made = [
        Claim(
            id=short_id("c", kind, signature), kind=kind, subject=first.name, attribute="",
            value="", renderings=texts,
        )
        for kind, texts in told
    ]  # fmt: skip
    other = first.model_copy(
        update={"signature": signature, "summary": summary, "first_line": line,
                "claim_ids": tuple(claim.id for claim in made)}
    )  # fmt: skip
    return facts.model_copy(
        update={"symbols": (*facts.symbols, other), "claims": (*facts.claims, *made)}
    )


def test_every_overload_is_shown_with_what_it_says_beside_the_first() -> None:
    def overloaded(facts: ProductFacts) -> ProductFacts:
        facts = _overload(facts, 900, "read(stream: bytes) -> list[str]", "Return rows of bytes.")
        return _overload(facts, 901, "read() -> list[str]", "Return rows of bytes.")

    text = drafted(FILES, change=overloaded).texts["api-reference"]
    for signature in ("read(path: str, *, limit: int = 100)", "read(stream: bytes)", "read() ->"):
        assert f"```python\n{signature}" in text
    assert text.count("Return rows of bytes.") == 1


@pytest.mark.parametrize(
    ("message", "whole"),
    [
        ("content-length header found in", False),
        ("the limit must be positive", True),
        ("no configuration file at {file}", True),
        ("unknown key in the file:", False),
    ],
)
def test_a_message_that_code_goes_on_with_is_cut(message: str, whole: bool) -> None:
    claim = Claim(id=short_id("c", message), kind="raises", subject="s", attribute="", value="",
                  renderings=("a", "b", f"`{message}`", "`E`"))  # fmt: skip
    assert whole_message(claim) is whole


def test_data_and_dependency_lines_of_an_opening_are_no_first_steps() -> None:
    opening = (
        "# Gearbox\n\nGearbox reads gear tables and returns their rows in the order of the file. "
        "Rows have cells, and cells have signs.\n\n```json\n{\"rows\": [1, 2, 3]}\n```\n\n"
        "Gearbox keeps tables as text, as loose values, or as rows of one shape, and turns each "
        "of them into the others.\n\n```python\nfrom gearbox import read\n\nprint(read('a.csv'))\n"
        "```\n"
    )  # fmt: skip
    made = drafted({**FILES, "README.md": opening})
    assert '{"rows": [1, 2, 3]}' not in made.texts["quickstart"]
    assert "print(read(" in made.texts["quickstart"]
    other = "overview" if "overview" in made.texts else "index"
    assert "Rows have cells, and cells have signs." in made.texts[other]
