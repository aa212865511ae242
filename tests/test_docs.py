"""The documentation says what the code does: keys, gates, statuses; and its commands run."""

import json
import re
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from launch.contracts.pilot import Pilot
from launch.contracts.snapshot import RunStatus
from launch.gates.registry import GATES
from launch_assets.cli.main import parser
from resources.run_store.layout import all_runs
from tests.support.runs import World
from tests.support.terminal import Terminal

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "CONTRIBUTING.md", *sorted(str(p.relative_to(ROOT)) for p in (ROOT / "docs").rglob("*.md")))  # fmt: skip
NOT_HERE = {
    "make demo": "sets up an environment; its command is that of the first run here",
    "make test": "runs this test",
    "make dev": "serves the Dagster UI until it is stopped",
    "source .venv/bin/activate": "changes the shell that tests run in already",
    "export ANTHROPIC_API_KEY=...": "stands for a person's key",
    "export COMMIT_SERVICE_TOKEN=...": "stands for an operator's token",
    "python -m launch commit-service --repository https://github.com/ORG/SITE"
    " --allowed-path 'content/docs/**'": "serves until it is stopped;"
    " tests/launch_assets/test_live_run.py runs it",
    "wait": "tests/end_to_end/test_many_at_once.py runs three at once",
    "python -m launch run --config pilots/pilot1.yml &": "as above",
    "python -m launch run --config pilots/pilot2.yml &": "as above",
    "python -m launch run --config pilots/pilot3.yml &": "as above",
    "python scripts/verify_determinism.py --config pilots/example_pilot.yml": "runs a pilot twice;"
    " tests/scripts does it",
}
"""Commands that do not run here, and why."""
ADDRESSES = {
    "PRODUCT_URL": "https://github.com/example/hugo-site",
    "SITE_URL": "https://github.com/example/docs-site",
}
"""What the bundled repositories stand in for."""


def commands_of(page: str) -> list[str]:
    blocks = re.findall(r"^```bash\n(.*?)^```", (ROOT / page).read_text(), re.MULTILINE | re.DOTALL)
    lines = [re.sub(r"\s+#.*", "", line).strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


COMMANDS = tuple(dict.fromkeys(command for page in PAGES for command in commands_of(page)))


def keys_of(model: type[BaseModel], prefix: str = "") -> list[str]:
    found: list[str] = []
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found += keys_of(inner, f"{prefix}{name}.")
        else:
            found.append(f"{prefix}{name}")
    return found


def rows_of(page: str, heading: str) -> list[list[str]]:
    """Return the cells of the table below a header row."""
    lines = (ROOT / page).read_text().splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(heading)) + 2
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def test_every_key_of_a_pilot_is_explained_and_no_other() -> None:
    text = (ROOT / "docs" / "pilots.md").read_text()
    rows = [line.split("`")[1] for line in text.splitlines() if line.startswith("| `")]
    told = [row for row in rows if row == row.lower()]
    assert told == keys_of(Pilot)


def test_the_table_of_gates_is_the_registry() -> None:
    phases = {"content": "content", "delivery": "delivery", "both": "content, delivery"}
    expected = [
        [
            f"[`{gate.id}`](gates/{gate.id}.md)",
            phases[gate.phase],
            *(gate.severity[profile] or "off" for profile in ("local", "ci", "prod")),
            "yes" if gate.skippable else "no",
        ]
        for gate in GATES
    ]
    assert rows_of("docs/gates.md", "| gate | phase") == expected


def test_every_status_of_a_run_is_explained_and_no_other() -> None:
    cells = [row[0] for row in rows_of("docs/runs.md", "| status | meaning")]
    told = [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]
    between = [f"w{number}_ok" for number in range(2, 6)]
    assert sorted({*told, *between}) == sorted(get_args(RunStatus))


def test_every_link_between_pages_leads_to_a_file() -> None:
    for page in PAGES:
        folder = (ROOT / page).parent
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", (ROOT / page).read_text()):
            assert (folder / target).exists(), f"{page}: {target}"


def test_every_command_of_the_command_line_that_is_named_exists() -> None:
    text = parser().format_help()
    for page in PAGES:
        for name in re.findall(r"`python -m launch ([a-z-]+)", (ROOT / page).read_text()):
            assert re.search(rf"^    {name}\b", text, re.MULTILINE), f"{page}: {name}"


def test_every_command_that_does_not_run_here_is_still_on_a_page() -> None:
    assert set(NOT_HERE) <= set(COMMANDS)


@dataclass(frozen=True)
class Desk:
    """A folder in which the documentation's commands can be typed."""

    terminal: Terminal
    finished: str
    """A run that went to its end."""
    stopped: str
    """A run that failed, for `resume`."""
    held_back: str
    """A run whose pull request was held back, for `submit`."""

    @property
    def folder(self) -> Path:
        """The current directory."""
        return self.terminal.folder

    def filled(self, command: str) -> str:
        """Return a command with a run in the place of RUN_ID, and addresses that exist here."""
        runs = {"resume": self.stopped, "submit": self.held_back}
        name = next((runs[word] for word in command.split() if word in runs), self.finished)
        filled = command.replace("RUN_ID", name)
        for word, address in ADDRESSES.items():
            filled = filled.replace(word, address)
        return filled


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Lay out `pilots/`, `runs/` and a site, with a finished, a failed and a held-back run."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "pilots").symlink_to(ROOT / "pilots")
    terminal = Terminal(World(folder), folder)
    example = str(ROOT / "pilots" / "example_pilot.yml")
    names: list[str] = []

    def run(*, code: int, **changes: str) -> str:
        said = terminal.launch("run", "--config", example, **changes)
        assert said.code == code, said.out + said.err
        (new,) = (one.run_id for one in all_runs(terminal.runs) if one.run_id not in names)
        names.append(new)
        return new

    blocking = folder / "file"
    blocking.touch()
    stopped = run(code=2, LAUNCH_CACHE_DIR=str(blocking))
    held_back = run(code=0, OFFLINE_MODE="1")
    finished = run(code=0)
    (site,) = (terminal.runs / ".fixtures").glob("site-*.git")
    (folder / "site.git").symlink_to(site)
    _lay_out(folder / "changed", terminal.runs / finished / "artifacts")
    return Desk(terminal, finished, stopped, held_back)


def _lay_out(folder: Path, artifacts: Path) -> None:
    """Write a run's pages as a checkout of its branch would have them."""
    bundle = json.loads((artifacts / "fixed_patch_bundle.json").read_bytes())
    for patch in bundle["patches"]:
        page = folder / patch["path"]
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(patch["content"])


@pytest.mark.parametrize("command", [one for one in COMMANDS if one not in NOT_HERE])
def test_a_command_of_the_documentation_runs(
    desk: Desk, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk.folder)
    typed = desk.filled(command)
    if typed.startswith("python -m launch "):
        said = desk.terminal.launch(*shlex.split(typed)[3:])
        assert said.code == 0, said.out + said.err
        assert said.err == ""
    else:
        done = subprocess.run(
            ["bash", "-c", typed.replace("python ", "python3 ", 1)],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout
