"""commander, yargs and the like: commands and options by the calls that declare them."""

import re

from launch.knowledge.commands.declared import DeclaredCommand, DeclaredOption, long_first
from launch.knowledge.commands.literals import QUOTED, arguments, line_of, plain, scalar

_COMMANDER = re.compile(r"\.(command|option|requiredOption)\(\s*")


def javascript_commands(path: str, text: str) -> list[DeclaredCommand]:
    """Return the commands and options that a JavaScript or TypeScript file declares."""
    if not re.search(r"commander|yargs|\bcac\b|sade", text):
        return []
    root = DeclaredCommand("", path, 1)
    current, found = root, [root]
    for match in _COMMANDER.finditer(text):
        parts, end = arguments(text, match.end())
        first = plain(parts[0]) if parts else ""
        if not first:
            continue
        line, last = line_of(text, match.start()), line_of(text, end)
        if match[1] == "command":
            follows = re.match(r"\s*\.description\(\s*", text[end:])
            words = arguments(text, end + follows.end())[0] if follows else parts[1:]
            current = DeclaredCommand(
                first.split()[0], path, line, plain(words[0]) if words else "", first.split()[0]
            )
            found.append(current)
        elif first.startswith("-"):
            current.options.append(
                _commander(first, parts, line, last, required=match[1] != "option")
            )
        elif len(parts) > 1 and parts[1].startswith("{"):
            current.options.append(_yargs(first, parts[1], line, last))
    return [command for command in found if command.options or command.name]


def _commander(
    first: str, parts: list[str], line: int, last: int, *, required: bool
) -> DeclaredOption:
    flags = tuple(re.findall(r"--?[\w-]+", re.sub(r"[<\[].*", "", first)))
    value = re.search(r"[<\[]([^>\]]+)[>\]]", first)
    default = scalar(parts[2]) if len(parts) > 2 else None
    return DeclaredOption(
        flags=long_first(flags), line=line, last_line=last, value=value[1] if value else "",
        default=default, help=plain(parts[1]) if len(parts) > 1 else "", required=required,
    )  # fmt: skip


def _yargs(name: str, body: str, line: int, last: int) -> DeclaredOption:
    def of(key: str) -> str:
        match = re.search(rf"\b{key}\s*:\s*({QUOTED}|[\w.]+)", body)
        return match[1] if match else ""

    alias = plain(of("alias"))
    flags = (f"--{name}", *((f"-{alias}",) if len(alias) == 1 else ()))
    return DeclaredOption(
        flags=flags, line=line, last_line=last,
        value="" if "boolean" in of("type") else name.upper(),
        default=scalar(of("default")) if of("default") else None,
        help=plain(of("describe")) or plain(of("description")),
    )  # fmt: skip
