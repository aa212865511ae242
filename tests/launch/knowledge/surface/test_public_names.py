"""What is public and under which name: rules that real products of each language showed."""

from tests.support.scans import surface_of, symbols_of

_NPM = '{"name": "tool", "version": "1.0.0", "main": "index.js"%s}'


def test_declared_types_are_the_surface_of_a_package_written_in_javascript() -> None:
    symbols = symbols_of(
        {
            "package.json": _NPM % ', "exports": {".": {"types": {"require": "./index.d.cts", '
            '"default": "./index.d.ts"}, "default": "./index.js"}}',
            "index.d.ts": "export interface Client {\n  get(url: string): Promise<string>;\n}\n",
            "index.d.cts": "declare const other: number;\nexport = other;\n",
            "index.js": "export default makeItAll();\n",
        }
    )
    assert set(symbols) == {"tool", "tool.Client", "tool.Client.get"}


def test_names_of_a_package_s_own_imports_are_followed() -> None:
    symbols = symbols_of(
        {
            "package.json": _NPM % ', "source": "src/index.ts", "imports": {"#t/*": "./t/*.d.ts"}',
            "src/index.ts": "export { A } from '#t/a';\nexport { B } from '#t/b';\n",
            "t/a.d.ts": "export interface A { x: string }\n",
        }
    )
    assert {"tool.A", "tool.A.x"} <= set(symbols)


def test_what_a_comment_calls_private_is_not_listed() -> None:
    symbols = symbols_of(
        {
            "package.json": _NPM % "",
            "index.js": "/** Runs. */\nexports.run = function run(a, ...rest) {};\n"
            "/**\n * Inner.\n * @private\n */\nexports.inner = function inner() {};\n"
            "/** @internal */\nexports.also = function also() {};\n",
        }
    )
    assert set(symbols) == {"tool", "tool.run"}
    assert [p.name for p in symbols["tool.run"].parameters] == ["a", "...rest"]


def test_an_arrow_function_s_signature_ends_before_its_body() -> None:
    symbols = symbols_of(
        {
            "package.json": _NPM % "",
            "index.js": "export const trim = (text, {all} = {}) => { return text; };\n"
            "export const low = text => text.toLowerCase();\n",
        }
    )
    assert symbols["tool.trim"].signature == "const trim = (text, {all} = {})"
    assert symbols["tool.low"].signature == "const low = text"
    assert [p.name for p in symbols["tool.low"].parameters] == ["text"]


def test_a_property_defined_by_a_call_is_a_member() -> None:
    surface = surface_of(
        {
            "package.json": _NPM % "",
            "index.js": "var req = Object.create(null);\nexports.request = req;\n"
            "/** The protocol. */\ndefineGetter(req, 'protocol', function protocol() {});\n"
            "Object.defineProperty(req, 'ip', { get: find });\n"
            "methods.forEach(function (name) { req[name] = make(name); });\n",
        }
    )
    symbols = {symbol.name: symbol for symbol in surface.symbols}
    assert set(symbols) == {
        "tool", "tool.request", "tool.request.protocol", "tool.request.ip",
    }  # fmt: skip
    assert symbols["tool.request.protocol"].summary == "The protocol."
    assert symbols["tool.request.protocol"].kind == "property"
    assert "makes names at run time" in surface.notes[0]


def test_a_module_under_many_names_is_listed_once() -> None:
    symbols = symbols_of(
        {
            "package.json": _NPM % ', "source": "src/index.ts"',
            "src/index.ts": "export * from './all';\nexport * as z from './all';\n"
            "import * as z from './all';\nexport default z;\n",
            "src/all.ts": "export * as core from './core';\n",
            "src/core.ts": "export class Core {}\n",
        }
    )
    assert {name for name, s in symbols.items() if s.kind == "module"} == {
        "tool", "tool.z", "tool.core",
    }  # fmt: skip
    assert "tool.z.core" in symbols["tool.core"].aliases


def test_a_go_file_of_methods_only_and_two_packages_of_one_name() -> None:
    symbols = symbols_of(
        {
            "go.mod": "module example.test/tool\n\ngo 1.22\n",
            "tool.go": "package tool\n\ntype Tool struct {\n\tgraph.Graph[string, *int]\n}\n",
            "status.go": "package tool\n\nfunc (t *Tool) Status() error { return nil }\n",
            "build/b.go": "package build\n\nfunc Make() {}\n",
            "a/cache/c.go": "package cache\n\ntype Cache struct{}\n",
            "b/cache/c.go": "package cache\n\ntype Cache interface{ Get() }\n",
        }
    )
    assert {"tool.Tool.Status", "tool.Tool.Graph", "build.Make"} <= set(symbols)
    assert symbols["a/cache.Cache"].kind == "struct"
    assert symbols["b/cache.Cache"].kind == "interface"
    assert symbols["b/cache.Cache.Get"].parent == "b/cache.Cache"
    assert symbols["b/cache.Cache.Get"].aliases == ("example.test/tool/b/cache.Cache.Get",)


def test_ruby_modules_class_level_accessors_and_aliases() -> None:
    symbols = symbols_of(
        {
            "tool.gemspec": "Gem::Specification.new 'tool' do |s|\n s.version = '1'\nend\n",
            "Rakefile": "def helper; end\n",
            "lib/tool.rb": "module Tool\n  class << self\n    attr_accessor :level\n  end\n"
            "  class A\n    def m; end\n    alias :n :m\n    alias_method :<<, :m\n"
            "    private\n    attr_reader :hidden\n    def no; end\n  end\n"
            "  class Other::B\n    def x; end unless false\n  end\nend\n",
        }
    )
    assert set(symbols) == {
        "Tool", "Tool.level", "Tool::A", "Tool::A#m", "Tool::A#n", "Tool::A#<<",
        "Tool::Other::B", "Tool::Other::B#x",
    }  # fmt: skip
    assert (symbols["Tool"].kind, symbols["Tool::A"].kind) == ("module", "class")
    assert (symbols["Tool.level"].kind, symbols["Tool::A#<<"].kind) == ("property", "method")


def test_php_parameters_of_a_constructor_that_are_public_properties() -> None:
    symbols = symbols_of(
        {
            "composer.json": '{"name": "a/b"}',
            "src/R.php": "<?php\nnamespace A;\nclass R {\n  /** @param string $channel The channel."
            " */\n  public function __construct(public readonly string $channel, "
            "private int $no, array $plain = []) {}\n}\n",
        }
    )
    assert set(symbols) == {"A\\R", "A\\R::__construct", "A\\R::channel"}
    channel = symbols["A\\R::channel"]
    assert (channel.kind, channel.summary, channel.returns) == (
        "attribute", "The channel.", "string",
    )  # fmt: skip


def test_c_enumerators_have_no_scope_and_the_last_one_counts() -> None:
    symbols = symbols_of(
        {
            "CMakeLists.txt": "project(tool VERSION 1.0 LANGUAGES C)\n"
            "INSTALL(FILES tool.h DESTINATION include)\nINSTALL(DIRECTORY more DESTINATION x)\n",
            "tool.c": "int f(void) { return 1; }\n",
            "tool.h": "enum color {\n  RED,\n  DARK_GREEN\n};\nenum { LOOSE = 1 };\n"
            "struct s { union { int i; } u; int kind; };\n#define MAX 1\nint f(void);\n",
            "inner.h": "int inner(void);\n",
            "more/extra.h": "int extra(void);\n",
        }
    )
    assert set(symbols) == {
        "color", "RED", "DARK_GREEN", "LOOSE", "s", "s.u", "s.kind", "MAX", "f", "extra",
    }  # fmt: skip
    assert symbols["DARK_GREEN"].parent == "color"
    assert symbols["MAX"].last_line == symbols["MAX"].first_line


def test_a_header_of_a_c_library_is_read_once_and_as_c() -> None:
    surface = surface_of(
        {
            "Makefile.am": "include_HEADERS = tool.h\n",
            "tool.c": "int f(void) { return 1; }\n",
            "other.cpp": "int g() { return 1; }\n",
            "tool.h": '#ifdef __cplusplus\nextern "C" {\n#endif\nint f(void);\n'
            "#ifdef __cplusplus\n}\n#endif\n",
        }
    )
    assert [(s.name, s.language) for s in surface.symbols] == [("f", "C")]


def test_a_macro_before_many_comments_takes_no_time() -> None:
    comments = "/* one */ // two\n" * 3_000
    symbols = symbols_of(
        {
            "Makefile.am": "include_HEADERS = tool.h\n",
            "tool.c": "int f(void) { return 1; }\n",
            "tool.h": f"TOOL_BEGIN\n{comments}\nTOOL_END\n{comments}\nint f(void);\n",
        }
    )
    assert set(symbols) == {"f"}


def test_names_that_a_python_module_sets_in_a_loop_are_told() -> None:
    surface = surface_of(
        {
            "pyproject.toml": '[project]\nname = "tool"\n',
            "tool/__init__.py": "from ._codes import codes\n",
            "tool/_codes.py": "class codes:\n    OK = 1\n\n\nfor name in ('a', 'b'):\n"
            "    setattr(codes, name, 1)\n",
        }
    )
    assert surface.notes == ("tool/_codes.py:6 makes names at run time: they are not listed",)


def test_cpp_types_keep_their_const_and_their_stars() -> None:
    symbols = symbols_of(
        {
            "CMakeLists.txt": "project(tool VERSION 1.0 LANGUAGES CXX)\n",
            "include/tool/t.hpp": "namespace t {\nclass node {\npublic:\n  node(node&&) = default;\n"
            "  [[nodiscard]] const node* find(const std::string& name) const;\n"
            "  std::vector<node>& children();\n  kind storage;\n  void (*done)(int);\n};\n"
            "template <typename T> T& ref(T& x);\n}\n",
        }
    )
    assert set(symbols) == {
        "t::node", "t::node::find", "t::node::children", "t::node::storage", "t::node::done",
        "t::ref",
    }  # fmt: skip
    find = symbols["t::node::find"]
    assert find.signature == "const node* find(const std::string& name) const"
    assert (find.returns, find.parameters[0].type) == ("const node*", "const std::string&")
    assert [symbols[f"t::{name}"].kind for name in ("node::children", "node::storage", "ref")] == [
        "method", "attribute", "function",
    ]  # fmt: skip


def test_a_signature_of_several_lines_reads_as_one() -> None:
    symbols = symbols_of(
        {
            "go.mod": "module example.test/tool\n",
            "tool.go": "package tool\n\nfunc Wipe(\n\tms Store,\n\tlogger *Logger,\n) Handler {\n"
            "\treturn nil\n}\n",
        }
    )
    assert symbols["tool.Wipe"].signature == "func Wipe(ms Store, logger *Logger) Handler"
