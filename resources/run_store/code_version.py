"""The code version of a stage: a digest of its source, prompts, templates and dependencies.

Never typed by hand: a changed file changes it.
"""

from functools import cache
from pathlib import Path

from launch.digests import digest_of, sha256
from resources.run_store.places import PROJECT

SHARED = ("launch/contracts", "launch/markdown", "launch/wording", "launch/digests.py")
ROOMS = {
    "W1 product": ("launch/intake", "resources/git/tree.py", "resources/grammars"),
    "W1 site": ("launch/intake", "launch/checks", "resources/hugo", "resources/git/tree.py"),
    "W2": ("launch/knowledge", "launch/checks"),
    "W3": ("launch/knowledge", "launch/checks"),
    "W4": ("launch/planning",),
    "W5": ("launch/writing", "launch/checks", "launch/prompts", "resources/llm"),
    "W6": ("launch/patching", "launch/fence.py"),
    "W7": (
        "launch/gates",
        "launch/fixing",
        "launch/rounds.py",
        "launch/patching",
        "launch/checks",
        "launch/fence.py",
        "launch/prompts",
        "launch/writing/model",
        "resources/hugo",
        "resources/llm",
    ),
    "W9": ("launch/delivery", "launch/gates", "launch/fence.py"),
    "readings": ("launch/intake/product", "launch/knowledge", "launch/checks"),
}
_SUFFIXES = frozenset({".py", ".md", ".j2", ".json", ".toml", ".yml", ".yaml", ".html"})


@cache
def code_version(part: str) -> str:
    """Return the code version of a part: ``W1 product``, ``W1 site``, ``W2`` ... ``readings``."""
    rooms = (*ROOMS[part], *SHARED, "requirements.lock")
    return digest_of(*(_digest(PROJECT / room, room) for room in sorted(rooms)))


@cache
def _digest(place: Path, name: str) -> tuple[str, ...]:
    if place.is_file():
        return (name, sha256(place.read_bytes()))
    files = sorted(path for path in place.rglob("*") if path.suffix in _SUFFIXES)
    return (
        name,
        *(f"{path.relative_to(place).as_posix()}={sha256(path.read_bytes())}" for path in files),
    )
