"""Lines of code that bring a name in, and what code takes from its language alone."""

import re
from collections.abc import Iterator

_PYTHON = re.compile(r"(?m)^(?:from\s+[\w.]+\s+)?import\s+([\w., ]+?)\s*(?:#.*)?$")
_SCRIPT = re.compile(
    r"(?m)^(?:import\s+([\w$*{}, ]+?)\s+from\s+[\"'][^\"']+[\"']"
    r"|(?:const|let|var)\s+([\w${}:, ]+?)\s*=\s*require\([\"'][^\"']+[\"']\));?\s*$"
)
_ENDING = re.compile(r"(?:^|\bas\s+|:\s*)([\w$]+)\s*$")
_SCRIPTS = frozenset({"javascript", "typescript", "tsx", "jsx"})
_LONGEST = 80
GLOBALS = frozenset(
    {
        "Uint8Array", "Uint16Array", "Uint32Array", "Int8Array", "Float64Array", "ArrayBuffer",
        "DataView", "Blob", "File", "FileList", "FormData", "Headers", "Request", "Response",
        "ReadableStream", "AbortSignal", "Event", "EventTarget", "WebSocket", "XMLHttpRequest",
        "atob", "btoa", "decodeURIComponent", "encodeURIComponent", "decodeURI", "encodeURI",
        "navigator", "location", "localStorage", "crypto", "performance", "describe", "it", "test",
        "expect", "React", "JSX", "HTMLElement", "Element", "Node",
    }
)  # fmt: skip
"""Names that a script's surroundings give to every program."""


def imports_in(code: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield each name that a line of the code imports, with its language, and that line."""
    family = "javascript" if language in _SCRIPTS else language
    pattern = _SCRIPT if language in _SCRIPTS else _PYTHON if language == "python" else None
    for match in pattern.finditer(code) if pattern is not None else ():
        line = match[0].strip()
        names = next(group for group in match.groups() if group)
        for part in re.sub(r"[{}*]", " ", names).split(","):
            named = _ENDING.search(part.strip())
            if named is not None and len(line) <= _LONGEST and "`" not in line:
                yield import_key(family, named[1]), line


def import_key(language: str, name: str) -> str:
    """Return what a name's import line is looked up by."""
    return f"{'javascript' if language in _SCRIPTS else language} {name}"
