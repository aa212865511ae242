"""Repositories made to break a reader: the run goes on, and says what it left out."""

import pytest

from launch.contracts.repo_inventory import RepoInventory
from launch.knowledge.surface.read import read_surface
from tests.support.scans import PIN, inventory_of, tree_of


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("pyproject.toml", "a = " + "[" * 100_000),
        ("Cargo.toml", "a = " + "[" * 100_000),
        ("package.json", "[" * 200_000),
        ("composer.json", '{"name": ' + "[" * 200_000),
        ("pom.xml", "<a>" * 100_000),
        ("setup.py", "setup(" * 30_000),
        ("CMakeLists.txt", "project(" * 50_000),
        ("tool.gemspec", "Gem" * 100_000),
    ],
)
def test_a_manifest_nested_without_end_is_a_fact(path: str, text: str) -> None:
    files = {path: text, "src/lib.rs": "pub fn a() {}\n", "tool.py": "def f():\n    pass\n"}
    inventory = inventory_of(files)
    assert {file.path for file in inventory.files} == set(files)
    told = (*inventory.notes, *(m.problem or "" for m in inventory.manifests))
    assert any(told) or path in ("CMakeLists.txt", "tool.gemspec")
    read_surface(inventory, tree_of(files))


def test_values_of_the_wrong_kind_are_no_names() -> None:
    inventory = inventory_of(
        {"package.json": '{"name": {"a": 1}, "version": ["x"], "license": 3, "bin": 4}'}
    )
    assert [m.name for m in inventory.manifests] in ([], [None])
    assert [m.name for m in inventory_of({"Cargo.toml": "[package]\nname = 5\n"}).manifests] == [
        None
    ]


def test_a_repository_of_binaries_and_one_of_an_empty_readme_are_read() -> None:
    binary = inventory_of({f"b{n}.bin": bytes(range(256)) for n in range(300)})
    assert {file.skipped for file in binary.files} == {"binary"}
    empty: RepoInventory = inventory_of({"README.md": ""})
    assert (empty.readme, empty.readme_sections) == ("README.md", ())
    assert empty.pin == PIN


@pytest.mark.parametrize("unit", ["\n", "#ifdef __cplusplus\n", "/* */ ", "//\n", "#define A (\n"])
def test_a_header_of_one_thing_repeated_is_read_in_a_few_seconds(unit: str) -> None:
    files = {
        "Makefile.am": "include_HEADERS = t.h\n",
        "t.c": "int f(void) { return 1; }\n",
        "t.h": unit * (60_000 // len(unit)) + "\nint f(void);\n",
    }
    read_surface(inventory_of(files), tree_of(files))


@pytest.mark.parametrize("unit", ["](<", "a\n==\n", "# a\n", "<a href="])
def test_a_readme_of_one_thing_repeated_is_read_in_a_few_seconds(unit: str) -> None:
    inventory = inventory_of({"README.md": unit * (200_000 // len(unit))})
    assert len(inventory.readme_sections) <= 1_000
