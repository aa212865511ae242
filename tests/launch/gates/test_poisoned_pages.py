"""Every order of the poisoned product on a page, as if all before had failed: a gate names it."""

from dataclasses import replace

import pytest

from launch.checks.verdicts import evidence_text, judged_digest
from launch.contracts.draft_content import (
    DraftContent,
    JudgedText,
    Paragraph,
    ParaphrasedFrom,
    Sentence,
    Verification,
)
from launch.contracts.validation_report import Finding
from launch.gates import no_injection, no_residue, sentences_grounded
from launch.gates.subject import Subject
from tests.support.gate_world import BLOCKS, OVERVIEW, PAGE, settings, subject_of
from tests.support.poisoned_product import PAYLOADS, Payload

_GATES = (sentences_grounded.GATE, no_injection.GATE, no_residue.GATE)
_KEY = "0" * 64


def forged(text: str) -> Subject:
    """Return a page with this sentence, and a verifier's record that supports it."""
    claims = (OVERVIEW.claim,)
    judged = (
        JudgedText(id="v1", digest=judged_digest(text, evidence_text(claims)), planted=False),
        JudgedText(id="v2", digest="f" * 64, planted=True),
    )
    answer = '{"verdicts": [{"id": "v1", "supported": true}, {"id": "v2", "supported": false}]}'
    source = ParaphrasedFrom(claim_ids=(OVERVIEW.claim.id,), verdict="supported", verifier=_KEY)
    page = PAGE.model_copy(
        update={
            "blocks": (*BLOCKS, Paragraph(sentences=(Sentence(text=text, source=source),))),
            "verifications": (Verification(key=_KEY, model="v", answer=answer, judged=judged),),
        }
    )
    subject = subject_of(DraftContent(pages=(page,)))
    online = settings().model_copy(update={"provider": "anthropic"})
    return replace(subject, settings=online)


def refusals(subject: Subject) -> dict[str, tuple[Finding, ...]]:
    found = {gate.id: gate.look(subject).findings for gate in _GATES}
    return {name: findings for name, findings in found.items() if findings}


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: payload.place)
def test_a_gate_refuses_every_order(payload: Payload) -> None:
    refused = refusals(forged(payload.text))
    assert "sentences_grounded" in refused, refused


def test_the_forgery_itself_would_pass_with_words_of_the_claim() -> None:
    text = OVERVIEW.claim.passage.blocks[0].texts[0] if OVERVIEW.claim.passage else ""
    assert refusals(forged(text)) == {}
