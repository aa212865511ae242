"""Which file names of a piece of code its reader has to have: those that a call opens."""

import re

_MADE_UP = re.compile(r"(?i)path/to|\.(?:log|db|sqlite3?)$|your")
"""Files that the reader puts a name of his own for, or that come into being when opened."""
_SHELLS = frozenset({"bash", "sh", "shell", "console", "zsh", "powershell", "fish"})
_SCRIPTS = frozenset({"javascript", "typescript", "tsx", "jsx"})
_OPENS = r"(?:\w*(?i:open|read|load|parse|from|import|decode|stream|file)\w*|[A-Z]\w*)"
"""Names of calls that open what they are given; a class is taken to, where it is called so."""


def is_made_up(name: str) -> bool:
    """Return whether a file's name only stands for one of the reader's own."""
    return _MADE_UP.search(name) is not None


def is_read(code: str, language: str, name: str) -> bool:
    """Return whether code opens a file of this name; a default or a message only names one."""
    if not re.search(r"[./]", name) or is_made_up(name):
        return False
    if language in _SHELLS:
        return re.search(rf"(?<!\S)-[\w-]*[= ]+{re.escape(name)}", code) is None
    made = "(?<!new )" if language in _SCRIPTS else ""  # A script's `new` makes, it opens nothing.
    call = rf"\b{made}{_OPENS}\(\s*(?:\w+\s*=\s*)?[rb]?[\"']{re.escape(name)}[\"']"
    return re.search(call, code) is not None
