"""What a reader of declarations finds: commands with their options, before they become claims."""

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class DeclaredOption:
    """A flag or argument where it is declared."""

    flags: tuple[str, ...]
    """As typed, long form first; an argument has its metavariable."""
    line: int
    last_line: int
    value: str = ""
    default: str | None = None
    """As written in the source, quotes removed."""
    help: str = ""
    required: bool = False
    environment_variable: str = ""


@dataclass
class DeclaredCommand:
    """A command where it is declared; readers add options to it."""

    name: str
    """As typed, below the tool: empty for the tool itself."""
    path: str
    line: int
    summary: str = ""
    literal: str = ""
    """The text in the source that names it; empty for the tool itself."""
    options: list[DeclaredOption] = field(default_factory=list)

    def without_doubles(self) -> "DeclaredCommand":
        """Return the command with each flag once; told differently twice, it is told bare."""
        by_flag: dict[str, DeclaredOption] = {}
        for option in self.options:
            known = by_flag.setdefault(option.flags[0], option)
            if known is not option and (known.help, known.default) != (option.help, option.default):
                by_flag[option.flags[0]] = replace(known, help="", default=None)
        return replace(self, options=list(by_flag.values()))


def long_first(flags: tuple[str, ...]) -> tuple[str, ...]:
    """Return flags with long forms first, each once."""
    return tuple(sorted(dict.fromkeys(flags), key=lambda flag: not flag.startswith("--")))
