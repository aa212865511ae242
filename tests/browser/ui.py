"""The Dagster UI as a person uses it: a server in a world of its own, and one browser page."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
from playwright.sync_api import Locator, Page, expect

from launch.contracts.snapshot import Snapshot
from resources.fixtures import materialise
from resources.run_store.layout import RunLayout, all_runs
from resources.run_store.places import PROJECT
from resources.run_store.reading import read_snapshot
from tests.support.runs import World

HELD = "held_back"
REFUSED = "one_file_only"
BRANCH_IN_THE_WAY = "held"
EXAMPLE = PROJECT / "pilots" / "example_pilot.yml"
_START_SECONDS = 180
_RUN_MS = 180_000


@dataclass(frozen=True)
class Server:
    """A running `launch dev`."""

    world: World
    url: str
    log: Path

    @property
    def pilots(self) -> Path:
        """The folder that its sensor watches."""
        return self.world.folder / "pilots"

    def directories_of(self, dagster_run_id: str) -> list[tuple[RunLayout, Snapshot]]:
        """Return the run directories that a Dagster run worked on."""
        return [one for one in self._runs() if dagster_run_id in one[1].dagster_run_ids]

    def directories_of_pilot(self, pilot: str) -> list[tuple[RunLayout, Snapshot]]:
        """Return a pilot's run directories."""
        return [one for one in self._runs() if one[1].pilot == pilot]

    def _runs(self) -> list[tuple[RunLayout, Snapshot]]:
        return [(layout, read_snapshot(layout)) for layout in all_runs(self.world.runs)]


@contextmanager
def serving(world: World, **changes: str) -> Iterator[Server]:
    """Start `launch dev` on a free port; end it and every process that it started."""
    port, log = _free_port(), world.folder / "dev.log"
    with log.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "launch", "dev", "--port", str(port)],
            env=world.environment(**changes),
            cwd=PROJECT,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        server = Server(world, f"http://127.0.0.1:{port}", log)
        _wait_until_it_answers(server, process)
        yield server
    finally:
        _end(process)


@dataclass(frozen=True)
class Ui:
    """One browser page on a server."""

    page: Page
    server: Server

    def open(self, path: str) -> None:
        """Go to a page of the UI."""
        self.page.goto(f"{self.server.url}{path}")

    def open_partition(self, asset: str, pilot: str) -> None:
        """Go to what an asset has of one pilot."""
        self.open(f"/assets/{asset}?view=partitions&partition={pilot}")
        expect(self.page.get_by_text("made by run")).to_be_visible()

    def metadata(self, label: str) -> Locator:
        """Return the value cell beside a label of the metadata table."""
        row = self.page.get_by_role("row").filter(has=self.page.get_by_text(label, exact=True))
        return row.get_by_role("cell").nth(1)

    def preview(self) -> str:
        """Return the text of the asset's preview: in its row, or in a dialog where it is long."""
        cell = self.metadata("preview")
        shown = cell.get_by_text("Show Markdown")
        if not shown.count():
            return cell.inner_text()
        shown.click()
        dialog = self.page.get_by_role("dialog")
        # The dialog opens before its Markdown is rendered.
        expect(dialog.locator("table, p, li").first).to_be_visible()
        text = dialog.inner_text()
        dialog.get_by_role("button", name="Close").click()
        return text

    def materialise(self, pilot: str) -> str:
        """Start the job on one partition from its dialog; return the Dagster run id."""
        self.open("/locations/launch/jobs/pilot")
        self.page.get_by_role("button", name="Materialize all").click()
        dialog = self.page.get_by_role("dialog").first
        dialog.get_by_text("Select a partition or create one").click()
        self.page.get_by_role("menuitem").filter(has_text=pilot).click()
        dialog.get_by_text("Launch runs to materialize").click()
        dialog.get_by_role("button", name="Launch 1 run").click()
        self.page.get_by_role("link", name="View", exact=True).click()
        return self._run_shown()

    def observe(self, asset: str) -> str:
        """Observe a source with its own button; return the Dagster run id."""
        self.open(f"/assets/{asset}")
        before = self._newest_run()
        # A button's name begins with that of its icon.
        self.page.get_by_role("button", name="Observe").first.click()
        self.page.get_by_text("Launched run").wait_for()
        newest = self._newest_run()
        assert newest is not None
        assert newest != before
        return newest

    def _newest_run(self) -> str | None:
        """Return the id of the Dagster run that was launched last, or None."""
        query = "{ runsOrError(limit: 1) { ... on Runs { results { runId } } } }"
        answer = httpx.post(f"{self.server.url}/graphql", json={"query": query}, timeout=60)
        results = answer.json()["data"]["runsOrError"]["results"]
        return str(results[0]["runId"]) if results else None

    def re_execute_from_failure(self, dagster_run_id: str) -> str:
        """Re-execute a failed run from its failure; return the new Dagster run id."""
        self.open(f"/runs/{dagster_run_id}")
        again = self.page.get_by_role("button", name="Re-execute")
        again.locator("xpath=..").get_by_label("arrow_drop_down").click()
        self.page.get_by_role("menuitem").filter(has_text="From failure").click()
        self.page.wait_for_url(lambda url: "/runs/" in url and dagster_run_id not in url)
        return self._run_shown()

    def ending(self, dagster_run_id: str) -> str:
        """Wait for a run to end; return the status that its page shows."""
        self.open(f"/runs/{dagster_run_id}")
        status = self.page.get_by_text("Success", exact=True).or_(
            self.page.get_by_text("Failure", exact=True)
        )
        status.first.wait_for(timeout=_RUN_MS)
        return status.first.inner_text()

    def _run_shown(self) -> str:
        self.page.wait_for_url("**/runs/*-*")
        return self.page.url.rsplit("/", 1)[-1].partition("?")[0]


def site_git(world: World, *arguments: str) -> None:
    """Run git in the site's repository of a world."""
    repository = materialise("site", world.runs / ".fixtures")
    subprocess.run(["git", f"--git-dir={repository}", *arguments], check=True, capture_output=True)


def browser_path() -> str | None:
    """Return the Chromium of this machine, or None."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _wait_until_it_answers(server: Server, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx.get(f"{server.url}/server_info", timeout=2)
        except httpx.TransportError:
            time.sleep(0.3)
        else:
            return
    raise AssertionError(f"the UI did not start:\n{server.log.read_text()}")


def _end(process: subprocess.Popen[bytes]) -> None:
    started = psutil.Process(process.pid).children(recursive=True)
    process.terminate()
    for one in started:
        if one.is_running():
            one.terminate()
    _, left = psutil.wait_procs([*started, psutil.Process(process.pid)], timeout=5)
    for one in left:
        one.kill()
    process.wait(timeout=10)
