"""Whether code parses: sessions by what is typed, fragments by what they may stand in."""

from launch.checks.code_parses import parse_problem


def test_a_session_parses_by_what_is_typed() -> None:
    session = "$ tool take a \\\n> --out b\nwrote 3 files (1 left out\n$ tool list [tab]\n"
    assert parse_problem(session, "bash") is None
    assert parse_problem("$ tool take 'a\nwrote 3 files\n", "bash") is not None


def test_fields_of_a_literal_alone_are_a_fragment() -> None:
    field = "Run: func(args []string) error {\n\treturn nil\n}"
    assert parse_problem(field, "go") is None
    assert parse_problem(f"{field},", "go") is None
    assert parse_problem(field.removesuffix("}"), "go") is not None
