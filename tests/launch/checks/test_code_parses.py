"""Whether code parses: sessions by what is typed, fragments by what they may stand in."""

import pytest

from launch.checks.code_parses import parse_problem


def test_comments_explain_a_value_and_a_cut_value_stays_cut() -> None:
    told = (
        '{\n  // the "host" to ask: http://x\n  "url": "http://x/*y", /* and\n  more */ "n": 1\n}'
    )
    assert parse_problem(told, "json") is None
    assert parse_problem(told[:-1], "json") is not None


def test_a_session_parses_by_what_is_typed() -> None:
    session = "$ tool take a \\\n> --out b\nwrote 3 files (1 left out\n$ tool list [tab]\n"
    assert parse_problem(session, "bash") is None
    here = "$ cat > a <<'EOF'\nfoo:\n  $(( x\nEOF\n$ chmod +x a\nfoo (\n"
    assert parse_problem(here, "bash") is None
    assert parse_problem("$ tool take 'a\nwrote 3 files\n", "bash") is not None


def test_fields_of_a_literal_alone_are_a_fragment() -> None:
    field = "Run: func(args []string) error {\n\treturn nil\n}"
    assert parse_problem(field, "go") is None
    assert parse_problem(f"{field},", "go") is None
    assert parse_problem(field.removesuffix("}"), "go") is not None


@pytest.mark.parametrize(
    ("language", "good", "bad"),
    [
        ("bash", "$ tool <TAB><TAB>\nadd  list\n$ tool -<TAB>", "$ tool 'a <TAB>"),
        ("bash", "tool add <name> --to <a file>", "tool add <name> | | wc"),
        ("json", '{"a": 1}\n{"a": 2}\n\nnull', '{"a": 1} {"a": 2}'),
        ("python", "    def run(self):\n        # does the work", "    def run(self:\n        # x"),
        ("python", "class A:\n    # as above\n\nprint(A())", "class A:\nprint(A())"),
        ("java", "String[] names() default {}", "String[] names( default {}"),
        ("typescript", "class A<\n  B = any\n> { ... }", "class A< { ... "),
        ("typescript", "f<...>((value) => ..., 1);", "f<...>((value) => ..., 1;"),
        ("typescript", "export class Box<in T = unknown> {}", "export class Box<in T = > {}"),
        ("ruby", "def self.call(env = {}, &block)", "def self.call(env = {}, &block"),
        ("typescript", "const f = <T>(a: T): Set<T>", "const f = <T>(a: T: Set<T>"),
        ("c", "typedef struct reader", "typedef struct reader {"),
        ("cpp", "class Adapter : public Base", "class Adapter : public"),
        ("ruby", "class Application < Base", "class Application < "),
    ],
)
def test_fragments_of_documents_parse_and_broken_ones_do_not(
    language: str, good: str, bad: str
) -> None:
    assert parse_problem(good, language) is None
    assert parse_problem(bad, language) is not None
