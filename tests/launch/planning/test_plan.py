import subprocess
import sys
from pathlib import Path

import pytest

from launch.contracts.page_plan import PagePlan
from launch.contracts.pilot import PilotPlan
from launch.contracts.site_context import LinkForm
from launch.planning.candidates import slug_of
from tests.support.pages import HABITS, SECTION, Drafted, Site, drafted, site_page, with_symbols
from tests.support.small_product import FILES, README

GUIDE = """\
# Read large tables

Set `limit` to read only the first rows of a table.

```python
from gearbox import read

print(read("wheels.csv", limit=10))
```

The rows keep the order of the file, so the first row is the header of the table and stays there.
"""


@pytest.fixture(scope="module")
def small() -> Drafted:
    return drafted({**FILES, "docs/large-tables.md": GUIDE})


def test_the_page_set_follows_from_the_evidence(small: Drafted) -> None:
    kinds = [page.type for page in small.plan.pages]
    assert kinds[0] == "index"
    assert {"installation", "guide", "cli_reference", "api_reference"} <= set(kinds)
    assert small.plan.product_type_reasons


def test_pages_stand_in_the_section_with_the_addresses_that_hugo_gives_them(small: Drafted) -> None:
    for page in small.plan.pages:
        assert page.path.startswith(SECTION + "/")
        assert page.url.startswith("/docs/gearbox/")
    assert small.page("index").path == f"{SECTION}/_index.md"
    assert small.page("installation").url == "/docs/gearbox/installation/"


def test_front_matter_has_the_sections_keys_in_their_order(small: Drafted) -> None:
    for page in small.plan.pages:
        assert [value.key for value in page.front_matter] == ["title", "description", "weight"]
    weights = [page.front_matter[2].value for page in small.plan.pages]
    assert weights == [10 * (n + 1) for n in range(len(weights))]


def test_a_passage_is_told_on_one_page_only(small: Drafted) -> None:
    told = [
        claim_id
        for page in small.plan.pages
        for heading in page.headings
        for claim_id in heading.claim_ids
        if next(c for c in small.facts.claims if c.id == claim_id).kind == "statement"
    ]
    assert len(told) == len(set(told))


def test_paths_addresses_and_identities_are_unique(small: Drafted) -> None:
    pages = small.plan.pages
    for values in ([p.id for p in pages], [p.path.lower() for p in pages], [p.url for p in pages]):
        assert len(values) == len(set(values))


@pytest.mark.parametrize(
    ("form", "target"),
    [
        ("relative", "(installation/)"),
        ("absolute", "(/docs/gearbox/installation/)"),
        ("ref", '({{< ref "/docs/gearbox/installation.md" >}})'),
    ],
)
def test_links_are_written_as_the_site_writes_them(form: LinkForm, target: str) -> None:
    made = drafted(FILES, Site(habits=HABITS.model_copy(update={"link_form": form})))
    assert target in made.texts["index"]


def test_headings_of_ours_are_in_the_sites_case() -> None:
    made = drafted(FILES, Site(habits=HABITS.model_copy(update={"heading_case": "title"})))
    assert "## Verify the Installation" in made.texts["installation"]
    assert "## In This Section" in made.texts["index"]


def test_a_page_that_a_person_wrote_is_linked_and_never_planned() -> None:
    theirs = site_page(f"{SECTION}/installation.md", "Getting it", 40)
    made = drafted(FILES, Site(pages=(theirs,)))
    assert f"{SECTION}/installation.md" not in {page.path for page in made.plan.pages}
    assert "[Getting it](installation/)" in made.texts["index"]
    assert any("has it already" in left.why for left in made.plan.left_out)
    assert made.page("index").front_matter[2].value == 50


def test_a_page_that_an_earlier_run_delivered_is_updated_in_place() -> None:
    ours = site_page(f"{SECTION}/installation.md", "Install Gearbox", 40)
    made = drafted(FILES, Site(pages=(ours,)), delivered_paths=(ours.path,))
    assert made.page("installation").existing
    assert made.page("installation").path == ours.path


def test_a_later_commit_keeps_identities_and_paths(small: Drafted) -> None:
    more = (
        README + "\n## Limitations\n\n- Tables above two gigabytes are refused, whatever is set.\n"
    )
    later = drafted({**FILES, "README.md": more, "docs/large-tables.md": GUIDE})
    before = {page.id: page.path for page in small.plan.pages}
    after = {page.id: page.path for page in later.plan.pages}
    assert {key: after.get(key) for key in before} == before


RUN_ONLY = {
    **FILES,
    "src/gearbox/__init__.py": "",
    "README.md": "# Gearbox\n\nGearbox prints gear tables on the terminal.\n",
}
SERVED = RUN_ONLY["src/gearbox/cli.py"].replace('"--home"', '"--listen-address"')


@pytest.mark.parametrize(
    ("files", "kind", "has_api"),
    [
        (FILES, "mixed", True),
        ({**RUN_ONLY, "docs/a.md": GUIDE}, "mixed", True),
        ({**RUN_ONLY, "src/gearbox/__init__.py": FILES["src/gearbox/__init__.py"]}, "mixed", True),
        (RUN_ONLY, "cli", False),
        ({**RUN_ONLY, "src/gearbox/cli.py": SERVED}, "service", False),
    ],
    ids=["named in prose", "used in code", "gathered", "a program", "a program that listens"],
)
def test_a_program_whose_names_nobody_uses_has_no_api(
    files: dict[str, str], kind: str, has_api: bool
) -> None:
    made = drafted(files)
    assert made.plan.product_type == kind
    assert ("api_reference" in {page.type for page in made.plan.pages}) == has_api
    assert any("It is a program" in left.why for left in made.plan.left_out) != has_api


def test_the_pilot_steers_tier_pages_and_type() -> None:
    keys = PilotPlan(tier="minimal", max_pages=2, product_type="service", locale="en-gb")
    made = drafted(FILES, plan_keys=keys)
    assert len(made.plan.pages) == 2
    assert (made.plan.tier, made.plan.product_type, made.plan.locale) == (
        "minimal",
        "service",
        "en-gb",
    )
    assert any("The pilot" in left.why for left in made.plan.left_out)


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("no readme", {p: t for p, t in FILES.items() if p != "README.md"}),
        ("one image", {**FILES, "README.md": "![logo](logo.png)\n"}),
        ("nothing but a licence", {"LICENSE": "All rights reserved.\n"}),
        ("nothing", {"empty.txt": ""}),
        ("another language", {**FILES, "README.md": "# Gearbox\n\nGearbox liest Tabellen und gibt ihre "
         "Zeilen zurück, und zwar in der Reihenfolge, in der sie in der Datei stehen.\n"}),
        ("one function", {"src/one.py": "def one() -> int:\n    return 1\n"}),
    ],
)  # fmt: skip
def test_little_evidence_gives_few_pages_and_says_why(name: str, files: dict[str, str]) -> None:
    made = drafted(files)
    assert PagePlan.from_bytes(made.plan.to_bytes()) == made.plan
    for page in made.draft.pages:
        body = made.texts[page.page_id].split("---\n", 2)[2]
        assert page.type == "index" or body.strip(), f"{name}: {page.page_id} is empty"
    assert made.plan.left_out or name == "another language"
    assert "liest" not in "".join(made.texts.values())


def test_names_that_differ_by_case_only_have_pages_of_their_own() -> None:
    methods = "".join(
        f'    def do_{n}(self) -> None:\n        """Turn the wheel once more, whatever stands in the way of its teeth."""\n'
        for n in range(120)
    )
    classes = {
        f"src/gearbox/{path}.py": f'class {name}:\n    """A wheel."""\n\n{methods}'
        for path, name in (("gear", "Wheel"), ("gear_", "WHEEL"))
    }
    exported = "from gearbox.gear import Wheel\nfrom gearbox.gear_ import WHEEL\n"
    made = drafted({**FILES, **classes, "src/gearbox/__init__.py": exported})
    found = [page.id for page in made.plan.pages if "wheel" in page.id]
    assert found == ["api-gearbox-wheel", "api-gearbox-wheel-2"]
    assert len({page.path for page in made.draft.pages}) == len(made.plan.pages)


def test_five_thousand_symbols_are_paged() -> None:
    made = drafted(FILES, change=lambda facts: with_symbols(facts, 5000))
    pages = [page for page in made.plan.pages if page.type == "api_reference"]
    assert len(pages) > 5
    limit = HABITS.longest_words * 4
    assert all(len(made.texts[page.id].split()) < limit for page in pages)
    shown = "".join(made.texts.values())
    assert all(f"function_{n:04}" in shown for n in range(0, 5000, 97))


def test_slugs_are_plain_words() -> None:
    assert slug_of('Suggestions when "unknown command" happens!') == (
        "suggestions-when-unknown-command-happens"
    )
    assert slug_of("日本語") == "page"
    assert len(slug_of("word " * 100)) <= 60


def test_two_runs_are_byte_identical_under_any_hash_seed() -> None:
    root = Path(__file__).parents[3]
    program = (
        "import hashlib\n"
        "from tests.support.pages import drafted\n"
        "from tests.support.small_product import FILES\n"
        "made = drafted(FILES)\n"
        "data = made.plan.to_bytes() + made.draft.to_bytes()\n"
        "print(hashlib.sha256(data).hexdigest())\n"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True,
            env={"PYTHONHASHSEED": seed, "PATH": "", "PYTHONPATH": str(root)},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(seen) == 1
