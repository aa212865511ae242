"""The language model's figures, against a Messages server on loopback; nothing leaves the machine.

The server bills the characters of a request at the table's rate: what the estimate is held against
is calls and text, not a provider's tokenizer.
"""

import json
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from launch.contracts.llm import ModelRequest
from launch.contracts.pilot import PilotBudget
from launch.contracts.snapshot import Snapshot
from launch.writing.model.estimate import FEW, plain_units, sentences_of
from resources.llm.answers import AnswerStore
from resources.llm.anthropic_model import AnthropicModel, Patience
from resources.llm.budget import Budget
from resources.llm.capabilities import tokens_of
from resources.llm.connection import connected
from resources.llm.journal import Journal
from resources.llm.pool import each
from resources.llm.slots import Slots
from resources.llm.wire import body_of
from scripts.figures import Figure
from tests.support.llm_kills import killed
from tests.support.messages_server import Reply, message, serving
from tests.support.runs import World
from tests.support.scripted_claude import answer, answer_with_prose, shown_document

_PILOT = "pilots/example_pilot.yml"
_MODEL = "claude-sonnet-4-5"
_KEY = "k" * 20
_CALLS = 60
_KILLS = 50
_PAGES, _AT_ONCE, _SECONDS = 40, 8, 1.0


def llm() -> list[Figure]:
    """Overhead, parallel pages, prompt sizes, estimate, replay and change, in that order."""
    return [_overhead(), _parallel(), *_pilot_figures()]


def llm_kills() -> list[Figure]:
    """Kill runs with a model 50 times at random moments, resume them, compare what they leave."""
    with _folder() as folder:
        result = killed(folder, _KILLS, seed=7, lanes=2)
    told = f"{result.kills} kills over {result.runs} runs, all resumed to their end; {_load()}"
    odd = len(result.different) + len(result.problems)
    again = result.asked_again
    return [
        Figure("calls made again whose answer was stored", again, "calls", "0", again == 0, told),
        Figure("artifacts that differ from an undisturbed run", odd, "files", "0", odd == 0, told),
    ]


def _overhead() -> Figure:
    reply = message("{}")
    with (
        serving(lambda _r, _n: reply) as server,
        _environment(server.url),
        _folder() as folder,
        closing(_model(folder, 1)) as model,
        closing(connected(_KEY, 30.0)) as bare,
    ):
        bare.messages.create(**body_of(_request(0, "verify")))
        model.ask(_request(0, "verify"))
        ours, theirs = [], []
        for number in range(1, _CALLS + 1):
            request = _request(number, "verify")
            theirs.append(_timed(partial(bare.messages.create, **body_of(request))))
            ours.append(_timed(partial(model.ask, request)))
    value = (statistics.median(ours) - statistics.median(theirs)) * 1000
    context = (
        f"ours {statistics.median(ours) * 1000:.1f} ms, the bare SDK"
        f" {statistics.median(theirs) * 1000:.1f} ms, medians of {_CALLS} alternating; {_load()}"
    )
    return Figure("our layer on top of the SDK", value, "ms a call", "<= 5", value <= 5, context)


def _parallel() -> Figure:
    """Time 40 pages of two calls each: the first goes ahead alone, then eight at a time."""
    body = message("{}").body
    slow = Reply(200, body, wait_s=_SECONDS)
    with serving(lambda _r, _n: slow) as server, _environment(server.url), _folder() as folder:
        with closing(_model(folder, _AT_ONCE)) as model:

            def page(number: int) -> None:
                model.ask(_request(number, "draft"))
                model.ask(_request(number, "verify"))

            taken = _timed(lambda: each(range(_PAGES), page, _AT_ONCE))
        most = server.most_at_once
    ideal = _SECONDS * (1 + -(-(2 * _PAGES - 1) // _AT_ONCE))
    value = taken / ideal
    context = (
        f"{taken:.1f} s, ideal {ideal:.0f} s (one warming call, then {2 * _PAGES - 1} calls,"
        f" {most} out at once); {_load()}"
    )
    name = f"{_PAGES} pages, {_AT_ONCE} at a time, over the ideal"
    return Figure(name, value, "ratio", "<= 1.15", value <= 1.15, context)


def _pilot_figures() -> Iterator[Figure]:
    with serving(_Billed()) as server, _folder() as folder:
        world = World(folder / "world")
        world.folder.mkdir()
        run = partial(_launched, world, server.url)
        estimate = json.loads(run("estimate", "--json", "--config", _PILOT))
        run("run", "--config", _PILOT)
        first = list(server.requests)
        bill = _newest(world).run_state.cost
        yield from _sizes(first)
        for name, told, paid in (
            ("calls", estimate["calls"], bill.calls),
            ("input tokens", estimate["input_tokens"], bill.input_tokens),
        ):
            off = abs(told - paid) / paid
            context = f"estimated {told}, billed {paid}; `bench.py estimate` has real products"
            yield Figure(f"estimate of {name} off by", off, "share", "<= 0.1", off <= 0.1, context)
        run("run", "--config", _PILOT)
        again = len(server.requests) - len(first)
        yield Figure("calls of a second run", again, "calls", "0", again == 0, "nothing changed")


def _sizes(requests: list[dict[str, Any]]) -> Iterator[Figure]:
    drafts = [one for one in requests if _is_draft(one)]
    sizes = sorted(len(json.dumps(one, ensure_ascii=False).encode()) / 1000 for one in drafts)
    context = f"{len(sizes)} pages of the bundled product; docs/writers.md has real ones"
    median, most = statistics.median(sizes), sizes[-1]
    yield Figure("prompt at the median", median, "kB", "<= 40", median <= 40, context)
    yield Figure("prompt at most", most, "kB", "<= 120", most <= 120, context)
    prefixes = {json.dumps([one["system"], one["messages"][0]["content"][:2]]) for one in drafts}
    count = len(prefixes)
    yield Figure("different shared prefixes", count, "prefixes", "1", count == 1, context)


def _is_draft(request: dict[str, Any]) -> bool:
    return "sections" in request["output_config"]["format"]["schema"]["properties"]


class _Billed:
    """Answers like a well-behaved model, and bills the characters of what was sent.

    It writes where several paragraphs could be said otherwise, and breaks the rule on each third
    of these pages, as language models did.
    """

    def __init__(self) -> None:
        self._wrote = 0

    def __call__(self, request: dict[str, Any], number: int) -> Reply:
        reply = self._page(request) if _is_draft(request) else answer(request, number)
        body = json.loads(reply.body)
        content = request["messages"][0]["content"]
        documents = sum(
            len(b["title"]) + len(b["source"]["data"]) for b in content if "source" in b
        )
        schema = json.dumps(request["output_config"]["format"]["schema"])
        texts = sum(len(block["text"]) for block in (*request["system"], content[-1]))
        body["usage"]["input_tokens"] = tokens_of(_MODEL, documents + texts + len(schema))
        return Reply(200, json.dumps(body).encode(), reply.headers)

    def _page(self, request: dict[str, Any]) -> Reply:
        paragraphs = plain_units(shown_document(request, "Units of the page"))
        talks = paragraphs >= FEW
        self._wrote += talks
        said = round(sentences_of(paragraphs)) if talks else 0
        return answer_with_prose(request, said, careless=talks and self._wrote % 3 == 0)


def _model(folder: Path, slots: int) -> AnthropicModel:
    return AnthropicModel(
        answers=AnswerStore(folder / "answers"),
        replay="use",
        journal=Journal(folder / "llm_calls", lambda _: None),
        budget=Budget(PilotBudget()),
        slots=Slots(folder / "slots", slots),
        patience=Patience(),
    )


def _request(number: int, purpose: str) -> ModelRequest:
    stable = (("Style", "Plain. " * 300), ("Product", "A product. " * 200))
    own = (("Page", f"Page {number}. " * 600),)
    drafts = purpose == "draft"
    return ModelRequest.model_validate(
        {
            "purpose": purpose,
            "subject": f"page-{number}",
            "model": _MODEL,
            "system": "Write. " * 300,
            "documents": (*stable, *own) if drafts else own,
            "stable_documents": len(stable) if drafts else 0,
            "instruction": f"{purpose} page {number}",
            "answer_schema": '{"type": "object", "additionalProperties": false, "properties": {}}',
            "max_tokens": 4096,
            "prompt_digest": "0" * 64,
        }
    )


def _launched(world: World, url: str, *arguments: str) -> str:
    done = world.launch(
        *arguments, LLM_PROVIDER="anthropic", ANTHROPIC_API_KEY=_KEY, ANTHROPIC_BASE_URL=url
    )
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return done.stdout


def _newest(world: World) -> Snapshot:
    files = world.runs.glob("example-*/snapshot.json")
    newest = max(files, key=lambda file: file.stat().st_mtime)
    return Snapshot.model_validate_json(newest.read_bytes())


@contextmanager
def _environment(url: str) -> Iterator[None]:
    kept = {name: os.environ.get(name) for name in ("ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL")}
    os.environ |= {"ANTHROPIC_API_KEY": _KEY, "ANTHROPIC_BASE_URL": url}
    try:
        yield
    finally:
        for name, value in kept.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        yield Path(name)


def _timed(act: Any) -> float:
    before = time.perf_counter()
    act()
    return time.perf_counter() - before


def _load() -> str:
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
