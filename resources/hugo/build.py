"""One build, through the overlay or as the site is; never raises for a site that is broken."""

import re
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from launch.contracts.site_build import BuiltPage, SiteBuild
from resources.hugo.output import PageLog, error_lines, normalised, plain_urls
from resources.hugo.process import HugoRun, Limits, run_hugo
from resources.hugo.stub_overlay import ENVIRONMENT
from resources.hugo.themes import redirects


@dataclass(frozen=True)
class Workshop:
    """Where and with what to build; absolute, resolved paths."""

    binary: Path
    version: str
    work: Path
    """Exported repository."""
    root: str
    """The site's folder in it; empty for the root."""
    config: Path
    """The overlay's ``--configDir``."""
    time: int
    """Unix seconds that Hugo takes for now."""
    limits: Limits = field(default_factory=Limits)

    @property
    def source(self) -> Path:
        """Folder that Hugo runs on."""
        return self.work / self.root if self.root else self.work


_VERSION = re.compile(r"v(\d+\.\d+\.\d+)")
_BUILD_FLAGS = (
    "--buildDrafts",
    "--buildFuture",
    "--buildExpired",
    "--noBuildLock",
    "--noTimes",
    "--noChmod",
)


def version_of(binary: Path) -> str:
    """Return a binary's version such as ``0.168.0``; empty where it does not say."""
    with tempfile.TemporaryDirectory() as home:
        run = run_hugo(binary, ("version",), Path(home), Limits(seconds=60))
    found = _VERSION.search(run.output)
    return found.group(1) if found else ""


def ask(shop: Workshop, *question: str) -> HugoRun:
    """Ask Hugo about the site, such as ``config mounts``, through the overlay."""
    with tempfile.TemporaryDirectory(prefix="hugo-") as folder:
        home = Path(folder).resolve()
        arguments = (*question, *_overlay_flags(shop), "--cacheDir", str(home / "cache"))
        return run_hugo(shop.binary, arguments, home, shop.limits)


def build_overlay(
    shop: Workshop, notes: tuple[str, ...] = (), segment: str | None = None
) -> SiteBuild:
    """Build through the overlay: drafts, future and expired pages as well.

    ``segment`` names the part of the site to render; None renders all of it.
    """
    folder = Path(tempfile.mkdtemp(prefix="hugo-")).resolve()
    try:
        output = folder / "public"
        arguments = (
            *_overlay_flags(shop),
            *_BUILD_FLAGS,
            *("--destination", str(output), "--cacheDir", str(folder / "cache")),
            *(("--renderSegments", segment) if segment else ()),
        )
        log = PageLog(shop.work)
        run = run_hugo(shop.binary, arguments, folder, shop.limits, take=log.take)
        return _outcome(shop, run, log.pages, folder, notes, log.clashes)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def render(shop: Workshop, output: Path, home: Path) -> tuple[HugoRun, PageLog]:
    """Render through the overlay; files beside pages go into a folder that the caller keeps."""
    arguments = (
        *_overlay_flags(shop),
        *_BUILD_FLAGS,
        *("--destination", str(output), "--cacheDir", str(home / "cache")),
    )
    log = PageLog(shop.work, keep_texts=True)
    return run_hugo(shop.binary, arguments, home, shop.limits, take=log.take), log


def build_as_it_is(shop: Workshop) -> SiteBuild:
    """Build with the site's own theme, templates and settings; programs and network denied."""
    folder = Path(tempfile.mkdtemp(prefix="hugo-")).resolve()
    try:
        output = folder / "public"
        clock = datetime.fromtimestamp(shop.time, UTC).isoformat()
        led = redirects(shop.source, shop.work)
        arguments = (
            *("--source", str(shop.source), "--clock", clock, *_BUILD_FLAGS, *led.flags),
            *("--destination", str(output), "--cacheDir", str(folder / "cache")),
        )
        run = run_hugo(shop.binary, arguments, folder, shop.limits, led.environment)
        pages = () if run.problem else plain_urls(output)
        return _outcome(shop, run, pages, folder, ()).model_copy(update={"how": "as_it_is"})
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _overlay_flags(shop: Workshop) -> tuple[str, ...]:
    return (
        *("--source", str(shop.source), "--configDir", str(shop.config)),
        *("--environment", ENVIRONMENT, "--ignoreVendorPaths", "**"),
    )


def _outcome(
    shop: Workshop,
    run: HugoRun,
    pages: tuple[BuiltPage, ...],
    home: Path,
    notes: tuple[str, ...],
    clashes: tuple[str, ...] = (),
) -> SiteBuild:
    errors = error_lines(f"{run.output}\n{run.log}", shop.work, (shop.config, home))
    if run.code != 0 and not errors and run.problem is None:
        errors = (f"Hugo ended with code {run.code}: {run.log.strip()[:500]}",)
    errors = tuple(sorted((*errors, *clashes)))
    return SiteBuild(
        how="overlay",
        hugo_version=shop.version,
        finished=run.problem is None,
        problem=run.problem,
        errors=tuple(normalised(error) for error in errors),
        error_texts=errors,
        pages=pages,
        notes=notes,
    )
