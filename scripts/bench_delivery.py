"""The figures of delivery: a commit, its replay, one key at once, and deliveries that are killed.

The machine's own floor stands beside each time: plain git making the same commit, in the same run.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from launch.contracts.delivery import CreateCommitBundle
from scripts.figures import Figure
from tests.support.repositories import add_commit
from tests.support.site import Site, make_site

_PROJECT = Path(__file__).resolve().parents[1]
_FILES = 20
_TIMES = 25
_AT_ONCE = 16
_KILLS = 420
_SEED = 20260101


def commit() -> list[Figure]:
    """Wall time of a 20-file commit and of its replay on the local forge; 16 calls of one key."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        site = make_site(Path(name))
        floor = statistics.median(_floor(site, n) for n in range(5))
        made = [_bundle(site, f"run-{n}") for n in range(_TIMES)]
        first = statistics.median([_sent(site, one) for one in made[1:]] + [_sent(site, made[0])])
        again = statistics.median([_sent(site, one) for one in made])
        single = _at_once(site)
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    told = f"{_FILES} files, median of {_TIMES}; plain git {floor:.0f} ms; {load}"
    return [
        Figure("commit on the local forge", first, "ms", "<= 150", first <= 150, told),
        Figure("replay of a commit", again, "ms", "<= 20", again <= 20, told),
        Figure(
            "commits of one key called at once", single, "commits", "= 1", single == 1,
            f"{_AT_ONCE} threads, each with its own client and store; {load}",
        ),
    ]  # fmt: skip


def kills() -> list[Figure]:
    """Deliveries killed with SIGKILL at named and random moments, then tried again."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = str(Path(name) / "kills")
        command = [sys.executable, "-m", "tests.support.kills", folder, str(_KILLS), str(_SEED)]
        done = subprocess.run(command, cwd=_PROJECT, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    killed, problems = int(found["killed"]), list(found["problems"])
    told = f"{found['tried']} deliveries, seed {_SEED}; {'; '.join(problems[:3]) or 'no problem'}"
    return [
        Figure("deliveries killed", killed, "SIGKILLs", ">= 300", killed >= 300, told),
        Figure(
            "killed deliveries not ending in one commit and one pull request, fsck clean",
            len(problems), "deliveries", "= 0", not problems, told,
        ),
    ]  # fmt: skip


def _bundle(site: Site, run_id: str) -> CreateCommitBundle:
    changes: dict[str, bytes | None] = {
        f"content/docs/tool/page-{number}.md": f"---\ntitle: {number}\n---\n\n".encode()
        + f"What {run_id} says on page {number}.\n".encode() * 60
        for number in range(_FILES)
    }
    return site.bundles(changes, run_id=run_id)[0]


def _sent(site: Site, bundle: CreateCommitBundle) -> float:
    """Send a commit with a fresh client of a fresh service; return milliseconds."""
    with site.client() as client:
        before = time.perf_counter()
        client.commit(bundle)
        return (time.perf_counter() - before) * 1000


def _at_once(site: Site) -> int:
    """Return how many commits stand on the branch after many calls of one key at one time."""
    bundle = _bundle(site, "at-once")
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for done in [pool.submit(_sent, site, bundle) for _ in range(_AT_ONCE)]:
            done.result()
    return int(site.git("rev-list", "--count", f"main..{bundle.payload.branch_name}"))


def _floor(site: Site, number: int) -> float:
    """Return the milliseconds that plain git takes to write the same number of files."""
    files = {f"content/docs/floor/{n}.md": f"{number} {n}\n".encode() * 60 for n in range(_FILES)}
    before = time.perf_counter()
    add_commit(site.path, files, branch=f"floor-{number}")
    return (time.perf_counter() - before) * 1000
