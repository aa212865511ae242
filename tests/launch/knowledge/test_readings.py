"""What was read of a file is the same whether it was kept or read anew."""

import pytest

from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.product_facts import ProductFacts
from launch.knowledge.facts import extract
from launch.ports import Readings
from launch.readings import UNKEPT
from tests.support.kept_in_memory import KeptInMemory
from tests.support.scans import inventory_of, tree_of

README = "# Tool\n\nTool reads gears. It has a `Run`.\n\n| a | b |\n| - | - |\n| 1 | 2 |\n"
GO = {
    "go.mod": "module example.test/tool\n\ngo 1.22\n",
    "tool.go": "// Package tool reads gears.\npackage tool\n\n"
    "// Run acts.\n//\n// Deprecated: use Go.\nfunc Run(a int) (n int, err error) { return }\n",
}
JAVA = {
    "pom.xml": "<project><groupId>a</groupId><artifactId>b</artifactId></project>",
    "T.java": "package a;\n/** Doc. */\npublic class T {\n  /** Acts. */\n"
    '  public int m(final int x) { throw new E("bad"); }\n}\n',
}
NPM = {
    "package.json": '{"name": "tool", "main": "index.js"}',
    "index.js": "/** Acts. */\nexport function run(a = 1) { throw new TypeError('no') }\n"
    "export * from './more.js'\nexport { x as y } from './more.js'\n",
    "more.js": "export const x = 1\nexport default class Gear { turn() {} }\n",
}
PYTHON = {
    "pyproject.toml": '[project]\nname = "tool"\nversion = "1"\n',
    "tool/__init__.py": '"""Reads gears."""\nfrom tool._run import Run\n',
    "tool/_run.py": 'class Run:\n    """Acts."""\n    def go(self, a: int = 1) -> None: ...\n',
}
C = {
    "CMakeLists.txt": "project(tool C)\n",
    "tool.h": "/** Acts. */\nint run(int a);\n#define TOOL 1\nenum kind { ONE, TWO };\n",
}


def _facts(files: dict[str, str], readings: Readings) -> tuple[ProductFacts, EvidenceMap]:
    given = {"README.md": README, **files}
    return extract(inventory_of(given), tree_of(given), None, None, readings)


@pytest.mark.parametrize(
    "files", [GO, JAVA, NPM, PYTHON, C], ids=["go", "java", "npm", "python", "c"]
)
def test_kept_readings_give_the_same_facts_and_are_read_once(files: dict[str, str]) -> None:
    kept = KeptInMemory()
    plain = _facts(files, UNKEPT)
    assert plain[0].symbols
    assert _facts(files, kept) == plain
    first = list(kept.made)
    assert ("document", "README.md") in first
    assert len(first) > 1
    assert _facts(files, kept) == plain
    assert kept.made == first


def test_only_a_changed_file_is_read_anew() -> None:
    kept = KeptInMemory()
    _facts(NPM, kept)
    kept.made.clear()
    changed = {**NPM, "more.js": NPM["more.js"].replace("turn", "stop")}
    assert _facts(changed, kept) == _facts(changed, UNKEPT)
    assert kept.made == [("script", "more.js")]


def test_a_python_program_is_read_anew_where_one_of_its_files_changed() -> None:
    kept = KeptInMemory()
    _facts(PYTHON, kept)
    kept.made.clear()
    changed = {**PYTHON, "tool/_run.py": PYTHON["tool/_run.py"].replace("go", "stop")}
    assert _facts(changed, kept) == _facts(changed, UNKEPT)
    assert kept.made == [("python program", "")]
