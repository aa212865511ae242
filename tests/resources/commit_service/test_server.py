"""The service as a process: real client, real HTTP, and everything a bad client may send."""

import functools
import json
import operator
import re
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from jsonschema import Draft202012Validator

from launch.contracts.delivery import Exchange
from launch.digests import sha256
from launch.errors import CommitServiceError, InputError
from resources.commit_service.audit import AuditEntry, AuditLog, first_broken_line
from resources.commit_service.client import CommitServiceClient, ServiceUnreachableError
from resources.commit_service.forges.choose import forges_of
from resources.commit_service.rate import RateLimit
from resources.commit_service.refusals import RefusedRequestError
from resources.commit_service.server import ServeOptions, make_app
from resources.commit_service.service import Limits
from tests.support.repositories import bare_repository
from tests.support.service_process import ServiceProcess, start_service
from tests.support.site import FILES, Site

TOKEN = "-".join(["a", "token", "for", "tests"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("service")


@pytest.fixture(scope="module")
def service(folder: Path) -> Iterator[ServiceProcess]:
    allowed = ("content/docs/**",)
    running = start_service(
        folder / "state",
        (f"{folder}/sites/",),
        TOKEN,
        allowed=allowed,
        max_body=200_000,
        body_seconds=1,
    )
    yield running
    assert running.stop() in {0, -15}
    log = (folder / "state" / "service.log").read_text()
    assert "Traceback" not in log
    assert TOKEN not in log


@pytest.fixture
def site(folder: Path, request: pytest.FixtureRequest) -> Site:
    name = sha256(request.node.nodeid)[:16]
    return Site(bare_repository(folder / "sites" / f"{name}.git", FILES), folder / "unused")


def client_of(
    service: ServiceProcess, exchanges: list[Exchange] | None = None, token: str | None = TOKEN
) -> CommitServiceClient:
    record = (exchanges if exchanges is not None else list[Exchange]()).append
    return CommitServiceClient(
        service.endpoint, token=token, record=record, timeout=10, max_retries=0
    )


def post(service: ServiceProcess, path: str, body: bytes, **headers: str) -> httpx.Response:
    given = {"Authorization": f"Bearer {TOKEN}", **headers}
    url = f"http://127.0.0.1:{service.port}{path}"
    return httpx.post(url, content=body, headers=given, trust_env=False, timeout=20)


def test_the_real_client_delivers_over_loopback(service: ServiceProcess, site: Site) -> None:
    commit, opened = site.bundles()
    exchanges: list[Exchange] = []
    with client_of(service, exchanges) as client:
        client.check_health()
        answer = client.commit(commit)
        pull = client.open_pr(opened)
        assert client.commit(commit) == answer
        assert client.open_pr(opened) == pull
    assert site.git("rev-parse", commit.payload.branch_name) == answer.commit_sha
    assert pull.pr_number == 1
    assert all(TOKEN not in exchange.model_dump_json() for exchange in exchanges)


def test_a_wrong_or_missing_token_is_401_and_nothing_is_done(
    service: ServiceProcess, site: Site
) -> None:
    commit, _ = site.bundles()
    for token in (None, "wrong", TOKEN + "x"):
        with client_of(service, token=token) as client:
            with pytest.raises(CommitServiceError, match="401, unauthorised") as caught:
                client.commit(commit)
            assert "GITHUB_TOKEN" in caught.value.hint
    assert site.git("for-each-ref", "--format=%(refname)") == "refs/heads/main"


def test_a_client_cannot_widen_the_services_fence(service: ServiceProcess, site: Site) -> None:
    body = json.loads(site.bundles()[0].request.body)
    patch = {**body["patch_bundle"]["patches"][0], "path": "content/blog/x.md"}
    body |= {"allowed_paths": ["content/**"], "patch_bundle": {"schema_version": "1.0"}}
    body["patch_bundle"]["patches"] = [patch]
    key = body["idempotency_key"]
    answer = post(service, "/v1/commit", json.dumps(body).encode(), **{"Idempotency-Key": key})
    assert answer.status_code == 403
    assert answer.json()["details"]["fence"] == "service"


def test_a_repository_that_is_not_allowed_is_403(service: ServiceProcess, site: Site) -> None:
    body = json.loads(site.bundles()[0].request.body)
    for url in ("/etc", f"{site.path.parent}/../state", "https://github.com/a/b"):
        text = json.dumps({**body, "repo_url": url}).encode()
        answer = post(service, "/v1/commit", text, **{"Idempotency-Key": body["idempotency_key"]})
        assert (answer.status_code, answer.json()["code"]) == (403, "repository_not_allowed")


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/v1/commit", b"", 422, "invalid"),
        ("/v1/commit", b"{", 422, "invalid"),
        ("/v1/commit", b"[]", 422, "invalid"),
        ("/v1/commit", b"\xff\xfe", 422, "invalid"),
        ("/v1/commit", b'{"a":' * 5000, 422, "invalid"),
        ("/v1/commit", b"x" * 300_000, 413, "too_large"),
        ("/v1/nothing", b"{}", 404, "unknown_path"),
        ("/v1/health", b"{}", 405, "method"),
    ],
)
def test_a_bad_request_has_its_status_and_says_what_is_wrong(
    service: ServiceProcess, path: str, body: bytes, status: int, code: str
) -> None:
    answer = post(service, path, body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["message"]


def test_the_header_key_must_equal_the_bodys(service: ServiceProcess, site: Site) -> None:
    request = site.bundles()[0].request
    for headers in ({}, {"Idempotency-Key": "00000000-0000-4000-8000-000000000000"}):
        answer = post(service, "/v1/commit", request.body.encode(), **headers)
        assert (answer.status_code, answer.json()["code"]) == (422, "key_differs")


def test_a_slow_client_is_told_and_does_not_block_others(service: ServiceProcess) -> None:
    head = (
        f"POST /v1/commit HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\n"
        "Content-Length: 1000\r\n\r\n{"
    )
    with socket.create_connection(("127.0.0.1", service.port)) as slow:
        slow.sendall(head.encode())
        started = time.monotonic()
        assert httpx.get(f"{service.endpoint}/health", trust_env=False).status_code == 200
        assert time.monotonic() - started < 0.9
        slow.settimeout(10)
        assert b" 408 " in slow.recv(200)


def test_concurrent_calls_of_one_key_give_one_commit(service: ServiceProcess, site: Site) -> None:
    commit, opened = site.bundles()

    def deliver(_: int) -> tuple[str, int]:
        with client_of(service) as client:
            return client.commit(commit).commit_sha, client.open_pr(opened).pr_number

    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(deliver, range(16)))) == 1


def test_the_schema_is_published(service: ServiceProcess) -> None:
    schema = httpx.get(f"{service.endpoint}/openapi.json", trust_env=False).json()
    assert set(schema["paths"]) == {"/v1/commit", "/v1/open_pr", "/v1/health"}
    for pointer in set(re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(schema))):
        functools.reduce(operator.getitem, pointer.split("/"), schema)
    assert list(schema["components"]["securitySchemes"]) == ["bearer"]


def test_a_request_of_ours_is_one_of_the_published_schema(
    service: ServiceProcess, site: Site
) -> None:
    schema = httpx.get(f"{service.endpoint}/openapi.json", trust_env=False).json()
    commit, opened = site.bundles()
    for path, request in (("/v1/commit", commit.request), ("/v1/open_pr", opened.request)):
        content = schema["paths"][path]["post"]["requestBody"]["content"]["application/json"]
        validator = Draft202012Validator({**schema, **content["schema"]})
        validator.validate(json.loads(request.body))
        assert not validator.is_valid({})


def test_the_audit_log_is_a_chain_without_secrets(
    service: ServiceProcess, site: Site, tmp_path: Path
) -> None:
    commit, _ = site.bundles()
    with client_of(service) as client:
        client.commit(commit)
    file = service.state / "audit.jsonl"
    assert TOKEN not in file.read_text()
    assert first_broken_line(file) is None
    lines = file.read_text().splitlines(keepends=True)
    assert json.loads(lines[-1])["request_sha256"] == commit.request.sha256
    copy = tmp_path / "copy.jsonl"
    copy.write_text("".join([*lines[:1], *lines[2:]]))
    assert first_broken_line(copy) == 2
    copy.write_text("".join([lines[0].replace('"status": ', '"status": 1'), *lines[1:]]))
    assert first_broken_line(copy) == 1


def test_a_line_torn_by_a_crash_is_cut_off(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit.jsonl")
    entry = AuditEntry(1, "c", "POST", "/v1/commit", "k", "d", 200, "")
    log.append(entry)
    with log.file.open("a") as opened:
        opened.write('{"half')
    log.append(entry)
    assert first_broken_line(log.file) is None
    assert len(log.file.read_text().splitlines()) == 2


def test_a_stopped_service_is_unreachable_and_says_what_to_do(tmp_path: Path) -> None:
    site = Site(bare_repository(tmp_path / "site.git", FILES), tmp_path / "unused")
    running = start_service(tmp_path / "state", (str(site.path),), TOKEN)
    assert running.stop() in {0, -15}
    with client_of(running) as client, pytest.raises(ServiceUnreachableError) as caught:
        client.check_health()
    assert str(caught.value).startswith("CommitServiceError: Health check failed")
    assert "OFFLINE_MODE=1" in caught.value.hint


def test_two_services_share_one_memory(tmp_path: Path) -> None:
    site = Site(bare_repository(tmp_path / "site.git", FILES), tmp_path / "unused")
    commit, opened = site.bundles()
    both = [start_service(tmp_path / "state", (str(site.path),), TOKEN) for _ in range(2)]
    try:

        def deliver(number: int) -> tuple[str, int]:
            with client_of(both[number % 2]) as client:
                return client.commit(commit).commit_sha, client.open_pr(opened).pr_number

        with ThreadPoolExecutor(8) as pool:
            assert len(set(pool.map(deliver, range(8)))) == 1
    finally:
        for running in both:
            running.stop()
    assert first_broken_line(tmp_path / "state" / "audit.jsonl") is None


def test_a_rate_limit_says_when_to_come_again() -> None:
    now = [0.0]
    rate = RateLimit(2, lambda: now[0])
    assert [rate.wait(), rate.wait()] == [0, 0]
    assert rate.wait() == pytest.approx(30)
    now[0] = 31
    assert rate.wait() == 0


def test_a_service_without_token_fence_or_repository_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="COMMIT_SERVICE_TOKEN"):
        make_app(ServeOptions(tmp_path, ("/x",)), {})
    environment = {"COMMIT_SERVICE_TOKEN": TOKEN}
    with pytest.raises(InputError, match="repository"):
        make_app(ServeOptions(tmp_path, ()), environment)
    with pytest.raises(InputError, match="fence"):
        make_app(ServeOptions(tmp_path, ("/x",), limits=Limits(("../x",))), environment)


def test_a_symlink_below_an_allowed_folder_does_not_lead_out(tmp_path: Path) -> None:
    bare_repository(tmp_path / "outside.git", FILES)
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "link.git").symlink_to(tmp_path / "outside.git")
    forge_of = forges_of((f"{tmp_path}/sites/",), {})
    with pytest.raises(RefusedRequestError):
        forge_of(f"{tmp_path}/sites/link.git")
