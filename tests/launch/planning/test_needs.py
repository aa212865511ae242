import pytest

from launch.planning.needs import imports_relatively
from tests.support.pages import drafted
from tests.support.small_product import FILES

PROGRAM = """\
## {title}

{title} takes a table of wheels.

```python
from gearbox import read

print(read("{path}"), {number})
```
"""


def _readme(*paths: str) -> str:
    parts = [
        PROGRAM.format(title=f"Read table number {n}", path=path, number=n)
        for n, path in enumerate(paths)
    ]
    return "# Recipes\n\n" + "\n".join(parts)


def test_a_file_of_the_repository_is_linked_where_the_code_reads_it() -> None:
    files = {**FILES, "data/wheels.csv": "a\n", "docs/quickstart.md": _readme("data/wheels.csv")}
    made = drafted(files)
    shown = "\n".join(made.texts.values())
    if "This code reads" in shown:
        assert f"https://github.com/acme/gearbox/blob/{'1' * 40}/data/wheels.csv" in shown
    assert "which is not part of it" not in shown


@pytest.mark.parametrize(
    ("code", "relative"),
    [
        ("from .tables import read", True),
        ("from gearbox import read", False),
        ("const gear = require('../')", True),
        ("import gear from './lib'", True),
        ("import gear from 'gear'", False),
        ("use crate::tables::read;", True),
    ],
)
def test_imports_that_only_hold_inside_the_repository_are_known(code: str, relative: bool) -> None:
    assert imports_relatively(code) is relative


@pytest.mark.parametrize(("module", "told"), [("sheets", True), ("helper", False)])
def test_a_module_of_the_repository_is_no_package_to_install(module: str, told: bool) -> None:
    program = f'"""Print rows."""\n\nimport {module}\nfrom gearbox import read\n\nprint(read("a"), {module})\n'
    files = {**FILES, "examples/rows.py": program, "examples/cells.py": program.replace("rows", "cells").replace("Print", "Show"),
             "examples/helper.py": "x = 1\n"}  # fmt: skip
    shown = "\n".join(drafted(files).texts.values())
    assert (f"This code also uses the package `{module}`." in shown) is told
