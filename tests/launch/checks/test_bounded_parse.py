"""No source takes a grammar more than a bounded number of steps."""

import resource

import pytest

from launch.checks.bounded_parse import parse_bounded
from launch.checks.code_parses import parse_problem
from launch.knowledge.snippets.syntax import parses
from tests.support.scans import surface_of


@pytest.mark.parametrize(
    ("grammar", "source"),
    [
        ("csharp", b"a<" * 50_000),  # without the bound: more than 24 GB
        ("cpp", b"a(b<c," * 30_000),
        ("php", b"<?php " + b"[$a=>" * 80_000),
        ("typescript", b"a<" * 100_000),
    ],
)
def test_a_source_that_a_grammar_does_not_get_through_is_given_up(
    grammar: str, source: bytes
) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert parse_bounded(grammar, source) is None
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 600_000  # kilobytes


def test_a_given_up_source_leaves_nothing_behind_for_the_next() -> None:
    assert parse_bounded("csharp", b"a<" * 5_000) is None
    root = parse_bounded("csharp", b"class A { }")
    assert root is not None
    assert (root.has_error, root.named_children[0].type) == (False, "class_declaration")


def test_a_long_source_of_a_usual_kind_is_read_to_its_end() -> None:
    lines = "".join(f"public int F{n}(int a = {n}) {{ return a + {n}; }}\n" for n in range(8_000))
    root = parse_bounded("csharp", f"class A {{\n{lines}}}".encode())
    assert root is not None
    assert not root.has_error


def test_a_hostile_code_block_is_a_fragment_and_a_problem() -> None:
    code = "a<" * 15_000
    assert parses(code, "csharp") == "no"
    assert parse_problem(code, "csharp") == "the csharp grammar does not get to the end of it"


def test_a_hostile_file_is_named_and_the_others_are_read() -> None:
    surface = surface_of(
        {"A.cs": "public class A { }", "B.cs": "a<" * 50_000, "T.csproj": "<Project></Project>"}
    )
    assert [symbol.name for symbol in surface.symbols] == ["A"]
    assert surface.notes == (
        "B.cs is too large or too odd to be parsed; its symbols are not listed",
    )


@pytest.mark.parametrize(
    "files",
    [
        {"package.json": '{"name": "t", "source": "index.ts"}', "index.ts": "a<" * 100_000},
        {"Cargo.toml": '[package]\nname = "t"\n', "src/lib.rs": "a<" * 100_000},
    ],
)
def test_an_entry_that_cannot_be_parsed_is_said(files: dict[str, str]) -> None:
    assert "too large or too odd to be parsed" in surface_of(files).notes[0]
