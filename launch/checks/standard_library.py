"""Names that a language's own library gives, as a closed table, and what every program has."""

import builtins
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from launch.wording.imports import Imported

_DATA: dict[str, dict[str, Any]] = tomllib.loads(
    files("launch.checks").joinpath("standard_library.toml").read_text(encoding="utf-8")
)
PYTHON_BUILTINS = frozenset({*dir(builtins), "__file__", "__name__", "__doc__", "__annotations__"})
"""Names that every Python program has."""
SCRIPT_GLOBALS = frozenset({
    "AbortController", "AbortSignal", "Array", "ArrayBuffer", "BigInt", "Blob", "Boolean",
    "Buffer", "CustomEvent", "DOMException", "DataView", "Date", "Element", "Error", "Event",
    "EventTarget", "File", "FileList", "Float32Array", "Float64Array", "FormData", "Function",
    "HTMLElement", "Headers", "Infinity", "Int16Array", "Int32Array", "Int8Array", "Intl", "JSON",
    "JSX", "Map", "Math", "NaN", "Node", "Number", "Object", "Promise", "Proxy", "RangeError",
    "React", "ReadableStream", "ReferenceError", "Reflect", "RegExp", "Request", "Response", "Set",
    "String", "Symbol", "SyntaxError", "TextDecoder", "TextEncoder", "TypeError", "URL",
    "URLSearchParams", "Uint16Array", "Uint32Array", "Uint8Array", "WeakMap", "WeakRef", "WeakSet",
    "WebSocket", "XMLHttpRequest", "__dirname", "__filename", "alert", "arguments", "atob", "btoa",
    "clearInterval", "clearTimeout", "console", "crypto", "decodeURI", "decodeURIComponent",
    "describe", "document", "encodeURI", "encodeURIComponent", "exports", "expect", "fetch",
    "global", "globalThis", "isNaN", "it", "localStorage", "location", "module", "navigator",
    "parseFloat", "parseInt", "performance", "process", "queueMicrotask", "require",
    "setImmediate", "setInterval", "setTimeout", "structuredClone", "test", "undefined", "window",
})  # fmt: skip
"""Names that a script's surroundings give to every program: the language, Node.js, a browser."""


@cache
def standard_import(language: str, name: str, uses: frozenset[str]) -> Imported | None:
    """Return what brings in a name of the language's own library, or None where that is not sure.

    ``uses`` are the attributes that code takes from the name; an empty one is its bare use.
    """
    table = _DATA.get(language, {})
    inside = frozenset(table.get("modules", {}).get(name, ()))
    if uses and "" not in uses and uses <= inside:
        default = "default" if language == "javascript" else ""
        return Imported(name, f"node:{name}" if default else name, default)
    if language == "python" and name == "datetime" and not uses & inside:
        return Imported("datetime", "datetime", "datetime") if uses & _OF_DATETIME else None
    module = table.get("names", {}).get(name)
    if not isinstance(module, str):
        return None
    return Imported(name, module, "" if language == "go" else name)


_OF_DATETIME = frozenset({"now", "utcnow", "today", "strptime", "fromisoformat", "fromtimestamp"})


def is_standard(one: Imported, language: str) -> bool:
    """Return whether the language's own library, as the table knows it, gives this."""
    table = _DATA.get(language, {})
    if language == "javascript":
        return one.module.removeprefix("node:") in table.get("modules", {})
    if language == "go":
        return one.module in table.get("names", {}).values()
    inside = table.get("modules", {}).get(one.module, ())
    whole = not one.member and one.name == one.module and bool(inside)
    return whole or one.member in inside or table.get("names", {}).get(one.member) == one.module
