"""One server and one browser for all; what was run in the UI once is looked at by many."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.ui import (
    BRANCH_IN_THE_WAY,
    EXAMPLE,
    HELD,
    REFUSED,
    Server,
    Ui,
    browser_path,
    serving,
    site_git,
)
from tests.support.runs import World

_PATIENCE_MS = 30_000
_QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start the machine's Chromium."""
    path = browser_path()
    if path is None:
        pytest.skip("the browser tests were left out: no Chromium here (apt install chromium)")
    # Chromium's sandbox does not work for root.
    flags = [*_QUIET, "--no-sandbox"] if os.geteuid() == 0 else [*_QUIET]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=flags)
        yield started
        started.close()


@pytest.fixture(scope="package")
def server(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve a pilots folder; meanwhile a run from the command line fails in delivery."""
    del browser  # Without one there is nothing to serve.
    world = World(tmp_path_factory.mktemp("ui"))
    pilots = world.folder / "pilots"
    pilots.mkdir()
    example = EXAMPLE.read_text()
    (pilots / f"{HELD}.yml").write_text(
        example.replace("launch/{{pilot}}/", f"{BRANCH_IN_THE_WAY}/")
    )
    (pilots / f"{REFUSED}.yml").write_text(example + "budget:\n  max_files_changed: 1\n")
    site_git(world, "branch", BRANCH_IN_THE_WAY, "main")
    folder = str(pilots)
    failing = world.start("run", "--config", str(pilots / f"{HELD}.yml"), LAUNCH_PILOTS_DIR=folder)
    with serving(world, LAUNCH_PILOTS_DIR=folder) as started:
        output, errors = failing.communicate(timeout=240)
        assert failing.returncode != 0, output + errors
        yield started


@pytest.fixture(scope="package")
def ui(browser: Browser, server: Server) -> Iterator[Ui]:
    """Open one page, large enough for all columns."""
    page = browser.new_page(viewport={"width": 1600, "height": 1000})
    page.set_default_timeout(_PATIENCE_MS)
    expect.set_options(timeout=_PATIENCE_MS)
    yield Ui(page, server)
    page.close()


@pytest.fixture(scope="package")
def fresh(ui: Ui) -> str:
    """Put a new pilot file beside the others; return its key once the UI knows it."""
    key = "fresh_product"
    shutil.copyfile(EXAMPLE, ui.server.pilots / f"{key}.yml")
    for _ in range(8):
        ui.open("/assets/page_plan?view=partitions")
        ui.page.get_by_text(HELD).first.wait_for()
        if ui.page.get_by_text(key).count():
            return key
        ui.page.wait_for_timeout(5_000)
    raise AssertionError(f"no partition {key}:\n{ui.server.log.read_text()}")


@pytest.fixture(scope="package")
def launched(ui: Ui, fresh: str) -> tuple[str, str]:
    """Materialise the new pilot and one that a gate must refuse; return the Dagster run ids."""
    return ui.materialise(fresh), ui.materialise(REFUSED)


@pytest.fixture(scope="package")
def green(launched: tuple[str, str]) -> str:
    """Return the Dagster run of the new pilot."""
    return launched[0]


@pytest.fixture(scope="package")
def refused(launched: tuple[str, str]) -> str:
    """Return the Dagster run of the pilot that a gate must refuse."""
    return launched[1]
