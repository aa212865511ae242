"""Code as it was found, before anything is known about it, and the names of languages."""

import re
from dataclasses import dataclass
from typing import Literal

Origin = Literal["readme", "doc", "example", "docstring", "test"]

_FENCE_NAMES = {
    "py": "python", "python3": "python", "pycon": "python", "python-repl": "python",
    "doctest": "python", "ipython": "python", "py3": "python",
    "sh": "bash", "shell": "bash", "console": "bash", "shell-session": "bash", "zsh": "bash",
    "shellsession": "bash", "terminal": "bash", "sh-session": "bash", "bash-session": "bash",
    "js": "javascript", "jsx": "javascript", "mjs": "javascript", "node": "javascript",
    "cjs": "javascript", "ts": "typescript", "golang": "go", "rs": "rust", "cs": "csharp",
    "c#": "csharp", "c++": "cpp", "cxx": "cpp", "rb": "ruby", "kt": "kotlin", "yml": "yaml",
    "ps1": "powershell", "pwsh": "powershell", "gradle": "groovy", "dockerfile": "dockerfile",
    "h": "c", "jsonc": "json", "json5": "json",
}  # fmt: skip
_LINGUIST_NAMES = {
    "C#": "csharp", "C++": "cpp", "Shell": "bash", "TSX": "tsx", "PowerShell": "powershell",
}  # fmt: skip


@dataclass(frozen=True)
class FoundCode:
    """One piece of code in a file, as written."""

    path: str
    line: int
    """First line of the code."""
    last_line: int
    origin: Origin
    language: str
    """Fence name; empty where the source names none."""
    code: str
    heading_path: tuple[str, ...] = ()
    introduced_by: str = ""
    """The sentence before it; empty if none."""
    output: str | None = None
    """What a block of output after it shows, or None."""
    title: str = ""
    """What the source itself calls it; empty if it does not."""


def fence_name(info: str) -> str:
    """Return the one name we use for the language of a fence's info string; empty if none."""
    word = re.match(r"[\w+#-]+", info.strip().lstrip("{.").lower())
    return _FENCE_NAMES.get(word[0], word[0]) if word else ""


def fence_of(language: str | None) -> str:
    """Return the fence name of a language as linguist calls it; empty for None."""
    if language is None:
        return ""
    return _LINGUIST_NAMES.get(language, fence_name(language))


def last_sentence(paragraph: str) -> str:
    """Return the last sentence of a paragraph's text on one line, without its closing colon."""
    text = " ".join(paragraph.split())
    parts = re.split(r"(?<=[.!?])\s+(?=[A-Z`\"'(])", text)
    return parts[-1].rstrip(": ") if parts else ""
