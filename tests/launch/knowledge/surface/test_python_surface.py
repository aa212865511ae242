"""Python's public surface: names as users import them, and what each of them is."""

from tests.support.scans import surface_of, symbols_of

MANIFEST = {"pyproject.toml": '[project]\nname = "tool"\nversion = "1"\n'}


def test_a_class_is_found_behind_a_submodule_of_the_same_name() -> None:
    symbols = symbols_of(
        {
            **MANIFEST,
            "tool/__init__.py": "from .Client import Client\n",
            "tool/Client.py": "class Client:\n    def get(self, url: str) -> bytes: ...\n",
        }
    )
    assert symbols["tool.Client"].kind == "class"
    assert symbols["tool.Client.get"].signature == "get(url: str) -> bytes"
    assert symbols["tool.Client"].qualname == "Client"
    assert symbols["tool.Client"].exported_by == "tool/__init__.py"


def test_the_path_is_the_one_that_users_import() -> None:
    symbols = symbols_of(
        {
            **MANIFEST,
            "src/tool/__init__.py": "from ._api import *\nfrom ._main import run as run\n"
            "__all__ = ['run', 'get']\n__all__ += ['Old']\nfrom ._api import New as Old\n",
            "src/tool/_api.py": "__all__ = ['get', 'New']\ndef get(): ...\nclass New: ...\n",
            "src/tool/_main.py": "def run(): ...\ndef hidden(): ...\n",
            "src/tool/extra.py": "import os\nfrom tool._main import run\ndef more(): ...\n",
            "src/tool/py.typed": "",
        }
    )
    assert set(symbols) == {"tool", "tool.run", "tool.get", "tool.Old", "tool.extra",
                            "tool.extra.more"}  # fmt: skip
    assert symbols["tool.get"].path == "src/tool/_api.py"
    assert symbols["tool.Old"].qualname == "New"


def test_the_shallowest_path_stands_and_the_others_are_aliases() -> None:
    symbols = symbols_of(
        {
            **MANIFEST,
            "tool/__init__.py": "from .core import Thing\n",
            "tool/core.py": "class Thing: ...\n",
        }
    )
    assert symbols["tool.Thing"].aliases == ("tool.core.Thing",)
    assert "tool.core.Thing" not in symbols


def test_inherited_members_are_members() -> None:
    symbols = symbols_of(
        {
            **MANIFEST,
            "tool/__init__.py": "from .a import Child, Parent\n",
            "tool/_base.py": "class Base:\n    def shared(self): ...\n    def over(self): ...\n",
            "tool/a.py": "from ._base import Base\nclass Parent(Base):\n"
            "    def over(self, x=1): ...\nclass Child(Parent):\n    y: int = 0\n",
        }
    )
    assert symbols["tool.Child.shared"].inherited_from == ""
    assert symbols["tool.Child.shared"].path == "tool/_base.py"
    assert symbols["tool.Child.over"].inherited_from == "tool.Parent"
    assert symbols["tool.Child.over"].parameters[0].default == "1"
    assert symbols["tool.Child.y"].kind == "attribute"
    assert symbols["tool.Child"].bases == ("Parent",)


def test_a_function_has_all_its_parts() -> None:
    source = '''
def fetch(url: str, /, *parts, timeout: float = 5.0, **more: int) -> "bytes | None":
    """Fetch an address, e.g. a page. It may fail.

    Args:
        url: Where it is.
        timeout: Seconds to wait.

    .. deprecated:: 2.0 Use `get`.
    """
    if not url:
        raise ValueError(f"bad {url!r} here")
    raise errors.Late("late") from None
'''
    symbol = symbols_of({**MANIFEST, "tool.py": source})["tool.fetch"]
    assert symbol.signature == (
        "fetch(url: str, /, *parts, timeout: float = 5.0, **more: int) -> 'bytes | None'"
    )
    assert [(p.name, p.type, p.default, p.description) for p in symbol.parameters] == [
        ("url", "str", None, "Where it is."),
        ("*parts", "", None, ""),
        ("timeout", "float", "5.0", "Seconds to wait."),
        ("**more", "int", None, ""),
    ]
    assert [(r.exception, r.message, r.line) for r in symbol.raises] == [
        ("ValueError", "bad {url} here", 12),
        ("errors.Late", "late", 13),
    ]
    assert symbol.summary == "Fetch an address, e.g. a page."
    assert symbol.deprecated == "2.0 Use `get`."
    assert (symbol.first_line, symbol.last_line) == (2, 13)


def test_data_classes_and_enumerations_are_what_they_are() -> None:
    source = '''
from dataclasses import dataclass, field
from enum import Enum

@dataclass(frozen=True)
class Row:
    name: str
    """Its name."""
    tags: list[str] = field(default_factory=list)

class Color(Enum):
    RED = 1

class Flag: ...
Flag.ON = Flag()
'''
    symbols = symbols_of({**MANIFEST, "tool.py": source})
    assert symbols["tool.Row"].signature == "Row(name: str, tags: list[str] = list())"
    assert symbols["tool.Row.name"].doc == "Its name."
    assert symbols["tool.Color"].kind == "enum"
    assert symbols["tool.Color.RED"].kind == "constant"
    assert "tool.Flag.ON" in symbols


def test_properties_static_methods_and_constructors() -> None:
    source = """
class A:
    def __init__(self, x, *, y=None):
        self.x = x
        self._z = 1
    @property
    def size(self) -> int: ...
    @size.setter
    def size(self, value): ...
    @staticmethod
    def make(kind): ...
    @classmethod
    async def load(cls, path): ...
    def _hidden(self): ...
"""
    symbols = symbols_of({**MANIFEST, "tool.py": source})
    assert symbols["tool.A"].signature == "A(x, *, y=None)"
    assert (symbols["tool.A.size"].kind, symbols["tool.A.size"].returns) == ("property", "int")
    assert symbols["tool.A.make"].signature == "make(kind)"
    assert symbols["tool.A.load"].signature == "async load(path)"
    assert "tool.A.x" in symbols
    assert not [name for name in symbols if "_" in name]


def test_what_cannot_be_read_is_said() -> None:
    surface = surface_of(
        {
            **MANIFEST,
            "tool/__init__.py": "__all__ = make()\ndef __getattr__(name): ...\ndef a(): ...\n",
            "tool/broken.py": "def (:\n",
            "tool/deep.py": "x = " + "-" * 100_000 + "1\n",
        }
    )
    assert {symbol.name for symbol in surface.symbols} == {"tool", "tool.a"}
    assert [note for note in surface.notes if "__getattr__" in note]
    assert [note for note in surface.notes if "computed (tool/__init__.py:1)" in note]
    assert [note for note in surface.notes if note.startswith("tool/broken.py:1")]
    assert [note for note in surface.notes if note.startswith("tool/deep.py")]


def test_tests_tools_and_other_packages_are_not_the_surface() -> None:
    symbols = symbols_of(
        {
            **MANIFEST,
            "tool/__init__.py": "def a(): ...\n",
            "benchmarks/__init__.py": "def b(): ...\n",
            "scripts/c.py": "def c(): ...\n",
            "tests/test_d.py": "def d(): ...\n",
            "setup.py": "def e(): ...\n",
        }
    )
    assert set(symbols) == {"tool", "tool.a"}


def test_cycles_end() -> None:
    symbols = symbols_of(
        {
            **MANIFEST,
            "tool/__init__.py": "from .a import *\nfrom .b import x\n",
            "tool/a.py": "from .b import *\nfrom .b import x\nclass A(A): ...\n",
            "tool/b.py": "from .a import *\nfrom .a import x\n",
        }
    )
    assert "tool.A" in symbols
