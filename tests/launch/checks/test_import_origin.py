"""Import lines that a page's examples start with are proved, or refused."""

import pytest

from launch.checks.code_origin import Origins, origin_problem
from launch.contracts.draft_content import Code
from tests.support.memory_tree import MemoryTree
from tests.support.pages import drafted
from tests.support.small_product import FILES

_README = FILES["README.md"] + (
    "\n## Open\n\nOpen a box:\n\n```python\nimport gearbox\nimport boxes\n\n"
    "box = gearbox.read('a')\nprint(box, boxes.all())\n```\n"
)


def _origins() -> Origins:
    files = {**FILES, "README.md": _README}
    made = drafted(files)
    return Origins(made.facts, made.snippets, MemoryTree(files))


def _problem(code: str, recipe: str = "imports.python") -> str | None:
    return origin_problem(Code(language="python", code=code, recipe=recipe), _origins())


@pytest.mark.parametrize(
    "code",
    [
        "import gearbox",
        "from gearbox import GearError, read",
        "import os\nfrom pathlib import Path",
        "import gearbox\n\nbox = gearbox.read('a')",
    ],
)
def test_what_the_product_or_the_library_has_stands(code: str) -> None:
    assert _problem(code) is None


@pytest.mark.parametrize(
    "code",
    [
        "from gearbox import write",
        "import gearbox.hidden",
        "from os import Path",
        "import gearbox as numpy",
        "import numpy",
        "import gearbox\nbox = gearbox.read('b')",
        "import gearbox; rm()",
    ],
)
def test_what_nothing_proves_is_refused(code: str) -> None:
    assert _problem(code) is not None
