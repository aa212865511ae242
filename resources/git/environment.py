"""How git is called: no prompts, no user or system configuration, no hooks, nothing executed."""

import os
from pathlib import Path

_FLAGS = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.symlinks=false",
    "core.protectHFS=true",
    "core.protectNTFS=true",
    "core.quotePath=false",
    "transfer.fsckObjects=true",
    "submodule.recurse=false",
    "filter.lfs.smudge=",
    "filter.lfs.required=false",
    "gc.auto=0",
)


def git_environment(*, protocols: str = "file:https:ssh") -> dict[str, str]:
    """Return the whole environment of a git process; ``protocols`` is GIT_ALLOW_PROTOCOL."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {
        **kept,
        "LC_ALL": "C.UTF-8",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ALLOW_PROTOCOL": protocols,
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
    }


def git_command(git_dir: Path | None, *arguments: str) -> list[str]:
    """Return the argument list of a git call on a repository, with the safe configuration."""
    flags = [part for flag in _FLAGS for part in ("-c", flag)]
    where = [] if git_dir is None else [f"--git-dir={git_dir}"]
    return ["git", *flags, *where, *arguments]
