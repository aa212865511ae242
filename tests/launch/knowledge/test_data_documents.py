"""A document that is data says nothing of the product, and costs no reading."""

from tests.support.small_product import facts_of


def _table(rows: int) -> str:
    return "# Locales\n\n| Token | Result |\n| --- | --- |\n" + "| a | `read` |\n" * rows


def test_a_document_of_one_large_table_is_data() -> None:
    noted = {row.path: row.note for row in facts_of({"docs/all.md": _table(300)})[0].withheld}
    assert noted["docs/all.md"] == "the document is one large table: data, or generated"


def test_a_table_of_common_size_is_read() -> None:
    noted = {row.path: row.note for row in facts_of({"docs/some.md": _table(30)})[0].withheld}
    assert "data, or generated" not in noted.get("docs/some.md", "")
