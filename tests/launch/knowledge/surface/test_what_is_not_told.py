"""What is public and still says nothing that is true of every user: stubs, features, half texts."""

from collections.abc import Mapping

from launch.contracts.product_facts import ProductFacts
from launch.knowledge.facts import extract
from tests.support.scans import inventory_of, symbols_of, tree_of

_PYPROJECT = '[project]\nname = "tool"\nversion = "1"\n'


def _facts(files: Mapping[str, str]) -> ProductFacts:
    return extract(inventory_of(files), tree_of(files), None, None)[0]


def _subjects(facts: ProductFacts) -> set[str]:
    return {claim.subject for claim in facts.claims if claim.kind == "symbol"}


def test_a_function_that_is_not_implemented_is_listed_and_not_told() -> None:
    facts = _facts({
        "pyproject.toml": _PYPROJECT,
        "tool/__init__.py": "class Shape:\n    def union(self):\n        '''Joins.'''\n"
        "        raise NotImplementedError('later')\n    def area(self):\n"
        "        raise NotImplementedError\n    def draw(self):\n"
        "        '''Subclasses fill this.'''\n        raise NotImplementedError\n\n\n"
        "class Square(Shape):\n    def area(self):\n        return 1\n",
    })  # fmt: skip
    stubs = {symbol.name for symbol in facts.symbols if symbol.stub}
    assert stubs == {"tool.Shape.union", "tool.Square.union"}
    assert not stubs & _subjects(facts)
    assert {"tool.Shape.area", "tool.Shape.draw"} <= _subjects(facts)
    assert any(note.startswith("2 Python functions only say") for note in facts.notes)


def test_a_class_that_nobody_can_make_is_listed_and_not_told() -> None:
    facts = _facts({
        "pyproject.toml": _PYPROJECT,
        "tool/__init__.py": "class Renderer:\n    def __init__(self):\n"
        "        raise NotImplementedError('later')\n    def name(self):\n        return 'r'\n\n\n"
        "class Base:\n    def __init__(self):\n        raise NotImplementedError\n\n\n"
        "class Real(Base):\n    def __init__(self):\n        self.size = 1\n",
    })  # fmt: skip
    stubs = {symbol.name for symbol in facts.symbols if symbol.stub}
    assert {"tool.Renderer", "tool.Renderer.name"} <= stubs
    assert not stubs & {"tool.Base", "tool.Real"}
    assert not stubs & _subjects(facts)


def test_attributes_that_slots_and_methods_give_are_proved() -> None:
    facts = _facts({
        "pyproject.toml": _PYPROJECT,
        "tool/__init__.py": "class A:\n    __slots__ = ('first',)\n    async def start(self):\n"
        "        self.late = 3\n",
    })  # fmt: skip
    assert {"tool.A.first", "tool.A.late"} <= _subjects(facts)
    assert facts.notes == ()


def test_rust_behind_a_feature_that_is_off_is_listed_and_not_told() -> None:
    facts = _facts({
        "Cargo.toml": '[package]\nname = "tool"\nversion = "1.0.0"\n[features]\n'
        'default = ["std"]\nstd = ["alloc"]\nalloc = []\nraw = []\n',
        "src/lib.rs": '#[cfg(feature = "alloc")]\npub fn kept() {}\n'
        '#[cfg(feature = "raw")]\npub mod raw;\n#[cfg(feature = "raw")]\npub fn bare() {}\n'
        'pub struct Gear;\n#[cfg(feature = "raw")]\nimpl Gear { pub fn turn(&self) {} }\n'
        '#[cfg(not(feature = "raw"))]\npub fn plain() {}\n',
        "src/raw.rs": "pub fn inner() {}\n",
    })  # fmt: skip
    asked = {symbol.name for symbol in facts.symbols if symbol.feature == "raw"}
    assert asked == {"tool::raw::inner", "tool::bare", "tool::Gear::turn"}
    assert _subjects(facts) == {"tool::kept", "tool::Gear", "tool::plain"}


def test_generic_types_of_one_name_are_told_apart() -> None:
    symbols = symbols_of({
        "Tool.csproj": "<Project><PropertyGroup/></Project>",
        "T.cs": "namespace N;\npublic class Gear { public int Turn() => 1; }\n"
        "public class Gear<TOil> { public TOil Turn() => default; }\npublic class Only<T> {}\n",
    })  # fmt: skip
    assert {"N.Gear", "N.Gear.Turn", "N.Gear<TOil>", "N.Gear<TOil>.Turn", "N.Only"} <= set(symbols)
    assert symbols["N.Gear<TOil>.Turn"].parent == "N.Gear<TOil>"
    assert symbols["N.Gear<TOil>.Turn"].returns == "TOil"


def test_overloads_of_different_results_make_no_claim_of_one() -> None:
    facts = _facts({
        "pom.xml": "<project><groupId>a</groupId><artifactId>b</artifactId></project>",
        "src/main/java/a/T.java": "package a;\npublic class T {\n  public int turn(int a) { return 1; }\n"
        "  public String turn(String a) { return a; }\n  public int stop() { return 1; }\n}\n",
    })  # fmt: skip
    returns = {claim.subject for claim in facts.claims if claim.kind == "returns"}
    assert returns == {"a.T.stop"}


def test_a_message_with_values_in_it_is_no_message() -> None:
    symbols = symbols_of({
        "tool.gemspec": 'Gem::Specification.new do |s|\n  s.name = "tool"\nend\n',
        "lib/tool.rb": 'module Tool\n  def self.a\n    raise ArgumentError, "env has #{1} keys"\n'
        '    raise TypeError, "say \\"no\\" to it"\n  end\nend\n',
    })  # fmt: skip
    messages = {raised.exception: raised.message for raised in symbols["Tool.a"].raises}
    assert messages == {"ArgumentError": "", "TypeError": 'say "no" to it'}


def test_a_comment_behind_a_definition_or_above_several_is_not_about_the_next_one() -> None:
    symbols = symbols_of({
        "tool.gemspec": 'Gem::Specification.new do |s|\n  s.name = "tool"\nend\n',
        "lib/tool.rb": "module Tool\n  ODD = 1 # white space\n  EVEN = 2\n\n  # Verbs.\n  GET = 1\n"
        "  PUT = 2\n\n  # Alone.\n  ONE = 1\n\n  def go; end # trailing\n  def stop; end\nend\n",
    })  # fmt: skip
    told = {name: symbol.doc for name, symbol in symbols.items() if symbol.doc}
    assert told == {"Tool::ONE": "Alone."}


def test_comments_beside_constants_of_one_line_stay_with_those_they_precede() -> None:
    symbols = symbols_of({
        "CMakeLists.txt": "project(tool C)\n",
        "tool.h": "enum kind { /** First. */ A, /** Second. */ B };\nenum last {\n"
        "  C, /** Trails. */\n  D\n};\n",
    })  # fmt: skip
    assert {name: s.doc for name, s in symbols.items() if s.doc} == {"A": "First.", "B": "Second."}


def test_a_macro_that_another_one_passes_on_is_exported_with_its_line() -> None:
    symbols = symbols_of({
        "Cargo.toml": '[package]\nname = "tool"\nversion = "1.0.0"\n',
        "src/lib.rs": "mod macros;\n",
        "src/macros.rs": "macro_rules! pass { ($i:item) => { $i }; }\n\npass![\n    #[macro_export]\n"
        "    macro_rules! ensure { () => {}; }\n];\n",
    })  # fmt: skip
    assert symbols["tool::ensure"].first_line == 5
