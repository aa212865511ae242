"""What code on a page takes as read: the product's own import line, and what is nowhere on it."""

from tests.support.pages import HABITS, Site, drafted
from tests.support.small_product import FILES, README

_WHOLE = "```python\nimport gearbox\n\nprint(gearbox.read('a.csv'))\n```\n"


def _guide(*codes: str) -> str:
    shown = "".join(
        f"## Part {n}\n\nThe rows of a table are read in the order of the file, part {n} first:\n\n"
        f"```python\n{code}\n```\n\n" for n, code in enumerate(codes)
    )  # fmt: skip
    return f"# Read tables\n\nA table is read row by row, and each row keeps its cells.\n\n{shown}"


def _page(*codes: str, title_case: bool = False) -> str:
    habits = HABITS.model_copy(update={"heading_case": "title" if title_case else "sentence"})
    readme = README.replace("## Usage\n", f"## Usage\n\nRead a table:\n\n{_WHOLE}\n")
    made = drafted(
        {**FILES, "README.md": readme, "docs/tables.md": _guide(*codes)}, Site(habits=habits)
    )
    return made.texts["guide-read-tables"]


def test_code_without_an_import_is_told_the_line_once() -> None:
    text = _page("rows = gearbox.read('b.csv')", "more = gearbox.read('c.csv')")
    opening = "The examples on this page start with:\n\n```python\nimport gearbox\n```"
    assert text.count(opening) == 1
    assert text.index(opening) < text.index("gearbox.read('b.csv')")


def test_code_that_imports_is_told_nothing() -> None:
    assert "start with" not in _page("import gearbox\n\nrows = gearbox.read('b.csv')")


def test_a_name_that_the_page_defines_further_down_is_not_elsewhere() -> None:
    text = _page("import gearbox\n\ngearbox.parse(sheet)", "sheet = 'one\\ntwo'")
    assert "elsewhere" not in text


def test_a_sentence_is_never_set_in_title_case() -> None:
    text = _page("import gearbox\n\ngearbox.parse(sheet)", title_case=True)
    assert "This example relies on `sheet`, defined elsewhere in the program." in text
    assert "## Next Steps" in text


def test_an_announcement_of_what_does_not_follow_goes() -> None:
    body = (
        "# Read tables\n\nA table is read row by row, and each row keeps its cells.\n\n"
        "## Rows\n\nRows keep their order in the file. The rows of a table look as follows:\n\n"
        "<script>lost()</script>\n\n## Cells\n\nCells are read from left to right, one by one, "
        "and each keeps the sign of its number.\n\n```python\nimport gearbox\n```\n"
    )
    made = drafted({**FILES, "docs/tables.md": body})
    assert ":\n\n##" not in "".join(made.texts.values())


def test_the_same_code_stands_once_on_a_page() -> None:
    code = "import gearbox\n\nrows = gearbox.read('b.csv')\nfor row in rows:\n    print(row)"
    assert _page(code, code).count("for row in rows:") == 1
