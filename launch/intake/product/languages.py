"""Name the language of a file, by linguist's data: name, then extension, then content.

Pure look-ups in vendored tables; what a file is *for* belongs to `roles`.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import cast

_HEAD = 20_000
"""Characters that heuristics look at: a file says what it is early, or not at all."""

_BLANK = re.compile(r"(?:\n[ \t]*+){3,}+")
"""Many blank lines say nothing, and cost the heuristics the square of their number."""
_SHEBANG = re.compile(r"^#!\s*(?:\S*/)?(?:env\s+(?:-\S+\s+|\w+=\S+\s+)*)?([\w.+-]+)")
_MODELINE = re.compile(
    r"(?:-\*-\s*(?:.*?\bmode:\s*)?([\w+#-]+)\s*(?:;.*?)?-\*-)"
    r"|(?:\b(?:vi|vim|ex):.*?\b(?:ft|filetype|syntax)=([\w+#-]+))",
    re.IGNORECASE,
)

type Names = Mapping[str, tuple[str, ...]]
type Rule = Mapping[str, object]


def load(name: str) -> dict[str, object]:
    """Return one of the vendored tables."""
    text = files("launch.intake.product").joinpath("linguist", name).read_text("utf-8")
    return cast("dict[str, object]", json.loads(text))


def language_of(path: str, text: str | None) -> str | None:
    """Return linguist's name of a file's language, or None; ``text`` is None if not read."""
    name = path.rpartition("/")[2]
    named = _table("filenames").get(name)
    if named:
        return _choose(named, name, text)
    found = _by_extension(name, text)
    if found is not None or text is None:
        return found
    return _by_shebang(text) or _by_modeline(text)


def is_programming(language: str) -> bool:
    """Return whether a language is one that programs are written in."""
    return _types().get(language) == "programming"


def is_prose(language: str) -> bool:
    """Return whether a language is for people to read, such as Markdown."""
    return _types().get(language) == "prose"


def needs_content(path: str) -> bool:
    """Return whether the name alone leaves the language open."""
    name = path.rpartition("/")[2]
    if name in _table("filenames"):
        return False
    candidates = next((_table("extensions")[e] for e in _suffixes(name)), ())
    return len(candidates) != 1


def _by_extension(name: str, text: str | None) -> str | None:
    for extension in _suffixes(name):
        return _choose(_table("extensions")[extension], extension, text)
    return None


def _suffixes(name: str) -> list[str]:
    """Known extensions of a name, the longest first (``.d.ts`` before ``.ts``)."""
    parts = name.lower().split(".")
    known = _table("extensions")
    tails = ("." + ".".join(parts[start:]) for start in range(1, len(parts)))
    return [tail for tail in tails if tail in known]


_USUAL = {
    ".h": "C", ".md": "Markdown", ".ts": "TypeScript", ".tsx": "TSX", ".cs": "C#", ".rs": "Rust",
    ".php": "PHP", ".sql": "SQL", ".yml": "YAML", ".yaml": "YAML", ".m": "Objective-C",
    ".pl": "Perl", ".r": "R", ".html": "HTML", ".json": "JSON", ".txt": "Text", ".cfg": "INI",
    ".inc": "PHP", ".properties": "Java Properties", ".mm": "Objective-C++",
}  # fmt: skip
"""Which language an extension means where its content decides nothing."""


def _choose(candidates: tuple[str, ...], key: str, text: str | None) -> str | None:
    if len(candidates) == 1:
        return candidates[0]
    by_content = _by_heuristics(key, _BLANK.sub("\n\n", text[:_HEAD])) if text else None
    if by_content in candidates:
        return by_content
    usual = _USUAL.get(key)
    if usual in candidates:
        return usual
    by_shebang = _by_shebang(text) if text else None
    return by_shebang if by_shebang in candidates else None


def _by_heuristics(extension: str, text: str) -> str | None:
    for rule in _rules().get(extension, ()):
        if _holds(rule, text):
            language = rule["language"]
            return str(language[0] if isinstance(language, list) else language)
    return None


def _holds(rule: Rule, text: str) -> bool:
    named = rule.get("named_pattern")
    parts = cast("list[Rule]", rule.get("and", []))
    if parts:
        return all(_holds(part, text) for part in parts)
    negative = rule.get("negative_pattern")
    if negative is not None and _matches(negative, text):
        return False
    if named is not None:
        return _matches(_heuristics()["named_patterns"][str(named)], text)
    pattern = rule.get("pattern")
    return pattern is None or _matches(pattern, text)


def _matches(patterns: object, text: str) -> bool:
    listed = patterns if isinstance(patterns, list) else [patterns]
    return any(_compiled(str(pattern)).search(text) for pattern in listed)


def _by_shebang(text: str) -> str | None:
    match = _SHEBANG.match(text)
    if match is None:
        return None
    known = _table("interpreters")
    command = match[1]
    found = known.get(command) or known.get(re.sub(r"[\d.]+$", "", command))
    return found[0] if found else None


def _by_modeline(text: str) -> str | None:
    lines = text[:_HEAD].split("\n", 5)[:5]
    match = next((m for m in map(_MODELINE.search, lines) if m), None)
    if match is None:
        return None
    wanted = (match[1] or match[2]).lower()
    return _names_folded().get(wanted)


@cache
def _languages() -> dict[str, dict[str, object]]:
    return cast("dict[str, dict[str, object]]", load("languages.json"))


@cache
def _table(name: str) -> Names:
    rows = cast("dict[str, list[str]]", _languages()[name])
    return {key: tuple(values) for key, values in rows.items()}


@cache
def _types() -> Mapping[str, str]:
    return cast("Mapping[str, str]", _languages()["types"])


@cache
def _names_folded() -> Mapping[str, str]:
    return {name.lower().replace(" ", "-"): name for name in _types()}


@cache
def _heuristics() -> dict[str, dict[str, object]]:
    return cast("dict[str, dict[str, object]]", load("heuristics.json"))


@cache
def _rules() -> Mapping[str, tuple[Rule, ...]]:
    groups = cast("list[dict[str, list[str] | list[Rule]]]", _heuristics()["disambiguations"])
    found: dict[str, tuple[Rule, ...]] = {}
    for group in groups:
        for extension in cast("list[str]", group["extensions"]):
            found.setdefault(extension.lower(), tuple(cast("list[Rule]", group["rules"])))
    return found


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE)
