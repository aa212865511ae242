"""Which reader knows a file's way of declaring commands; what is computed is not seen."""

from collections.abc import Callable

from launch.knowledge.commands.declared import DeclaredCommand
from launch.knowledge.commands.go_cli import go_commands
from launch.knowledge.commands.javascript_cli import javascript_commands
from launch.knowledge.commands.rust_cli import rust_commands
from launch.knowledge.commands.usage_text import usage_flags

_READERS: dict[str, Callable[[str, str], list[DeclaredCommand]]] = {
    "Rust": rust_commands,
    "JavaScript": javascript_commands,
    "TypeScript": javascript_commands,
    "Go": lambda path, text: go_commands({path: text}, ""),
}


def commands_in(path: str, text: str, language: str) -> list[DeclaredCommand]:
    """Return the commands that one file declares, by its language's frameworks and usage texts."""
    reader = _READERS.get(language)
    found = reader(path, text) if reader is not None else []
    return found or usage_flags(path, text)
