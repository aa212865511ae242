"""cobra and pflag: commands with their full names, followed from file to file by AddCommand.

A command whose place in the tree is not found has no name that a user could type: left out.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from launch.knowledge.commands.declared import DeclaredCommand, DeclaredOption
from launch.knowledge.commands.literals import arguments, line_of, plain, scalar
from launch.knowledge.commands.usage_text import usage_flags

_PFLAG = re.compile(
    r"(\w+)\.(?:(?:Persistent|Local)?Flags\(\)\.)?(String|Bool|Int|Int64|Uint|Duration|Float64|"
    r"StringSlice|StringArray|StringToString|IntSlice|Count)(Var)?(P)?\("
)
_FLAGS_OF = re.compile(r"(?m)^\s*(\w+)\s*:?=\s*(\w+)\.(?:Persistent|Local)?Flags\(\)")
_USES = re.compile(r"cobra|pflag|kingpin|\"flag\"")
_CHAINED = re.compile(r"(?:\s*\.\s*\w+\((?:[^()\"]|\"(?:\\.|[^\"\\])*\"|\([^()]*\))*\))*")
_KINGPIN = re.compile(r"\bFlag\(")
_COBRA = re.compile(r"(?:(?:var\s+)?(\w+)\s*(?::=|=)\s*|return\s+)?&?cobra\.Command\{")
_FUNCTION = re.compile(r"(?m)^func\s+(?:\([^)]*\)\s*)?(\w+)\(([^)]*)\)[^\n]*\{")
_ADD = re.compile(r"(\w+)\.AddCommand\(")
_IMPORT = re.compile(r"(?m)^\s*(?:import\s+)?(?:(\w+)\s+)?\"([\w./-]+)\"\s*$")


@dataclass
class _Node:
    """A command where it is declared, and how other code may call it."""

    command: DeclaredCommand
    folder: str
    variable: str
    function: str
    parents: list["_Node"] = field(default_factory=list)


def go_commands(files: Mapping[str, str], tool: str) -> list[DeclaredCommand]:
    """Return the commands of all Go files with names below the tool, in the files' order."""
    used = {path: text for path, text in files.items() if _USES.search(text)}
    nodes: list[_Node] = []
    loose: list[DeclaredCommand] = []
    for path in sorted(used):
        here = _nodes(path, used[path])
        nodes += here
        rest = _flags(path, used[path], here, tool)
        if rest.options:
            loose.append(rest)
    for path in sorted(used):
        _join(path, used[path], nodes)
    return _named(nodes, loose, tool) or _from_usage(files, tool)


def _from_usage(files: Mapping[str, str], tool: str) -> list[DeclaredCommand]:
    """Return the flags of the longest usage text, where no library declares any."""
    found = [
        command
        for path, text in sorted(files.items())
        if "sage" in text and not _other_main(path, text, tool)
        for command in usage_flags(path, text)
    ]
    return sorted(found, key=lambda command: -len(command.options))[:1]


def _nodes(path: str, text: str) -> list[_Node]:
    found: list[_Node] = []
    for match in _COBRA.finditer(text):
        parts, _ = arguments(text, match.end())
        fields = {key.strip(): value for key, _, value in (part.partition(":") for part in parts)}
        use = plain(fields.get("Use", ""))
        hidden = fields.get("Hidden", "").strip() == "true" or "Deprecated" in fields
        if use and not hidden:
            name = use.split()[0]
            command = DeclaredCommand(
                name, path, line_of(text, match.start()), plain(fields.get("Short", "")), name
            )
            function = _enclosing(text, match.start())
            found.append(_Node(command, path.rpartition("/")[0], match[1] or "", function))
    return found


def _enclosing(text: str, at: int) -> str:
    """Return the name of the function that an offset is in; empty at the top of the file."""
    name = ""
    for match in _FUNCTION.finditer(text, 0, at):
        name = match[1]
        end = re.compile(r"(?m)^\}").search(text, match.end())
        if end is not None and end.start() < at:
            name = ""
    return name


def _flags(path: str, text: str, here: list[_Node], tool: str) -> DeclaredCommand:
    """Give each flag to the command it is set on; return those of no command of this file."""
    rest = DeclaredCommand("", path, 1)
    aliases: dict[str, str] = dict(_FLAGS_OF.findall(text))
    for match in _PFLAG.finditer(text):
        option = _pflag(text, match)
        if option is None:
            continue
        function = _enclosing(text, match.start())
        named = {aliases.get(match[1], match[1]), match[1]}
        owner = next(
            (n for n in here if n.variable in named and n.function in {function, ""}),
            next((n for n in here if n.variable in named), None),
        )
        if owner is not None:
            owner.command.options.append(option)
        elif (
            match[1] in {"pflag", "flag", "flags"}
            and not here
            and not _other_main(path, text, tool)
        ):
            rest.options.append(option)
    if "kingpin" in text and not here and not _other_main(path, text, tool):
        rest.options += [option for m in _KINGPIN.finditer(text) if (option := _kingpin(text, m))]
    return rest


def _other_main(path: str, text: str, tool: str) -> bool:
    """Return whether a file is a program of its own beside the tool."""
    folder = path.rpartition("/")[0].rpartition("/")[2]
    return bool(folder) and folder != tool and re.search(r"(?m)^package main$", text) is not None


def _pflag(text: str, match: re.Match[str]) -> DeclaredOption | None:
    parts, end = arguments(text, match.end())
    parts = parts[1:] if match[3] else parts
    name = plain(parts[0]) if parts else ""
    if not re.fullmatch(r"[a-zA-Z][\w-]*", name):
        return None
    short = plain(parts[1]) if match[4] and len(parts) > 1 else ""
    values = parts[2 if match[4] else 1 :]
    default = None if match[2] in {"Count"} or not values else scalar(values[0])
    flags = (f"--{name}", *((f"-{short}",) if short else ()))
    return DeclaredOption(
        flags=flags, line=line_of(text, match.start()), last_line=line_of(text, end),
        value="" if match[2] in {"Bool", "Count"} else match[2].lower(), default=default,
        help=plain(values[-1]) if len(values) > 1 or match[2] == "Count" else "",
    )  # fmt: skip


def _kingpin(text: str, match: re.Match[str]) -> DeclaredOption | None:
    parts, end = arguments(text, match.end())
    name = plain(parts[0]) if parts else ""
    if not re.fullmatch(r"[a-zA-Z][\w.-]*", name):
        return None
    chain = re.match(
        r"(?:\s*\.\s*\w+\((?:[^()\"]|\"(?:\\.|[^\"\\])*\"|\([^()]*\))*\))*", text[end:]
    )
    span = chain[0] if chain else ""
    default = re.search(r"\.Default\(\s*(\"[^\"]*\")\s*\)", span)
    short = re.search(r"\.Short\(\s*'(.)'", span)
    variable = re.search(r"\.Envar\(\s*\"([^\"]+)\"", span)
    if ".Hidden(" in span:
        return None
    return DeclaredOption(
        flags=(f"--{name}", *((f"-{short[1]}",) if short else ())),
        line=line_of(text, match.start()), last_line=line_of(text, end + len(span)),
        value="" if re.search(r"\.Bool(?:Var)?\(", span) else "value",
        default=scalar(default[1]) if default else None,
        help=plain(parts[1]) if len(parts) > 1 else "",
        environment_variable=variable[1] if variable else "",
    )  # fmt: skip


def _join(path: str, text: str, nodes: list[_Node]) -> None:
    """Note for each child of an ``AddCommand`` call which command it is added to."""
    folder = path.rpartition("/")[0]
    rows = _IMPORT.findall(text)
    packages = {alias or target.rsplit("/", 1)[-1]: target for alias, target in rows}
    for match in _ADD.finditer(text):
        function = _enclosing(text, match.start())
        local = [n for n in nodes if n.folder == folder and n.variable == match[1]]
        owners = [n for n in local if n.command.path == path and n.function in {function, ""}]
        parents = owners or local
        if len(parents) != 1:
            continue
        for argument in arguments(text, match.end())[0]:
            for child in _called(argument, folder, packages, nodes, function):
                if parents[0] is not child:
                    child.parents.append(parents[0])


def _called(
    argument: str, folder: str, packages: Mapping[str, str], nodes: list[_Node], function: str
) -> list[_Node]:
    match = re.match(r"(?:(\w+)\.)?(\w+)(\()?", argument)
    if match is None:
        return []
    target = packages.get(match[1], match[1]) if match[1] else ""
    found = [
        node for node in nodes
        if (node.folder == folder if not target else _is_package(node.folder, target))
        and (node.function == match[2] if match[3] else node.variable == match[2])
    ]  # fmt: skip
    same = [node for node in found if node.function == function]
    return (same or found) if not match[3] else found


def _is_package(folder: str, target: str) -> bool:
    return bool(folder) and (target == folder or target.endswith(f"/{folder}"))


def _named(nodes: list[_Node], loose: list[DeclaredCommand], tool: str) -> list[DeclaredCommand]:
    joined = any(node.parents for node in nodes)
    root = DeclaredCommand("", loose[0].path if loose else "", 1)
    found: list[DeclaredCommand] = []
    for node in nodes:
        chain = _chain(node)
        if chain is None or (chain[0].command.name != tool and (joined or len(nodes) > 1)):
            continue
        names = [one.command.name for one in chain[1:]]
        if not names:
            root.path, root.line = node.command.path, node.command.line
            root.summary = node.command.summary
            root.options += node.command.options
            continue
        node.command.name = " ".join(names)
        found.append(node.command)
    for command in loose:
        root.options += command.options
    return [one.without_doubles() for one in [*([root] if root.options else []), *found]]


def _chain(node: _Node) -> list[_Node] | None:
    """Return the commands from the root down to this one; None where that is not one way."""
    chain = [node]
    while chain[0].parents:
        parents = chain[0].parents
        if any(parent is not parents[0] for parent in parents) or parents[0] in chain:
            return None
        chain.insert(0, parents[0])
    return chain
