"""Which documents become pages, which become parts of one, and which are for others to read."""

import pytest

from launch.contracts.product_facts import ProductFacts
from launch.planning.pages.units import Unit
from launch.planning.statements import role_of
from launch.wording.labels import shown_title
from tests.support.pages import HABITS, Site, drafted, with_symbols
from tests.support.small_product import FILES

_TEXT = (
    "A table has rows, and a row has cells that are read from left to right in the order "
    "of the file. A cell that is empty stays empty; a cell with a number keeps its sign. "
)


def _document(title: str, times: int = 1, code: str = "") -> str:
    body = "\n\n".join(f"In step {n} of {title.lower()}, a row is read. {_TEXT}"
                       for n in range(times))  # fmt: skip
    return f"# {title}\n\n{body}\n\n{code}"


def _titles(files: dict[str, str]) -> list[str]:
    return [page.title for page in drafted({**FILES, **files}).plan.pages]


@pytest.mark.parametrize("folder", ["docs/blog", "docs/rfcs", "website/news"])
def test_a_document_that_was_written_for_a_day_is_no_page(folder: str) -> None:
    made = drafted({**FILES, f"{folder}/fellowship.md": _document("Our fellowship", 3)})
    assert "Our fellowship" not in [page.title for page in made.plan.pages]
    refused = [left.why for left in made.plan.left_out if "written for a day" in left.why]
    assert refused or any(w.path.startswith(folder) for w in made.facts.withheld)


def test_documentation_of_an_older_version_is_left_out() -> None:
    found = _titles(
        {
            "docs-v0/merging.md": _document("Merge tables", 3),
            "docs/v1/sorting.md": _document("Sort tables", 3),
        }
    )
    assert "Sort tables" in found
    assert "Merge tables" not in found, "the product's version is 1.4.0"


def test_of_two_documents_under_one_title_the_longer_one_is_a_page() -> None:
    made = drafted(
        {
            **FILES,
            "docs/a.md": _document("Read large tables", 2),
            "docs/b.md": _document("Read large table", 1, _TEXT.replace("row", "line")),
        }
    )
    assert [page.title for page in made.plan.pages].count("Read large tables") == 1
    text = next(t for t in made.texts.values() if "# Read large" in t or "Read large" in t)
    assert "Read large tables" in text
    assert any("same title" in left.why for left in made.plan.left_out)


def test_documents_that_describe_one_name_each_share_reference_pages() -> None:
    names = ("read", "parse", "close", "open")
    made = drafted(
        {**FILES, **{f"docs/api/table/{n}.md": _document(f"gearbox::{n}", 2) for n in names}}
    )
    pages = [page for page in made.plan.pages if page.id.startswith("reference-")]
    assert [page.type for page in pages] == ["api_reference"]
    assert pages[0].title == "gearbox::close to gearbox::read"
    text = made.texts[pages[0].id]
    assert all(f"## gearbox::{name}\n" in text for name in names)


def test_a_section_that_lost_its_lines_goes_and_its_neighbours_stay() -> None:
    lost = "\n".join(f"<script>run({n})</script>\n" for n in range(12))
    readme = FILES["README.md"] + (
        "\n## Tables\n\n### Sort\n\n" + f"To sort a table, do this:\n\n{lost}\n"
        "\n### Join\n\n" + _TEXT + "\n\n```python\nfrom gearbox import read\n\nread('a')\n```\n"
    )
    made = drafted({**FILES, "README.md": readme})
    texts = "\n".join(made.texts.values())
    assert "a row has cells" in texts
    assert "To sort a table" not in texts


def test_a_readmes_part_on_usage_opens_the_quickstart_where_nothing_else_does() -> None:
    usage = "## How to use\n\n" + _TEXT * 3 + "\n\n```bash\ngearbox --limit 3\n```\n\n" + _TEXT * 2
    readme = FILES["README.md"].replace("## Usage", "## Tables") + "\n" + usage
    made = drafted({**FILES, "README.md": readme})
    assert "gearbox --limit 3" in made.texts["quickstart"]
    assert "How to use" not in [page.title for page in made.plan.pages]


def test_a_title_that_says_nothing_alone_has_the_products_name() -> None:
    code = "```text\n23 seconds against 41\n```\n"
    readme = f"{FILES['README.md']}\n#{_document('Performance', 4, code)}"
    assert "Gearbox benchmarks" in _titles({"README.md": readme})


@pytest.mark.parametrize(
    ("title", "shown"),
    [("`read()` fails", "read() fails"), ("The `__init__` file", "The `__init__` file")],
)
def test_a_pages_title_has_no_code_marks_unless_markdown_would_read_the_code(
    title: str, shown: str
) -> None:
    assert shown_title(title) == shown


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("z.compile", "other"),
        ("Compiling from source", "installation"),
        ("Retry policy", "other"),
        ("Security policy", "internal"),
        ("Authorization", "other"),
        ("Authors", "internal"),
        ("Execute unit tests", "internal"),
        ("JSON_SKIP_COMPILER_CHECK", "other"),
    ],
)
def test_a_heading_is_judged_by_its_whole_words(heading: str, role: str) -> None:
    assert role_of(("Tool", heading)) == role


def test_a_long_module_is_split_by_kind_and_numbered_so_that_paths_last() -> None:
    def many(facts: ProductFacts) -> ProductFacts:
        return with_symbols(facts, 400)

    small = Site(habits=HABITS.model_copy(update={"longest_words": 500}))
    found = [p for p in drafted(FILES, small, change=many).plan.pages if p.type == "api_reference"]
    paths = [page.path.rsplit("/", 1)[-1] for page in found]
    assert "api-reference-functions.md" in paths
    assert "api-reference-functions-2.md" in paths
    assert any(page.title.startswith("Gearbox functions: `") or
               page.title.startswith("Gearbox functions: function_") for page in found)  # fmt: skip


def test_a_small_module_stands_on_the_page_of_the_module_around_it() -> None:
    files = {
        "src/gearbox/shapes.py": 'def wheel(teeth: int) -> str:\n    """Draw a wheel."""\n'
        "    return str(teeth)\n",
    }
    made = drafted({**FILES, **files})
    pages = [page for page in made.plan.pages if page.type == "api_reference"]
    assert len(pages) == 1
    text = made.texts[pages[0].id]
    assert "## `gearbox.shapes`\n\nImport these names from `gearbox.shapes`." in text


def test_a_bare_enumeration_has_more_than_a_name_where_it_has_members() -> None:
    made = drafted(FILES)
    symbol = made.facts.symbols[0].model_copy(update={"kind": "class", "summary": ""})
    member = symbol.model_copy(update={"name": f"{symbol.name}.A", "parent": symbol.name})
    assert Unit(symbol, (member,), 8).told
    assert not Unit(symbol.model_copy(update={"parameters": ()}), (), 4).told
