"""Recorded requests and what was judged must say the same; whatever differs is named."""

from pathlib import Path

import pytest

from launch.contracts.delivery import CreateCommitBundle, OpenPrBundle
from launch.delivery.sealed import contradiction
from launch.delivery.wire import wire_request
from launch.digests import sha256
from tests.support.site import CHANGES, NEW, make_site

Bundles = tuple[CreateCommitBundle, OpenPrBundle]


@pytest.fixture(scope="module")
def bundles(tmp_path_factory: pytest.TempPathFactory) -> Bundles:
    folder: Path = tmp_path_factory.mktemp("sealed")
    return make_site(folder).bundles()


def test_requests_as_they_were_made_agree(bundles: Bundles) -> None:
    assert contradiction(*bundles, CHANGES) is None


def test_a_body_with_another_digest_is_named(bundles: Bundles) -> None:
    commit, pull = bundles
    request = commit.request.model_copy(update={"body": commit.request.body + " "})
    edited = commit.model_copy(update={"request": request})
    assert "SHA-256" in (contradiction(edited, pull, CHANGES) or "")


def test_a_body_edited_with_its_digest_has_the_wrong_key(bundles: Bundles) -> None:
    commit, pull = bundles
    body = commit.request.body.replace("new\\n", "other\\n")
    request = commit.request.model_copy(update={"body": body, "sha256": sha256(body)})
    edited = commit.model_copy(update={"request": request})
    assert "idempotency key is not that of its body" in (contradiction(edited, pull, CHANGES) or "")


def test_a_request_made_anew_for_other_files_is_named(bundles: Bundles) -> None:
    why = contradiction(*bundles, {**CHANGES, NEW: b"judged otherwise\n"})
    assert why == "the commit request does not hold the files that were judged"


@pytest.mark.parametrize("field", ["repo_url", "base_ref", "branch_name", "base_commit"])
def test_a_payload_that_shows_something_else_is_named(bundles: Bundles, field: str) -> None:
    commit, pull = bundles
    payload = commit.payload.model_copy(update={field: "f" * 40})
    edited = commit.model_copy(update={"payload": payload})
    assert f"`{field}`" in (contradiction(edited, pull, CHANGES) or "")


def test_a_pull_request_of_another_run_is_named(bundles: Bundles) -> None:
    commit, pull = bundles
    payload = pull.payload
    body = {
        "schema_version": "1.0",
        "run_id": "another",
        "repo_url": commit.payload.repo_url,
        "base_ref": payload.base_ref,
        "branch_name": payload.branch_name,
        "pr_title": payload.title,
        "pr_body": payload.body,
        "draft": payload.draft,
    }
    edited = pull.model_copy(update={"request": wire_request("/open_pr", body)})
    assert "`run_id`" in (contradiction(commit, edited, CHANGES) or "")
