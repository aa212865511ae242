"""cobra and pflag, clap, commander and yargs, and usage texts: one small reader each, by pattern.

What is computed at run time is not seen, and not guessed.
"""

import re
from collections.abc import Callable

from launch.checks.texts import fold
from launch.knowledge.commands.declared import DeclaredCommand, DeclaredOption, long_first
from launch.knowledge.commands.trait_tables import flags_of_traits

_QUOTED = r"(?:\"((?:\\.|[^\"\\])*)\"|'((?:\\.|[^'\\\n])*)'|`([^`]*)`)"
_STRING = re.compile(_QUOTED)


def commands_in(path: str, text: str, language: str) -> list[DeclaredCommand]:
    """Return the commands that a file declares, by its language's frameworks and usage texts."""
    reader = _READERS.get(language)
    found = reader(path, text) if reader is not None else []
    return found or _usage(path, text)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _plain(literal: str) -> str:
    match = _STRING.fullmatch(literal.strip())
    if match is None:
        return ""
    return fold((match[1] or match[2] or match[3] or "").replace('\\"', '"').replace("\\n", " "))


def _arguments(text: str, start: int) -> tuple[list[str], int]:
    """Split a call's arguments from after its bracket; return them and where the call ends."""
    parts: list[str] = []
    depth, at, begin = 1, start, start
    while at < len(text) and depth and at - start < 4000:
        match = _STRING.match(text, at)
        if match is not None:
            at = match.end()
            continue
        char = text[at]
        depth += (char in "([{") - (char in ")]}")
        if (char == "," and depth == 1) or depth == 0:
            parts.append(text[begin:at].strip())
            begin = at + 1
        at += 1
    return [part for part in parts if part], at


_PFLAG = re.compile(
    r"(\w+)\.(?:Persistent)?(?:Flags\(\)\.)?(String|Bool|Int|Int64|Uint|Duration|Float64|"
    r"StringSlice|"
    r"StringArray|IntSlice|Count)(Var)?(P)?\("
)
_COBRA = re.compile(r"(?:(\w+)\s*(?::=|=)\s*)?&?cobra\.Command\{")


def _go(path: str, text: str) -> list[DeclaredCommand]:
    if "cobra" not in text and "pflag" not in text:
        return []
    found: list[DeclaredCommand] = []
    by_name: dict[str, DeclaredCommand] = {}
    for match in _COBRA.finditer(text):
        parts, _ = _arguments(text, match.end())
        fields = {key.strip(): value for key, _, value in (part.partition(":") for part in parts)}
        use = _plain(fields.get("Use", ""))
        if not use:
            continue
        name = use.split()[0]
        command = DeclaredCommand(
            name, path, _line(text, match.start()), _plain(fields.get("Short", "")), name
        )
        found.append(command)
        if match[1]:
            by_name[match[1]] = command
    rest = DeclaredCommand("", path, 1)
    for match in _PFLAG.finditer(text):
        option = _pflag(text, match)
        if option is not None:
            by_name.get(match[1], rest).options.append(option)
    return [*([rest] if rest.options else []), *found]


def _pflag(text: str, match: re.Match[str]) -> DeclaredOption | None:
    parts, end = _arguments(text, match.end())
    parts = parts[1:] if match[3] else parts
    name = _plain(parts[0]) if parts else ""
    if not re.fullmatch(r"[a-zA-Z][\w-]*", name):
        return None
    short = _plain(parts[1]) if match[4] and len(parts) > 1 else ""
    values = parts[2 if match[4] else 1 :]
    default = None if match[2] in {"Count"} or not values else _scalar(values[0])
    flags = (f"--{name}", *((f"-{short}",) if short else ()))
    return DeclaredOption(
        flags=flags, line=_line(text, match.start()), last_line=_line(text, end),
        value="" if match[2] in {"Bool", "Count"} else match[2].lower(), default=default,
        help=_plain(values[-1]) if len(values) > 1 or match[2] == "Count" else "",
    )  # fmt: skip


def _scalar(value: str) -> str | None:
    bare = _plain(value) or value.strip()
    ok = re.fullmatch(r"-?\d+(?:\.\d+)?|true|[\w./:@-]+", bare) and bare not in {"nil", "false"}
    quoted = _STRING.fullmatch(value.strip()) is not None
    return bare if ok and (quoted or re.fullmatch(r"-?\d+(?:\.\d+)?|true", bare)) else None


_FIELD = re.compile(
    r"(?P<doc>(?:^[ \t]*///[^\n]*\n)*)(?:^[ \t]*#\[(?!arg|clap|structopt)[^\n]*\n)*"
    r"^[ \t]*#\[(?:arg|clap|structopt)\((?P<args>.*?)\)\]\s*(?:#\[[^\n]*\]\s*)*"
    r"(?:pub(?:\([^)]*\))?\s+)?(?P<name>\w+)\s*:\s*(?P<type>[^,\n]+)",
    re.MULTILINE | re.DOTALL,
)
_ARG = re.compile(r"\bArg::(?:new|with_name)\(\s*\"([^\"]+)\"\s*\)")


def _rust(path: str, text: str) -> list[DeclaredCommand]:
    root = DeclaredCommand("", path, 1)
    if not re.search(r"\bclap\b|\bstructopt\b|derive\([^)]*(?:Parser|Args|Subcommand)", text):
        return flags_of_traits(path, text)
    for match in _FIELD.finditer(text):
        option = _clap_field(text, match)
        if option is not None:
            root.options.append(option)
    for match in _ARG.finditer(text):
        option = _clap_arg(text, match)
        if option is not None:
            root.options.append(option)
    return [root] if root.options else []


def _clap_field(text: str, match: re.Match[str]) -> DeclaredOption | None:
    args, name = match["args"], match["name"].replace("_", "-")
    long = re.search(r"\blong\b(?:\s*=\s*\"([^\"]+)\")?", args)
    short = re.search(r"\bshort\b(?:\s*=\s*'(.)')?", args)
    if long is None and short is None:
        return None
    flags = [f"--{long[1] or name}"] if long else []
    if short:
        flags.append(f"-{short[1] or name[0]}")
    default = re.search(
        r"default_value(?:_t)?\s*=\s*(\"[^\"]*\"|-?\d[\w.]*|true|false)(?![\w:])", args
    )
    variable = re.search(r"\benv\s*=\s*\"([^\"]+)\"", args)
    doc = fold(re.sub(r"(?m)^[ \t]*///[ ]?", "", match["doc"]).split("\n\n")[0])
    switch = match["type"].strip() == "bool"
    return DeclaredOption(
        flags=long_first(tuple(flags)), line=_line(text, match.start()),
        last_line=_line(text, match.end()), value="" if switch else name.upper(),
        default=default[1].strip('"') if default else None, help=doc,
        environment_variable=variable[1] if variable else "",
    )  # fmt: skip


def _clap_arg(text: str, match: re.Match[str]) -> DeclaredOption | None:
    chain = re.match(
        r"(?:\s*\.\w+\((?:[^()\"]|\"(?:\\.|[^\"\\])*\"|\([^()]*\))*\))*", text[match.end() :]
    )
    span = chain[0] if chain else ""
    long = re.search(r"\.long\(\s*\"([^\"]+)\"", span)
    short = re.search(r"\.short\(\s*['\"](.)['\"]", span)
    if long is None:
        return None
    helped = re.search(r"\.help\(\s*\"((?:\\.|[^\"\\])*)\"", span)
    default = re.search(r"\.default_value\(\s*\"([^\"]*)\"", span)
    variable = re.search(r"\.env\(\s*\"([^\"]+)\"", span)
    return DeclaredOption(
        flags=(f"--{long[1]}", *((f"-{short[1]}",) if short else ())),
        line=_line(text, match.start()), last_line=_line(text, match.end() + len(span)),
        default=default[1] if default else None, help=fold(helped[1]) if helped else "",
        environment_variable=variable[1] if variable else "",
    )  # fmt: skip


_COMMANDER = re.compile(r"\.(command|option|requiredOption)\(\s*")


def _javascript(path: str, text: str) -> list[DeclaredCommand]:
    if not re.search(r"commander|yargs|\bcac\b|sade", text):
        return []
    root = DeclaredCommand("", path, 1)
    current, found = root, [root]
    for match in _COMMANDER.finditer(text):
        parts, end = _arguments(text, match.end())
        first = _plain(parts[0]) if parts else ""
        if not first:
            continue
        line, last = _line(text, match.start()), _line(text, end)
        if match[1] == "command":
            follows = re.match(r"\s*\.description\(\s*", text[end:])
            words = _arguments(text, end + follows.end())[0] if follows else parts[1:]
            current = DeclaredCommand(
                first.split()[0], path, line, _plain(words[0]) if words else "", first.split()[0]
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
    default = _scalar(parts[2]) if len(parts) > 2 else None
    return DeclaredOption(
        flags=long_first(flags), line=line, last_line=last, value=value[1] if value else "",
        default=default, help=_plain(parts[1]) if len(parts) > 1 else "", required=required,
    )  # fmt: skip


def _yargs(name: str, body: str, line: int, last: int) -> DeclaredOption:
    def of(key: str) -> str:
        match = re.search(rf"\b{key}\s*:\s*({_QUOTED}|[\w.]+)", body)
        return match[1] if match else ""

    alias = _plain(of("alias"))
    flags = (f"--{name}", *((f"-{alias}",) if len(alias) == 1 else ()))
    return DeclaredOption(
        flags=flags, line=line, last_line=last,
        value="" if "boolean" in of("type") else name.upper(),
        default=_scalar(of("default")) if of("default") else None,
        help=_plain(of("describe")) or _plain(of("description")),
    )  # fmt: skip


_USAGE = re.compile(
    r"^[\s\"'*/#\\t]*(?P<short>-\w)?(?:,?\s*(?P<long>--[a-zA-Z][\w-]+))"
    r"(?P<value>(?:[ =]\[?<?[\w|:-]+>?\]?)*)(?:\s{2,}|\\t+|"
    r"\s*\t\s*)(?P<help>[^\s\"].*?)\s*(?:\\n)?[\"',;)\\]*\s*$"
)


_CONTINUES = re.compile(r"^[\s\"'*/#]{12,}(?!-)[A-Za-z(]")


def _usage(path: str, text: str) -> list[DeclaredCommand]:
    """Read flags from a usage text: lines of ``-f, --flag VALUE  what it does``."""
    if not re.search(r"(?i)\busage\b", text) or "--" not in text:
        return []
    root = DeclaredCommand("", path, 1)
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        match = _USAGE.match(line)
        if match is None or "->" in line:
            continue
        flags = tuple(flag for flag in (match["long"], match["short"]) if flag)
        helped = fold(match["help"].replace('\\"', '"')).rstrip(";")
        if number < len(lines) and _CONTINUES.match(lines[number]):
            helped = ""  # The rest stands on the next line: half a sentence says something else.
        whole = re.fullmatch(r"[^%{}]+", helped) and not helped.endswith(
            (",", " and", " or", " the")
        )
        root.options.append(
            DeclaredOption(flags, number, number, match["value"].strip(" ="), None,
                           helped if whole else "")
        )  # fmt: skip
    return [root] if len(root.options) >= 3 else []


_READERS: dict[str, Callable[[str, str], list[DeclaredCommand]]] = {
    "Go": _go,
    "Rust": _rust,
    "JavaScript": _javascript,
    "TypeScript": _javascript,
}
