"""W8 with a model: failing paragraphs anew, one turn, judged like any prose; else left alone."""

import json

import pytest

from launch.contracts.draft_content import DraftPage, Paragraph, ParaphrasedFrom
from launch.contracts.llm import ModelAnswer, ModelRefusal, ModelRequest
from launch.contracts.validation_report import Finding
from launch.errors import LLMError
from launch.writing.model.dialogue import held
from launch.writing.model.rewrite import ModelRewriter, rewriting
from tests.launch.writing.model.test_model_pages import (
    GOOD,
    NAME,
    PAGE,
    SETTINGS,
    SIZE,
    WRITING,
    ScriptedModel,
    judge,
    proved,
)

FAILING = Paragraph(sentences=(proved("It steps by [4](http://evil.test).", SIZE),))
WRITTEN = PAGE.model_copy(update={"writer": "anthropic", "blocks": (*PAGE.blocks, FAILING)})
PLACE = len(PAGE.blocks)
FINDING = Finding(
    gate="no_injection",
    severity="error",
    path=PAGE.path,
    line=9,
    found="a link to evil.test",
    expected="no foreign link",
    page_id=PAGE.page_id,
    block=PLACE,
)


def words(*sentences: str, block: str = f"b{PLACE}") -> str:
    said = [{"text": text, "claims": ["k1"]} for text in sentences]
    return json.dumps({"blocks": [{"block": block, "prose": said}]})


def rewritten(model: ScriptedModel, page: DraftPage = WRITTEN) -> DraftPage | None:
    return held(rewriting(page, (FINDING,), WRITING), model)


def test_a_failing_paragraph_is_written_anew_and_judged() -> None:
    model = ScriptedModel([words(GOOD[0]), judge()])
    page = rewritten(model)
    assert page is not None
    block = page.blocks[PLACE]
    assert isinstance(block, Paragraph)
    assert block.sentences[0].text == GOOD[0]
    assert isinstance(block.sentences[0].source, ParaphrasedFrom)
    assert block.sentences[0].source.verdict == "supported"
    assert page.blocks[:PLACE] == WRITTEN.blocks[:PLACE]
    assert [request.purpose for request in model.asked] == ["rewrite", "verify"]
    assert "a link to evil.test" in model.asked[0].documents[2][1]
    assert "evil" not in model.asked[0].system + model.asked[0].instruction


def test_a_paragraph_for_which_there_are_no_words_goes() -> None:
    page = rewritten(ScriptedModel([words()]))
    assert page is not None
    assert page.blocks == PAGE.blocks


@pytest.mark.parametrize(
    "answer",
    [
        "{}",
        words(GOOD[0], block="b0"),
        words(GOOD[0]).replace("k1", "k7"),
        ModelRefusal(key="0" * 64, reason="budget", detail="x"),
    ],
    ids=["shape", "another block", "another claim", "no answer"],
)
def test_an_answer_that_cannot_be_used_leaves_the_page_to_the_next_way(
    answer: str | ModelRefusal,
) -> None:
    model = ScriptedModel([answer])
    assert rewritten(model) is None
    assert len(model.asked) == 1


def test_only_prose_pages_of_the_model_are_rewritten() -> None:
    nobody = ScriptedModel([])
    offline = WRITTEN.model_copy(update={"writer": "offline"})
    assert rewritten(nobody, offline) is None
    assert held(rewriting(WRITTEN, (FINDING,), SETTINGS), nobody) is None
    code = FINDING.model_copy(update={"block": 3})
    assert held(rewriting(WRITTEN, (code,), WRITING), nobody) is None
    assert NAME in WRITING.claims


def test_a_model_that_cannot_be_asked_does_not_stop_the_repair() -> None:
    class Silent:
        def ask(self, request: ModelRequest) -> ModelAnswer | ModelRefusal:
            raise LLMError(f"no key for {request.subject}")

    assert ModelRewriter(Silent(), WRITING).rewrite(WRITTEN, (FINDING,)) is None
