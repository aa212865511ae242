"""argparse, click and typer, read from the parse tree: never imported, never run."""

import ast
import re

from launch.checks.texts import fold
from launch.knowledge.commands.declared import DeclaredCommand, DeclaredOption, long_first

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_DEEPEST = 6


def python_commands(path: str, text: str) -> list[DeclaredCommand]:
    """Return the commands that a Python module declares; empty where it does not parse."""
    if not re.search(r"argparse|click|typer", text):
        return []
    try:
        module = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return []
    reader = _Argparse(path)
    reader.visit(module)
    decorated = _Decorated(path, module)
    return [*reader.commands(), *_made_options(path, module), *decorated.commands()]


def _made_options(path: str, module: ast.Module) -> list[DeclaredCommand]:
    """Read ``click.Option(["-x", "--long"], ...)`` objects: options of the tool itself."""
    root = DeclaredCommand("", path, 1)
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"click.Option", "Option"}:
            listed = node.args[0] if node.args else None
            if isinstance(listed, ast.List):
                call = ast.Call(ast.Name("option"), listed.elts, node.keywords)
                option = _click_option(ast.copy_location(call, node))
                if option is not None and option.flags[0].startswith("-"):
                    root.options.append(option)
    return [root] if root.options else []


class _Argparse(ast.NodeVisitor):
    """Follows parsers by the names that they are bound to, function by function."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.root = DeclaredCommand("", path, 1)
        self.by_name: dict[str, DeclaredCommand] = {}
        self.found: list[DeclaredCommand] = []
        self.seen = False
        self.added: dict[ast.Call, DeclaredCommand] = {}

    def commands(self) -> list[DeclaredCommand]:
        """Return what was found, the tool itself first."""
        rest = [command for command in self.found if command.name]
        return [self.root, *rest] if self.seen or rest else []

    def visit_Assign(self, node: ast.Assign) -> None:
        """Bind a parser, a group or a sub-parser to its name."""
        if isinstance(node.value, ast.Call):
            command = self._parser(node.value)
            for target in node.targets:
                if command is not None:
                    self.by_name[ast.unparse(target)] = command
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        """Read ``add_argument`` and unbound ``add_parser`` calls."""
        if isinstance(node.func, ast.Attribute) and node.func.attr == "add_parser":
            self._parser(node)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "add_argument":
            owner = self.by_name.get(ast.unparse(node.func.value), self.root)
            option = _argument(node)
            if option is not None:
                self.seen = True
                owner.options.append(option)
        self.generic_visit(node)

    def _parser(self, call: ast.Call) -> DeclaredCommand | None:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
        if name == "ArgumentParser":
            if self.root.line == 1:
                self.root.line = call.lineno
                self.root.summary = _word(call, "description")
            return self.root
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        known = self.by_name.get(ast.unparse(owner)) if owner is not None else None
        if name in {"add_argument_group", "add_mutually_exclusive_group", "add_subparsers"}:
            return known or self.root
        if call in self.added:
            return self.added[call]
        if name == "add_parser" and call.args:
            literal = _text(call.args[0])
            if literal:
                prefix = f"{known.name} " if known is not None and known.name else ""
                command = DeclaredCommand(
                    prefix + literal, self.path, call.lineno,
                    _word(call, "help") or _word(call, "description"), literal,
                )  # fmt: skip
                self.found.append(command)
                self.added[call] = command
                return command
        return None


def _argument(call: ast.Call) -> DeclaredOption | None:
    names = tuple(_text(value) for value in call.args)
    if not names or not all(names) or _word(call, "help") == "SUPPRESS":
        return None
    words = {word.arg: word.value for word in call.keywords if word.arg}
    helps = words.get("help")
    if isinstance(helps, ast.Attribute):
        return None
    switch = "action" in words and _text(words["action"]) not in {"append", "store"}
    metavar = _text(words["metavar"]) if "metavar" in words else ""
    flag = names[0].startswith("-")
    value = "" if switch else metavar or (names[-1].lstrip("-").upper() if flag else "")
    return DeclaredOption(
        flags=long_first(names) if flag else (metavar or names[0],),
        line=call.lineno, last_line=call.end_lineno or call.lineno, value=value,
        default=_value(words.get("default")), help=_help(call),
        required=_is_true(words.get("required")),
    )  # fmt: skip


def _help(call: ast.Call) -> str:
    text = _word(call, "help")
    return "" if "%(" in text else text.replace("%%", "%")


class _Decorated:
    """Functions that click and typer turn into commands."""

    def __init__(self, path: str, module: ast.Module) -> None:
        self.path = path
        self.functions = [n for n in ast.walk(module) if isinstance(n, _Function)]
        self.groups = {
            function.name: self._name(function)
            for function in self.functions
            if self._kind(function) == "group"
        }
        imports = [n for n in ast.walk(module) if isinstance(n, ast.Import | ast.ImportFrom)]
        self.typer = any(re.search(r"\btyper\b", ast.unparse(node)) for node in imports)

    def commands(self) -> list[DeclaredCommand]:
        """Return the commands in the order of the file."""
        marked = [(function, self._kind(function)) for function in self.functions]
        commands = [function for function, kind in marked if kind]
        top = [function for function in commands if self._owner(function) not in self.groups]
        alone = len(commands) == 1
        lone = [function for function in top if len(top) == 1 and not self._bound(function)]
        return [self._command(function, root=alone or function in lone) for function in commands]

    def _bound(self, function: _Function) -> bool:
        owner = self._owner(function)
        return owner not in {"", "click"} and owner not in self.groups

    def _kind(self, function: _Function) -> str:
        for decorator in function.decorator_list:
            call = decorator.func if isinstance(decorator, ast.Call) else decorator
            if isinstance(call, ast.Attribute) and call.attr in {"command", "group", "callback"}:
                return "" if call.attr == "callback" else call.attr
        return ""

    def _owner(self, function: _Function) -> str:
        for decorator in function.decorator_list:
            call = decorator.func if isinstance(decorator, ast.Call) else decorator
            if isinstance(call, ast.Attribute) and call.attr in {"command", "group"}:
                return ast.unparse(call.value)
        return ""

    def _name(self, function: _Function) -> str:
        for decorator in function.decorator_list:
            if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith(
                (".command", ".group")
            ):
                given = _text(decorator.args[0]) if decorator.args else _word(decorator, "name")
                if given:
                    return given
        return function.name.replace("_", "-").lower()

    def _command(self, function: _Function, *, root: bool) -> DeclaredCommand:
        name = "" if root else " ".join(self._chain(function))
        doc = fold((ast.get_docstring(function) or "").split("\f")[0].split("\n\n")[0])
        command = DeclaredCommand(name, self.path, function.lineno, doc, self._name(function))
        for decorator in function.decorator_list:
            option = _click_option(decorator)
            if option is not None:
                command.options.append(option)
        if self.typer:
            command.options += _typer_options(function)
        return command

    def _chain(self, function: _Function) -> list[str]:
        """Return the names from below the tool down to this command."""
        chain = [self._name(function)]
        owner = self._owner(function)
        while owner in self.groups and len(chain) < _DEEPEST:
            outer = next((f for f in self.functions if f.name == owner), None)
            above = self._owner(outer) if outer is not None else ""
            if above in {"", "click", "typer", "rich_click"}:
                break
            chain.insert(0, self.groups[owner])
            owner = above
        return chain


def _click_option(node: ast.expr) -> DeclaredOption | None:
    if not isinstance(node, ast.Call) or not re.search(
        r"(?:^|\.)(option|argument)$", ast.unparse(node.func)
    ):
        return None
    names = [_text(value) for value in node.args]
    words = {word.arg: word.value for word in node.keywords if word.arg}
    if not names or not names[0] or _is_true(words.get("hidden")):
        return None
    flags = tuple(part for name in names if name.startswith("-") for part in name.split("/"))
    switch = _is_true(words.get("is_flag")) or any("/" in name for name in names)
    metavar = _text(words["metavar"]) if "metavar" in words else ""
    plain = flags or (metavar or names[0].upper(),)
    return DeclaredOption(
        flags=long_first(plain), line=node.lineno, last_line=node.end_lineno or node.lineno,
        value="" if switch or not flags else metavar or "VALUE",
        default=_value(words.get("default")), help=_word(node, "help"),
        required=_is_true(words.get("required")), environment_variable=_word(node, "envvar"),
    )  # fmt: skip


def _typer_options(function: _Function) -> list[DeclaredOption]:
    found: list[DeclaredOption] = []
    arguments = [*function.args.posonlyargs, *function.args.args]
    padding: list[ast.expr | None] = [None] * (len(arguments) - len(function.args.defaults))
    pairs = [*zip(arguments, [*padding, *function.args.defaults], strict=True)]
    pairs += zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
    for argument, default in pairs:
        calls = [sub for sub in ast.walk(argument) if isinstance(sub, ast.Call)]
        direct = isinstance(default, ast.Call)
        if isinstance(default, ast.Call):
            calls.append(default)
        call = next(
            (c for c in calls if ast.unparse(c.func).endswith(("Option", "Argument"))), None
        )
        if call is None:
            continue
        names = tuple(text for text in map(_text, call.args) if text.startswith("-"))
        option = ast.unparse(call.func).endswith("Option")
        derived = "--" + argument.arg.replace("_", "-") if option else argument.arg.upper()
        value = call.args[0] if direct and call.args else None if direct else default
        found.append(DeclaredOption(
            flags=long_first(tuple(p for n in names for p in n.split("/")) or (derived,)),
            line=argument.lineno, last_line=argument.end_lineno or argument.lineno,
            default=_value(value), help=_word(call, "help"),
            environment_variable=_word(call, "envvar"),
        ))  # fmt: skip
    return found


def _word(call: ast.Call, name: str) -> str:
    for word in call.keywords:
        if word.arg == name:
            return fold(_text(word.value))
    return ""


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _text(node.left), _text(node.right)
        return left + right if left and right else ""
    if isinstance(node, ast.Attribute):
        return node.attr if node.attr == "SUPPRESS" else ""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _value(node: ast.expr | None) -> str | None:
    if node is None or (isinstance(node, ast.Constant) and node.value in {None, Ellipsis}):
        return None
    if isinstance(node, ast.Constant):
        return str(node.value) if node.value != "" else None
    if isinstance(node, ast.UnaryOp | ast.List | ast.Tuple) and "(" not in ast.unparse(node):
        return None if ast.unparse(node) == "[]" else ast.unparse(node)
    return None


def _is_true(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is True
