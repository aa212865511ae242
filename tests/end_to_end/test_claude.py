"""A whole run with the provider anthropic, through the real SDK, against a local Messages server."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.messages_server import Reply, error, serving
from tests.support.runs import World
from tests.support.scripted_claude import answer

PILOT = "pilots/example_pilot.yml"
KEY = "-".join(["sk", "ant", "test"]) + "x" * 8


def run(world: World, url: str, key: str = KEY) -> tuple[int, str]:
    done = world.launch(
        "run", "--config", PILOT,
        LLM_PROVIDER="anthropic", ANTHROPIC_API_KEY=key, ANTHROPIC_BASE_URL=url,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def newest(world: World, file: str) -> dict[str, Any]:
    folder = max(world.runs.glob("example-*"), key=lambda path: path.stat().st_mtime)
    found: dict[str, Any] = json.loads((folder / file).read_text())
    return found


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, list[int], list[str]]:
    """Two live runs of one pilot: exit codes, and what was wrong with requests."""
    world = World(tmp_path_factory.mktemp("claude"))
    with serving(answer) as server:
        code, output = run(world, server.url)
        calls = len(server.requests)
        assert code == 0, output
        again, output = run(world, server.url)
        assert again == 0, output
        return world, [calls, len(server.requests) - calls], server.problems


def test_every_request_is_what_the_sdk_s_types_allow(
    written: tuple[World, list[int], list[str]],
) -> None:
    assert written[2] == []


def test_the_second_run_makes_no_call(written: tuple[World, list[int], list[str]]) -> None:
    first, second = written[1]
    assert first > 5
    assert second == 0


def test_calls_are_kept_as_evidence_without_the_key(
    written: tuple[World, list[int], list[str]],
) -> None:
    world, (calls, _), _ = written
    first = min(world.runs.glob("example-*"), key=lambda path: path.stat().st_mtime)
    records = sorted((first / "evidence" / "llm_calls").glob("*.json"))
    assert len(records) == calls
    kept = [file for file in first.rglob("*") if file.is_file() and ".git" not in file.parts]
    assert all(KEY.encode() not in file.read_bytes() for file in kept)
    read = [json.loads(file.read_bytes()) for file in records]
    assert all(one["verdict"] for one in read)
    assert any("plants found" in one["verdict"] for one in read if one["purpose"] == "verify")
    cost = json.loads((first / "snapshot.json").read_text())["run_state"]["cost"]
    assert cost["calls"] == calls
    assert cost["usd"] > 0


def test_pages_say_who_wrote_them_and_what_was_paraphrased(
    written: tuple[World, list[int], list[str]],
) -> None:
    world, _, _ = written
    draft = newest(world, "artifacts/draft_content.json")
    assert {page["writer"] for page in draft["pages"]} == {"anthropic", "offline"}
    assert all(page["fallback_reason"] is None for page in draft["pages"])
    report = newest(world, "artifacts/validation_report.json")
    grades = [dict(page["counts"]) for page in report["grades"]]
    assert sum(grade.get("paraphrased", 0) for grade in grades) >= 1
    assert report["status"] in {"ok", "w8_converged"}


def test_unusable_answers_leave_the_composed_pages_and_the_pull_request_says_so(
    tmp_path: Path,
) -> None:
    from tests.support.messages_server import message

    with serving(lambda _request, _number: message("no json")) as server:
        code, output = run(World(tmp_path), server.url)
    assert code == 0, output
    draft = newest(World(tmp_path), "artifacts/draft_content.json")
    fallen = [page for page in draft["pages"] if page["fallback_reason"]]
    assert len(fallen) > 5
    body = newest(World(tmp_path), "artifacts/open_pr_bundle.json")["payload"]["body"]
    assert "two unusable answers" in body


@pytest.mark.parametrize(
    ("key", "reply", "code", "told"),
    [
        ("", None, 2, "ANTHROPIC_API_KEY is not set"),
        (KEY, error(401, "authentication_error"), 3, "the API refused the key"),
    ],
    ids=["missing", "wrong"],
)
def test_a_key_that_is_missing_or_wrong_stops_the_run_and_says_what_to_do(
    tmp_path: Path, key: str, reply: Reply | None, code: int, told: str
) -> None:
    with serving(lambda _request, _number: reply or Reply(500)) as server:
        found, output = run(World(tmp_path), server.url, key)
    assert found == code
    assert f"LLMError: LLM API call failed: {told}" in output
    assert "What to do:" in output
    assert "Traceback" not in output
    assert newest(World(tmp_path), "snapshot.json")["run_state"]["status"] == "failed"
