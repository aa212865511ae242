"""Names that products make public in ways that no plain definition shows, and some that are none."""

import pytest

from launch.contracts.product_facts import Symbol
from launch.knowledge.facts import extract
from tests.support.scans import inventory_of, symbols_of, tree_of

_PYPROJECT = '[project]\nname = "tool"\nversion = "1"\n'


def _python(text: str) -> dict[str, Symbol]:
    return symbols_of({"pyproject.toml": _PYPROJECT, "tool/__init__.py": text})


def test_attributes_that_slots_list_or_any_method_sets_are_members() -> None:
    symbols = _python(
        'class A:\n    """A."""\n    __slots__ = ("first", "_low")\n    ONE, TWO = 1, 2\n'
        "    def __init__(self):\n        self.left, self.right = 1, 2\n"
        "    async def start(self):\n        self.late = 3\n"
    )
    members = {name.removeprefix("tool.A.") for name in symbols if name.startswith("tool.A.")}
    assert members == {"first", "ONE", "TWO", "left", "right", "start", "late"}


def test_a_class_that_a_call_gives_back_under_its_name_keeps_its_members() -> None:
    symbols = _python("class A:\n    def run(self): ...\n\nA = wrap(more(A), 1)\n")
    assert symbols["tool.A"].kind == "class"
    assert "tool.A.run" in symbols


def test_a_class_goes_by_its_own_name_and_has_the_other_as_alias() -> None:
    symbols = _python("class Boolean:\n    pass\n\nBool = Boolean\n__all__ = ['Bool', 'Boolean']\n")
    assert symbols["tool.Boolean"].aliases == ("tool.Bool",)
    assert "tool.Bool" not in symbols


@pytest.mark.parametrize("name", ["c._name_.lower()", "str(c.name).lower()", "str(c.name.lower())"])
def test_members_that_a_loop_spells_otherwise_have_both_names(name: str) -> None:
    symbols = _python(
        "from enum import IntEnum\n\nclass codes(IntEnum):\n    OK = 200\n\n"
        f"for c in codes:\n    setattr(codes, {name}, int(c))\n"
    )
    assert symbols["tool.codes.OK"].aliases == ("tool.codes.ok",)


def test_a_go_type_of_a_group_has_a_signature_that_is_go_and_that_its_check_finds() -> None:
    files = {
        "go.mod": "module example.test/tool\n\ngo 1.22\n",
        "tool.go": "package tool\n\ntype (\n\t// Reader reads.\n\tReader struct {\n\t\tName string\n\t}\n"
        "\t// Kind says what.\n\tKind int\n)\n",
    }
    facts, _ = extract(inventory_of(files), tree_of(files), None, None)
    said = {claim.subject: claim.value for claim in facts.claims if claim.kind == "signature"}
    assert said["tool.Reader"] == "type Reader struct"
    assert {s.name: s.signature for s in facts.symbols}["tool.Kind"] == "type Kind int"
    assert not facts.notes


def test_one_file_that_is_built_under_the_package_s_name_comes_from_the_index() -> None:
    symbols = symbols_of({
        "package.json": '{"name": "tool", "main": "dist/cjs/tool.cjs"}',
        "src/index.ts": "export function run(): void {}\n",
    })  # fmt: skip
    assert "tool.run" in symbols


def test_values_put_on_an_exported_function_are_its_members() -> None:
    symbols = symbols_of({
        "package.json": '{"name": "tool", "main": "index.js"}',
        "index.js": "export function match() {}\nexport class Gear {}\nmatch.Gear = Gear\n"
        "match.SEP = '/'\nother.x = 1\n",
    })  # fmt: skip
    assert {"tool.match.Gear", "tool.match.SEP"} <= set(symbols)


_HEADER = """\
#ifdef _WIN32
#define CALL __stdcall
#define bind(a) win32_bind(a)
int win32_bind(int a);
/* Opens a handle. */
int open_handle(int a);
#else
#define CALL
#endif
#define seek seek64
typedef int (CALL *reader)(int a);
ZEXTERN int ZEXPORT deflate OF((int a, void *b));
struct hooks { void *(CALL *take)(int size); };
"""


def test_headers_of_windows_conventions_are_read_as_their_users_see_them() -> None:
    symbols = symbols_of({"CMakeLists.txt": "project(tool C)\n", "tool.h": _HEADER})
    assert set(symbols) == {"open_handle", "reader", "deflate", "hooks", "hooks.take"}
    assert [p.name for p in symbols["deflate"].parameters] == ["a", "b"]


def test_headers_that_a_variable_of_the_build_lists_are_the_installed_ones() -> None:
    symbols = symbols_of({
        "CMakeLists.txt": "project(tool C)\nset(PUBLIC_HDRS tool.h)\n"
        "install(FILES ${PUBLIC_HDRS} DESTINATION include)\n",
        "tool.h": "int run(int a);\n", "other.h": "int hidden(int a);\n",
    })  # fmt: skip
    assert set(symbols) == {"run"}


def test_a_macro_is_exported_from_a_private_module_and_under_other_names() -> None:
    symbols = symbols_of({
        "Cargo.toml": '[package]\nname = "tool"\nversion = "1.0.0"\n',
        "src/lib.rs": "mod macros;\npub use tool as other;\npub struct Gear;\n",
        "src/macros.rs": "/// Makes.\n#[macro_export]\nmacro_rules! tool { () => {}; }\n"
        "macro_rules! hidden { () => {}; }\n",
    })  # fmt: skip
    assert set(symbols) == {"tool", "tool::Gear", "tool::tool", "tool::other"}


@pytest.mark.parametrize(
    "path",
    ["lib/minitest/run.rb", "src/TwigTest.php", "src/main/java/a/test/RunTest.java",
     "contest/run.py", "src/main/java/a/examples/Run.java"],
)  # fmt: skip
def test_a_file_of_the_product_is_no_test_for_its_name(path: str) -> None:
    assert next(file.role for file in inventory_of({path: "x"}).files) == "source"


@pytest.mark.parametrize(
    "path",
    ["PollyTests/Run.cs", "tests/RunTest.php", "src/test/java/a/RunTest.java", "RunTest.java"],
)
def test_tests_are_tests(path: str) -> None:
    assert next(file.role for file in inventory_of({path: "x"}).files) == "test"
