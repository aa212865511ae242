"""The gate `rollback_ready`: steps that undo the delivery, with real commits and paths."""

from dataclasses import replace

import pytest

from launch.contracts.delivery import (
    CommitFile,
    CommitPayload,
    CreateCommitBundle,
    Delivery,
    WireRequest,
)
from launch.gates.rollback_ready import look
from launch.gates.subject import Subject
from tests.support.gate_world import PATH, SITE_PIN, subject_of

PAYLOAD = CommitPayload(
    repo_url=SITE_PIN.url,
    base_ref="main",
    base_commit=SITE_PIN.commit,
    branch_name="launch/sprocket/1",
    commit_message="Add Sprocket",
    files=(CommitFile(path=PATH, change="added", lines_added=30, lines_removed=0),),
)
STEPS = ("git push origin --delete launch/sprocket/1", f"git rm -- {PATH}")


def subject(payload: CommitPayload = PAYLOAD, steps: tuple[str, ...] = STEPS) -> Subject:
    bundle = CreateCommitBundle(
        request=WireRequest(path="/commit", idempotency_key="k", body="{}", sha256="0" * 64),
        payload=payload,
        rollback=steps,
        delivery=Delivery(state="deferred", reason="not sent"),
    )
    return replace(subject_of(), artifacts={"create_commit_bundle": bundle.to_bytes()})


def test_good_steps_pass() -> None:
    assert look(subject()).findings == ()


@pytest.mark.parametrize(
    "payload",
    [
        PAYLOAD.model_copy(update={"base_commit": "0" * 40}),
        PAYLOAD.model_copy(update={"files": ()}),
        PAYLOAD.model_copy(
            update={"files": (PAYLOAD.files[0].model_copy(update={"change": "deleted"}),)}
        ),
    ],
)
def test_another_base_path_or_change_is_caught(payload: CommitPayload) -> None:
    assert look(subject(payload)).findings


@pytest.mark.parametrize(
    "steps",
    [
        (),
        ("git revert " + "0" * 40 + f" # {PATH}",),
        ("git push origin --delete launch/sprocket/1",),
        (f"git rm -- {PATH}",),
    ],
)
def test_steps_that_cannot_undo_are_caught(steps: tuple[str, ...]) -> None:
    assert look(subject(steps=steps)).findings


def test_a_missing_bundle_makes_the_gate_fail() -> None:
    assert look(subject_of()).could_not_run
