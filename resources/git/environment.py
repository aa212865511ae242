"""How git is called: no prompts, no user or system configuration, no hooks, nothing executed."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from launch.errors import RepositoryError

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
    "maintenance.auto=false",
    "http.followRedirects=initial",
)
_KEPT = (
    "PATH",
    "HOME",
    "TMPDIR",
    "SSH_AUTH_SOCK",
    "HTTPS_PROXY",
    "https_proxy",
    "NO_PROXY",
    "no_proxy",
    "GIT_SSL_CAINFO",
    "SSL_CERT_FILE",
)


def git_environment(*, protocols: str = "file:https:ssh") -> dict[str, str]:
    """Return the whole environment of a git process; ``protocols`` is GIT_ALLOW_PROTOCOL."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {
        **kept,
        "LC_ALL": "C.UTF-8",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_SSH_COMMAND": "ssh -oBatchMode=yes",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
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


def run_git(
    git_dir: Path | None,
    *arguments: str,
    stdin: bytes = b"",
    extra: Mapping[str, str] | None = None,
    timeout: float = 1800,
) -> subprocess.CompletedProcess[bytes]:
    """Run git to its end and return its answer, whatever the exit code.

    ``timeout`` is in seconds; RepositoryError where git is missing or does not end in time.
    """
    try:
        return subprocess.run(
            git_command(git_dir, *arguments),
            input=stdin,
            capture_output=True,
            env={**git_environment(), **(extra or {})},
            check=False,
            timeout=timeout,
        )
    except FileNotFoundError as error:
        raise RepositoryError("git is not installed", hint="install git and try again") from error
    except subprocess.TimeoutExpired as error:
        raise RepositoryError(
            f"git {arguments[0]} did not end within {timeout:.0f} s",
            hint="check the network, or use a mirror (LAUNCH_GIT_MIRRORS)",
        ) from error
