"""The sentences that typed claims are written as: strict templates, read once."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

RENDERINGS: dict[str, tuple[str, ...]] = {
    form: tuple(templates)
    for form, templates in tomllib.loads(
        files("launch.wording").joinpath("renderings.toml").read_text(encoding="utf-8")
    ).items()
}
"""Templates by form; the first is a whole sentence."""

_RUNTIMES = {
    "pypi": "Python",
    "npm": "Node.js",
    "go": "Go",
    "cargo": "Rust",
    "maven": "Java",
    "gradle": "Java",
    "rubygems": "Ruby",
    "packagist": "PHP",
    "nuget": ".NET",
    "cmake": "CMake",
    "meson": "Meson",
}
REGISTRIES = {
    "pypi": "PyPI",
    "npm": "npm",
    "cargo": "crates.io",
    "maven": "Maven Central",
    "rubygems": "RubyGems",
    "packagist": "Packagist",
    "nuget": "NuGet",
}
"""What people call each registry."""
KINDS = {
    "class": "a class", "function": "a function", "method": "a method", "property": "a property",
    "constant": "a constant", "module": "a module", "type": "a type", "interface": "an interface",
    "enum": "an enumeration", "macro": "a macro", "struct": "a struct", "trait": "a trait",
    "variable": "a variable", "attribute": "an attribute", "field": "a field",
    "constructor": "a constructor", "exception": "an exception", "namespace": "a namespace",
    "package": "a package", "record": "a record", "union": "a union", "annotation": "an annotation",
    "alias": "an alias", "enum_member": "an enumeration member", "event": "an event",
    "delegate": "a delegate", "static_method": "a static method", "class_method": "a class method",
}  # fmt: skip
"""Each kind of symbol with its article."""


_NAMED = re.compile(r"\{(\w+)\}")


@cache
def _templates(form: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((template, tuple(_NAMED.findall(template))) for template in RENDERINGS[form])


def render(form: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the form's sentences that all values are there for; KeyError for an unknown form."""
    found: list[str] = []
    for template, names in _templates(form):
        if all(values.get(name) or name == "range" for name in names):
            text = _NAMED.sub(lambda match: values.get(match[1], ""), template)
            found.append(" ".join(text.split()))
    return tuple(dict.fromkeys(found))


def code_safe(text: str) -> bool:
    """Return whether a text can stand in a code span on one line of a page."""
    return bool(text.strip()) and "`" not in text and "\n" not in text and len(text) <= 200


def runtime_words(ecosystem: str, requirement: str) -> str:
    """Return a runtime requirement in words, such as ``Python 3.10 or later``; empty if unclear."""
    name = _RUNTIMES.get(ecosystem, "")
    if not name:
        return ""
    requirement = _joined(requirement)
    if "||" in requirement:
        lines = _alternatives(requirement) if ecosystem == "npm" else ""
        return f"{name} {lines}" if lines else ""
    if ecosystem == "npm" and re.fullmatch(r"\d+(?:\.x)*", requirement.strip()):
        return f"{name} {requirement.strip().removesuffix('.x')}.x"
    parts = [part.strip() for part in re.split(r",|(?<=\d)\s+(?=[<>=~^!])", requirement)]
    words = [_constraint(part) for part in parts if part]
    if not words or None in words:
        return ""
    lower = [word for word in words if word and not word.startswith(("before", "except"))]
    upper = [word for word in words if word and word.startswith(("before", "except"))]
    return f"{name} {', '.join([*lower, *upper])}" if len(lower) == 1 else ""


def _alternatives(requirement: str) -> str:
    """Return ``^18.2 || 20 || >=22`` in words: lines of releases, the last perhaps open."""
    found: list[str] = []
    for part in requirement.split("||"):
        match = re.fullmatch(r"(\^|~|>=)?\s*v?(\d+)((?:\.\d+)*)(?:\.[x*])*", part.strip())
        if match is None or (match[1] == "~" and match[3].count(".") > 0):
            return ""
        sign, major, rest = match[1] or "", match[2], match[3]
        if sign == ">=":
            found.append(f"{major}{rest} or later")
        elif not set(rest) - set(".0") and (sign or not rest):
            found.append(f"{major}.x")
        else:
            found.append(f"{major}{rest} or later {major}.x" if sign else f"{major}{rest}")
    *most, last = found
    comma = "," if len(found) > 2 or any(" " in word for word in most) else ""
    return f"{', '.join(most)}{comma} or {last}"


def _joined(requirement: str) -> str:
    """Return ``^7.2.5 || ^8.0`` as one range: alternatives that follow on one another."""
    pattern = re.compile(r"\^\s*(\d+)((?:\.\d+)*)")
    rows = [pattern.fullmatch(part.strip()) for part in requirement.split("||")]
    majors = [int(row[1]) for row in rows if row is not None]
    first = rows[0]
    whole = len(majors) == len(rows) > 1 and majors == list(range(majors[0], majors[0] + len(rows)))
    later = [row[2] for row in rows[1:] if row is not None]
    if first is None or not whole or not majors[0] or any(set(text) - set(".0") for text in later):
        return requirement
    return f">={first[1]}{first[2]}, <{majors[-1] + 1}"


_EXACT = frozenset({"npm", "packagist", "rubygems"})
"""Ecosystems in which a version alone means this one and no other; in Cargo it is a caret's."""


def range_words(ecosystem: str, requirement: str) -> str:
    """Return a dependency's constraint with a leading space, or nothing where it has none."""
    bare = requirement.strip()
    if not bare or bare == "*" or not code_safe(bare):
        return ""
    if re.fullmatch(r"v?\d+(?:\.\d+)*", bare):
        if ecosystem in _EXACT:
            return f", version {bare.removeprefix('v')}"
        bare = f"^{bare}" if ecosystem == "cargo" else bare
    words = runtime_words(ecosystem, bare)
    return f", version {words.split(' ', 1)[1]}" if words else f" (`{requirement.strip()}`)"


def _constraint(part: str) -> str | None:
    match = re.fullmatch(r"(>=|>|<=|<|==|=|~=|\^|~>|~|!=)?\s*v?(\d+(?:\.(?:\d+|[x*]))*)\+?", part)
    if match is None:
        return None
    sign, version = match[1] or "", re.sub(r"\.[x*]$", "", match[2])
    if sign == "!=":
        return f"except {match[2]}"
    starred = version != match[2]
    if sign in {"==", "="}:
        return f"{version}.x" if starred else version
    if sign in {"<", "<="}:
        return f"before {version}" if sign == "<" else f"before or equal to {version}"
    if sign == ">":
        return None
    if sign in {"^", "~", "~=", "~>"}:
        return _compatible(sign, version)
    return f"{version} or later"


def _compatible(sign: str, version: str) -> str | None:
    numbers = [int(number) for number in version.split(".")]
    if sign == "^":
        if numbers[0]:
            return f"{version} or later, before {numbers[0] + 1}"
        second = numbers[1] if len(numbers) > 1 else 0
        return f"{version} or later, before 0.{second + 1}" if second else None
    if len(numbers) < 2:
        return f"{version} or later, before {numbers[0] + 1}"
    if len(numbers) == 2 and sign != "~":
        return f"{version} or later, before {numbers[0] + 1}"
    return f"{version} or later, before {numbers[0]}.{numbers[1] + 1}"
