"""clap's derive attributes, sub-commands and builder calls, and tables of trait implementations."""

import re
from collections.abc import Iterator

from launch.checks.texts import fold
from launch.knowledge.commands.declared import DeclaredCommand, DeclaredOption, long_first
from launch.knowledge.commands.literals import STRING, arguments, line_of, plain
from launch.knowledge.commands.trait_tables import flags_of_traits

_ATTRIBUTE = re.compile(r"(?m)^[ \t]*#\[(arg|clap|structopt|command)\(")
_NAMED = re.compile(
    r"\s*(?:(?:#\[[^\n]*\]|///?[^\n]*)\s*)*(?:pub(?:\([^)]*\))?\s+)?(?:r#)?(\w+)\s*:\s*([^,\n]+)"
)
_ARG = re.compile(r"\bArg::(?:new|with_name)\(\s*\"([^\"]+)\"\s*\)")
_BLOCK = re.compile(
    r"#\[derive\([^)]*\b(Parser|Args|Subcommand)\b[^)]*\)\]((?:\s*(?:#\[|///)[^\n]*(?:\n(?![ \t]*"
    r"(?:pub|enum|struct))[^\n]*)*)*)\s*(?:pub(?:\([^)]*\))?\s+)?(struct|enum)\s+(\w+)[^{;]*\{"
)
_VARIANT = re.compile(
    r"(?P<doc>(?:^[ \t]*///[^\n]*\n)*)(?P<marks>(?:^[ \t]*#\[[^\n]*\]\s*\n)*)"
    r"^[ \t]*(?P<name>[A-Z]\w*)\s*(?:\((?P<type>[\w:<>]+)\)|(?P<body>\{)|(?=,|\n|$))",
    re.MULTILINE,
)


def rust_commands(path: str, text: str) -> list[DeclaredCommand]:
    """Return the commands and flags that a Rust file declares."""
    if not re.search(r"\bclap\b|\bstructopt\b|derive\([^)]*(?:Parser|Args|Subcommand)", text):
        return flags_of_traits(path, text)
    root = DeclaredCommand("", path, 1)
    commands = list(_subcommands(path, text))
    for at, option in _fields(text):
        _owner(at, commands, root).options.append(option)
    for match in _ARG.finditer(text):
        built = _builder(text, match)
        if built is not None:
            root.options.append(built)
    found = [command for _, _, command in commands]
    return [one.without_doubles() for one in [*([root] if root.options else []), *found]]


_Spanned = tuple[tuple[int, int], tuple[int, int], DeclaredCommand]


def _owner(at: int, commands: list[_Spanned], root: DeclaredCommand) -> DeclaredCommand:
    for own, struct, command in commands:
        if own[0] <= at < own[1] or struct[0] <= at < struct[1]:
            return command
    return root


def _subcommands(path: str, text: str) -> Iterator[_Spanned]:
    """Yield the variants of ``Subcommand`` enums: where they and their argument structs stand."""
    blocks = [(m, _closing(text, m.end())) for m in _BLOCK.finditer(text)]
    structs = {m[4]: (m.end(), end) for m, end in blocks if m[3] == "struct"}
    for block, end in blocks:
        if block[1] != "Subcommand":
            continue
        for variant in _VARIANT.finditer(text, block.end(), end):
            if _depth(text, block.end(), variant.start("name")) or "hide" in variant["marks"]:
                continue
            named = re.search(r"\bname\s*=\s*\"([^\"]+)\"", variant["marks"])
            name = named[1] if named else _kebab(variant["name"])
            body = (variant.end(), _closing(text, variant.end())) if variant["body"] else (0, 0)
            inner = structs.get((variant["type"] or "").rsplit("::", 1)[-1], (0, 0))
            command = DeclaredCommand(
                name, path, line_of(text, variant.start("name")), _first(variant["doc"]),
                variant["name"] if not named else name,
            )  # fmt: skip
            yield body, inner, command


def _closing(text: str, start: int) -> int:
    """Return where the bracket that opened before ``start`` closes."""
    depth, at = 1, start
    while at < len(text) and depth:
        if text.startswith("//", at):
            at = (text.find("\n", at) + 1) or len(text)
            continue
        match = STRING.match(text, at) if text[at] == '"' else None
        if match is not None:
            at = match.end()
            continue
        depth += (text[at] in "([{") - (text[at] in ")]}")
        at += 1
    return at


def _depth(text: str, start: int, at: int) -> int:
    bare = re.sub(r"\"(?:\\.|[^\"\\])*\"|//[^\n]*", "", text[start:at])
    return sum((char in "([{") - (char in ")]}") for char in bare)


def _kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()


def _first(doc: str) -> str:
    """Return the first paragraph of ``///`` lines."""
    lines = [re.sub(r"^[ \t]*///[ ]?", "", line) for line in doc.strip("\n").split("\n")]
    return fold("\n".join(lines).strip("\n").split("\n\n")[0])


def _fields(text: str) -> Iterator[tuple[int, DeclaredOption]]:
    for match in _ATTRIBUTE.finditer(text):
        if match[1] == "command":
            continue
        parts, end = arguments(text, match.end())
        close = text.find("]", end)
        named = _NAMED.match(text, close + 1)
        option = _option(text, match.start(), parts, named) if named is not None else None
        if option is not None:
            yield match.start(), option


def _option(text: str, start: int, parts: list[str], named: re.Match[str]) -> DeclaredOption | None:
    given = dict(map(_pair, parts))
    name = named[1].replace("_", "-")
    if ("long" not in given and "short" not in given) or given.get("hide") in {"true", ""}:
        return None
    flags = [f"--{plain(given['long']) or name}"] if "long" in given else []
    if "short" in given:
        flags.append(f"-{plain(given['short']) or name[0]}")
    kind = named[2].strip().rstrip(",")
    counted = "Count" in given.get("action", "") or "SetTrue" in given.get("action", "")
    switch = kind in {"bool", "()"} or counted
    default = given.get("default_value") or given.get("default_value_t") or ""
    literal = re.fullmatch(r"\"[^\"]*\"|-?\d[\w.]*|true|false", default)
    doc = _doc_above(text, start)
    above = line_of(text, start)
    return DeclaredOption(
        flags=long_first(tuple(flags)), line=above - doc.count("\n"),
        last_line=line_of(text, named.end()),
        value="" if switch else plain(given.get("value_name", "")) or name.upper(),
        default=default.strip('"') if literal else None,
        help=_help(_first(doc), plain(given.get("help", ""))),
        environment_variable=plain(given.get("env", "")),
    )  # fmt: skip


def _help(doc: str, short: str) -> str:
    """Return the doc comment's first paragraph; the short help where that reads badly."""
    torn = re.search(r", (?:The|This|If|It)\b|\{n\}|[^.!?)]$", doc)
    return short if short and (not doc or torn) else doc


def _pair(part: str) -> tuple[str, str]:
    match = re.match(r"(\w+)\s*(?:=\s*(.*)|\((.*)\))?$", part, re.DOTALL)
    return (match[1], (match[2] or match[3] or "").strip()) if match else (part, "")


def _doc_above(text: str, start: int) -> str:
    """Return the ``///`` lines before an attribute, other attributes and comments passed over."""
    lines = text[:start].split("\n")[:-1]
    kept: list[str] = []
    while lines and re.match(r"\s*(?:///|//|#\[)", lines[-1]):
        line = lines.pop()
        if line.lstrip().startswith("///"):
            kept.insert(0, line)
    return "".join(f"{line}\n" for line in kept)


def _builder(text: str, match: re.Match[str]) -> DeclaredOption | None:
    chain = re.match(
        r"(?:\s*\.\w+\((?:[^()\"]|\"(?:\\.|[^\"\\])*\"|\([^()]*\))*\))*", text[match.end() :]
    )
    span = chain[0] if chain else ""
    long = re.search(r"\.long\(\s*\"([^\"]+)\"", span)
    short = re.search(r"\.short\(\s*['\"](.)['\"]", span)
    if long is None or re.search(r"\.hide\(\s*true", span):
        return None
    helped = re.search(r"\.help\(\s*(\"(?:\\.|[^\"\\])*\")", span)
    default = re.search(r"\.default_value\(\s*\"([^\"]*)\"", span)
    variable = re.search(r"\.env\(\s*\"([^\"]+)\"", span)
    return DeclaredOption(
        flags=(f"--{long[1]}", *((f"-{short[1]}",) if short else ())),
        line=line_of(text, match.start()), last_line=line_of(text, match.end() + len(span)),
        default=default[1] if default else None, help=plain(helped[1]) if helped else "",
        environment_variable=variable[1] if variable else "",
    )  # fmt: skip
