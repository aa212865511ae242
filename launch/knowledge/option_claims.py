"""Typed claims about commands, flags, environment variables and keys of settings classes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from launch.checks.evaluate import evaluate
from launch.checks.texts import span_of
from launch.contracts.claims import ClaimKind, OptionCheck, ReleaseState
from launch.contracts.product_facts import Command, Option, ProductIdentity, Symbol
from launch.digests import sha256
from launch.knowledge.commands.declared import DeclaredCommand, DeclaredOption
from launch.knowledge.commands.environment import variables_in
from launch.knowledge.commands.go_cli import go_commands
from launch.knowledge.commands.other_cli import commands_in
from launch.knowledge.commands.python_cli import python_commands
from launch.knowledge.naming import short_name
from launch.knowledge.passages.polish import Polished, Setting, as_sentence, polish
from launch.knowledge.releases import release_state
from launch.knowledge.sources import Found, Said, Sources
from launch.wording.renderings import code_safe, render

_SETTINGS = re.compile(r"(?:Settings|Config|Configuration|Options)$")
_NOT_PRODUCT = re.compile(
    r"(?:^|/)(?:tests?|testing|examples?|samples?|benchmarks?|bench(?:suite)?|scripts?|tools?|docs?|ci|fuzz|"
    r"build_tools|hack|maint|xtask|website|site)/|(?:^|/)(?:setup|conftest|build|noxfile|tasks)\.\w+$"
)


_LANGUAGES = {
    "pypi": frozenset({"Python"}),
    "npm": frozenset({"JavaScript", "TypeScript"}),
    "go": frozenset({"Go"}),
    "cargo": frozenset({"Rust"}),
    "rubygems": frozenset({"Ruby"}),
    "cmake": frozenset({"C", "C++"}),
    "autotools": frozenset({"C", "C++"}),
    "meson": frozenset({"C", "C++"}),
}


@dataclass(frozen=True)
class OptionFacts:
    """Commands for the facts, claims about them, and what they are looked up by."""

    commands: tuple[Command, ...]
    found: tuple[Found, ...]
    checks: dict[str, OptionCheck]
    """By flag or variable, as typed."""
    defaults: dict[str, frozenset[str]]


class OptionReader:
    """Reads every product source once."""

    def __init__(self, sources: Sources, identity: ProductIdentity, setting: Setting) -> None:
        self.sources = sources
        self.identity = identity
        self.setting = setting
        self.found: list[Found] = []
        self.checks: dict[str, OptionCheck] = {}
        self.defaults: dict[str, set[str]] = {}
        self.tool = _tool_name(sources, identity)
        self.others = _other_modules(sources)
        self.languages = _LANGUAGES.get(identity.ecosystem, frozenset({identity.language}))

    def read(self, symbols: tuple[Symbol, ...]) -> OptionFacts:
        """Return what sources declare, in the order of their paths."""
        declared: list[DeclaredCommand] = []
        go: dict[str, str] = {}
        for entry in self.sources.inventory.files:
            if (
                entry.role != "source"
                or entry.skipped is not None
                or _NOT_PRODUCT.search(entry.path)
                or any(entry.path.startswith(folder) for folder in self.others)
            ):
                continue
            text = self.sources.text(entry.path) if self.sources.inside(entry.path) else None
            if text is None or entry.language is None:
                continue
            if self.tool and entry.language == "Go" and "Go" in self.languages:
                go[entry.path] = text
            elif self.tool and entry.language in self.languages:
                declared += self._declared(entry.path, text, entry.language)
            self._variables(entry.path, text, entry.language)
        declared += go_commands(go, self.tool)
        commands = tuple(self._command(command) for command in declared)
        self._keys(symbols)
        kept = {name: frozenset(values) for name, values in self.defaults.items()}
        merged = tuple(c for c in _merged(commands) if c.options or c.name != self.tool)
        return OptionFacts(merged, tuple(self.found), self.checks, kept)

    def _declared(self, path: str, text: str, language: str) -> list[DeclaredCommand]:
        if language == "Python":
            return python_commands(path, text)
        if language in {"Rust", "JavaScript", "TypeScript", "C", "C++", "Shell", "Ruby"}:
            return commands_in(path, text, language)
        return []

    def _variables(self, path: str, text: str, language: str) -> None:
        for variable in variables_in(text, language):
            check = OptionCheck(path=path, what="environment_variable", name=variable.name)
            if variable.name in self.checks:
                continue
            form = render(
                "environment_variable", {"name": self.identity.name, "variable": variable.name}
            )
            said = Said(
                "environment_variable", self.identity.name, f"variable:{variable.name}",
                variable.name, form, release=release_state(self.sources, check),
            )  # fmt: skip
            self._add(said, check, (path, variable.line, variable.line))

    def _add(self, said: Said, check: OptionCheck, place: tuple[str, int, int]) -> str | None:
        """Keep a claim whose check holds, and index its name; return the claim's id."""
        if not evaluate(check, self.sources.tree).holds:
            return None
        found = self.sources.found(said, check, [place])
        self.found.append(found)
        if not said.attribute.startswith("argument:"):  # A user never types an argument's name.
            self.checks.setdefault(
                check.name, check.model_copy(update={"help_sha256": None, "default": None})
            )
        return found.claim.id

    def _command(self, declared: DeclaredCommand) -> Command:
        name = f"{self.tool} {declared.name}".strip()
        summary = self._help(declared.summary)
        ids: list[str] = []
        release: ReleaseState = "unknown"
        if declared.name:
            check = OptionCheck(
                path=declared.path, what="command", name=declared.literal or declared.name,
                help_sha256=sha256(declared.summary) if summary else None,
            )  # fmt: skip
            release = release_state(self.sources, check)
            values = {"name": self.identity.name, "command": name, "help": summary}
            form = render("command" if summary else "command_bare", values)
            told = declared.summary if summary else ""
            said = Said("command", name, "command", told, form, declared.path, release)
            claim = self._add(said, check, (declared.path, declared.line, declared.line))
            ids += [claim] if claim else []
        options = tuple(self._option(name, declared, option) for option in declared.options)
        return Command(
            name=name, summary=summary, path=declared.path, line=declared.line,
            options=tuple(option for option in options if option is not None),
            release=release, claim_ids=tuple(ids),
        )  # fmt: skip

    def _help(self, text: str) -> str:
        if not text:
            return ""
        literal = replace(self.setting, literal=True)
        made = polish(_coded(text), literal, introduces=False, item=True)
        return as_sentence(made.text, self.identity) if isinstance(made, Polished) else ""

    def _option(
        self, command: str, declared: DeclaredCommand, option: DeclaredOption
    ) -> Option | None:
        shown = self._help(option.help)
        flag = option.flags[0]
        place = (declared.path, option.line, option.last_line)
        ids: list[str] = []
        if flag.startswith("-"):
            ids = self._flag_claims(command, declared.path, option, shown, place)
            if not ids:
                return None
        else:
            ids = self._argument_claim(command, declared.path, option, shown, place)
        return Option(
            flags=option.flags, value=option.value, default=option.default, help=shown,
            required=option.required, environment_variable=option.environment_variable,
            claim_ids=tuple(ids),
        )  # fmt: skip

    def _flag_claims(
        self,
        command: str,
        path: str,
        option: DeclaredOption,
        shown: str,
        place: tuple[str, int, int],
    ) -> list[str]:
        flag = option.flags[0]
        check = OptionCheck(
            path=path, what="flag", name=flag, command=command,
            help_sha256=sha256(option.help) if shown else None,
        )  # fmt: skip
        release = release_state(self.sources, check)
        values = {"flag": flag, "help": shown, "command": command}
        form = render("flag" if shown else "flag_bare", values)
        form += self._spelled(option, place)
        told = option.help if shown else ""
        said = Said("flag", command, f"flag:{flag}", told, form, path, release)
        made = [self._add(said, check, place)]
        for other in option.flags[1:]:
            self.checks.setdefault(
                other, check.model_copy(update={"name": other, "help_sha256": None})
            )
        if option.default is not None and code_safe(option.default):
            made.append(self._default(command, path, option, place, release))
        if option.environment_variable:
            self._variable_of(command, path, option, place)
        return [claim for claim in made if claim is not None] if made[0] else []

    def _argument_claim(
        self,
        command: str,
        path: str,
        option: DeclaredOption,
        shown: str,
        place: tuple[str, int, int],
    ) -> list[str]:
        """Claim an argument under its metavariable, or under the name that it is derived from."""
        told = option.help if shown else ""
        for name in dict.fromkeys((option.flags[0], option.flags[0].lower())):
            check = OptionCheck(
                path=path, what="flag", name=name, command=command,
                help_sha256=sha256(option.help) if shown else None,
            )  # fmt: skip
            values = {"argument": option.flags[0], "help": shown, "command": command}
            form = render("argument" if shown else "argument_bare", values)
            said = Said("flag", command, f"argument:{name}", told, form, path,
                        release_state(self.sources, check))  # fmt: skip
            made = self._add(said, check, place) if code_safe(name) else None
            if made is not None:
                return [made]
        return []

    def _spelled(self, option: DeclaredOption, place: tuple[str, int, int]) -> tuple[str, ...]:
        """Return the flag with its short form and its value, as its declaration has them."""
        path, first, last = place
        declared = span_of(self.sources.text(path) or "", first, last).lower()
        short = next((flag for flag in option.flags[1:] if len(flag) == 2), "")
        value = option.value if code_safe(option.value) else ""
        value = value if all(word.lower() in declared for word in value.split()) else ""
        name = "_".join(["flag", *(["short"] if short else []), *(["value"] if value else [])])
        values = {"flag": option.flags[0], "short": short, "value": value}
        return render(name, values) if name != "flag" else ()

    def _default(
        self, command: str, path: str, option: DeclaredOption, place: tuple[str, int, int],
        release: ReleaseState,
    ) -> str | None:  # fmt: skip
        flag, default = option.flags[0], option.default or ""
        if default in {"False", "false", "0"} and not option.value:
            return None
        check = OptionCheck(path=path, what="flag", name=flag, command=command, default=default)
        form = render("flag_default", {"flag": flag, "default": default})
        said = Said("default_value", command, f"default:{flag}", default, form, path, release)
        self.defaults.setdefault(flag, set()).add(default)
        return self._add(said, check, place)

    def _variable_of(
        self, command: str, path: str, option: DeclaredOption, place: tuple[str, int, int]
    ) -> None:
        variable = option.environment_variable
        check = OptionCheck(path=path, what="environment_variable", name=variable, command=command)
        form = render("environment_variable_flag", {"variable": variable, "flag": option.flags[0]})
        kind: ClaimKind = "environment_variable"
        said = Said(kind, command, f"variable:{variable}:{option.flags[0]}", variable, form, path)
        self._add(said, check, place)

    def _keys(self, symbols: tuple[Symbol, ...]) -> None:
        """Take the fields of settings classes for configuration keys with their defaults."""
        for symbol in symbols:
            for parameter in symbol.parameters if symbol.kind in {"class", "struct"} else ():
                if parameter.default is None:
                    continue
                self.defaults.setdefault(parameter.name, set()).add(parameter.default)
                if not _SETTINGS.search(symbol.name) or symbol.language != "Python":
                    continue
                check = OptionCheck(
                    path=symbol.path,
                    what="config_key",
                    name=parameter.name,
                    default=parameter.default,
                )
                if not code_safe(parameter.default):
                    continue
                form = render(
                    "config_default", {"key": parameter.name, "default": parameter.default}
                )
                said = Said("config_key", symbol.name, f"default:{parameter.name}",
                            parameter.default, form, symbol.path,
                            release_state(self.sources, check))  # fmt: skip
                self._add(said, check, (symbol.path, symbol.first_line, symbol.last_line))


def _other_modules(sources: Sources) -> tuple[str, ...]:
    """Return the folders of Go modules beside the product's own: programs of another name."""
    own = sources.manifest
    if own is None or own.ecosystem != "go":
        return ()
    folders = (m.path.removesuffix("go.mod") for m in sources.inventory.manifests if m is not own)
    return tuple(sorted(folder for folder in folders if folder.endswith("/")))


def _coded(text: str) -> str:
    """Return a help text with flags, placeholders and variables as code: a page would alter them.

    Quotes around what becomes code go; code that is marked already stays.
    """
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(part if at % 2 else _CODED.sub(_span, part) for at, part in enumerate(parts))


_CODED = re.compile(
    r"'(?P<quoted>(?:[a-z][\w-]* )?--?[A-Za-z][^'\n]*)'"
    r"|(?P<flag>(?<![\w`/-])(?:-\d(?=/--)|--?[A-Za-z][\w-]*(?:\.[\w-]+)*)(?:/--?[A-Za-z][\w-]*)*"
    r"(?:[= ]<[\w|:.-]+>)?)"
    r"|(?P<place><[+\w][\w|:.+-]*>)|(?P<variable>(?<![\w`])\$[A-Z_][A-Z0-9_]*(?:/[\w.-]+)*)"
    r"|(?P<glob>(?<![\w`*])\*\.\w+)"
)


def _span(match: re.Match[str]) -> str:
    return f"`{match['quoted'] or match[0]}`"


def _tool_name(sources: Sources, identity: ProductIdentity) -> str:
    """Return the command that a user types; empty where the product installs none."""
    if identity.commands:
        return identity.commands[0]
    manifest = sources.manifest
    compiled = manifest is not None and manifest.ecosystem in {"autotools", "cmake", "meson"}
    mains = {"main.c", "main.cc", "main.cpp", "main.go", "main.rs", "__main__.py"}
    for entry in sources.inventory.files:
        name = entry.path.rsplit("/", 1)[-1]
        if name not in mains or entry.role != "source" or _NOT_PRODUCT.search(entry.path):
            continue
        if compiled or name in {"main.go", "__main__.py", "main.rs"}:
            return short_name(sources)
    return ""


def _merged(commands: tuple[Command, ...]) -> Iterator[Command]:
    """Yield each command once: the tool's own options may be declared in several files."""
    by_name: dict[str, Command] = {}
    for command in commands:
        known = by_name.get(command.name)
        if known is None:
            by_name[command.name] = command
            continue
        seen = {option.flags[0] for option in known.options}
        more = tuple(option for option in command.options if option.flags[0] not in seen)
        update = {
            "options": (*known.options, *more),
            "claim_ids": tuple(dict.fromkeys((*known.claim_ids, *command.claim_ids))),
        }
        by_name[command.name] = known.model_copy(update=update)
    yield from by_name.values()
