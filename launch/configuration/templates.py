"""The four placeholders that strings of a pilot may hold, and nothing else."""

import re
from collections.abc import Mapping

from launch.errors import PilotError

PLACEHOLDERS = ("timestamp", "run_id", "pilot", "sha")
_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def unknown_placeholders(text: str) -> tuple[str, ...]:
    """Return the placeholders of ``text`` that no run can fill, in order."""
    return tuple(name for name in _PLACEHOLDER.findall(text) if name not in PLACEHOLDERS)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return ``text`` with every ``{{name}}`` replaced; PilotError for a name without a value."""

    def value_of(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in values:
            known = ", ".join(f"{{{{{known}}}}}" for known in sorted(values)) or "none"
            raise PilotError(
                f"`{text}` holds the placeholder {{{{{name}}}}}, which has no value here",
                hint=f"placeholders that can stand here: {known}",
            )
        return values[name]

    return _PLACEHOLDER.sub(value_of, text)
