"""Calls side by side: slots over processes, the bill of threads, batches, a prefix warmed first."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from launch.contracts.llm import ModelAnswer, ModelRefusal, ModelRequest
from launch.contracts.pilot import PilotBudget
from launch.errors import LLMError
from resources.llm.answers import AnswerStore
from resources.llm.anthropic_model import AnthropicModel, Patience
from resources.llm.batches import Batches, Pace
from resources.llm.budget import Budget
from resources.llm.journal import Journal
from resources.llm.pool import each
from resources.llm.slots import Slots
from tests.resources.llm.test_anthropic_model import KEY, REQUEST
from tests.support.messages_server import Reply, error, message, serving

ASK = """
import sys
from pathlib import Path
from tests.resources.llm.test_side_by_side import model_in, request
from resources.llm.pool import each
folder, number = Path(sys.argv[1]), int(sys.argv[2])
model = model_in(folder, slots=2, calls=f"calls-{number}")
each([request(number * 10 + n) for n in range(6)], model.ask, 4)
"""
HOLD = """
import sys, time
from pathlib import Path
from resources.llm.slots import Slots
with Slots(Path(sys.argv[1]), 1).held():
    print("held", flush=True)
    time.sleep(60)
"""


def request(number: int) -> ModelRequest:
    return REQUEST.model_copy(
        update={"subject": f"page-{number}", "instruction": f"Write page {number}."}
    )


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AnthropicModel]:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    with closing(model_in(tmp_path)) as opened:
        yield opened


def model_in(
    folder: Path, caps: PilotBudget | None = None, slots: int = 3, calls: str = "llm_calls"
) -> AnthropicModel:
    return AnthropicModel(
        answers=AnswerStore(folder / "answers"),
        replay="use",
        journal=Journal(folder / calls, lambda _: None),
        budget=Budget(caps or PilotBudget()),
        slots=Slots(folder / "slots", slots),
        patience=Patience(timeout_s=5.0, first_wait_s=0.01),
    )


def quick() -> Pace:
    return Pace(first_wait_s=0.01, longest_wait_s=0.01, failures=3)


def test_no_more_calls_are_out_than_there_are_slots(
    model: AnthropicModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(lambda _r, _n: Reply(200, message("{}").body, wait_s=0.05)) as server:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        answers = each([request(n) for n in range(10)], model.ask, workers=8)
    assert all(isinstance(one, ModelAnswer) for one in answers)
    assert server.most_at_once == 3
    assert server.problems == []


def test_the_first_call_with_a_prefix_goes_ahead_alone(
    model: AnthropicModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def answer(_request: dict[str, Any], number: int) -> Reply:
        if number == 1:
            time.sleep(0.2)
            seen.append(len(server.requests))
        return message("{}")

    with serving(answer) as server:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        each([request(n) for n in range(4)], model.ask, workers=4)
    assert seen == [1]


def test_a_slot_is_freed_when_its_process_dies(tmp_path: Path) -> None:
    got = threading.Event()

    def take() -> None:
        with Slots(tmp_path, 1).held():
            got.set()

    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        threading.Thread(target=take, daemon=True).start()
        assert not got.wait(0.2)
        holder.kill()
    assert got.wait(5)


def test_processes_share_the_slots_and_a_killed_one_frees_its_own(tmp_path: Path) -> None:
    with serving(lambda _r, _n: Reply(200, message("{}").body, wait_s=0.1)) as server:
        environment = {**os.environ, "ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": server.url}
        processes = [
            subprocess.Popen(
                [sys.executable, "-c", ASK, str(tmp_path), str(number)], env=environment
            )
            for number in range(3)
        ]
        while len(server.requests) < 4:
            time.sleep(0.01)
        processes[0].kill()
        codes = [process.wait(60) for process in processes]
    assert codes == [-9, 0, 0]
    assert server.most_at_once <= 3  # Two slots, and the killed process's call that nobody awaits.
    assert len(list((tmp_path / "calls-1").glob("*.json"))) == 6
    assert len(list((tmp_path / "calls-2").glob("*.json"))) == 6


def test_every_call_has_a_file_of_its_own_and_the_bill_is_by_page(
    model: AnthropicModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(lambda _r, _n: message("{}")) as server:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        each([request(n % 4) for n in range(4)] * 2, model.ask, workers=1)
    assert len(list((tmp_path / "llm_calls").glob("*.json"))) == 8
    bill = model.journal.bill()
    assert (bill.calls, bill.replayed, bill.unknown) == (4, 4, 0)
    assert [(one.page_id, one.calls, one.replayed) for one in bill.pages] == [
        (f"page-{n}", 1, 1) for n in range(4)
    ]
    assert bill.usd == pytest.approx(4 * 0.0045)


def test_a_call_that_a_dead_process_had_out_counts_as_spent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    model = model_in(tmp_path)
    entered = threading.Event()

    def answer(_request: dict[str, Any], _number: int) -> Reply:
        entered.set()
        return Reply(200, b"{}", wait_s=3.0)

    def ask() -> None:
        with suppress(LLMError):
            model.ask(request(1))

    with serving(answer) as server:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        threading.Thread(target=ask, daemon=True).start()
        assert entered.wait(5)
        after = Journal(tmp_path / "llm_calls", lambda _: None)
        assert after.bill().unknown == 1
        assert after.spent().tokens > REQUEST.max_tokens
        assert after.spent().usd > 0.06
        model.close()


def test_an_error_in_one_task_stops_the_others() -> None:
    done: list[int] = []

    def work(number: int) -> int:
        if number == 2:
            raise LLMError("no")
        done.append(number)
        return number

    with pytest.raises(LLMError):
        each(range(100), work, workers=1)
    assert done == [0, 1]
    assert each([3, 4], lambda number: number * 2, workers=9) == [6, 8]


def test_a_batch_answers_every_request_at_half_the_price(
    model: AnthropicModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(request: dict[str, Any], _number: int) -> Reply:
        told = request["messages"][0]["content"][-1]["text"]
        return error(500, "api_error") if "page 2" in told else message(json.dumps({"t": told}))

    with serving(answer) as server:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        batches = Batches(model, tmp_path / "llm_batches", quick())
        replies = batches.ask_all([request(n) for n in (0, 1, 2, 0)])
        again = batches.ask_all([request(n) for n in (0, 1)])
    assert server.problems == []
    assert [len(one) for one in server.batches.values()] == [3]
    assert [isinstance(one, ModelRefusal) for one in replies] == [False, False, True, False]
    assert all(isinstance(one, ModelAnswer) and one.replayed for one in again)
    assert isinstance(replies[1], ModelAnswer)
    assert "page 1" in replies[1].text
    assert replies[1].origin == "batch"
    assert model.journal.bill().usd == pytest.approx(2 * 0.0045 / 2)
    assert list((tmp_path / "llm_batches").iterdir()) == []


def test_a_resumed_run_waits_for_its_batch_and_sends_no_other(
    model: AnthropicModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class KilledError(Exception):
        pass

    def die(_seconds: float) -> None:
        raise KilledError

    folder = tmp_path / "llm_batches"
    with serving(lambda _r, _n: message("{}"), looks_until_ended=3) as server:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        with pytest.raises(KilledError):
            Batches(model, folder, Pace(sleep=die)).ask_all([request(1), request(2)])
        with closing(model_in(tmp_path)) as resumed:
            replies = Batches(resumed, folder, quick()).ask_all([request(1), request(2)])
    assert all(isinstance(one, ModelAnswer) for one in replies)
    assert len(server.batches) == 1
    assert len(server.requests) == 2


def test_a_batch_takes_no_more_than_the_budget_allows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    model = model_in(tmp_path, PilotBudget(max_llm_calls=2))
    with serving(lambda _r, _n: message("{}")) as server:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        batches = Batches(model, tmp_path / "b", quick())
        replies = batches.ask_all([request(n) for n in range(3)])
        model.close()
    assert [getattr(one, "reason", "ok") for one in replies] == ["ok", "ok", "budget"]


def test_a_batch_that_nobody_takes_is_an_llm_error(
    model: AnthropicModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:9")
    with pytest.raises(LLMError, match="LLM API call failed"):
        Batches(model, tmp_path / "b", quick()).ask_all([request(1)])
