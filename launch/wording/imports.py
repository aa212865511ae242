"""Import lines of the languages that products are written in: read from code, and written."""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_FAMILIES = {
    "py": "python", "python3": "python", "pycon": "python", "js": "javascript",
    "jsx": "javascript", "mjs": "javascript", "ts": "javascript", "tsx": "javascript",
    "typescript": "javascript", "c#": "csharp", "cs": "csharp", "rs": "rust", "rb": "ruby",
    "kt": "kotlin", "golang": "go",
}  # fmt: skip
_LONGEST = 300
_NAME = r"[A-Za-z_$][\w$]*"
_SCRIPT = re.compile(
    rf"^import[ ]+(?:type[ ]+)?(?:({_NAME})[ ]*,?[ ]*)?(?:\*[ ]*as[ ]+({_NAME})|\{{([^{{}}]*)\}})?"
    rf"[ ]*from[ ]*[\"']([^\"'\n]+)[\"']"
    rf"|^(?:const|let|var)[ ]+(?:({_NAME})|\{{([^{{}}]*)\}})[ ]*=[ ]*"
    rf"require\([\"']([^\"'\n]+)[\"']\)[ ]*;?[ ]*(?://.*)?$",
    re.MULTILINE,
)
_PYTHON = re.compile(
    r"^(?:from[ ]+([\w.]+)[ ]+import[ ]+(\([^()]*\)|[\w.,* ]+)|import[ ]+([\w., ]+?))[ ]*(?:#.*)?$",
    re.MULTILINE,
)
_GO = re.compile(r"^import\s*\(([^()]*)\)|^import[ ]+([^\n(]+)", re.MULTILINE)
_GO_ONE = re.compile(r"(?:([\w.]+)\s+)?\"([^\"\n]+)\"")
_DOTTED = re.compile(r"^[ ]*import[ ]+(?:static[ ]+)?([\w.]+?)(?:\.(\*))?;?[ ]*$", re.MULTILINE)
_USING = re.compile(r"^[ ]*using[ ]+(?:static[ ]+)?([A-Z][\w.]*);[ ]*$", re.MULTILINE)
_USE = re.compile(r"^[ ]*(?:pub[ ]+)?use[ ]+([\w\\:]+)(?:\{([^{}]*)\}|(\*))?[^;\n]*;", re.MULTILINE)
_REQUIRE = re.compile(r"^[ ]*require[ (]+[\"']([^\"'\n]+)[\"']", re.MULTILINE)
_PARTS = {"rust": "::", "php": "\\"}


@dataclass(frozen=True, order=True)
class Imported:
    """A name that an import line brings in."""

    name: str
    """The name as code then uses it; empty where a whole namespace comes in."""
    module: str
    """Module, package, namespace or file that it comes from."""
    member: str = ""
    """Its name there; empty for the module itself, ``*`` for all, ``default`` of a script."""
    required: bool = False
    """Whether a script brings it in by ``require``."""


def family(language: str) -> str:
    """Return the language whose import lines a fence name's code has."""
    return _FAMILIES.get(language.lower(), language.lower())


def imports_in(code: str, language: str) -> Iterator[Imported]:
    """Yield what the import lines of the code bring in; nothing for other languages."""
    match family(language):
        case "python":
            yield from _python(code)
        case "javascript":
            yield from _script(code)
        case "go":
            yield from _go(code)
        case "java" | "kotlin":
            for path, star in _DOTTED.findall(code):
                module, _, last = path.rpartition(".")
                yield Imported("", path, "*") if star else Imported(last, module, last)
        case "csharp":
            yield from (Imported("", path) for path in _USING.findall(code))
        case "rust" | "php" as known:
            yield from _used(code, _PARTS[known])
        case "ruby":
            yield from (Imported("", path) for path in _REQUIRE.findall(code))


def import_lines(imported: Iterable[Imported], language: str) -> tuple[str, ...]:
    """Return the lines that bring all of this in, one a module; standard order, no blank lines."""
    kept = sorted(set(imported), key=lambda one: (one.module, one.member, one.name))
    match family(language):
        case "python":
            return tuple(_python_lines(kept))
        case "javascript":
            return tuple(_script_lines(kept))
        case "go":
            return tuple(_go_lines(kept))
        case "java":
            return tuple(f"import {one.module}.{one.member};" for one in kept)
        case "kotlin":
            return tuple(f"import {one.module}.{one.member}" for one in kept)
        case "csharp":
            return tuple(dict.fromkeys(f"using {one.module};" for one in kept))
        case "rust":
            return tuple(_rust_lines(kept))
        case "php":
            return tuple(f"use {one.module}\\{one.member};" for one in kept)
        case "ruby":
            return tuple(dict.fromkeys(f'require "{one.module}"' for one in kept))
    return ()


def last_name(module: str) -> str:
    """Return the name under which Go code uses a package, but for versions in its path."""
    parts = [part for part in module.split("/") if not re.fullmatch(r"v\d+", part)]
    return re.sub(r"\.v\d+$", "", parts[-1]) if parts else ""


def _python(code: str) -> Iterator[Imported]:
    for module, names, modules in _PYTHON.findall(code):
        for part in re.sub(r"[()]|#.*", " ", names or modules).split(","):
            words = part.split()
            if not words or len(part) > _LONGEST:
                continue
            bound = words[-1]
            if module:
                yield Imported("" if words[0] == "*" else bound, module, words[0])
            elif len(words) == 1:
                yield Imported(words[0].split(".")[0], words[0])
            else:
                yield Imported(bound, words[0])


def _script(code: str) -> Iterator[Imported]:
    for default, space, named, module, whole, taken, required in _SCRIPT.findall(code):
        by_require = bool(required)
        target = module or required
        if default:
            yield Imported(default, target, "default")
        if space:
            yield Imported(space, target, "*")
        if whole:
            yield Imported(whole, target, "default", required=True)
        for part in (named or taken).split(","):
            words = re.split(r"\s+as\s+|\s*:\s*", part.strip().removeprefix("type "))
            if words[0]:
                yield Imported(words[-1], target, words[0], required=by_require)


def _go(code: str) -> Iterator[Imported]:
    for group, one in _GO.findall(code):
        for alias, path in _GO_ONE.findall(group or one):
            if alias not in {"_", "."}:
                yield Imported(alias or last_name(path), path)


def _used(code: str, separator: str) -> Iterator[Imported]:
    for path, group, star in _USE.findall(code):
        base = path.removesuffix(separator).removeprefix("\\")
        if star:
            yield Imported("", base, "*")
        elif group:
            for part in group.split(","):
                words = part.split()
                if words:
                    yield Imported(words[-1], base, words[0])
        else:
            module, _, last = base.rpartition(separator)
            yield Imported(last, module, last)


def _python_lines(kept: list[Imported]) -> Iterator[str]:
    whole = [one for one in kept if not one.member]
    whole.sort(key=lambda one: one.module.split(".")[0] not in sys.stdlib_module_names)
    for one in whole:
        alias = "" if one.name == one.module.split(".")[0] else f" as {one.name}"
        yield f"import {one.module}{alias}"
    named: dict[str, list[Imported]] = {}
    for one in kept:
        if one.member:
            named.setdefault(one.module, []).append(one)
    for module, members in named.items():
        yield f"from {module} import {', '.join(_as(m, ' as ') for m in members)}"


def _script_lines(kept: list[Imported]) -> Iterator[str]:
    named: dict[tuple[str, bool], list[Imported]] = {}
    for one in kept:
        match one.member:
            case "default" if one.required:
                yield f'const {one.name} = require("{one.module}");'
            case "default":
                yield f'import {one.name} from "{one.module}";'
            case "*":
                yield f'import * as {one.name} from "{one.module}";'
            case _:
                named.setdefault((one.module, one.required), []).append(one)
    for (module, required), members in named.items():
        if required:
            names = ", ".join(_as(member, ": ") for member in members)
            yield f'const {{ {names} }} = require("{module}");'
        else:
            names = ", ".join(_as(member, " as ") for member in members)
            yield f'import {{ {names} }} from "{module}";'


def _as(one: Imported, between: str) -> str:
    return one.name if one.name == one.member else f"{one.member}{between}{one.name}"


def _go_lines(kept: list[Imported]) -> Iterator[str]:
    """Yield one line, or a group with the language's own packages first."""
    kept.sort(key=lambda one: ("." in one.module.split("/")[0], one.module, one.name))
    lines = tuple(dict.fromkeys(
        f'"{one.module}"' if one.name == last_name(one.module) else f'{one.name} "{one.module}"'
        for one in kept
    ))  # fmt: skip
    if len(lines) == 1:
        yield f"import {lines[0]}"
    elif lines:
        yield "import ("
        yield from (f"\t{line}" for line in lines)
        yield ")"


def _rust_lines(kept: list[Imported]) -> Iterator[str]:
    named: dict[str, list[str]] = {}
    for one in kept:
        named.setdefault(one.module, []).append(_as(one, " as "))
    for module, names in named.items():
        group = names[0] if len(names) == 1 else f"{{{', '.join(names)}}}"
        yield f"use {module}::{group};"
