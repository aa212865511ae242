"""Branch names: templates filled, and our own pattern, which is narrower than git's."""

import re
from collections.abc import Mapping

from launch.errors import PilotError

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,200}")
_FIELD = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_PER_RUN = frozenset({"run_id", "timestamp"})


def branch_of(template: str, values: Mapping[str, str], base_ref: str) -> str:
    """Return the branch that a template names; PilotError where it is unusable.

    ``values`` holds run_id, pilot, timestamp and sha.
    """

    def filled(match: re.Match[str]) -> str:
        value = values.get(match[1])
        if value is None:
            raise PilotError(
                f"`output.branch_name` holds an unknown field: {match[0]}",
                hint=f"use {', '.join(f'{{{{{name}}}}}' for name in sorted(values))}",
            )
        return value

    name = _FIELD.sub(filled, template)
    if reason := reason_against(name, base_ref):
        raise PilotError(
            f"`output.branch_name` gives {name!r}, which is not usable: {reason}",
            hint="use letters, digits and `._/-`, such as launch/{{pilot}}/{{run_id}}",
        )
    return name


def reason_against(name: str, base_ref: str) -> str:
    """Return why a branch must not be written, or an empty text."""
    if not _NAME.fullmatch(name):
        return "only letters, digits and ._/- may stand in it, at most 201 of them"
    if ".." in name or "//" in name or name.endswith(("/", ".", ".lock")):
        return "git has no branch of that form"
    parts = name.split("/")
    if any(part.startswith(".") or part.endswith((".lock", ".")) for part in parts):
        return "git has no branch of that form"
    if parts[0] == "refs" or name == "HEAD":
        return "that name belongs to git"
    if name == base_ref:
        return "it is the branch that the pull request goes to"
    return ""


def is_rolling(template: str) -> bool:
    """Return whether every run writes the same branch: one rolling pull request."""
    return not any(field in _PER_RUN for field in _FIELD.findall(template))
