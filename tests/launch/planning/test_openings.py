"""How a set opens: its first sentence, the first code, and the folder for a long reference."""

from launch.contracts.page_plan import PlannedHeading
from launch.contracts.pilot import PilotPlan
from launch.contracts.product_facts import ProductFacts
from launch.contracts.site_context import NavigationFile, SiteContext
from launch.planning.outline import named_once
from launch.planning.pages.shelf import SHELF
from tests.support.pages import HABITS, Drafted, Site, drafted, with_symbols
from tests.support.small_product import FILES, MANIFEST, README

OPENING = """\
# Gearbox

Gearbox is a reader of gear tables for workshops:

```python
from gearbox import read

print(read("wheels.csv"))
```

Run it with a file of your own.

## Limitations

Tables above two gigabytes are refused.
"""


def _index(made: Drafted) -> str:
    return made.texts["index"].split("---\n", 2)[2].strip()


def test_the_index_opens_with_what_the_product_is_and_not_with_a_boast() -> None:
    boast = MANIFEST.replace("A library that reads gear tables.", "The complete gear solution.")
    readme = README.replace("Gearbox reads gear tables and", "Gearbox is a reader of tables and")
    made = drafted({**FILES, "pyproject.toml": boast, "README.md": readme})
    assert _index(made).startswith("Gearbox is a reader of tables")
    assert "complete" not in made.texts["index"]


def test_a_readmes_first_code_opens_the_quickstart_and_not_the_index() -> None:
    made = drafted({**FILES, "README.md": OPENING})
    assert "read(" not in made.texts["index"]
    assert _index(made).startswith("Gearbox is a reader of gear tables for workshops.")
    assert 'print(read("wheels.csv"))' in made.texts["quickstart"]


def test_one_use_of_an_inner_thing_is_no_quickstart() -> None:
    admin = README.replace("## Usage", "## Tables") + (
        "\n## Wipe tables\n\nTo wipe a table, send this request:\n\n"
        "```bash\ncurl -X PUT localhost:9091/wipe\n```\n"
    )
    made = drafted({**FILES, "README.md": admin})
    assert "quickstart" not in made.texts
    assert any(left.what == "quickstart" for left in made.plan.left_out)


def test_many_reference_pages_stand_in_a_folder_that_the_index_links_once() -> None:
    def many(facts: ProductFacts) -> ProductFacts:
        return with_symbols(facts, 3000)

    site = Site(habits=HABITS.model_copy(update={"longest_words": 400}))
    made = drafted(FILES, site, change=many)
    shelf = made.page(SHELF)
    assert shelf.path == "content/docs/gearbox/reference/_index.md"
    inner = [page for page in made.plan.pages if page.path.startswith("content/docs/gearbox/refer")]
    assert len(inner) > 9
    assert made.texts["index"].count("](reference/") == 1
    assert made.texts[SHELF].count("\n- [") == len(inner) - 1


def test_pages_in_a_language_that_the_documents_do_not_have_are_not_planned() -> None:
    made = drafted(FILES, plan_keys=PilotPlan(locale="fr"))
    assert not made.plan.pages
    assert [left.what for left in made.plan.left_out if "fr" in left.what] == ["pages in fr"]


def test_a_file_that_lists_the_sites_pages_is_named_where_a_person_has_to_add_to_it() -> None:
    class Listed(Site):
        @property
        def context(self) -> SiteContext:
            entry = NavigationFile(path="data/menu.yaml", pages=12)
            return super().context.model_copy(update={"navigation": (entry,)})

    made = drafted(FILES, Listed())
    assert any("data/menu.yaml" in left.what for left in made.plan.left_out)


def test_a_change_log_is_left_to_the_repository() -> None:
    made = drafted({**FILES, "CHANGELOG.md": "# Changes\n\n## 1.4.0\n\nNothing new.\n"})
    assert any(left.what == "release notes" for left in made.plan.left_out)


def test_a_heading_that_stands_already_is_joined_and_not_repeated() -> None:
    def heading(text: str, claim: str, level: int = 2) -> PlannedHeading:
        return PlannedHeading(text=text, level=level, claim_ids=(claim,))

    a, b, c = "c-" + "a" * 16, "c-" + "b" * 16, "c-" + "c" * 16
    found = named_once((heading("Install", a), heading("Verify", b), heading("install", c)))
    assert [h.text for h in found] == ["Install", "", "Verify"]
    assert found[1].claim_ids == (c,)


def test_the_same_name_below_two_headings_stays_twice() -> None:
    headings = (
        PlannedHeading(text="Linux", level=2), PlannedHeading(text="Notes", level=3),
        PlannedHeading(text="Windows", level=2), PlannedHeading(text="Notes", level=3),
    )  # fmt: skip
    assert [h.text for h in named_once(headings)] == ["Linux", "Notes", "Windows", "Notes"]


def test_documentation_that_contradicts_the_code_is_not_told() -> None:
    readme = README + "\n## Speed\n\nCall `gearbox.accelerate` to read twice as fast.\n"
    made = drafted({**FILES, "README.md": readme})
    assert "accelerate" not in "".join(made.texts.values())
    assert made.facts.withheld


def test_pages_of_the_next_commit_keep_identity_and_path() -> None:
    first = drafted({**FILES, "docs/large.md": OPENING.replace("# Gearbox", "# Large tables")})
    grown = {**FILES, "docs/large.md": OPENING.replace("# Gearbox", "# Large tables"),
             "docs/a.md": OPENING.replace("# Gearbox", "# Another").replace("wheels", "axles")}  # fmt: skip
    after = drafted(grown)
    paths = {page.id: page.path for page in after.plan.pages}
    assert {page.id: page.path for page in first.plan.pages}.items() <= paths.items()
