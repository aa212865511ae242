"""Environment variables that product sources read, by each language's own way of asking."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NAME = r"[\"']([A-Z][A-Z0-9_]{2,})[\"']"
_READS: dict[str, tuple[str, ...]] = {
    "Python": (rf"environ(?:\.get|\.pop|\.setdefault)?\s*[\[(]\s*{_NAME}", rf"\bgetenv\(\s*{_NAME}",
               rf"{_NAME}\s+(?:not\s+)?in\s+(?:os\.)?environ", rf"\benvvar\s*=\s*{_NAME}"),
    "JavaScript": (r"process\.env\.([A-Z][A-Z0-9_]{2,})\b", rf"process\.env\[\s*{_NAME}"),
    "Go": (rf"os\.(?:Getenv|LookupEnv)\(\s*{_NAME}",),
    "Rust": (rf"env::var(?:_os)?\(\s*{_NAME}", rf"\benv\s*=\s*{_NAME}"),
    "Java": (rf"System\.getenv\(\s*{_NAME}",),
    "Kotlin": (rf"System\.getenv\(\s*{_NAME}",),
    "C#": (rf"GetEnvironmentVariable\(\s*{_NAME}",),
    "Ruby": (rf"ENV(?:\.fetch\(|\[)\s*{_NAME}",),
    "PHP": (rf"\bgetenv\(\s*{_NAME}", rf"\$_ENV\[\s*{_NAME}"),
    "C": (rf"\b(?:secure_)?getenv\(\s*{_NAME}",),
    "C++": (rf"\bgetenv\(\s*{_NAME}",),
}  # fmt: skip
_READS["TypeScript"] = _READS["JavaScript"]
_COMPILED = {language: re.compile("|".join(patterns)) for language, patterns in _READS.items()}
_SYSTEM = frozenset(
    {"PATH", "HOME", "USER", "SHELL", "TERM", "TMPDIR", "TEMP", "TMP", "PWD", "LANG", "APPDATA",
     "LOCALAPPDATA", "USERPROFILE", "CI", "LINES", "COLUMNS", "COLORTERM", "HOMEDRIVE", "HOMEPATH",
     "GITHUB_ACTIONS",

     "COMP_WORDS", "COMP_CWORD", "COMP_LINE", "COMP_POINT", "MSYSTEM",
     "ANSICON", "WT_SESSION", "TERM_PROGRAM", "MSYS", "TMUX",
     "TERM_PROGRAM_VERSION", "OSTYPE", "HOSTNAME", "NODE_ENV",
     "VIRTUAL_ENV", "CONDA_PREFIX", "SHLVL", "EDITOR", "VISUAL", "PAGER", "LESS", "MORE",
     "SYSTEMROOT", "COMSPEC", "PATHEXT", "LC_ALL", "LC_CTYPE", "DISPLAY"}
)  # fmt: skip


@dataclass(frozen=True)
class Variable:
    """An environment variable and the line that reads it."""

    name: str
    line: int


def variables_in(text: str, language: str) -> Iterator[Variable]:
    """Yield each variable that a source reads, at its first line; the system's own are left out."""
    pattern = _COMPILED.get(language)
    if pattern is None:
        return
    seen: set[str] = set(_SYSTEM)
    for match in pattern.finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        if text[start : match.start()].lstrip().startswith(("#", "//", "*", "/*", ">>>")):
            continue
        name = next(group for group in match.groups() if group)
        if name not in seen:
            seen.add(name)
            yield Variable(name, text.count("\n", 0, match.start()) + 1)
