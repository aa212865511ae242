"""Whether code parses in its language, alone or inside the smallest frame it may stand in."""

from typing import Literal

from tree_sitter import Node

from launch.checks.bounded_parse import parse_bounded

MAX_BYTES = 40_000
_GRAMMARS = frozenset(
    {
        "bash", "c", "cpp", "csharp", "css", "dockerfile", "fish", "go", "groovy", "html", "ini",
        "java", "javascript", "json", "kotlin", "lua", "php", "powershell", "python", "ruby",
        "rust", "scala", "sql", "swift", "toml", "tsx", "typescript", "xml", "yaml",
    }
)  # fmt: skip
DATA_LANGUAGES = frozenset({"css", "html", "ini", "json", "toml", "xml", "yaml"})
_FRAMES = {
    "go": (
        ("package p\n", ""),
        ("package p\nfunc f() {\n", "\n}"),
        ("package p\nvar x = T{\n", "\n}"),
        ("package p\nvar x = T{\n", ",\n}"),
    ),
    "java": (("class C {\n", "\n}"), ("class C { void f() {\n", "\n} }")),
    "csharp": (("class C {\n", "\n}"), ("class C { void F() {\n", "\n} }")),
    "kotlin": (("fun f() {\n", "\n}"),),
    "rust": (("fn f() {\n", "\n}"), ("impl T {\n", "\n}")),
    "c": (("void f(void) {\n", "\n}"),),
    "cpp": (("void f() {\n", "\n}"), ("class C {\n", "\n};")),
    "php": (("<?php\n", ""), ("<?php class C {\n", "\n}")),
    "javascript": (("async function f() {\n", "\n}"), ("(", ")")),
    "typescript": (("async function f() {\n", "\n}"), ("(", ")")),
}

Parse = Literal["alone", "framed", "no"]


def knows(language: str) -> bool:
    """Return whether there is a grammar for a fence name."""
    return language in _GRAMMARS


def root_of(code: str, language: str) -> Node | None:
    """Return the root of the code's syntax tree, or None; the language must be known."""
    return parse_bounded(language, code.encode())


def _is_whole(code: str, language: str) -> bool:
    root = root_of(code, language)
    return root is not None and not root.has_error


def parses(code: str, language: str) -> Parse:
    """Return whether code parses alone, framed by a function or class, or not at all."""
    if len(code.encode()) > MAX_BYTES:
        return "no"
    is_bare_php = language == "php" and "<?php" not in code
    if not is_bare_php and _is_whole(code, language):
        return "alone"
    for before, after in _FRAMES.get(language, ()):
        if _is_whole(before + code + after, language):
            return "framed"
    return "no"
