"""The GitHub forge against a stateful fake whose every word is held against GitHub's schemas."""

import json
from pathlib import Path

import httpx
import pytest

from launch.contracts.delivery import PrResult
from launch.errors import CommitServiceError, InputError
from resources.commit_service.client import CommitServiceClient
from resources.commit_service.connect import connect
from resources.commit_service.contract import CommitAnswer
from resources.commit_service.embedded import ENDPOINT, EmbeddedTransport
from resources.commit_service.forges.github import GitHubForge
from resources.commit_service.forges.github_api import GitHubApi
from resources.commit_service.service import CommitService
from resources.commit_service.store import RequestStore
from resources.git.tree import GitTree
from tests.support import delivery
from tests.support.fake_github import FakeGitHub
from tests.support.repositories import add_commit, bare_repository
from tests.support.site import CHANGES, FILES, NEW, NOW, OLD

URL = "https://github.com/o/r"


class Host:
    """A fake GitHub, and what delivering to it gives."""

    def __init__(self, folder: Path) -> None:
        self.fake = FakeGitHub(bare_repository(folder / "hub.git", FILES))
        self.store = folder / "requests.sqlite"
        self.waits: list[float] = []

    def client(self, repository: str = "r", secret: str = "t") -> CommitServiceClient:
        api = GitHubApi(
            "https://api.github.com",
            "https://api.github.com/graphql",
            lambda: secret,
            transport=httpx.MockTransport(self.fake.handle),
            sleep=self.waits.append,
        )
        forge = GitHubForge(api, "o", repository)
        service = CommitService(RequestStore(self.store), lambda _: forge, lambda: NOW)
        return CommitServiceClient(
            ENDPOINT,
            token=None,
            record=lambda _: None,
            max_retries=0,
            transport=EmbeddedTransport(service),
        )

    def deliver(
        self, run_id: str = "tool-1", branch: str = "launch/{{pilot}}/{{run_id}}"
    ) -> tuple[CommitAnswer, PrResult]:
        head = self.fake.git("rev-parse", "main")
        tree = GitTree(self.fake.path, head)
        changes = {**CHANGES, NEW: f"{run_id}\n".encode()}
        commit, opened = delivery.bundles(URL, tree, head, changes, run_id=run_id, branch=branch)
        with self.client() as client:
            return client.commit(commit), client.open_pr(opened)


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(tmp_path)


def at_write(host: Host, path: str, fault: httpx.Response | str) -> None:
    """Play a fault at the first write whose path ends so."""
    played: list[bool] = []

    def handle(request: httpx.Request) -> httpx.Response | str | None:
        host.fake.faults.insert(0, handle)
        if played or request.method == "GET" or not request.url.path.endswith(path):
            return None
        played.append(True)
        return fault

    host.fake.faults.append(handle)


def check_one(host: Host, answer: CommitAnswer, pull: PrResult) -> None:
    fake = host.fake
    branch = "launch/tool/tool-1"
    assert fake.git("rev-parse", branch) == answer.commit_sha
    assert fake.git("rev-parse", f"{branch}^") == fake.git("rev-parse", "main")
    assert fake.git("diff", "--name-only", "main", branch).split() == [NEW, OLD]
    assert pull.pr_html_url == "https://github.com/o/r/pull/1"
    assert len(fake.pulls) == 1


@pytest.mark.parametrize("graphql_on", [True, False])
def test_a_delivery_is_a_commit_and_a_pull_request(host: Host, graphql_on: bool) -> None:
    host.fake.graphql_on = graphql_on
    check_one(host, *host.deliver())
    assert host.fake.pulls[0]["title"].startswith("Add documentation for Tool")
    moves = [json.loads(r.content) for r in host.fake.requests if r.method == "PATCH"]
    assert [move["force"] for move in moves] == ([] if graphql_on else [False])


def test_a_replay_calls_nothing_and_a_lost_memory_finds_all_again(host: Host) -> None:
    first = host.deliver()
    calls = len(host.fake.requests)
    assert host.deliver() == first
    assert len(host.fake.requests) == calls
    host.store.unlink()
    assert host.deliver() == first
    check_one(host, *first)


@pytest.mark.parametrize("path", ["/git/refs", "/graphql", "/pulls"])
@pytest.mark.parametrize(
    "fault",
    [
        "lost",
        httpx.Response(502),
        httpx.Response(504),
        httpx.Response(429, headers={"Retry-After": "7"}),
        httpx.Response(403, json={"message": "You have exceeded a secondary rate limit"}),
    ],
    ids=["502 after the effect", "502", "504", "429", "secondary limit"],
)
def test_a_fault_at_any_write_still_gives_one_of_each(
    host: Host, path: str, fault: httpx.Response | str
) -> None:
    at_write(host, path, fault)
    check_one(host, *host.deliver())
    if isinstance(fault, httpx.Response) and fault.status_code == 429:
        assert 7.0 in host.waits
    if isinstance(fault, httpx.Response) and fault.status_code == 403:
        assert 60.0 in host.waits


def test_a_list_that_lags_is_waited_for(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    at_write(host, "/pulls", "lost")
    host.fake.hidden_lists = 0
    original = host.fake._open

    def opened(body: dict[str, object]) -> tuple[int, object]:
        status, answer = original(body)
        if status == 201:
            host.fake.hidden_lists = 2
        return status, answer

    monkeypatch.setattr(host.fake, "_open", opened)
    check_one(host, *host.deliver())


def test_a_head_that_a_person_moved_meanwhile_is_refused(host: Host) -> None:
    def push(request: httpx.Request) -> None:
        if request.url.path == "/graphql":
            add_commit(host.fake.path, {"x.md": b"x\n"}, branch="launch/tool/tool-1")
        else:
            host.fake.faults.insert(0, push)

    host.fake.faults.append(push)
    with pytest.raises(CommitServiceError, match="branch_taken"):
        host.deliver()


def test_a_rolling_branch_gets_another_commit_and_keeps_its_pull_request(host: Host) -> None:
    first, pull = host.deliver(branch="launch/{{pilot}}")
    add_commit(host.fake.path, {"content/_index.md": b"# New\n"})
    second, again = host.deliver(run_id="tool-2", branch="launch/{{pilot}}")
    assert again == pull
    fake = host.fake
    parents = fake.git("show", "-s", "--format=%P", "launch/tool").split()
    assert parents == [first.commit_sha, fake.git("rev-parse", "main")]
    assert fake.git("rev-parse", "launch/tool") == second.commit_sha
    assert fake.git("diff", "--name-only", "main", "launch/tool").split() == [NEW, OLD]


def test_a_pull_request_that_a_person_closed_is_not_opened_again(host: Host) -> None:
    host.deliver(branch="launch/{{pilot}}")
    host.fake.pulls[0]["state"] = "closed"
    host.store.unlink()
    with pytest.raises(CommitServiceError, match="already_closed"):
        host.deliver(branch="launch/{{pilot}}")


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (httpx.Response(401, json={"message": "Bad credentials"}), "forge_unauthorised"),
        (httpx.Response(403, json={"message": "Resource not accessible"}), "forge_forbidden"),
        (httpx.Response(301, headers={"Location": "https://x"}), "repository_moved"),
        (httpx.Response(410, json={"message": "gone"}), "forge_refused"),
    ],
)
def test_what_github_refuses_is_said_in_our_words(
    host: Host, answer: httpx.Response, found: str
) -> None:
    host.fake.faults.append(lambda _: answer)
    with pytest.raises(CommitServiceError, match=found):
        host.deliver()
    assert len(host.fake.requests) == 1


def test_a_repository_that_is_not_there_is_said(host: Host) -> None:
    head = host.fake.git("rev-parse", "main")
    commit, _ = delivery.bundles(URL, GitTree(host.fake.path, head), head, CHANGES)
    with (
        host.client("gone") as client,
        pytest.raises(CommitServiceError, match="repository_missing"),
    ):
        client.commit(commit)


def test_an_outage_is_given_up_after_a_few_tries(host: Host) -> None:
    host.fake.faults.extend([lambda _: httpx.Response(503)] * 20)
    with pytest.raises(CommitServiceError, match="forge_unreachable"):
        host.deliver()
    assert len(host.fake.requests) <= 5


def test_a_github_site_needs_a_token_and_an_unknown_host_none_of_ours(tmp_path: Path) -> None:
    def joined(url: str, environment: dict[str, str]) -> None:
        settings = delivery.settings(url)
        connect(
            settings,
            store_file=tmp_path / "s",
            record=lambda _: None,
            environment=environment,
        ).close()

    token = {"GITHUB_TOKEN": "t"}
    joined(URL, token)
    joined("git@github.com:o/r.git", token)
    joined("https://hub.example/o/r", {**token, "LAUNCH_TOKEN_HOSTS": "hub.example"})
    with pytest.raises(InputError, match="GITHUB_TOKEN is not set"):
        joined(URL, {})
    with pytest.raises(InputError, match="LAUNCH_TOKEN_HOSTS"):
        joined("https://hub.example/o/r", token)
