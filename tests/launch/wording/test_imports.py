"""Import lines are read as each language writes them, and written back the same."""

import pytest

from launch.wording.imports import Imported, import_lines, imports_in, last_name

_SAME = [
    ("python", "import os\nimport gearbox.tables\nimport numpy as np"),
    ("python", "from gearbox import parse as p, read"),
    ("typescript", 'import * as g from "gearbox";'),
    ("javascript", 'import { parse, read as r } from "gearbox";'),
    ("javascript", 'const gearbox = require("gearbox");\nconst { parse: p } = require("other");'),
    ("go", 'import "fmt"'),
    ("go", 'import (\n\t"net/http"\n\tg "github.com/acme/gearbox/tables"\n)'),
    ("java", "import com.acme.Gear;"),
    ("kotlin", "import com.acme.Gear"),
    ("csharp", "using Acme.Gears;"),
    ("php", "use Acme\\Gears\\Box;"),
    ("rust", "use gearbox::{Gear, Table as T};"),
    ("ruby", 'require "gearbox"'),
]


@pytest.mark.parametrize(("language", "code"), _SAME)
def test_lines_that_are_read_are_written_the_same(language: str, code: str) -> None:
    assert "\n".join(import_lines(imports_in(code, language), language)) == code


def test_an_import_over_several_lines_is_read() -> None:
    code = "from gearbox import (\n    read,  # rows\n    parse as p,\n)"
    assert set(imports_in(code, "py")) == {
        Imported("read", "gearbox", "read"), Imported("p", "gearbox", "parse"),
    }  # fmt: skip


def test_a_group_of_go_imports_is_read_with_aliases_and_versions() -> None:
    code = 'import (\n\t"fmt"\n\tm "math"\n\t_ "embed"\n\t"github.com/acme/gearbox/v2"\n)'
    assert {one.name for one in imports_in(code, "go")} == {"fmt", "m", "gearbox"}
    assert last_name("gopkg.in/yaml.v3") == "yaml"


def test_what_is_required_and_called_at_once_is_no_import() -> None:
    assert not list(imports_in("const log = require('debug')('app');", "js"))


def test_another_language_has_no_import_lines() -> None:
    assert not list(imports_in("import x", "text"))
    assert import_lines([Imported("x", "x")], "text") == ()
