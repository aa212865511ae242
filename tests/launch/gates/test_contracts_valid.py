"""The gate `contracts_valid`: artifacts on disk, their shapes and their digests."""

from dataclasses import replace

import pytest

from launch.contracts.patch_bundle import FixedPatchBundle
from launch.gates.contracts_valid import look
from tests.support.gate_world import DRAFT, EVIDENCE, FACTS, PATH, SITE_PIN, subject_of


def changed(name: str, data: bytes) -> str:
    subject = subject_of()
    looked = look(replace(subject, artifacts={**subject.artifacts, name: data}))
    return " ".join(finding.found for finding in looked.findings)


def test_good_artifacts_pass() -> None:
    assert look(subject_of()).findings == ()


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("product_facts", b"{}", "Field required"),
        ("product_facts", b"not json", "Invalid JSON"),
        ("product_facts", FACTS.to_bytes() + b"\n", "not canonical"),
        ("gossip", b"{}", "no stage makes"),
        ("draft_content", DRAFT.to_bytes().replace(b"offline", b"nobody"), "Input should be"),
    ],
)
def test_an_artifact_of_another_shape_is_caught(name: str, data: bytes, expected: str) -> None:
    assert expected in changed(name, data)


def test_facts_and_evidence_of_two_commits_are_caught() -> None:
    other = EVIDENCE.model_copy(update={"pin": SITE_PIN})
    assert "another product commit" in changed("evidence_map", other.to_bytes())


def test_evidence_for_other_claims_is_caught() -> None:
    fewer = EVIDENCE.model_copy(update={"evidence": EVIDENCE.evidence[1:]})
    assert "other claims" in changed("evidence_map", fewer.to_bytes())


def test_bytes_that_the_patch_does_not_state_are_caught() -> None:
    assert "another digest" in look(replace(subject_of(), after={PATH: b"x"})).findings[0].found


def test_a_repaired_bundle_names_its_own_draft() -> None:
    subject = subject_of()
    body = {name: getattr(subject.bundle, name) for name in type(subject.bundle).model_fields}
    fixed = FixedPatchBundle.model_validate({**body, "refused": False, "draft_sha256": "0" * 64})
    assert "another draft" in look(replace(subject, bundle=fixed)).findings[0].found


def test_missing_artifacts_make_the_gate_fail() -> None:
    assert "missing" in str(look(replace(subject_of(), artifacts={})).could_not_run)
