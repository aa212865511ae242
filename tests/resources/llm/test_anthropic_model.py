"""The real SDK against a local server: what is sent, what is believed, what is paid twice."""

import json
import os
import re
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

import pytest

from launch.contracts.llm import CallRecord, ModelAnswer, ModelRefusal, ModelRequest, ModelUsage
from launch.contracts.pilot import PilotBudget
from launch.contracts.snapshot import Cost
from launch.errors import InputError, LLMError, RefusalError
from resources.llm.answers import AnswerStore
from resources.llm.anthropic_model import AnthropicModel, Patience
from resources.llm.budget import Budget, Spending
from resources.llm.capabilities import answer_bound, choose, cost_usd, table, takes_schema
from resources.llm.journal import Journal
from resources.llm.slots import Slots, parallel_calls
from resources.llm.wire import body_of
from tests.support.messages_server import Reply, error, message, serving

KEY = "-".join(["sk", "ant", "test"]) + "x" * 8

REQUEST = ModelRequest(
    purpose="draft",
    subject="quickstart",
    model="claude-sonnet-4-5",
    system="Choose.",
    documents=(("Style", "Plain."), ("Claims", "c-1: It is small.")),
    stable_documents=1,
    instruction="Write the page.",
    answer_schema='{"type": "object", "additionalProperties": false, "properties": {}}',
    max_tokens=4096,
    prompt_digest="0" * 64,
)

Answer = Callable[[dict[str, Any], int], Reply]


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:9")


def model_at(folder: Path, patience: Patience, url: str, slots: int = 2) -> AnthropicModel:
    os.environ["ANTHROPIC_BASE_URL"] = url
    return AnthropicModel(
        answers=AnswerStore(folder / "answers"),
        replay="use",
        journal=Journal(folder / "llm_calls", lambda _: None),
        budget=Budget(PilotBudget()),
        slots=Slots(folder / "slots", slots),
        patience=patience,
    )


@pytest.fixture
def ask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[ModelAnswer | ModelRefusal, list[CallRecord], list[float], list[str]]]:
    def asked(
        answer: Answer,
        *,
        replay: Literal["off", "use", "refresh", "only"] = "use",
        times: int = 1,
        key: str = KEY,
        caps: PilotBudget | None = None,
        timeout_s: float = 30.0,
    ) -> tuple[ModelAnswer | ModelRefusal, list[CallRecord], list[float], list[str]]:
        folder = tmp_path / "llm_calls"
        waits: list[float] = []
        bills: list[Cost] = []
        with serving(answer) as server:
            monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
            monkeypatch.setenv("ANTHROPIC_API_KEY", key)
            model = AnthropicModel(
                answers=AnswerStore(tmp_path / "answers"),
                replay=replay,
                journal=Journal(folder, bills.append),
                budget=Budget(caps or PilotBudget()),
                slots=Slots(tmp_path / "slots", 2),
                patience=Patience(timeout_s=timeout_s, sleep=waits.append),
            )
            with closing(model):
                for _ in range(times):
                    result = model.ask(REQUEST)
            assert server.problems == []
        records = [
            CallRecord.model_validate_json(file.read_bytes())
            for file in sorted(folder.glob("*.json"))
        ]
        return result, records, waits, [json.dumps(request) for request in server.requests]

    return asked


def test_a_request_is_what_the_sdk_s_types_allow_and_an_answer_comes_back(ask: Any) -> None:
    result, records, waits, sent = ask(lambda _request, _n: message('{"a": 1}'))
    assert result.text == '{"a": 1}'
    assert (result.usage.input_tokens, result.replayed) == (1000, False)
    assert [record.outcome for record in records] == ["ok"]
    assert records[0].request_id == "req_1"
    assert records[0].cost_usd == pytest.approx(0.0045)
    assert "temperature" not in sent[0]
    assert waits == []


def test_the_cache_breakpoint_stands_after_the_last_stable_document(ask: Any) -> None:
    _, _, _, sent = ask(lambda _request, _n: message("{}"))
    content = json.loads(sent[0])["messages"][0]["content"]
    assert ["cache_control" in block for block in content] == [True, False, False]


def test_the_key_stands_in_no_record(ask: Any) -> None:
    _, records, _, sent = ask(lambda _request, _n: message("{}"))
    assert all(KEY not in record.model_dump_json() for record in records)
    assert all(KEY not in request for request in sent)


def test_a_second_question_is_answered_from_the_record(ask: Any) -> None:
    result, records, _, sent = ask(lambda _request, _n: message("{}"), times=2)
    assert result.replayed
    assert len(sent) == 1
    assert [(record.replayed, record.cost_usd > 0) for record in records] == [
        (False, True),
        (True, False),
    ]


@pytest.mark.parametrize(("replay", "calls"), [("off", 2), ("refresh", 2), ("use", 1)])
def test_replay_off_and_refresh_ask_again(ask: Any, replay: str, calls: int) -> None:
    _, _, _, sent = ask(lambda _request, _n: message("{}"), replay=replay, times=2)
    assert len(sent) == calls


def test_replay_only_never_calls(ask: Any) -> None:
    result, _, _, sent = ask(lambda _request, _n: message("{}"), replay="only")
    assert result.reason == "not_recorded"
    assert sent == []


@pytest.mark.parametrize(
    "first",
    [
        error(429, "rate_limit_error", (("retry-after", "7"),)),
        error(429, "rate_limit_error"),
        error(529, "overloaded_error"),
        error(500, "api_error"),
        Reply(502, b"<html>bad gateway</html>"),
        Reply(drop=True),
        Reply(200, b'{"id": "msg_1", "type": "message"}', cut=12),
        Reply(200, b'{"id": "msg_1", "type": "mess'),
        Reply(200, b"\xff\xfe"),
        Reply(200, b'{"hello": "world"}'),
        Reply(200, b"[]"),
    ],
    ids=[
        "429-after",
        "429",
        "529",
        "500",
        "html-502",
        "dropped",
        "dropped-midway",
        "cut",
        "no-utf-8",
        "wrong-shape",
        "list",
    ],
)
def test_a_passing_failure_is_tried_again_and_recorded(ask: Any, first: Reply) -> None:
    result, records, waits, sent = ask(lambda _request, n: first if n == 1 else message("{}"))
    assert result.text == "{}"
    assert len(sent) == len(records) == 2
    assert records[0].outcome != "ok"
    assert waits == [7.0 if first.headers else 2.0]


def test_waiting_is_capped_whatever_retry_after_says(ask: Any) -> None:
    slow = error(429, "rate_limit_error", (("retry-after", "86400"),))
    _, _, waits, _ = ask(lambda _request, n: slow if n == 1 else message("{}"))
    assert waits == [30.0]


def test_a_failure_that_stays_is_a_named_refusal(ask: Any) -> None:
    result, records, waits, _ = ask(lambda _request, _n: error(529, "overloaded_error"))
    assert result.reason == "unreachable"
    assert "529" in result.detail
    assert "overloaded" not in result.detail
    assert [record.attempt for record in records] == [1, 2, 3, 4, 5]
    assert [record.cost_usd for record in records] == [0.0] * 5
    assert waits == [2.0, 4.0, 8.0, 16.0]


@pytest.mark.parametrize(
    "slow",
    [Reply(200, b"{}", wait_s=30.0), Reply(200, b" " * 1000, trickle_s=0.05)],
    ids=["stalled", "trickling"],
)
def test_an_answer_that_does_not_come_in_time_is_cut_off_and_counts_as_spent(
    ask: Any, slow: Reply
) -> None:
    result, records, _, sent = ask(
        lambda _request, n: slow if n == 1 else message("{}"), timeout_s=0.4
    )
    assert result.text == "{}"
    assert len(sent) == 2
    assert records[0].outcome == "timeout"
    assert records[0].cost_usd > records[1].cost_usd
    assert records[0].latency_s < 5


def test_a_call_that_never_left_costs_nothing(tmp_path: Path) -> None:
    waits: list[float] = []
    with closing(model_at(tmp_path, Patience(sleep=waits.append), "http://127.0.0.1:9")) as model:
        assert isinstance(model.ask(REQUEST), ModelRefusal)
    bill = model.journal.bill()
    assert (bill.calls, bill.unknown, bill.usd) == (5, 0, 0.0)


def test_a_slow_answer_within_its_time_is_waited_for(ask: Any) -> None:
    slow = Reply(200, message("{}").body, wait_s=0.5)
    result, records, waits, _ = ask(lambda _request, _n: slow)
    assert (result.text, len(records), waits) == ("{}", 1, [])


def test_all_attempts_of_a_call_end_at_its_deadline(tmp_path: Path) -> None:
    waits: list[float] = []
    with serving(lambda _request, _n: error(500, "api_error")) as server:
        patience = Patience(deadline_s=5.0, sleep=waits.append)
        with closing(model_at(tmp_path, patience, server.url)) as model:
            assert isinstance(model.ask(REQUEST), ModelRefusal)
        assert len(server.requests) == 3
    assert waits == [2.0, 4.0]


@pytest.mark.parametrize(
    ("reason", "expected"),
    [("refusal", "refused"), ("max_tokens", "truncated"), ("tool_use", "wrong_shape")],
)
def test_an_answer_that_did_not_end_is_not_used(ask: Any, reason: str, expected: str) -> None:
    result, _, _, _ = ask(lambda _request, _n: message("{}", stop_reason=reason))
    assert result.reason == expected


@pytest.mark.parametrize("reason", ["refusal", "max_tokens"])
def test_what_was_refused_or_cut_off_is_paid_for_once(ask: Any, reason: str) -> None:
    result, records, _, sent = ask(lambda _request, _n: message("{}", stop_reason=reason), times=2)
    assert isinstance(result, ModelRefusal)
    assert len(sent) == 1
    assert [record.replayed for record in records] == [False, True]


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_stops_at_once_and_says_what_to_do(ask: Any, status: int) -> None:
    with pytest.raises(LLMError, match="LLM API call failed") as caught:
        ask(lambda _request, _n: error(status, "authentication_error"))
    assert caught.value.exit_code == 3
    assert "ANTHROPIC_API_KEY" in caught.value.hint


def test_a_missing_key_is_an_llm_error_with_exit_code_two(ask: Any) -> None:
    with pytest.raises(LLMError) as caught:
        ask(lambda _request, _n: message("{}"), key="")
    assert str(caught.value).startswith("LLMError: LLM API call failed: ANTHROPIC_API_KEY is not")
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("key", ["a\nb", "sk ant", "sk-\u00e4", "sk\x07"])
def test_a_key_that_no_header_can_carry_is_refused_before_any_call(ask: Any, key: str) -> None:
    with pytest.raises(LLMError, match="no key has") as caught:
        ask(lambda _request, _n: message("{}"), key=key)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    "caps",
    [
        PilotBudget(max_llm_calls=1),
        PilotBudget(max_llm_tokens=5200),
        PilotBudget(max_cost_usd=0.065),
    ],
    ids=["calls", "tokens", "cost"],
)
def test_a_call_that_could_go_over_a_cap_is_not_made(ask: Any, caps: PilotBudget) -> None:
    result, _, _, sent = ask(lambda _request, _n: message("{}"), replay="off", times=2, caps=caps)
    assert (result.reason, len(sent)) == ("budget", 1)


def test_a_budget_that_is_to_stop_the_run_stops_it(ask: Any) -> None:
    caps = PilotBudget(max_llm_calls=0, on_reached="stop")
    with pytest.raises(RefusalError, match="max_llm_calls"):
        ask(lambda _request, _n: message("{}"), caps=caps)


def test_an_unknown_outcome_keeps_its_reservation() -> None:
    budget = Budget(PilotBudget(max_llm_tokens=100))
    worst = Spending(calls=1, tokens=60, usd=0.1)
    assert budget.reserve(worst) is None
    assert budget.reserve(worst) == "budget.max_llm_tokens (100)"
    budget.settle(worst, Spending(calls=1, tokens=10, usd=0.01))
    assert budget.reserve(worst) is None
    assert budget.spent.tokens == 70


def test_a_retired_model_is_replaced_with_a_warning_or_refused_when_strict() -> None:
    before, after = date(2026, 11, 30), date(2026, 12, 1)
    assert choose("claude-sonnet-4-5", before, strict=False).model == "claude-sonnet-4-5"
    assert "retires on 2026-11-30" in (
        choose("claude-sonnet-4-5", before, strict=True).warning or ""
    )
    chosen = choose("claude-sonnet-4-5", after, strict=False)
    assert chosen.model == "claude-sonnet-5-5"
    assert "is used instead" in (chosen.warning or "")
    with pytest.raises(InputError, match="strict_model"):
        choose("claude-sonnet-4-5", after, strict=True)


def test_the_table_knows_every_retirement_that_the_sdk_knows() -> None:
    from anthropic.resources.messages.messages import DEPRECATED_MODELS

    told = {name: table().end_of(name) for name in DEPRECATED_MODELS}
    ours = {name: end.last_day for name, end in told.items() if end is not None}
    days = {
        name: re.sub(r"(?<=\d)(?:st|nd|rd|th)", "", day) for name, day in DEPRECATED_MODELS.items()
    }
    assert ours == {
        name: datetime.strptime(day, "%B %d, %Y").replace(tzinfo=UTC).date()
        for name, day in days.items()
    }
    assert {end.replacement for end in told.values() if end} <= table().models.keys()
    assert choose("claude-opus-4-0", date(2026, 11, 23), strict=False).model == "claude-opus-5-5"


def test_an_unknown_model_is_sent_as_it_is_and_costs_nothing_known() -> None:
    usage = ModelUsage(input_tokens=10, cache_read_tokens=0, cache_write_tokens=0, output_tokens=10)
    assert choose("some-model", date(2026, 1, 1), strict=True).warning is None
    assert cost_usd("some-model", usage) == 0.0


def test_a_model_that_thinks_unasked_gets_room_beside_the_answer() -> None:
    assert answer_bound("claude-sonnet-4-5", 4096) == (4096, None)
    bound, told = answer_bound("claude-sonnet-5-5", 4096)
    assert bound == 4096 + table().thinking_allowance
    assert "max_tokens" in (told or "")
    most, told = answer_bound("claude-sonnet-4-5", 10**6)
    assert most == table().models["claude-sonnet-4-5"].max_output
    assert "more than" in (told or "")
    assert answer_bound("some-model", 9) == (9, None)


def test_a_model_without_structured_output_is_told_the_schema(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "output_config" in body_of(REQUEST)
    assert takes_schema("some-model")
    monkeypatch.setattr("resources.llm.wire.takes_schema", lambda _: False)
    body = body_of(REQUEST)
    assert "output_config" not in body
    assert "additionalProperties" in body["messages"][0]["content"][-1]["text"]


@pytest.mark.parametrize("value", ["0", "65", "-1", "many"])
def test_a_number_of_calls_at_once_that_makes_no_sense_is_refused(value: str) -> None:
    with pytest.raises(InputError, match="LAUNCH_LLM_PARALLEL"):
        parallel_calls({"LAUNCH_LLM_PARALLEL": value})
    assert parallel_calls({}) == 8
