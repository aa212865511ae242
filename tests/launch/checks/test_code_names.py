"""Names that code binds and takes, told apart from what its language gives to every program."""

import importlib
import tomllib
from importlib.resources import files

import pytest

from launch.checks.code_names import names_in
from launch.checks.standard_library import is_standard, standard_import
from launch.wording.imports import Imported


def _free(code: str, language: str) -> set[str]:
    names = names_in(code, language)
    assert names is not None
    return set(names.free)


@pytest.mark.parametrize(
    ("language", "code", "free"),
    [
        ("python", "@gear.command()\ndef f(x):\n    return len(x)", {"gear"}),
        ("python", "    rows = gear.read()\n    print(rows)", {"gear"}),
        ("pycon", ">>> gear.read('a')\n['a']\n>>> for row in rows:\n...     row", {"gear", "rows"}),
        ("python", "from gear import *\nread()", set()),
        ("python", "async with gear.open() as g:\n    await g.read()", {"gear"}),
        ("js", "app.get('/', (req, res) => res.send(next));", {"app", "next"}),
        ("ts", "class Test { x = new Uint8Array(decodeURIComponent('a').length) }\nnew Test();",
         set()),
        ("js", "program.action(function run({ a, b = c }) { return { a, b } });",
         {"program", "c"}),
        ("go", 'cmd := &gear.Command{Use: "fmt.X"}\nfmt.Println(cmd.Name())', {"gear", "fmt"}),
        ("java", 'Gear gear = new Gear("List"); // a Map', {"Gear"}),
        ("php", "$jar = new Jar();\n$client->send($jar, new \\Acme\\Box());", {"Jar", "$client"}),
    ],
)  # fmt: skip
def test_free_names_are_those_that_the_code_takes(language: str, code: str, free: set[str]) -> None:
    assert _free(code, language) == free


def test_what_is_taken_of_a_name_is_told_from_its_bare_use() -> None:
    names = names_in("os.environ['A']\nos.path.join(os.sep, x)\nprint(json)", "python")
    assert names is not None
    assert names.free["os"] == {"environ", "path", "sep"}
    assert names.free["json"] == {""}


def test_code_that_does_not_parse_has_no_names() -> None:
    assert names_in("def (", "python") is None
    assert names_in("const = ;", "js") is None
    assert names_in("a: 1", "yaml") is None


def test_the_table_of_the_library_agrees_with_the_interpreter() -> None:
    text = files("launch.checks").joinpath("standard_library.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)["python"]
    for name, inside in table["modules"].items():
        module = importlib.import_module(name)
        for one in inside:
            assert hasattr(module, one) or importlib.import_module(f"{name}.{one}")
    for one, name in table["names"].items():
        assert hasattr(importlib.import_module(name), one)


@pytest.mark.parametrize(
    ("name", "uses", "found"),
    [
        ("os", {"environ"}, Imported("os", "os")),
        ("datetime", {"now"}, Imported("datetime", "datetime", "datetime")),
        ("datetime", {"datetime", "timedelta"}, Imported("datetime", "datetime")),
        ("datetime", {""}, None),
        ("Path", {""}, Imported("Path", "pathlib", "Path")),
        ("time", {"seconds"}, None),
        ("random", {""}, None),
    ],
)
def test_a_name_of_the_library_is_imported_as_it_is_used(
    name: str, uses: set[str], found: Imported | None
) -> None:
    assert standard_import("python", name, frozenset(uses)) == found
    assert found is None or is_standard(found, "python")


def test_a_name_of_another_module_is_not_of_the_library() -> None:
    assert not is_standard(Imported("Path", "gearbox", "Path"), "python")
    assert not is_standard(Imported("o", "os"), "python")
