"""One test a table: paths, kinds, signatures, parameters, throws, docs and visibility."""

import pytest

from tests.support.scans import surface_of, symbols_of


def test_go() -> None:
    symbols = symbols_of(
        {
            "go.mod": "module example.test/x/tool\n\ngo 1.22\n",
            "tool.go": "// Package tool helps.\npackage tool\n\n// Opt holds.\ntype Opt struct {\n"
            "\t// Name it.\n\tName string\n\tlow int\n}\n\n// Do acts.\n//\n"
            "// Deprecated: use Run.\nfunc (o *Opt) Do(a, b int, rest ...string) (n int, err error) "
            "{\n\treturn\n}\n\nfunc (l lower) Hidden() {}\n\ntype lower int\n\n"
            "const (\n\tA = iota\n\tB\n)\n\nfunc hidden() {}\n",
            "sub/s.go": "package sub\n\nfunc Run() {}\n",
            "internal/i/i.go": "package i\n\nfunc No() {}\n",
            "cmd/main.go": "package main\n\nfunc Main() {}\n",
        }
    )
    assert set(symbols) == {"tool", "tool.Opt", "tool.Opt.Name", "tool.Opt.Do", "tool.A", "tool.B",
                            "sub", "sub.Run"}  # fmt: skip
    do = symbols["tool.Opt.Do"]
    assert do.signature == ("func (o *Opt) Do(a, b int, rest ...string) (n int, err error)")
    assert [(p.name, p.type) for p in do.parameters] == [
        ("a", "int"),
        ("b", "int"),
        ("...rest", "string"),
    ]
    assert (do.summary, do.deprecated) == ("Do acts.", "use Run.")
    assert symbols["tool"].summary == "Package tool helps."
    assert symbols["sub.Run"].aliases == ("example.test/x/tool/sub.Run",)


def test_java() -> None:
    symbols = symbols_of(
        {
            "T.java": "package a.b;\n/** Doc of T. Second.\n * @since 1 */\n@Fancy public class "
            "T<X> extends U implements V {\n  /** @param x the x\n   * @deprecated use n */\n"
            '  public <R> R m(final X x, int... y) { throw new E("bad"); }\n  int hidden;\n'
            "  public static class In { public In() {} }\n}\nclass Hidden { public void no() {} }\n"
            "interface I { void no(); }\n",
        }
    )
    assert set(symbols) == {"a.b.T", "a.b.T.m", "a.b.T.In", "a.b.T.In.In"}
    method = symbols["a.b.T.m"]
    assert method.signature == "public <R> R m(final X x, int... y)"
    first = method.parameters[0]
    assert (first.name, first.type, first.description) == ("x", "X", "the x")
    assert method.deprecated == "use n"
    assert [(r.exception, r.message) for r in method.raises] == [("E", "bad")]
    assert symbols["a.b.T"].summary == "Doc of T."
    assert symbols["a.b.T"].bases == ("U", "V")


def test_csharp() -> None:
    symbols = symbols_of(
        {
            "T.cs": "namespace A.B\n{\n#if OLD\n    using X;\n#else\n    broken {\n#endif\n"
            '    /// <summary>Doc of <see cref="T"/>.</summary>\n    [Obsolete("use U")]\n'
            "    public class T : Base\n    {\n        public const int K = 1;\n"
            "        public string P { get; set; }\n"
            '        /// <param name="a">The a.</param>\n'
            '        public static int M(int a = 1) { throw new E("bad"); }\n'
            "        internal void No() {}\n        void IFace.No() {}\n    }\n"
            "    public enum En { X }\n    class Hidden { public int No; }\n}\n",
        }
    )
    assert set(symbols) == {"A.B.T", "A.B.T.K", "A.B.T.P", "A.B.T.M", "A.B.En", "A.B.En.X"}
    assert symbols["A.B.T"].summary == "Doc of `T`."
    assert symbols["A.B.T"].deprecated == "use U"
    method = symbols["A.B.T.M"]
    assert method.signature == "public static int M(int a = 1)"
    assert [(p.name, p.type, p.description) for p in method.parameters] == [("a", "int", "The a.")]


def test_php() -> None:
    symbols = symbols_of(
        {
            "composer.json": '{"name": "a/b", "require": {"php": ">=8"}}',
            "src/T.php": "<?php\nnamespace A\\B;\n/** Doc. */\nclass T extends U {\n"
            "  public const K = 1;\n  private const NO = 2;\n  public int $p = 1;\n"
            "  /** @param int $a the a */\n"
            '  public function m(int $a = 1, string ...$r): ?T { throw new \\E("bad"); }\n'
            "  protected function no() {}\n}\nfunction f(): void {}\n",
        }
    )
    assert set(symbols) == {"A\\B\\T", "A\\B\\T::K", "A\\B\\T::p", "A\\B\\T::m", "A\\B\\f"}
    method = symbols["A\\B\\T::m"]
    assert method.signature == "public function m(int $a = 1, string ...$r): ?T"
    assert (method.parameters[0].default, method.parameters[0].description) == ("1", "the a")
    assert [(r.exception, r.message) for r in method.raises] == [("E", "bad")]


def test_ruby() -> None:
    symbols = symbols_of(
        {
            "tool.gemspec": "Gem::Specification.new 'tool' do |s|\n s.version = '1'\nend\n",
            "lib/tool.rb": "module Tool\n  VERSION = '1'\n  # Doc.\n  class A < B\n"
            "    attr_reader :x\n    # Does m.\n    def m(a, b = 1, *c, d:, &e); end\n"
            "    def self.s; end\n    def no1; end # :nodoc:\n    def kept; end\n"
            "    private\n    def no2; end\n    public\n    def q; end\n    private :q\n  end\nend\n",
        }
    )
    assert {"Tool", "Tool::VERSION", "Tool::A", "Tool::A#x", "Tool::A#m", "Tool::A.s"} <= set(
        symbols
    )
    assert not [name for name in symbols if name.endswith(("no2", "#q"))]
    assert symbols["Tool::A#m"].signature == "def m(a, b = 1, *c, d:, &e)"
    assert symbols["Tool::A#m"].summary == "Does m."


def test_c() -> None:
    symbols = symbols_of(
        {
            "Makefile.am": "include_HEADERS = src/tool.h\n",
            "src/tool.h": '#ifndef T_H\n#define T_H\n#ifdef __cplusplus\nextern "C" {\n#endif\n'
            "#define MAX 10\n#define ADD(a, b) ((a)+(b))\n/* Makes it. */\n"
            "TOOL_API int make(const char *name, int n) ATTR((nonnull));\n"
            "typedef struct { int a; } pair;\nenum E { X, Y };\nstatic inline int two(void) "
            "{ return 2; }\n#ifdef __cplusplus\n}\n#endif\n#endif\n",
            "src/inner.h": "int no(void);\n",
            "src/tool.c": "int make(const char *name, int n) { return 0; }\n",
        }
    )
    assert {"MAX", "ADD", "make", "pair", "pair.a", "E", "two"} <= set(symbols)
    assert "no" not in symbols
    assert "T_H" not in symbols
    make = symbols["make"]
    assert (make.kind, make.summary, make.returns) == ("function", "Makes it.", "int")
    assert [(p.name, p.type) for p in make.parameters] == [
        ("name", "const char *"), ("n", "int"),
    ]  # fmt: skip


def test_cpp() -> None:
    symbols = symbols_of(
        {
            "include/t.hpp": "#pragma once\nnamespace a { namespace b {\n/// Doc.\n"
            "template <typename T> class C : public B {\n  int no;\n public:\n  C(int a = 1);\n"
            "  int m(int x) const;\n  enum class E { P };\n private:\n  int no2;\n};\n"
            "int f(int x = 2);\n}}\n",
            "src/t.cpp": "int g() { return 1; }\n",
        }
    )
    assert {"a::b::C", "a::b::C::C", "a::b::C::m", "a::b::f"} <= set(symbols)
    assert not [name for name in symbols if "no" in name or name == "g"]
    assert symbols["a::b::f"].parameters[0].default == "2"


def test_rust() -> None:
    symbols = symbols_of(
        {
            "Cargo.toml": '[package]\nname = "my-tool"\nversion = "1.0.0"\n',
            "src/lib.rs": "//! The tool.\nmod inner;\npub mod open;\npub use inner::{Kept as Shown};\n"
            'pub use open::*;\n/// Doc.\n#[deprecated(note = "use g")]\n'
            "pub fn f<'a>(x: &'a str) -> u8 { 1 }\nfn no() {}\npub(crate) fn no2() {}\n"
            "#[cfg(test)]\nmod tests { pub fn no3() {} }\n",
            "src/inner.rs": "pub struct Kept { pub a: u8, b: u8 }\nimpl Kept {\n  /// New.\n"
            "  pub fn new(a: u8) -> Self { panic!() }\n  fn no(&self) {}\n}\npub struct Lost;\n",
            "src/open.rs": "pub trait T { fn m(&self); }\npub enum E { A }\n",
        }
    )
    assert {"my_tool", "my_tool::f", "my_tool::Shown", "my_tool::Shown::a", "my_tool::Shown::new",
            "my_tool::open", "my_tool::T", "my_tool::T::m", "my_tool::E::A"} <= set(symbols)  # fmt: skip
    assert not [name for name in symbols if "no" in name or "Lost" in name]
    assert symbols["my_tool::f"].deprecated == "use g"
    assert symbols["my_tool::f"].signature == "pub fn f<'a>(x: &'a str) -> u8"
    assert symbols["my_tool"].summary == "The tool."


def test_a_crate_without_a_library_says_so() -> None:
    surface = surface_of({"Cargo.toml": '[package]\nname = "x"\n', "src/main.rs": "fn main() {}\n"})
    assert surface.symbols == ()
    assert "has no library" in surface.notes[0]


def test_typescript() -> None:
    symbols = symbols_of(
        {
            "package.json": '{"name": "tool", "exports": {".": "./dist/index.js", '
            '"./more": {"types": "./dist/more.d.ts"}}}',
            "src/index.ts": 'export * from "./a.js";\nexport * as core from "./core";\n'
            'import { y } from "./y";\nexport { y as z };\nexport { default } from "./y";\n'
            'export { other } from "elsewhere";\n',
            "src/a.ts": "/** Doc. @deprecated use B */\nexport class A extends Base {\n"
            "  private no = 1;\n  #no2 = 1;\n  constructor(public a: number) { super(); }\n"
            '  m(x?: string, n = 1): void { throw new TypeError("bad"); }\n}\n'
            "export interface I { p?: number; q(a: string): void }\n"
            "export const f = (a: number): string => '';\nfunction hidden() {}\n",
            "src/core.ts": "export type T = string | number;\nexport enum E { P, Q = 2 }\n",
            "src/y.ts": "export function y() {}\nexport default function main() {}\n",
            "src/more.ts": "export const more = 1;\n",
        }
    )
    assert {"tool", "tool.A", "tool.A.m", "tool.I.p", "tool.I.q", "tool.f", "tool.core",
            "tool.core.T", "tool.core.E.P", "tool.core.E.Q", "tool.z",
            "tool/more.more"} <= set(symbols)  # fmt: skip
    assert not [name for name in symbols if "no" in name or "hidden" in name]
    method = symbols["tool.A.m"]
    assert method.signature == "m(x?: string, n = 1): void"
    assert [(r.exception, r.message) for r in method.raises] == [("TypeError", "bad")]
    assert symbols["tool.f"].kind == "function"
    assert symbols["tool.A"].summary == "Doc."


def test_javascript_in_commonjs() -> None:
    surface = surface_of(
        {
            "package.json": '{"name": "tool"}',
            "index.js": "module.exports = require('./lib/tool');\n",
            "lib/tool.js": "var app = require('./app');\nvar ext = require('ext');\n"
            "exports = module.exports = create;\n/** Makes one. */\nfunction create(a, b = 2) {}\n"
            "exports.application = app;\nexports.json = ext.json;\n",
            "lib/app.js": "var app = exports = module.exports = {};\n/** Uses.\n * @param {Function} "
            "fn what */\napp.use = function use(fn) { throw new TypeError('bad'); };\n"
            "methods.forEach(function (m) { app[m] = 1; });\n",
        }
    )
    symbols = {symbol.name: symbol for symbol in surface.symbols}
    assert {"tool", "tool.application", "tool.application.use"} <= set(symbols)
    assert symbols["tool.application.use"].summary == "Uses."
    assert [note for note in surface.notes if note.startswith("lib/app.js:5 makes names")]
    assert [note for note in surface.notes if "`tool.json`" in note]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("a.go", "package a\nfunc F() { " + "(" * 20_000),
        ("a.php", "<?php " + "[" * 20_000),
        ("a.rb", "module A\n" * 3_000),
        ("a.cs", "class A {" * 3_000),
        ("a.java", "class A {" * 3_000),
        ("include/a.hpp", "namespace a {" * 3_000),
        ("a.rb", "\x01\x02 def def def"),
    ],
)
def test_a_hostile_file_ends(path: str, source: str) -> None:
    surface_of({path: source})
