"""The client alone: where the token goes, what is sent again, what a refusal says."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from launch.contracts.delivery import Exchange, PrResult
from launch.errors import CommitServiceError, InputError
from resources.commit_service.client import CommitServiceClient, ServiceUnreachableError
from resources.commit_service.connect import connect
from resources.commit_service.token import may_get_token, token_for
from tests.support import delivery
from tests.support.site import make_site

TOKEN = "-".join(["another", "token"])
URL = "https://host.example/api/7"
PULL = {"pr_number": 7, "pr_url": URL}


class Talk:
    """A scripted service behind the real client."""

    def __init__(self, *answers: httpx.Response | Exception, retries: int = 3) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []
        self.waits: list[float] = []
        self.exchanges: list[Exchange] = []
        self.client = CommitServiceClient(
            "https://host.example/v1/",
            token=TOKEN,
            record=self.exchanges.append,
            max_retries=retries,
            transport=httpx.MockTransport(self.answer),
            sleep=self.waits.append,
        )

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def opened(tmp_path: Path) -> Callable[[Talk], object]:
    bundle = make_site(tmp_path).bundles()[1]
    return lambda talk: talk.client.open_pr(bundle)


def test_what_may_be_repeated_is_repeated_with_the_same_bytes(
    opened: Callable[[Talk], object],
) -> None:
    talk = Talk(
        httpx.ConnectError("down"),
        httpx.Response(503),
        httpx.Response(429, headers={"Retry-After": "9"}),
        httpx.Response(200, json=PULL),
    )
    result = opened(talk)
    assert result == PrResult(pr_number=7, pr_url=URL, pr_html_url=URL)
    assert talk.waits == [1.0, 2.0, 9.0]
    assert len({(r.content, r.headers["Idempotency-Key"]) for r in talk.requests}) == 1
    assert [e.status for e in talk.exchanges] == [None, 503, 429, 200]
    assert [e.attempt for e in talk.exchanges] == [1, 2, 3, 4]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 500, 302])
def test_a_refusal_is_final_and_says_what_to_do(
    opened: Callable[[Talk], object], status: int
) -> None:
    body = {"code": "x", "message": f"because {TOKEN}"}
    talk = Talk(httpx.Response(status, json=body, headers={"Location": "https://evil.example/"}))
    with pytest.raises(CommitServiceError) as caught:
        opened(talk)
    assert not isinstance(caught.value, ServiceUnreachableError)
    assert caught.value.hint
    assert TOKEN not in str(caught.value)
    assert TOKEN not in talk.exchanges[0].model_dump_json()
    assert len(talk.requests) == 1


def test_a_service_that_stays_silent_is_unreachable_after_all_retries(
    opened: Callable[[Talk], object],
) -> None:
    talk = Talk(*[httpx.ReadTimeout("slow")] * 3, retries=2)
    with pytest.raises(ServiceUnreachableError, match="again is safe") as caught:
        opened(talk)
    assert caught.value.exit_code == 3
    assert len(talk.requests) == 3


@pytest.mark.parametrize("text", ["", "<html>", "{}", '{"pr_number": "seven"}'])
def test_an_answer_that_cannot_be_read_is_an_error(
    opened: Callable[[Talk], object], text: str
) -> None:
    with pytest.raises(CommitServiceError, match="cannot be read"):
        opened(Talk(httpx.Response(200, text=text)))


@pytest.mark.parametrize(
    ("url", "environment", "allowed"),
    [
        ("http://127.0.0.1:8765/v1", {}, True),
        ("http://[::1]:8765/v1", {}, True),
        ("https://api.github.com/v1", {}, True),
        ("http://api.github.com/v1", {}, False),
        ("https://evil.example/v1", {}, False),
        ("https://evil.example/v1", {"COMMIT_SERVICE_URL": "https://good.example/v1"}, False),
        ("https://good.example/v1", {"COMMIT_SERVICE_URL": "https://good.example/v1"}, True),
        ("http://good.example/v1", {"COMMIT_SERVICE_URL": "http://good.example/v1"}, False),
        ("https://two.example/v1", {"LAUNCH_TOKEN_HOSTS": "one.example, Two.Example"}, True),
        ("https://github.com.evil.example/v1", {}, False),
        ("https://github.com@evil.example/v1", {}, False),
        ("http://127.0.0.1.evil.example/v1", {}, False),
    ],
)
def test_the_token_goes_only_where_the_environment_lets_it(
    url: str, environment: dict[str, str], allowed: bool
) -> None:
    full = {**environment, "GITHUB_TOKEN": TOKEN}
    assert may_get_token(url, full) is allowed
    if allowed:
        assert token_for(url, full) == TOKEN
    else:
        with pytest.raises(InputError, match="LAUNCH_TOKEN_HOSTS"):
            token_for(url, full)


def test_a_missing_or_broken_token_is_said() -> None:
    environment = {"COMMIT_SERVICE_URL": "https://good.example/v1"}
    with pytest.raises(InputError, match="not set"):
        token_for("https://good.example/v1", environment)
    with pytest.raises(InputError, match="characters"):
        token_for("https://good.example/v1", {**environment, "GITHUB_TOKEN": "a\nb"})
    assert token_for("http://localhost:1/v1", {}) is None


@pytest.mark.parametrize(
    ("url", "fixtures", "found"),
    [
        ("https://host.example/v1", True, "OFFLINE_FIXTURES"),
        ("http://host.example/v1", False, "https"),
        ("ftp://host.example/v1", False, "plain"),
        ("not a url", False, "plain"),
    ],
)
def test_an_endpoint_that_is_not_allowed_is_refused_before_any_call(
    tmp_path: Path, url: str, fixtures: bool, found: str
) -> None:
    change = {"endpoint_url": url, "offline_fixtures": fixtures}
    settings = delivery.settings(str(tmp_path)).model_copy(update=change)
    with pytest.raises(InputError, match=found):
        connect(
            settings,
            store_file=tmp_path / "s",
            record=lambda _: None,
            environment={"GITHUB_TOKEN": TOKEN, "COMMIT_SERVICE_URL": url},
        )
