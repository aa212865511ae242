"""Deliveries that are killed with SIGKILL, at named and at random moments, then tried again.

Run as a program: ``python -m tests.support.kills FOLDER RANDOM_KILLS SEED``; prints one JSON object.
Each delivery runs in a forked child; the parent never opens the store, so a fork is clean.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from launch.contracts.delivery import CreateCommitBundle, OpenPrBundle
from resources.commit_service.forges.local import LocalForge
from resources.commit_service.forges.objects import Quarantine
from resources.commit_service.forges.pulls import PullRefs
from resources.commit_service.store import RequestStore
from tests.support.site import NOW, Site, make_site

MOMENTS: tuple[tuple[type[Any], str, int], ...] = (
    (RequestStore, "reserve", 1),
    (LocalForge, "_write", 1),
    (Quarantine, "write", 1),
    (Quarantine, "write", 3),
    (Quarantine, "move_in", 1),
    (LocalForge, "_move_branch", 1),
    (RequestStore, "finish", 1),
    (RequestStore, "reserve", 2),
    (PullRefs, "open", 1),
    (PullRefs, "_put", 1),
    (PullRefs, "_point", 1),
    (RequestStore, "finish", 2),
)
"""Methods and which call of them: the steps of one commit and one pull request, in order."""


@dataclass(frozen=True)
class Outcome:
    """What came of one delivery that was killed."""

    moment: str
    killed: bool
    problem: str
    """Empty if one commit and one pull request stand and the repository is clean."""


def _die() -> None:
    os.killpg(0, signal.SIGKILL)


def _armed(owner: type[Any], name: str, when: str, call: int) -> Callable[[], None]:
    """Return a function that makes the n-th call of a method deadly, before or after its work."""

    def arm() -> None:
        original = getattr(owner, name)
        seen = [0]

        def deadly(*arguments: Any, **named: Any) -> Any:
            seen[0] += 1
            if seen[0] == call and when == "before":
                _die()
            result = original(*arguments, **named)
            if seen[0] == call and when == "after":
                _die()
            return result

        setattr(owner, name, deadly)

    return arm


def _in_child(work: Callable[[], None], kill_after: float | None = None) -> bool:
    """Run work in a child with a process group of its own; return whether it was killed."""
    pid = os.fork()
    if pid == 0:
        os.setpgid(0, 0)
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    if kill_after is not None:
        time.sleep(kill_after)
        try:
            os.killpg(pid, signal.SIGKILL)
        except ProcessLookupError:
            os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return os.WIFSIGNALED(status)


def _deliver(site: Site, bundles: tuple[CreateCommitBundle, OpenPrBundle], clock: int) -> None:
    with site.client(clock) as client:
        answer = client.commit(bundles[0])
        result = client.open_pr(bundles[1])
    found = {"commit": answer.commit_sha, "pull": result.pr_number}
    (site.store.parent / "answer.json").write_text(json.dumps(found))


def _outcome(
    site: Site, run_id: str, moment: str, arm: Callable[[], None], after: float | None
) -> Outcome:
    bundles = site.bundles(run_id=run_id)
    refs_before = site.git("for-each-ref", "--format=%(refname)", "refs/pull/*/meta").splitlines()

    def armed() -> None:
        arm()
        _deliver(site, bundles, NOW)

    killed = _in_child(armed, after)
    answers = []
    (site.store.parent / "answer.json").unlink(missing_ok=True)
    for clock in (NOW + 1000, NOW + 2000):
        _in_child(partial(_deliver, site, bundles, clock))
        if not (site.store.parent / "answer.json").is_file():
            return Outcome(moment, killed, "the second try fails")
        answers.append(json.loads((site.store.parent / "answer.json").read_text()))
    refs_after = site.git("for-each-ref", "--format=%(refname)", "refs/pull/*/meta").splitlines()
    head = site.git("rev-parse", bundles[0].payload.branch_name)
    depth = site.git("rev-list", "--count", f"main..{head}")
    problem = ""
    if answers[0] != answers[1]:
        problem = "two answers for one key"
    elif answers[0]["commit"] != head or depth != "1":
        problem = "not exactly one commit"
    elif len(refs_after) != len(refs_before) + 1:
        problem = "not exactly one pull request"
    elif site.git("rev-parse", f"refs/pull/{answers[0]['pull']}/head") != head:
        problem = "the pull request is not at the commit"
    elif list((site.path / "objects").glob("tmp_*")):
        problem = "orphans are left"
    elif [lock for lock in site.path.rglob("*.lock") if lock.parent != site.path]:
        problem = "locks are left"
    return Outcome(moment, killed, problem)


def run(folder: Path, random_kills: int, seed: int) -> tuple[Outcome, ...]:
    """Kill deliveries at every named moment and at random ones, and return what came of each."""
    site = make_site(folder)
    outcomes: list[Outcome] = []
    for owner, name, call in MOMENTS:
        for when in ("before", "after"):
            moment = f"{when} call {call} of {owner.__name__}.{name}"
            arm = _armed(owner, name, when, call)
            outcomes.append(_outcome(site, f"named-{len(outcomes)}", moment, arm, None))
    if not all(outcome.killed for outcome in outcomes):
        raise AssertionError("a named moment was never reached")
    chance = random.Random(seed)
    for number in range(random_kills):
        after = chance.uniform(0.002, 0.12)
        moment = f"after {after:.4f} s"
        outcomes.append(_outcome(site, f"random-{number}", moment, lambda: None, after))
    fsck = site.git("fsck", "--strict")
    if any(not line.startswith("dangling") for line in fsck.splitlines()):
        outcomes.append(Outcome("fsck", killed=False, problem=fsck))
    return tuple(outcomes)


def main() -> None:
    """Print the counts and the problems."""
    outcomes = run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    problems = [f"{one.moment}: {one.problem}" for one in outcomes if one.problem]
    killed = sum(one.killed for one in outcomes)
    sys.stdout.write(json.dumps({"tried": len(outcomes), "killed": killed, "problems": problems}))


if __name__ == "__main__":
    main()
