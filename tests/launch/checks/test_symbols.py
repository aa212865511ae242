"""Names, signatures and defaults are proved again in every language's own way of writing them."""

import pytest

from launch.checks.evaluate import evaluate
from launch.contracts.claims import ManifestCheck, RaiseCheck, SymbolCheck
from tests.support.memory_tree import MemoryTree


def _check(path: str, language: str, qualname: str, **more: str) -> SymbolCheck:
    return SymbolCheck.model_validate(
        {"path": path, "language": language, "qualname": qualname, "kind": "method", **more}
    )


_RUBY = "module A\n  class B\n    def ready?\n    end\n    def size=(n)\n    end\n  end\nend\n"
_SCRIPT = 'export interface Type {\n  "~standard": Props;\n}\n'
_SHARP = """public class Box
#if OLD
  , IOld
#else
  , INew
#endif
{
    /// <summary>Makes a <see cref="Box"/> of it.</summary>
    public override string? Get(char[] key,
        int start)
    {
    }
}
"""
_PHP = "<?php\nclass A { public function b(bool $all = true, ?int $n = null): void {} }\n"
_CPP = "class A {\n  enum class F { one, two };\n  void b(const bool strict = true);\n};\n"


@pytest.mark.parametrize(
    ("path", "text", "check"),
    [
        ("a.rb", _RUBY, _check("a.rb", "Ruby", "B.ready?")),
        ("a.rb", _RUBY, _check("a.rb", "Ruby", "B.size=", signature="def size=(n)")),
        ("a.ts", _SCRIPT, _check("a.ts", "TypeScript", "Type.~standard")),
        ("a.cs", _SHARP, _check("a.cs", "C#", "Box.Get", summary="Makes a `Box` of it.")),
        ("a.cs", _SHARP, _check("a.cs", "C#", "Box", signature="public class Box , IOld")),
        ("a.php", _PHP, _check("a.php", "PHP", "A.b", parameter="$all", default="true")),
        ("a.hpp", _CPP, _check("a.hpp", "C++", "A.b", parameter="strict", default="true")),
        ("a.hpp", _CPP, _check("a.hpp", "C++", "A.F.two")),
    ],
)
def test_a_definition_is_found_as_its_language_writes_it(
    path: str, text: str, check: SymbolCheck
) -> None:
    assert evaluate(check, MemoryTree({path: text})).holds


@pytest.mark.parametrize(
    ("path", "text", "check"),
    [
        ("a.rb", _RUBY, _check("a.rb", "Ruby", "B.ready!")),
        ("a.rb", _RUBY, _check("a.rb", "Ruby", "B.ready=")),
        ("a.ts", _SCRIPT, _check("a.ts", "TypeScript", "Type.~other")),
        ("a.cs", _SHARP, _check("a.cs", "C#", "Box", signature="public class Box , INew")),
        ("a.php", _PHP, _check("a.php", "PHP", "A.b", parameter="$all", default="false")),
        ("a.hpp", _CPP, _check("a.hpp", "C++", "A.b", parameter="strict", default="false")),
        ("a.hpp", _CPP, _check("a.hpp", "C++", "A.b", parameter="trict", default="true")),
    ],
)
def test_what_is_not_written_so_does_not_hold(path: str, text: str, check: SymbolCheck) -> None:
    assert not evaluate(check, MemoryTree({path: text})).holds


_PACKAGE = {
    "tool/__init__.py": "from .shapes import Square\n",
    "tool/core.py": (
        "from dataclasses import dataclass, field\n\n\n"
        "class Root:\n    def __init__(self, size: int = 3) -> None:\n"
        "        raise ValueError('too large')\n\n\n"
        "@dataclass\nclass Point:\n    x: int\n    tags: list[str] = field(default_factory=list)\n"
    ),
    "tool/shapes.py": (
        "from dataclasses import dataclass\n\nfrom tool import core\nfrom tool.core import Root\n\n\n"
        "class Square(Root):\n    pass\n\n\n"
        "@dataclass\nclass Named(core.Point):\n    name: str = 'a'\n"
    ),
}


def _python(qualname: str, **more: str) -> SymbolCheck:
    return _check("tool/shapes.py", "Python", qualname, **more)


def test_a_constructor_is_found_in_the_file_of_the_base_class() -> None:
    tree = MemoryTree(_PACKAGE)
    assert evaluate(_python("Square", signature="Square(size: int = 3)"), tree).holds
    assert evaluate(_python("Square", parameter="size", default="3"), tree).holds
    assert not evaluate(_python("Square", signature="Square(size: int = 4)"), tree).holds
    raised = RaiseCheck(
        path="tool/shapes.py", language="Python", qualname="Square", exception="ValueError",
        message="too large",
    )  # fmt: skip
    assert evaluate(raised, tree).holds


def test_a_dataclass_takes_its_fields_and_those_of_its_bases() -> None:
    tree = MemoryTree(_PACKAGE)
    whole = "Named(x: int, tags: list[str] = list(), name: str = 'a')"
    assert evaluate(_python("Named", signature=whole), tree).holds
    assert evaluate(_python("Named", parameter="name", default="'a'"), tree).holds
    assert not evaluate(_python("Named", signature="Named(name: str = 'a')"), tree).holds
    assert not evaluate(_python("Named", signature=whole.replace("x: int", "y: int")), tree).holds


def test_a_gemspec_that_names_its_gem_in_the_call_is_read() -> None:
    text = "Gem::Specification.new 'gearbox', version do |s|\n  s.license = 'MIT'\nend\n"
    tree = MemoryTree({"gearbox.gemspec": text, "VERSION": "1.2.0\n"})
    name = ManifestCheck(path="gearbox.gemspec", pointer=("name",), expected="gearbox")
    version = ManifestCheck(path="VERSION", pointer=(), expected="1.2.0")
    assert evaluate(name, tree).holds
    assert evaluate(version, tree).holds
    assert not evaluate(version.model_copy(update={"expected": "1.2"}), tree).holds
