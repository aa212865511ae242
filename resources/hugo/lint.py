"""The Markdown linter rumdl over a site's pages and a change; built-in defaults, nothing executed.

The site's own linter configuration is not read: it can name programs.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from sysconfig import get_path

from launch.errors import HugoError
from launch.gates.subject import LintFinding
from launch.ports import Tree
from resources.hugo.workspace import change, export, is_safe

_OFF = "MD013,MD057"
"""Line length is no fault in prose; links are judged on the built site."""
_SECONDS = 120
_MOST_IN_MEMORY = 32 * 1024**2
_SUFFIXES = (".md", ".markdown")


class RumdlLinter:
    """Implements `launch.gates.subject.MarkdownLinter` for the content folders of a site.

    ``kept`` gives the findings on the untouched site where they are known, else None.
    """

    def __init__(
        self,
        tree: Tree,
        content_roots: tuple[str, ...],
        kept: Callable[[], tuple[LintFinding, ...] | None] = lambda: None,
    ) -> None:
        self._tree = tree
        self._roots = tuple(f"{root}/" for root in content_roots if root != ".")
        self._kept = kept
        self._before: tuple[LintFinding, ...] | None = None

    def compare(
        self, changes: Mapping[str, bytes | None]
    ) -> tuple[tuple[LintFinding, ...], tuple[LintFinding, ...]]:
        """Return findings on all pages of the untouched site, and on the changed files."""
        if self._before is None:
            self._before = self._lint_site()
        pages = {p: data for p, data in changes.items() if p.endswith(_SUFFIXES) and data}
        size = sum(len(data) for data in pages.values())
        with tempfile.TemporaryDirectory(prefix="lint-", dir=_quick(size)) as folder:
            change(Path(folder), pages)
            return self._before, lint(Path(folder))

    def _lint_site(self) -> tuple[LintFinding, ...]:
        kept = self._kept()
        if kept is not None:
            return tuple(one for one in kept if self._wanted(one.path))
        with tempfile.TemporaryDirectory(prefix="lint-") as folder:
            export(self._tree, Path(folder), self._wanted)
            return lint(Path(folder))

    def _wanted(self, path: str) -> bool:
        inside = path.startswith(self._roots) if self._roots else True
        return inside and path.endswith(_SUFFIXES) and is_safe(path)


def _quick(size: int) -> str | None:
    """Return a folder in memory where one has ample room for so many bytes, else None."""
    memory = Path("/dev/shm")  # noqa: S108 - a private folder is made in it
    if size > _MOST_IN_MEMORY or not os.access(memory, os.W_OK):
        return None
    return str(memory) if shutil.disk_usage(memory).free > 2 * _MOST_IN_MEMORY else None


def lint(folder: Path) -> tuple[LintFinding, ...]:
    """Lint every Markdown file below a folder; HugoError where the linter does not run."""
    command = [_program(), "check", "--no-config", "--no-code-block-tools", "--no-cache"]
    command += ["--output-format", "json", "--disable", _OFF, "--respect-gitignore=false", "."]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env={"HOME": str(folder), "PATH": "", "LC_ALL": "C.UTF-8"},
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
        rows = json.loads(done.stdout or b"[]")
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:
        raise HugoError(
            f"the Markdown linter failed: {error}", hint="run `make install-uv` again"
        ) from error
    return tuple(sorted(_findings(rows), key=lambda one: (one.path, one.line, one.rule)))


def _findings(rows: Iterable[Mapping[str, object]]) -> Iterable[LintFinding]:
    for row in rows:
        line = row["line"]
        yield LintFinding(
            path=str(row["file"]).removeprefix("./"),
            line=line if isinstance(line, int) else 1,
            rule=str(row["rule"]),
            message=str(row["message"]),
        )


def _program() -> str:
    """Return the installed linter; it is found beside the interpreter, never on the PATH."""
    program = Path(get_path("scripts")) / "rumdl"
    if not program.is_file() or find_spec("rumdl") is None:
        raise HugoError("the Markdown linter rumdl is missing", hint="run `make install-uv` again")
    return str(program)
