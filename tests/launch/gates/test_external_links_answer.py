"""The gate `external_links_answer`: what others found when they asked."""

from dataclasses import replace

import pytest

from launch.contracts.pilot import PilotGates
from launch.gates.external_links_answer import GATE, look
from tests.support.gate_world import rewritten, settings

URL = "https://example.org/page"
ASKED = replace(
    rewritten(lambda text: f"{text}\nSee [it]({URL}#part).\n"),
    settings=settings(gates=PilotGates(external_links=True)),
)


@pytest.mark.parametrize(
    ("status", "fine"), [(200, True), (301, True), (403, True), (404, False), (None, False)]
)
def test_an_answer_decides(status: int | None, *, fine: bool) -> None:
    assert (look(replace(ASKED, answers={URL: status})).findings == ()) == fine


def test_a_link_that_nobody_asked_is_no_answer() -> None:
    assert look(replace(ASKED, answers={})).findings
    assert look(ASKED).could_not_run


def test_it_is_off_unless_the_pilot_wants_it() -> None:
    assert look(replace(ASKED, settings=settings())).findings == ()
    assert GATE.severity["local"] is None
