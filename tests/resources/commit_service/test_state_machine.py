"""Deliveries, kills, lost memories and people at once: what must hold, holds after every step."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from launch.contracts.delivery import CreateCommitBundle, OpenPrBundle
from launch.errors import CommitServiceError
from resources.commit_service.forges.local import LocalForge
from resources.commit_service.forges.objects import Quarantine
from resources.commit_service.forges.pulls import PullRefs
from resources.commit_service.store import RequestStore
from tests.support.repositories import add_commit
from tests.support.site import NEW, NOW, make_site

STEPS = (
    (RequestStore, "reserve"),
    (Quarantine, "move_in"),
    (LocalForge, "_move_branch"),
    (PullRefs, "_put"),
    (RequestStore, "finish"),
)


class KilledError(BaseException):
    """Stands in for SIGKILL between two steps; real kills have a test of their own."""


@dataclass
class Delivery:
    """A delivery and what it was answered."""

    commit: CreateCommitBundle
    pull: OpenPrBundle
    commit_sha: str | None = None
    pr_number: int | None = None

    @property
    def branch(self) -> str:
        return self.commit.payload.branch_name


class Deliveries(RuleBasedStateMachine):
    """The service on one site, and people who work there too."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.site = make_site(self.folder)
        self.base = self.site.git("rev-parse", "main")
        self.deliveries: list[Delivery] = []
        self.people: list[tuple[str, str]] = []
        self.clock = NOW

    def teardown(self) -> None:
        assert "error" not in self.site.git("fsck", "--strict")
        shutil.rmtree(self.folder)

    @rule(rolling=st.booleans())
    def make(self, rolling: bool) -> None:
        number = len(self.deliveries)
        branch = "launch/{{pilot}}" if rolling else "runs/{{run_id}}"
        changes: dict[str, bytes | None] = {NEW: f"{number}\n".encode()}
        pair = self.site.bundles(changes, run_id=f"run-{number}", branch=branch)
        self.deliveries.append(Delivery(*pair))

    @precondition(lambda self: self.deliveries)
    @rule(data=st.data(), kill=st.sampled_from((None, *STEPS)), after=st.booleans())
    def send(self, data: st.DataObject, kill: tuple[type[object], str] | None, after: bool) -> None:
        delivery = data.draw(st.sampled_from(self.deliveries[-3:]))
        with pytest.MonkeyPatch.context() as patch:
            if kill is not None:
                _arm(patch, *kill, after=after)
            try:
                self._send(delivery)
            except KilledError:
                pass
            except CommitServiceError as error:
                assert " 409, " in error.message or "branch_missing" in error.message, error

    def _send(self, delivery: Delivery) -> None:
        self.clock += 1
        with self.site.client(self.clock) as client:
            sha = client.commit(delivery.commit).commit_sha
            assert delivery.commit_sha in {None, sha}
            delivery.commit_sha = sha
            number = client.open_pr(delivery.pull).pr_number
            assert delivery.pr_number in {None, number}
            delivery.pr_number = number

    @precondition(lambda self: self.deliveries)
    @rule(data=st.data())
    def person_commits(self, data: st.DataObject) -> None:
        branch = data.draw(st.sampled_from(self.deliveries)).branch
        if self.site.git("for-each-ref", f"refs/heads/{branch}"):
            text = f"{len(self.people)}\n".encode()
            made = add_commit(self.site.path, {"note.md": text}, branch=branch, parent=branch)
            self.people.append((branch, made))

    @rule()
    def memory_is_lost(self) -> None:
        shutil.rmtree(self.site.store.parent, ignore_errors=True)
        for delivery in self.deliveries:  # a rolling pull request may be another one by now
            delivery.pr_number = None

    @rule()
    def base_moves(self) -> None:
        text = f"{self.clock}\n".encode()
        self.clock += 1
        self.base = add_commit(self.site.path, {"content/_index.md": text})

    @precondition(lambda self: any(one.pr_number for one in self.deliveries))
    @rule(data=st.data())
    def person_closes(self, data: st.DataObject) -> None:
        numbers = sorted({one.pr_number for one in self.deliveries if one.pr_number})
        LocalForge(self.site.path).close(data.draw(st.sampled_from(numbers)))

    @precondition(lambda self: any(one.commit_sha for one in self.deliveries))
    @rule(data=st.data())
    def person_merges(self, data: st.DataObject) -> None:
        branch = data.draw(st.sampled_from([o for o in self.deliveries if o.commit_sha])).branch
        tree = self.site.git("rev-parse", f"{branch}^{{tree}}")
        parents = ("-p", "main", "-p", branch)
        self.base = self.site.git("commit-tree", tree, *parents, "-m", "Merge")
        self.site.git("update-ref", "refs/heads/main", self.base)

    @invariant()
    def the_base_branch_is_never_written(self) -> None:
        assert self.site.git("rev-parse", "main") == self.base

    @invariant()
    def what_people_committed_stays(self) -> None:
        for branch, commit in self.people:
            self.site.git("merge-base", "--is-ancestor", commit, branch)

    @invariant()
    def a_key_has_one_commit_and_a_branch_one_open_pull_request(self) -> None:
        bodies = self.site.git("log", "--branches", "--format=%(trailers:key=Launch-Key,valueonly)")
        keys = [line for line in bodies.splitlines() if line]
        assert len(keys) == len(set(keys))
        pulls = PullRefs(self.site.path)
        records = [pulls.as_it_stands(record) for record, _ in pulls.all()]
        standing = [one.branch for one in records if one.state == "open"]
        assert len(standing) == len(set(standing))
        assert [one.number for one in records] == list(range(1, len(records) + 1))


def _arm(patch: pytest.MonkeyPatch, owner: type[object], name: str, *, after: bool) -> None:
    original = getattr(owner, name)

    def deadly(*arguments: object) -> object:
        if after:
            original(*arguments)
        raise KilledError

    patch.setattr(owner, name, deadly)


Deliveries.TestCase.settings = settings(
    max_examples=8,
    stateful_step_count=10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestDeliveries = Deliveries.TestCase
