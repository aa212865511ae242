"""The gate `no_secrets`: credentials, built here from parts so that no scanner of ours trips."""

from dataclasses import replace

import pytest

from launch.gates.no_secrets import look
from tests.support.gate_world import PATH, rewritten, subject_of

R = "q7Zk2Lm9Xw4Vb8Nc1Rt6Yp3Hs5Jd0FgUe"
SECRETS = (
    "AKI" + "A" + "Q7ZK2LM9XW4VB8NC",
    "gh" + "p_" + R + "Aa1b",
    "github" + "_pat_" + R + R[:22],
    "gl" + "pat-" + R[:20],
    "xo" + "xb-" + "9182736450-" + R[:12],
    "sk-" + "ant-" + "api03-" + R,
    "sk-" + "proj-" + R,
    "AI" + "za" + R + "Ab",
    "npm" + "_" + R + "Ab1",
    "pypi-" + "AgE" + R + R,
    "sk" + "_live_" + R,
    "S" + "G." + R[:22] + "." + R,
    "h" + "f_" + R,
    "shp" + "at_" + "0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d",
    "-----BEGIN RSA " + "PRIVATE KEY-----",
    "https://root:" + "hunter22x" + "@db.internal/x",
    "Authorization: " + "Bearer " + R,
    "ey" + "J" + R[:14] + ".ey" + "J" + R[:16] + "." + R[:20],
)
HARMLESS = (
    "AKI" + "AIOSFODNN7EXAMPLE",
    "gh" + "p_" + "x" * 36,
    "sk-" + "your-key-here-your-key-here-your-key",
    "https://user:password@example.org/x",
    "Bearer <token>",
    "task-management-and-scheduling-of-jobs-in-queues",
)


def test_a_good_page_passes() -> None:
    assert look(subject_of()).findings == ()


@pytest.mark.parametrize("secret", SECRETS, ids=lambda secret: str(secret)[:6])
def test_a_credential_is_caught_and_not_shown(secret: str) -> None:
    findings = look(rewritten(lambda text: f"{text}\n{secret}\n")).findings
    assert findings
    assert all(secret not in finding.found for finding in findings)
    assert findings[0].path == PATH


@pytest.mark.parametrize("text", HARMLESS, ids=lambda text: str(text)[:12])
def test_a_placeholder_is_none(text: str) -> None:
    assert look(rewritten(lambda page: f"{page}\n{text}\n")).findings == ()


def test_artifacts_and_messages_are_searched_too() -> None:
    kept = replace(subject_of(), artifacts={"place": SECRETS[1].encode()})
    leaves = replace(subject_of(), texts={"place": SECRETS[1]})
    assert [look(subject).findings[0].path for subject in (kept, leaves)] == ["place", "place"]
