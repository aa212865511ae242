"""Client, service and local forge together: one commit and one pull request a key."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from launch.contracts.delivery import CreateCommitBundle
from launch.delivery.wire import wire_request
from launch.digests import sha256
from launch.errors import ArtifactError, CommitServiceError, InputError
from resources.commit_service.connect import connect
from resources.commit_service.forges.local import LocalForge
from tests.support import delivery
from tests.support.repositories import add_commit, bare_repository, git
from tests.support.site import CHANGES, NEW, NOW, OLD, Site, make_site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path)


def changed(bundle: CreateCommitBundle, **fields: object) -> CreateCommitBundle:
    body = {k: v for k, v in json.loads(bundle.request.body).items() if k != "idempotency_key"}
    request = wire_request("/commit", {**body, **fields})
    return bundle.model_copy(update={"request": request})


def refusal(site: Site, bundle: CreateCommitBundle) -> str:
    with site.client() as client, pytest.raises(CommitServiceError) as caught:
        client.commit(bundle)
    assert caught.value.hint
    return caught.value.message


def test_a_delivery_is_a_real_branch_commit_and_pull_request(site: Site) -> None:
    commit, opened = site.bundles()
    with site.client() as client:
        client.check_health()
        answer = client.commit(commit)
        result = client.open_pr(opened)
    branch = commit.payload.branch_name
    assert site.git("rev-parse", branch) == answer.commit_sha
    assert site.git("rev-parse", f"{branch}^") == site.git("rev-parse", "main")
    assert site.git("diff", "--name-status", "main", branch).split() == ["A", NEW, "M", OLD]
    assert site.git("show", f"{branch}:{OLD}") == "one\n2\n3"
    message = site.git("show", "-s", "--format=%B%n%an %at %ct", branch)
    assert f"Launch-Key: {commit.request.idempotency_key}" in message
    assert f"Launch-Request: {commit.request.sha256}" in message
    assert f"FOSS Launcher {NOW} {NOW}" in message
    trailers = site.git("show", "-s", "--format=%(trailers:key=Launch-Run,valueonly)", branch)
    assert trailers.strip() == "tool-1"
    record = json.loads(site.git("cat-file", "blob", "refs/pull/1/meta"))
    assert (record["title"], record["state"]) == (opened.payload.title, "open")
    assert record["body"] == opened.payload.body
    assert site.git("rev-parse", "refs/pull/1/head") == answer.commit_sha
    assert result.pr_number == 1
    assert result.pr_html_url
    assert site.git("fsck", "--strict") == ""


def test_a_replay_makes_nothing_new_even_years_later(site: Site) -> None:
    commit, opened = site.bundles()
    with site.client() as client:
        first, pull = client.commit(commit), client.open_pr(opened)
    with site.client(NOW + 10**8) as client:
        assert client.commit(commit) == first
        assert client.open_pr(opened) == pull
    assert site.git("for-each-ref", "--format=%(refname)", "refs/pull/").count("meta") == 1


def test_a_lost_memory_finds_the_commit_by_its_trailers(site: Site) -> None:
    commit, opened = site.bundles()
    with site.client() as client:
        first, pull = client.commit(commit), client.open_pr(opened)
    for file in site.store.parent.iterdir():
        file.unlink()
    with site.client(NOW + 5) as client:
        assert client.commit(commit).commit_sha == first.commit_sha
        assert client.open_pr(opened) == pull


def test_a_lost_memory_finds_an_earlier_commit_of_a_rolling_branch(site: Site) -> None:
    first, _ = site.bundles(branch="launch/{{pilot}}")
    second, _ = site.bundles({NEW: b"newer\n"}, branch="launch/{{pilot}}", run_id="tool-2")
    with site.client() as client:
        one, two = client.commit(first), client.commit(second)
    for file in site.store.parent.iterdir():
        file.unlink()
    add_commit(site.path, {NEW: b"mine\n"}, branch="launch/tool", parent="launch/tool")
    with site.client() as client:
        assert client.commit(first).commit_sha == one.commit_sha
        assert client.commit(second).commit_sha == two.commit_sha


def test_sixteen_calls_of_one_key_give_one_commit_and_one_pull_request(site: Site) -> None:
    commit, opened = site.bundles()

    def deliver(number: int) -> tuple[str, int]:
        with site.client(NOW + number) as client:
            return client.commit(commit).commit_sha, client.open_pr(opened).pr_number

    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(deliver, range(16)))) == 1
    assert len(site.git("for-each-ref", "--format=%(refname)").splitlines()) == 4


def test_the_same_key_with_another_body_is_refused(site: Site) -> None:
    commit, _ = site.bundles()
    with site.client() as client:
        client.commit(commit)
    body = json.loads(commit.request.body) | {"commit_message": "Other"}
    text = json.dumps(body)
    request = wire_request("/commit", {}).model_copy(
        update={
            "body": text,
            "sha256": sha256(text),
            "idempotency_key": commit.request.idempotency_key,
        }
    )
    assert "422, key_reused" in refusal(site, commit.model_copy(update={"request": request}))


def test_a_request_that_was_edited_is_never_sent(site: Site) -> None:
    commit, _ = site.bundles()
    request = commit.request.model_copy(update={"body": commit.request.body + " "})
    with site.client() as client, pytest.raises(ArtifactError):
        client.commit(commit.model_copy(update={"request": request}))
    assert site.exchanges == []


def test_a_branch_that_is_taken_is_refused_also_as_a_folder(site: Site) -> None:
    commit, _ = site.bundles()
    site.git("branch", commit.payload.branch_name, "main")
    assert "409, branch_taken" in refusal(site, commit)
    site.git("branch", "-D", commit.payload.branch_name)
    site.git("branch", "launch/tool", "main")
    said = refusal(site, commit)
    assert "409, branch_taken" in said
    assert "cannot be made beside the branch launch/tool" in said
    site.git("branch", "-D", "launch/tool")
    below = f"{commit.payload.branch_name}/below"
    site.git("branch", below, "main")
    assert f"names begin with {commit.payload.branch_name}/" in refusal(site, commit)
    site.git("branch", "-D", below)
    with site.client() as client:
        assert client.commit(commit).commit_sha


def test_a_base_that_moved_is_refused_and_a_finished_delivery_still_replays(site: Site) -> None:
    commit, _ = site.bundles()
    other, _ = site.bundles(run_id="tool-2")
    with site.client() as client:
        first = client.commit(commit)
    add_commit(site.path, {"README.md": b"x\n"})
    assert "409, base_moved" in refusal(site, other)
    with site.client() as client:
        assert client.commit(commit) == first


def test_a_fence_is_narrowed_by_the_client_and_never_left(site: Site) -> None:
    commit, _ = site.bundles()
    assert "403, outside_fence" in refusal(site, changed(commit, allowed_paths=["content/blog/**"]))
    for path in ("content/docs/tool/../../x.md", ".github/workflows/x.yml", "hugo.toml"):
        patch = {"patch_id": "p1", "type": "create_file", "path": path, "new_content": "x"}
        patch["content_hash"] = sha256(b"x")
        bundle = {"schema_version": "1.0", "patches": [patch]}
        wide = changed(commit, patch_bundle=bundle, allowed_paths=["content/**"])
        assert "403, outside_fence" in refusal(site, wide)
    assert site.git("for-each-ref", "--format=%(refname)") == "refs/heads/main"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"base_ref": "--upload-pack=x"}, "base_ref"),
        ({"base_ref": "nowhere"}, "base_missing"),
        ({"branch_name": "main"}, "branch_name"),
        ({"branch_name": "x..y"}, "branch_name"),
        ({"branch_name": "-x"}, "branch_name"),
        ({"base_commit": "--help"}, "invalid"),
        ({"base_commit": "0" * 40, "require_clean_base": False}, "repository"),
        ({"repo_url": "/etc"}, "repository_not_allowed"),
        ({"patch_bundle": {"schema_version": "1.0", "patches": []}}, "invalid"),
        ({"schema_version": "7"}, "invalid"),
    ],
)
def test_a_bad_request_is_refused_with_nothing_done(
    site: Site, fields: dict[str, object], code: str
) -> None:
    commit, _ = site.bundles()
    assert f", {code}:" in refusal(site, changed(commit, **fields))
    assert site.git("for-each-ref", "--format=%(refname)") == "refs/heads/main"


def test_a_content_that_is_there_already_makes_no_commit(site: Site) -> None:
    commit, _ = site.bundles({OLD: b"one\ntwo\n"})
    assert "422, nothing_to_commit" in refusal(site, commit)


def test_a_rolling_branch_gets_another_commit_and_keeps_its_pull_request(site: Site) -> None:
    rolling = "launch/{{pilot}}"
    first, opened = site.bundles(branch=rolling)
    with site.client() as client:
        one = client.commit(first)
        assert client.open_pr(opened).pr_number == 1
    add_commit(site.path, {"content/_index.md": b"# New\n"})
    second, again = site.bundles({NEW: b"newer\n"}, branch=rolling, run_id="tool-2")
    with site.client() as client:
        two = client.commit(second)
        assert client.open_pr(again).pr_number == 1
    parents = site.git("show", "-s", "--format=%P", "launch/tool").split()
    assert parents == [one.commit_sha, site.git("rev-parse", "main")]
    assert site.git("rev-parse", "refs/pull/1/head") == two.commit_sha
    assert site.git("diff", "--name-only", "main", "launch/tool") == NEW


def test_a_rolling_branch_belongs_to_one_pilot(site: Site) -> None:
    first, _ = site.bundles(branch="docs-update")
    second, _ = site.bundles({NEW: b"x\n"}, branch="docs-update", run_id="tool-2")
    body = json.loads(second.request.body)["commit_body"]
    with site.client() as client:
        client.commit(first)
    other = changed(second, commit_body=body.replace("Launch-Pilot: tool", "Launch-Pilot: other"))
    assert "409, branch_taken" in refusal(site, other)
    with site.client() as client:
        client.commit(second)


def test_a_rolling_branch_that_a_person_edited_is_left_alone(site: Site) -> None:
    first, opened = site.bundles(branch="launch/{{pilot}}")
    with site.client() as client:
        client.commit(first)
        client.open_pr(opened)
    head = add_commit(site.path, {NEW: b"mine\n"}, branch="launch/tool", parent="launch/tool")
    second, _ = site.bundles({NEW: b"x\n"}, branch="launch/{{pilot}}", run_id="tool-2")
    assert "409, branch_edited" in refusal(site, second)
    assert site.git("rev-parse", "launch/tool") == head


def test_a_pull_request_that_a_person_closed_is_not_opened_for_the_same_content(site: Site) -> None:
    commit, opened = site.bundles()
    with site.client() as client:
        client.commit(commit)
        client.open_pr(opened)
    LocalForge(site.path).close(1)
    site.git("branch", "-D", commit.payload.branch_name)
    rolled, again = site.bundles(branch="launch/tool/tool-1", run_id="tool-2")
    with site.client() as client:
        client.commit(rolled)
        with pytest.raises(CommitServiceError, match="already_closed"):
            client.open_pr(again)


def test_a_pull_request_without_its_branch_is_refused(site: Site) -> None:
    _, opened = site.bundles()
    with site.client() as client, pytest.raises(CommitServiceError, match="branch_missing"):
        client.open_pr(opened)


def test_a_branch_that_is_checked_out_is_not_moved(site: Site, tmp_path: Path) -> None:
    work = tmp_path / "work"
    git(tmp_path, "clone", "--quiet", str(site.path), str(work))
    git(work, "switch", "--quiet", "-c", "launch/tool/tool-1")
    local = Site(work / ".git", site.store)
    commit, _ = local.bundles()
    message = refusal(local, commit)
    assert "branch_taken" in message


def test_an_alien_hook_or_configuration_is_not_executed(site: Site, tmp_path: Path) -> None:
    mark = tmp_path / "executed"
    for hook in ("reference-transaction", "update", "post-update", "pre-receive"):
        file = site.path / "hooks" / hook
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"#!/bin/sh\ntouch {mark}\n")
        file.chmod(0o755)
    site.git("config", "core.fsmonitor", f"touch {mark}")
    commit, opened = site.bundles()
    mark.unlink(missing_ok=True)
    with site.client() as client:
        client.commit(commit)
        client.open_pr(opened)
    assert not mark.exists()


def test_what_a_killed_writer_left_is_swept(site: Site) -> None:
    left = site.path / "objects" / "tmp_objdir-launch-abc"
    left.mkdir()
    (left / "index").write_bytes(b"x")
    commit, _ = site.bundles()
    with site.client() as client:
        client.commit(commit)
    assert not list((site.path / "objects").glob("tmp_*"))


def test_a_sha256_repository_is_delivered_to(tmp_path: Path) -> None:
    path = tmp_path / "site.git"
    path.mkdir()
    git(path, "init", "--quiet", "--bare", "--object-format=sha256", "--initial-branch=main", ".")
    add_commit(path, {OLD: b"one\ntwo\n"}, parent=None)
    site = Site(path, tmp_path / "requests.sqlite")
    commit, opened = site.bundles(CHANGES)
    with site.client() as client:
        assert len(client.commit(commit).commit_sha) == 64
        client.open_pr(opened)
    assert site.git("fsck", "--strict") == ""


def test_every_exchange_is_recorded_with_the_digest_of_what_was_sent(site: Site) -> None:
    commit, opened = site.bundles()
    with site.client() as client:
        client.check_health()
        client.commit(commit)
        client.open_pr(opened)
    assert [one.step for one in site.exchanges] == ["health", "commit", "open_pr"]
    assert site.exchanges[1].request_sha256 == commit.request.sha256
    assert all(one.status == 200 for one in site.exchanges)


@pytest.mark.parametrize("url", ["https://gitlab.example.com/a/b", "git@host.example:a/b"])
def test_a_site_that_no_embedded_forge_fits_says_what_to_set(tmp_path: Path, url: str) -> None:
    with pytest.raises(InputError, match="COMMIT_SERVICE_URL"):
        connect(
            delivery.settings(url),
            store_file=tmp_path / "s",
            record=lambda _: None,
            environment={},
        )
    with pytest.raises(InputError, match="site_repo_url"):
        connect(
            delivery.settings(str(tmp_path / "none")),
            store_file=tmp_path / "s",
            record=lambda _: None,
            environment={},
        )


def test_an_empty_site_has_no_base(tmp_path: Path) -> None:
    full = make_site(tmp_path)
    commit, _ = full.bundles()
    empty = Site(bare_repository(tmp_path / "empty.git"), tmp_path / "s")
    assert "base_missing" in refusal(empty, changed(commit, repo_url=str(empty.path)))


def test_the_lock_of_a_killed_move_does_not_stand_in_the_way(site: Site) -> None:
    commit, opened = site.bundles()
    name = f"refs/heads/{commit.payload.branch_name}"
    lock = site.path / f"{name}.lock"
    lock.parent.mkdir(parents=True)
    lock.write_text("")
    (site.path / "foss-launcher.moving").write_text(f"{name}\n")
    with site.client() as client:
        assert client.commit(commit).commit_sha == site.git("rev-parse", name)
        client.open_pr(opened)
    assert not lock.exists()
