"""Prompts as data: files with strict placeholders, and a digest that changes when they do."""

import string
from importlib import resources

from launch.digests import digest_of

_FILES = (
    "edit_system.md",
    "write_system.md",
    "page_task.md",
    "verify_system.md",
    "verify_task.md",
    "rewrite_system.md",
    "rewrite_task.md",
)


def prompt(name: str, **values: str) -> str:
    """Return a prompt with its placeholders filled; KeyError where they do not fit exactly."""
    text = _text(name)
    wanted = {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}
    if wanted != values.keys():
        raise KeyError(f"{name} takes {sorted(wanted)}, not {sorted(values)}")
    return text.format(**values).strip() + "\n"


def prompts_digest() -> str:
    """Return the digest of all prompt files: part of every call's key."""
    return digest_of(*(_text(name) for name in _FILES))


def _text(name: str) -> str:
    return resources.files("launch.prompts").joinpath(name).read_text(encoding="utf-8")
