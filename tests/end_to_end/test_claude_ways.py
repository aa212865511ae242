"""The other ways to Claude, whole runs: message batches, a budget, files instead of calls."""

import json
from pathlib import Path
from typing import Any

import pytest

from resources.run_store.places import PROJECT
from tests.support.messages_server import MessagesServer, serving
from tests.support.runs import World
from tests.support.scripted_claude import answer

KEY = "k" * 20


def pilot(folder: Path, more: str) -> str:
    """Return a dry-run of the example pilot with other settings, W1 to W4 alone being free."""
    text = (PROJECT / "pilots" / "example_pilot.yml").read_text()
    file = folder / "pilot.yml"
    file.write_text(f"{text.split('llm:')[0]}flags: {{dry_run: true}}\n{more}\n")
    return str(file)


def launch(world: World, server: MessagesServer | None, *arguments: str) -> tuple[int, str]:
    url = server.url if server else "http://127.0.0.1:9"
    done = world.launch(
        *arguments, LLM_PROVIDER="anthropic", ANTHROPIC_API_KEY=KEY if server else "",
        ANTHROPIC_BASE_URL=url,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def folder(world: World) -> Path:
    return max(world.runs.glob("example-*"), key=lambda path: path.stat().st_mtime)


def read(world: World, file: str) -> Any:
    return json.loads((folder(world) / file).read_text())


def test_a_batched_run_writes_the_same_pages_for_half_the_price(tmp_path: Path) -> None:
    drafts, costs = [], []
    for name, more in (("calls", "llm: {batch: false}"), ("batch", "llm: {batch: true}")):
        world = World(tmp_path / name)
        world.folder.mkdir()
        with serving(answer, looks_until_ended=1) as server:
            code, output = launch(world, server, "run", "--config", pilot(world.folder, more))
        assert code == 0, output
        assert server.problems == []
        drafts.append(read(world, "artifacts/draft_content.json"))
        costs.append(read(world, "snapshot.json")["run_state"]["cost"])
        assert bool(server.batches) == (name == "batch")
    assert drafts[0] == drafts[1]
    assert costs[1]["usd"] == pytest.approx(costs[0]["usd"] / 2, rel=0.01)
    assert sum(page["calls"] for page in costs[0]["pages"]) == costs[0]["calls"] > 5
    assert sum(page["usd"] for page in costs[0]["pages"]) == pytest.approx(costs[0]["usd"])


def test_a_budget_that_is_spent_leaves_the_rest_to_the_offline_writer_or_stops_the_run(
    tmp_path: Path,
) -> None:
    for reached, expected in (("fallback", 0), ("stop", 1)):
        world = World(tmp_path / reached)
        world.folder.mkdir()
        caps = f"budget: {{max_llm_calls: 3, on_reached: {reached}}}"
        with serving(answer) as server:
            code, output = launch(world, server, "run", "--config", pilot(world.folder, caps))
        assert code == expected, output
        assert len(server.requests) == 3
        if reached == "stop":
            assert "budget.max_llm_calls (3)" in output
            assert "raise the cap" in output
            continue
        pages = read(world, "artifacts/draft_content.json")["pages"]
        fallen = [page for page in pages if "max_llm_calls" in (page["fallback_reason"] or "")]
        assert fallen
        body = read(world, "artifacts/open_pr_bundle.json")["payload"]["body"]
        assert "budget.max_llm_calls" in body
        assert "Model      3 calls" in output


def test_requests_go_out_as_files_and_answers_come_back_without_any_call(tmp_path: Path) -> None:
    world = World(tmp_path)
    config = pilot(tmp_path, "llm: {replay: only}")
    code, output = launch(world, None, "estimate", "--json", "--config", config)
    assert code == 0, output
    told, _ = json.JSONDecoder().raw_decode(output[output.index("{") :])
    assert told["calls"] >= told["pages"] - told["pages_without_call"] > 5
    for step in ("drafts", "verdicts"):
        out = tmp_path / step
        run_id = folder(world).name
        code, output = launch(world, None, "llm", "export", "--run-id", run_id, "--out", str(out))
        assert code == 0, output
        for number, file in enumerate(sorted(out.glob("*.request.json")), start=1):
            request = json.loads(file.read_text())
            reply = json.loads(answer(json.loads(request["body"]), number).body)
            text = next(block["text"] for block in reply["content"] if block["type"] == "text")
            (out / request["answer_file"]).write_text(text)
        code, output = launch(world, None, "llm", "import", "--from", str(out), "--by", "a test")
        assert code == 0, output
    code, output = launch(world, None, "run", "--config", config)
    assert code == 0, output
    draft = read(world, "artifacts/draft_content.json")
    assert all(page["fallback_reason"] is None for page in draft["pages"])
    assert any(page["verifications"] for page in draft["pages"])
    assert read(world, "snapshot.json")["run_state"]["cost"]["calls"] == 0
