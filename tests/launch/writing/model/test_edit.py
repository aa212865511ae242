"""A model arranges a composed page by id: nothing it answers can put a word on the page."""

import json
from dataclasses import dataclass, field

import pytest

from launch.contracts.draft_content import (
    Block,
    Code,
    ConnectiveUse,
    DraftContent,
    DraftPage,
    Heading,
    Paragraph,
    ProvedBy,
    Sentence,
)
from launch.contracts.llm import ModelAnswer, ModelRefusal, ModelRequest, ModelUsage
from launch.contracts.page_plan import PagePlan, PlannedPage
from launch.errors import LLMError
from launch.writing.model.draft import ModelSettings, edit_all
from launch.writing.model.edit import answer_schema, read_answer
from launch.writing.model.menu import menu_of
from launch.writing.model.prompts import prompt

NAME = "c-0000000000000001"
SIZE = "c-0000000000000002"


def proved(text: str, claim: str) -> Sentence:
    return Sentence(text=text, source=ProvedBy(claim_id=claim, rendering=0))


def heading(text: str) -> Heading:
    return Heading(level=2, text=Sentence(text=text, source=ConnectiveUse(connective="x")))


BLOCKS: tuple[Block, ...] = (
    Paragraph(sentences=(proved("Tally is a library.", NAME),)),
    heading("Install"),
    Paragraph(sentences=(proved("Run this:", SIZE),)),
    Code(language="bash", code="pip install tally"),
    heading("Use"),
    Code(language="python", code="import tally"),
)
PAGE = DraftPage(
    page_id="quickstart",
    type="quickstart",
    path="content/docs/tally/quickstart.md",
    front_matter_format="yaml",
    front_matter=(),
    front_matter_sentences=(),
    blocks=BLOCKS,
    writer="offline",
)
PLANNED = PlannedPage(
    id="quickstart",
    type="quickstart",
    task="Run a first program",
    title="Quickstart",
    description="",
    path=PAGE.path,
    url="/docs/tally/quickstart/",
    front_matter_format="yaml",
    front_matter=(),
    headings=(),
    links=(),
    required_claims=(NAME,),
)
PLAN = PagePlan(
    product_type="library",
    product_type_reasons=(),
    tier="minimal",
    tier_reasons=(),
    locale="en",
    section="content/docs/tally",
    pages=(PLANNED,),
    left_out=(),
)
MENU = menu_of(PAGE, frozenset({NAME}))
SETTINGS = ModelSettings(model="m", max_tokens=4096, style="Plain.")


def answer(*sections: tuple[str, list[str]], dropped: tuple[str, ...] = ()) -> str:
    shown = [{"heading": name, "units": units} for name, units in sections]
    return json.dumps({"sections": shown, "dropped": list(dropped)})


@dataclass
class ScriptedModel:
    """Gives its answers in order; a refusal's reason instead of a text refuses."""

    answers: list[str | ModelRefusal]
    asked: list[ModelRequest] = field(default_factory=list)

    def ask(self, request: ModelRequest) -> ModelAnswer | ModelRefusal:
        self.asked.append(request)
        given = self.answers[len(self.asked) - 1]
        if isinstance(given, ModelRefusal):
            return given
        usage = ModelUsage(
            input_tokens=1, cache_read_tokens=0, cache_write_tokens=0, output_tokens=1
        )
        return ModelAnswer(key="0" * 64, text=given, model="m", usage=usage, replayed=False)


def test_what_a_paragraph_announces_stays_with_it() -> None:
    assert [len(unit.blocks) for unit in MENU.units] == [1, 2, 1]
    assert [unit.required for unit in MENU.units] == [True, False, False]


def test_a_page_is_arranged_as_answered() -> None:
    text = answer(("top", ["u1"]), ("h2", ["u2", "u3"]))
    arranged = read_answer(text, MENU, PAGE)
    assert isinstance(arranged, DraftPage)
    assert arranged.blocks == (BLOCKS[0], BLOCKS[4], BLOCKS[2], BLOCKS[3], BLOCKS[5])
    assert arranged.writer == "anthropic"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no json", "asked shape"),
        ('{"sections": [], "dropped": []}', "asked shape"),
        (
            '{"sections": [{"heading": "top", "units": ["u1"], "text": "x"}], "dropped": []}',
            "shape",
        ),
        (answer(("top", ["u1", "u2", "u3", "u9"])), "u9 is no unit id"),
        (answer(("h9", ["u1", "u2", "u3"])), "h9 is no heading id"),
        (answer(("top", ["u1", "u1", "u2", "u3"])), "u1 stands twice"),
        (answer(("h1", ["u1", "u2"]), ("h1", ["u3"])), "h1 stands twice"),
        (answer(("top", ["u2", "u3"]), dropped=("u1",)), "u1 is required"),
        (answer(("top", ["u1", "u2"])), "u3 is neither on the page nor dropped"),
        (answer(("h1", ["u1"]), ("top", ["u2", "u3"])), "`top` is not the first"),
        (answer(("top", ["u1", "u3", "u2"])), "code units are not in their order"),
    ],
)
def test_an_answer_that_breaks_a_rule_is_refused_by_name(text: str, expected: str) -> None:
    refused = read_answer(text, MENU, PAGE)
    assert isinstance(refused, tuple)
    assert any(expected in problem for problem in refused)


def test_the_answer_s_schema_has_no_free_text() -> None:
    text = json.dumps(answer_schema(MENU))
    assert '"string"' not in text
    assert '"u3"' in text


def test_an_unusable_answer_gets_one_repair_turn_with_the_findings() -> None:
    model = ScriptedModel([answer(("top", ["u1"])), answer(("top", ["u1", "u2", "u3"]))])
    draft = edit_all(PLAN, DraftContent(pages=(PAGE,)), model, SETTINGS)
    assert draft.pages[0].writer == "anthropic"
    assert "u2 is neither on the page nor dropped" in model.asked[1].instruction
    assert model.asked[1].purpose == "repair"
    assert model.asked[0].documents[:1] == model.asked[1].documents[:1]


def test_two_unusable_answers_leave_the_offline_writer_s_page() -> None:
    model = ScriptedModel(["{}", "{}"])
    draft = edit_all(PLAN, DraftContent(pages=(PAGE,)), model, SETTINGS)
    assert draft.pages[0].writer == "offline"
    assert draft.pages[0].blocks == BLOCKS
    assert "two unusable answers" in (draft.pages[0].fallback_reason or "")


def test_a_refusal_leaves_the_offline_writer_s_page_with_the_reason() -> None:
    model = ScriptedModel([ModelRefusal(key="0" * 64, reason="truncated", detail="cut")])
    draft = edit_all(PLAN, DraftContent(pages=(PAGE,)), model, SETTINGS)
    assert "truncated" in (draft.pages[0].fallback_reason or "")


def test_a_run_in_which_no_call_was_answered_stops_with_an_llm_error() -> None:
    model = ScriptedModel([ModelRefusal(key="0" * 64, reason="unreachable", detail="http_529")])
    with pytest.raises(LLMError, match="LLM API call failed: no call was answered"):
        edit_all(PLAN, DraftContent(pages=(PAGE,)), model, SETTINGS)


def test_a_prompt_s_placeholders_are_exactly_its_arguments() -> None:
    with pytest.raises(KeyError, match="edit_task"):
        prompt("edit_task.md", title="x", findings="")
    with pytest.raises(KeyError, match="edit_system"):
        prompt("edit_system.md", title="x")


def test_product_text_stands_in_documents_only() -> None:
    model = ScriptedModel([answer(("top", ["u1", "u2", "u3"]))])
    edit_all(PLAN, DraftContent(pages=(PAGE,)), model, SETTINGS)
    asked = model.asked[0]
    assert "Tally" not in asked.system + asked.instruction
    assert "Tally is a library." in asked.documents[2][1]
