"""Refs of a local repository, moved by compare-and-swap; a killed move leaves nothing in the way.

Git keeps a ref's lock file where it was killed, and then refuses the ref for ever. So we note which
refs are about to move, and who writes next removes the locks of a move that never ended.
"""

import time
from pathlib import Path

from resources.git.environment import run_git

_NOTE = "foss-launcher.moving"
_ORPHAN_SECONDS = 0.2


def move_refs(git_dir: Path, commands: tuple[str, ...]) -> bool:
    """Carry out ``create NAME NEW`` and ``update NAME NEW [OLD]`` together; False if one failed.

    The caller is the repository's `one_writer`.
    """
    note = git_dir / _NOTE
    note.write_text("".join(f"{command.split(' ')[1]}\n" for command in commands))
    text = "".join(f"{command}\n" for command in commands)
    done = run_git(git_dir, "update-ref", "--stdin", stdin=text.encode())
    note.unlink(missing_ok=True)
    return done.returncode == 0


def end_killed_move(git_dir: Path) -> None:
    """Remove the lock files of a move whose process was killed; the caller is the `one_writer`."""
    note = git_dir / _NOTE
    if not note.is_file():
        return
    time.sleep(_ORPHAN_SECONDS)  # a git process that outlived its parent is done by then
    for name in note.read_text("utf-8", errors="replace").splitlines():
        if name.startswith("refs/") and ".." not in name:
            (git_dir / f"{name}.lock").unlink(missing_ok=True)
    note.unlink(missing_ok=True)
