from launch.intake.product.scan import scan
from launch.knowledge.facts import extract
from launch.knowledge.snippets.collect import collect
from launch.planning.ground import Ground
from launch.planning.pages.first_program import first_program
from launch.planning.pages.quickstart import easiest
from launch.planning.statements import Section
from tests.support.memory_tree import MemoryTree
from tests.support.pages import drafted, settings_for
from tests.support.small_product import FILES, MANIFEST, PIN

ASIDE = """\
# Guide

## Writing a plug-in

A plug-in is a function that changes rows.

```python
from gearbox import read

def plugin(rows):
    return rows

print(plugin(read("a.csv")))
```

## Basic example

Every row of a file is returned in its order.

```python
from gearbox import read

rows = read("a.csv")
for row in rows:
    print(row)
```
"""
LONG = "# Quickstart\n\n" + "\n".join(
    f"## Step {number}\n\n"
    + f"The {number}th step reads a table and keeps its rows in the order of the file. " * 14
    + '\n\n```python\nfrom gearbox import read\n\nprint(read("'
    + f'{number}.csv"))\n```\n'
    for number in range(1, 6)
)


def test_the_easiest_case_comes_before_a_side_topic() -> None:
    made = drafted({**FILES, "docs/guide.md": ASIDE})
    page = made.texts["quickstart"]
    assert "rows = read(" in page
    assert "def plugin" not in page


def test_a_long_quickstart_keeps_its_first_parts_and_gives_the_rest_to_a_guide() -> None:
    made = drafted({**FILES, "docs/quickstart.md": LONG})
    assert 'read("1.csv")' in made.texts["quickstart"]
    assert 'read("5.csv")' not in made.texts["quickstart"]
    rest = next(text for key, text in made.texts.items() if key == "guide-usage")
    assert 'read("5.csv")' in rest
    assert "title: Use " in rest


def test_few_passages_stay_together() -> None:
    sections = tuple(Section("docs/a.md", ("A", str(n)), (), "quickstart") for n in range(3))
    assert easiest(sections) == (sections, ())


def test_without_a_program_the_first_whole_command_opens() -> None:
    files = {key: text for key, text in FILES.items() if not key.endswith("__init__.py")}
    files["docs/guide.md"] = (
        "# Guide\n\n## Basics\n\nThe command prints the rows of all tables in a folder.\n\n"
        "```bash\ngearbox --limit 5\n```\n"
    )
    made = drafted({**files, "pyproject.toml": MANIFEST})
    assert "gearbox --limit 5" in made.texts["quickstart"]
    assert "## First steps" in made.texts["quickstart"]


def test_how_to_install_is_told_by_the_installation_page_alone() -> None:
    text = (
        "# Quickstart\n\n## Install\n\nA mirror inside a company serves the package as well.\n\n"
        "```bash\npip install --index-url http://localhost/simple gearbox\n```\n\n"
        "## Read rows\n\nRead the rows of a table.\n\n"
        '```python\nfrom gearbox import read\n\nprint(read("a.csv"))\n```\n'
    )
    made = drafted({**FILES, "docs/quickstart.md": text})
    assert "## Install" not in made.texts["quickstart"]


GO = {
    "go.mod": "module github.com/acme/gear\n\ngo 1.21\n",
    "gear.go": (
        "// Package gear reads gear tables.\npackage gear\n\n"
        "// Read reads a table.\nfunc Read(path string) []string { return nil }\n"
    ),
    "README.md": (
        "# gear\n\ngear reads gear tables.\n\n## Examples\n\nRows are read in their order:\n\n"
        '```go\nfunc main() {\n\trows := gear.Read("a")\n\tshow(rows)\n}\n```\n\n'
        "## Install\n\n```bash\ngo get github.com/acme/gear\n```\n\n"
        "## Walking tables\n\nTables are walked row by row:\n\n"
        '```go\npackage main\n\nimport (\n\t"fmt"\n\n\t"github.com/acme/gear"\n)\n\n'
        'func main() {\n\tfmt.Println("walk", gear.Read("a"))\n}\n```\n\n'
        "## Full example\n\nA whole program prints its rows:\n\n"
        '```go\npackage main\n\nimport (\n\t"fmt"\n\n\t"github.com/acme/gear"\n)\n\n'
        'func main() {\n\tfmt.Println("full", gear.Read("b"))\n}\n```\n'
    ),
}


def test_a_whole_program_opens_where_parts_of_one_cannot_run() -> None:
    tree = MemoryTree(GO)
    inventory = scan(tree, PIN, (), None)
    facts, evidence = extract(inventory, tree, None, None)
    catalogue = collect(inventory, facts, tree)
    ground = Ground(settings_for(), inventory, facts, evidence, catalogue, False, 900)
    found = first_program(ground, ())
    assert found is not None
    assert '"full"' in found.code
