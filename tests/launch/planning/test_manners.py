from launch.contracts.frontmatter_index import KeyRule, SectionContract
from launch.contracts.site_context import LinkForm, Mention
from launch.planning.front_matter import Words, front_matter
from launch.wording.labels import entry
from tests.support.pages import HABITS, Site, drafted, site_page
from tests.support.small_product import FILES

LINKED = """\
# Read large tables

Set `limit` to read only the first rows, as [Write tables](writing.md) does for the other way.

```python
from gearbox import read

print(read("wheels.csv", limit=10))
```
"""
WRITING = """\
# Write tables

A table is written row by row, and a row keeps its cells in the order of the file that it is in.

```python
from gearbox import parse

print(parse("a b"))
```
"""


def _contract(*keys: str) -> SectionContract:
    rules = tuple(KeyRule(key=key, types=("string",), share=1.0, required=True) for key in keys)
    return SectionContract(
        section="content/docs", kind="page", format="yaml", pages=9, confidence=1.0, rules=rules
    )


def test_a_required_slug_is_the_last_part_of_the_address() -> None:
    words = Words(("Install", entry("installation")), None, None, slug="installation")
    made = front_matter(_contract("title", "slug", "lastmod"), words, 0, 86_400)
    assert [(v.key, v.value) for v in made.values] == [
        ("title", "Install"), ("slug", "installation"), ("lastmod", "1970-01-02"),
    ]  # fmt: skip
    assert made.missing == ()


def test_the_sections_own_page_has_no_slug() -> None:
    words = Words(("Gearbox", entry("installation")), None, None)
    assert front_matter(_contract("title", "slug"), words, 0, 0).missing == ("slug",)


def test_a_link_to_a_document_leads_to_the_page_that_tells_it() -> None:
    made = drafted({**FILES, "docs/large.md": LINKED, "docs/writing.md": WRITING})
    assert "[Write tables](../write-tables/)" in made.texts["guide-read-large-tables"]


def test_quotes_keep_permalinks_on_a_site_that_links_by_shortcode() -> None:
    form: LinkForm = "ref"
    site = Site(habits=HABITS.model_copy(update={"link_form": form}))
    made = drafted({**FILES, "docs/large.md": LINKED, "docs/writing.md": WRITING}, site)
    assert "/blob/" in made.texts["guide-read-large-tables"]


def test_a_page_that_only_has_the_word_is_no_page_about_the_product() -> None:
    other = site_page("content/docs/cars.md", "Cars")
    about = site_page("content/docs/tables.md", "Tables with Gearbox")
    mentions = (
        Mention(path=other.path, line=3, text="Every car has a gearbox, of course."),
        Mention(path=about.path, line=3, text="It reads tables with a gearbox."),
    )
    made = drafted(FILES, Site(pages=(other, about), mentions=mentions))
    assert "Tables with Gearbox" in made.texts["index"]
    assert "Cars" not in made.texts["index"]
