"""The first code that a reader runs: whole, with few needs, near the product's start."""

import re

from launch.contracts.snippet_catalog import Snippet
from launch.planning.ground import Ground
from launch.planning.needs import file_address, imports_relatively
from launch.planning.statements import Section
from launch.wording.files_read import is_made_up

_LONGEST_PROGRAM = 60
_LONGEST_FRAGMENT = 25
SHELLS = frozenset({"bash", "sh", "shell", "console", "text", "pycon", "powershell"})
DATA = frozenset({"json", "yaml", "toml", "xml", "ini", "html", "css", "diff"})
_BASIC = re.compile(
    r"(?i)\b(?:basics?|first|simple|usage|quick ?start|getting started|hello|examples?|"
    r"introduction|primitives?)\b"
)
ASIDE = re.compile(
    r"(?i)\b(?:advanced|internals?|migrat\w+|deprecated|troubleshoot\w*|contribut\w+|faq|tests?|"
    r"testing|caveats?|limitations?|hooks?|plug-?ins?|custom\w*|error\w*|logging|server-side|"
    r"build\w*|benchmark\w*|install\w*|uninstall\w*|admin\w*|wip\w+|delet\w+|remov\w+|"
    r"upgrad\w+|releas\w+|maven|gradle|modules?|deploy\w*|licen[sc]\w+|inject\w*|"
    r"allocat\w+|overrid\w+|performance|threads?|threading|thread-safety|memory)\b"
)
_ROOTS = frozenset({"lib.rs", "__init__.py", "doc.go", "index.js", "index.ts"})
"""Files whose comments speak of the whole."""
_CONTAINERS = frozenset({"class", "struct", "interface", "enum", "record"})
_COMPILED = frozenset({"go", "java", "kotlin", "csharp", "rust", "c", "cpp", "swift"})
_IMPORTING = frozenset({"java", "kotlin", "csharp", "scala"})
_OPENS = re.compile(
    r"(?i)quick-?_?start|getting[-_ ]?started|first[-_ ]steps|introduction|tutorial"
)


def first_program(ground: Ground, sections: tuple[Section, ...]) -> Snippet | None:
    """Return the easiest whole code: a program, a fragment that needs nothing, or a command."""
    shown = shown_in(sections)
    found = [s for s in ground.snippets if _can_open(s) and _is_whole(ground, s)]
    if not found:
        return None
    best = min(found, key=lambda snippet: _effort(ground, snippet, shown))
    aside = _tier(best) > 0 or _is_command(ground, best)
    taught = any(b.language not in SHELLS | DATA for s in sections for b in s.blocks if b.language)
    if taught and code_key(best.code) not in shown and not is_program(best) and aside:
        return None
    return best


def _can_open(snippet: Snippet) -> bool:
    return (
        bool(snippet.sources)
        and snippet.sources[0].origin in {"readme", "doc", "example", "docstring"}
        and snippet.code.count("\n") < _LONGEST_PROGRAM
        and not imports_relatively(snippet.code)
    )


def _is_whole(ground: Ground, snippet: Snippet) -> bool:
    return is_program(snippet) or _whole_fragment(ground, snippet) or _is_command(ground, snippet)


def is_program(snippet: Snippet) -> bool:
    """Return whether it is a program in the product's kind of language that uses the product."""
    return (
        snippet.form == "program"
        and bool(snippet.identifiers)
        and snippet.language not in SHELLS | DATA
    )


def _whole_fragment(ground: Ground, snippet: Snippet) -> bool:
    """Return whether a fragment of the product's language uses it and takes nothing unsaid."""
    lines = snippet.code.count("\n") + 1
    return (
        snippet.form == "fragment"
        and snippet.language == _language(ground)
        and not _needed(ground, snippet)
        and bool(_unsaid_imports(ground, snippet) or snippet.language not in _IMPORTING)
        and (bool(snippet.identifiers) or _loads(ground, snippet))
        and 2 <= lines <= _LONGEST_FRAGMENT
        and _is_basic(snippet)
    )


def _is_basic(snippet: Snippet) -> bool:
    """Return whether a fragment opens the product's documents, or those of its first file."""
    source = snippet.sources[0]
    leaf = " ".join((*source.heading_path[-1:], snippet.title))
    match _tier(snippet):
        case 0 | 1:
            return True
        case 2:
            return _BASIC.search(leaf) is not None and snippet.language not in _IMPORTING
        case _:
            return source.path.rsplit("/", 1)[-1] in _ROOTS


def _language(ground: Ground) -> str:
    named = ground.facts.identity.language.lower()
    return {"c++": "cpp", "c#": "csharp"}.get(named, named)


def _loads(ground: Ground, snippet: Snippet) -> bool:
    """Return whether its first lines load the product, whose names may then stand bare."""
    identity = ground.facts.identity
    names = "|".join(re.escape(n) for n in {identity.import_name, identity.package} if n)
    return bool(names) and (
        re.search(
            rf"(?m)^\s*(?:import|require|from|use|using)\b[^\n]*\b(?:{names})\b", snippet.code
        )
        is not None
    )


def _is_command(ground: Ground, snippet: Snippet) -> bool:
    """Return whether it runs one of the product's own commands."""
    if snippet.language not in SHELLS or snippet.form not in {"program", "session"}:
        return False
    lines = snippet.code.strip().split("\n")
    names = ground.facts.identity.commands
    return len(lines) <= 3 and any(lines[0].split(" ")[0] == name for name in names)


def _needed(ground: Ground, snippet: Snippet) -> list[str]:
    """Return what a reader has to get first: not what the repository holds or he may name."""
    return [
        name
        for name in snippet.undeclared
        if not is_made_up(name) and not file_address(ground, snippet, name)
    ]


def _tier(snippet: Snippet) -> int:
    """Return how far from the product's start code stands: README, first steps, other, code."""
    source = snippet.sources[0]
    if source.origin == "readme" and "/" not in source.path:
        return 0
    if source.origin in {"readme", "doc"} and _OPENS.search(source.path):
        return 1
    return 3 if source.origin == "docstring" else 2


def _effort(
    ground: Ground, snippet: Snippet, shown: frozenset[str]
) -> tuple[int | bool | float | str, ...]:
    """Order code: no side topic, near the start, few prerequisites, basic, then early or short."""
    source = snippet.sources[0]
    place = " ".join(source.heading_path[1:][-1:])
    leaf = " ".join((*source.heading_path[-1:], snippet.title))
    tier = _tier(snippet)
    order: tuple[int | float | str, ...] = (
        (source.path, source.first_line)
        if tier < 2 or not is_program(snippet)
        else (snippet.code.count("\n") // 10, -snippet.rank)
    )
    parted = _is_part(snippet) and not is_program(snippet)
    strict = tier > 1 or snippet.language in _COMPILED
    return (
        ASIDE.search(place) is not None, max(tier, 1), len(_needed(ground, snippet)),
        parted or (not is_program(snippet) and tier > 1),
        code_key(snippet.code) not in shown and tier > 0,
        tier, snippet.needs_network and tier > 1, _BASIC.search(leaf) is None and strict,
        *order, snippet.id,
    )  # fmt: skip


def _is_part(snippet: Snippet) -> bool:
    """Return whether code cannot run as it stands, in a language where only whole programs do."""
    return snippet.form == "fragment" and snippet.language in _COMPILED


def _unsaid_imports(ground: Ground, snippet: Snippet) -> tuple[str, ...]:
    """Return the classes that a fragment without import lines uses by their bare names."""
    if snippet.language not in _IMPORTING:
        return ()
    kinds = {symbol.name: symbol.kind for symbol in ground.symbols}
    names = [name for name in snippet.identifiers if kinds.get(name) in _CONTAINERS]
    shorts = {name: re.escape(name.rsplit(".", 1)[-1]) for name in names}
    return tuple(name for name in names if re.search(rf"\b{shorts[name]}\b", snippet.code))


def shown_in(sections: tuple[Section, ...]) -> frozenset[str]:
    """Return the code that passages show, for comparison."""
    return frozenset(
        code_key(block.snippet_code) for s in sections for block in s.blocks if block.snippet_code
    )


def code_key(code: str) -> str:
    """Return code without the white space that makes no difference."""
    return "\n".join(line.rstrip() for line in code.strip().split("\n"))
