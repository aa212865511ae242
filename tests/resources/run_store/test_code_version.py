"""A stage is computed again where code that it uses changed, its own or another room's."""

import ast
from pathlib import Path

import pytest

from resources.run_store.code_version import ROOMS, SHARED

_PROJECT = Path(__file__).resolve().parents[3]
_STAGES = {
    "W1 product": "launch/intake/product",
    "W1 site": "launch/intake/site",
    "W2": "launch/knowledge",
    "W3": "launch/knowledge",
    "W4": "launch/planning",
    "W5": "launch/writing",
    "W6": "launch/patching",
    "W7": "launch/gates",
    "W9": "launch/delivery",
}
_SAY_NOTHING = frozenset({"launch/errors", "launch/ports", "launch/readings"})
"""Names of errors and shapes of ports: no outcome rests on them."""


@pytest.mark.parametrize("part", sorted(_STAGES))
def test_the_rooms_of_a_part_hold_all_that_its_code_imports(part: str) -> None:
    counted = {room.removesuffix(".py") for room in (*ROOMS[part], *SHARED)}
    used = {
        module
        for file in (_PROJECT / _STAGES[part]).rglob("*.py")
        for module in _imported(file)
        if module not in _SAY_NOTHING
    }
    assert used
    missing = {
        module
        for module in used
        if not any(module == room or module.startswith(f"{room}/") for room in counted)
    }
    assert not missing


def _imported(file: Path) -> set[str]:
    tree = ast.parse(file.read_text())
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return {name.replace(".", "/") for name in names if name and name.startswith("launch.")}
